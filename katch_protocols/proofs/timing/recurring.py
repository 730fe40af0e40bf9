"""``between A and B always C at least every DURATION``."""

from dataclasses import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AtLeastEvery
from katch_protocols.proofs.automata.product_automaton import Automaton
from katch_protocols.proofs.kinds.pattern import Pattern, Reader
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.bound import prove_bound
from katch_protocols.proofs.timing.question import excepted
from katch_protocols.proofs.timing.stage import Question
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.proofs.widely import is_vacuous_widely
from katch_protocols.semantics.explore import DEFAULT_LIMIT

__all__ = ["prove_at_least_every", "prove_recurring"]


def prove_at_least_every(
    rule: AtLeastEvery, chart: Chart, handbook: Handbook, *, limit: int = DEFAULT_LIMIT
) -> Answer:
    """Prove that no longer gap than the time lies between two C's of a stretch.

    A gap begins with A and with each C of the stretch, and ends with C, with B, and
    once the case is complete. Reasons, arguments and errors as for ``prove_within``.
    """
    return prove_recurring(rule, Study(chart, Holders(handbook), limit))


def prove_recurring(rule: AtLeastEvery, study: Study) -> Answer:
    """Prove as ``prove_at_least_every``, in a study that other sentences share."""
    reader = Reader(rule, study)
    moves = {("quiet", "a"): "owed", ("owed", "c"): "owed", ("owed", "b"): "quiet"}
    slots = (
        reader.slot(rule.end, "b"),
        reader.slot(rule.recurring, "c"),
        reader.first(rule.event),
    )
    question = excepted(
        Question(slots, moves, renewing=frozenset({"c"}), until_end=True), reader
    )
    answer = prove_bound(study, question, rule.period)
    if answer.verdict is Verdict.HOLDS and study.is_vast:
        # From near it may seem to bind where no case ever puts it to the test.
        seen = Automaton(question.phases, question.moves)
        if is_vacuous_widely(Pattern(seen, question.slots, "a"), study):
            return replace(answer, verdict=Verdict.VACUOUS, reason=None)
    return answer

"""Sentences that set a time, as questions about one clock."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen, AtLeastEvery
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import OFF, Automaton
from katch_protocols.proofs.kinds.pattern import Pattern, SlotReader, recurring
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.clock_bounds import prove_bound
from katch_protocols.proofs.timing.timed_product import TimeQuestion
from katch_protocols.proofs.verdicts import Answer, Verdict
from katch_protocols.proofs.wide_proofs import is_vacuous_widely
from katch_protocols.semantics.events import ChartEvent, find_event
from katch_protocols.semantics.explore import DEFAULT_LIMIT
from katch_protocols.semantics.table import Row

__all__ = [
    "Besides",
    "excepted",
    "from_to",
    "prove_at_least_every",
    "prove_kept",
    "prove_recurring",
    "prove_within",
    "since_last",
]


def excepted(question: TimeQuestion, reader: SlotReader) -> TimeQuestion:
    """Return the question that the exceptions of its sentence switch off for good."""
    if not reader.rule.unless:
        return question
    off = {(phase, "off"): OFF for phase in question.phases}
    slots = (*reader.exceptions(), *question.slots)
    return replace(question, slots=slots, moves={**question.moves, **off})


_EACH = {("quiet", "a"): "owed", ("owed", "b"): "quiet"}
"""After each first event, the next of the other is owed."""


def from_to(
    reader: SlotReader,
    event: str | ChartEvent,
    later: str | ChartEvent,
    moves: Mapping[tuple[str, str], str] = _EACH,
) -> TimeQuestion:
    """Return the question how long it is from one event to the next of another."""
    found = find_event(reader.chart, later) if isinstance(later, str) else later
    slots = (Slot("b", found), reader.first(event))
    return excepted(TimeQuestion(slots, moves), reader)


class Besides(Struct, frozen=True):
    """Lets those rows count that do not bring an event: its clock is new after them."""

    event: ChartEvent

    def __call__(self, row: Row) -> bool:
        """Tell whether a row counts."""
        return not self.event.positions(row)


def since_last(start: ChartEvent, end: ChartEvent) -> TimeQuestion:
    """Return the question how long it is from the last of one event to another."""
    moves = {("quiet", "a"): "owed", ("owed", "a"): "owed", ("owed", "b"): "quiet"}
    slots = (Slot("b", end), Slot("a", start))
    return TimeQuestion(slots, moves, renewing=frozenset({"a"}))


def prove_within(
    rule: AfterThen, chart: Chart, handbook: Handbook, *, limit: int = DEFAULT_LIMIT
) -> Answer:
    """Prove that B comes within the time after each A, or tell a case that is late.

    The answer's reason, or that of its counterexample, holds the sum of the limits
    (``sum``), its ``total``, the ``limit`` and the ``states`` whose deadlines it is
    made of. ``in-time``: the longest case. ``too-late``; ``no-deadline``: nothing says
    by when the case must go on; ``never-came``: the case is complete without B.

    Args:
        rule: the sentence; it has a ``within``.
        chart: the protocol.
        handbook: the handbook that it belongs to; its calendar counts.
        limit: how many configurations are looked at.

    Raises:
        UndefinedError: A name of the sentence means nothing in the protocol.
        UnknownNameError: The handbook's holiday calendar is not known.
        ValueError: The sentence sets no time.
    """
    return prove_kept(rule, ProofSession(chart, Holders(handbook), limit))


def prove_kept(rule: AfterThen, study: ProofSession) -> Answer:
    """Prove as ``prove_within``, in a study that other sentences share."""
    if rule.within is None:
        message = "the sentence sets no time"
        raise ValueError(message)
    reader = SlotReader(rule, study)
    question = from_to(reader, rule.event, rule.later)
    return prove_bound(study, question, rule.within)


def prove_at_least_every(
    rule: AtLeastEvery, chart: Chart, handbook: Handbook, *, limit: int = DEFAULT_LIMIT
) -> Answer:
    """Prove that no longer gap than the time lies between two C's of a stretch.

    A gap begins with A and with each C of the stretch, and ends with C, with B, and
    once the case is complete. Reasons, arguments and errors as for ``prove_within``.
    """
    return prove_recurring(rule, ProofSession(chart, Holders(handbook), limit))


def prove_recurring(rule: AtLeastEvery, study: ProofSession) -> Answer:
    """Prove as ``prove_at_least_every``, in a study that other sentences share."""
    reader = SlotReader(rule, study)
    slots, moves = recurring(rule, reader)
    question = excepted(
        TimeQuestion(slots, moves, renewing=frozenset({"c"}), until_end=True), reader
    )
    answer = prove_bound(study, question, rule.period)
    if answer.verdict is Verdict.HOLDS and study.is_vast:
        # From near it may seem to bind where no case ever puts it to the test.
        seen = Automaton(question.phases, question.moves)
        if is_vacuous_widely(Pattern(seen, question.slots, "a"), study):
            return replace(answer, verdict=Verdict.VACUOUS, reason=None)
    return answer

"""``after A then B within DURATION``: never longer, if every deadline is kept."""

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.kinds.pattern import Reader
from katch_protocols.proofs.study import Study
from katch_protocols.proofs.timing.bound import prove_bound
from katch_protocols.proofs.timing.question import from_to
from katch_protocols.proofs.verdicts import Answer
from katch_protocols.semantics.explore import DEFAULT_LIMIT

__all__ = ["prove_kept", "prove_within"]


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
    return prove_kept(rule, Study(chart, Holders(handbook), limit))


def prove_kept(rule: AfterThen, study: Study) -> Answer:
    """Prove as ``prove_within``, in a study that other sentences share."""
    if rule.within is None:
        message = "the sentence sets no time"
        raise ValueError(message)
    reader = Reader(rule, study)
    question = from_to(reader, rule.event, rule.later)
    return prove_bound(study, question, rule.within)

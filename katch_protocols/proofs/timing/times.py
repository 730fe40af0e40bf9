"""The longest and the shortest time from one event to another."""

from katch_protocols.model.deadlines import Duration
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.timing.earliest import Earliest
from katch_protocols.proofs.timing.label_search import latest_label
from katch_protocols.proofs.timing.loops import endless_loop
from katch_protocols.proofs.timing.measure_nouns import BestCase, WorstCase
from katch_protocols.proofs.timing.replay import resting, walk_of
from katch_protocols.proofs.timing.timed_exploration import Extent, set_stage
from katch_protocols.proofs.timing.timed_product import Stage, TimeQuestion
from katch_protocols.proofs.timing.worst_labels import (
    UNBOUNDED,
    TimeLabel,
    TimeLabels,
    TooManyLabelsError,
)

__all__ = ["best_case", "least_time", "longest", "worst_and_best", "worst_case"]


def worst_case(study: ProofSession, question: TimeQuestion) -> WorstCase:
    """Return the longest time that what a question asks for can be owed.

    Raises:
        UnknownNameError: The handbook's holiday calendar is not known.
    """
    return longest(set_stage(study, question, Extent.WHOLE))


def least_time(stage: Stage, limit: Duration, most: int) -> int | None:
    """Return the shortest time of a stage that was looked at, beside a limit.

    ``most`` is the limit at its longest. A wait that covers the limit, and began with
    it, or no earlier, is over no sooner; after one of more of the same unit comes only
    what comes ``LATER``. ``None``: what is owed never comes.

    Raises:
        TooManyLabelsError: There are too many ways.
    """
    return Earliest(stage, limit, most).answer()


def worst_and_best(
    study: ProofSession, question: TimeQuestion
) -> tuple[WorstCase, BestCase]:
    """Return both of the above; raises as they do."""
    stage = set_stage(study, question, Extent.WHOLE)
    return longest(stage), best_case(stage)


def longest(stage: Stage) -> WorstCase:
    """Return the longest time that is owed in a stage that was explored whole."""
    if not stage.explored.exhausted:
        return WorstCase(None, exact=False, exhausted=False)
    if not stage.triggered:
        return WorstCase(0, asked=False)
    labels = TimeLabels(stage)
    try:
        if any(not running.due for running in labels.running.of_kinds):
            return _worst(stage, _latest(labels))
        loop = endless_loop(stage, labels)
        if loop is not None:
            return WorstCase(None, states=_named(stage, loop), loops=True, exact=False)
        return _worst(stage, _latest(labels))
    except TooManyLabelsError:
        return WorstCase(None, exact=False, exhausted=False)


def _latest(labels: TimeLabels) -> TimeLabel:
    """Return the latest label: the first that nothing bounds, if there is one."""
    latest = latest_label(labels, beyond=UNBOUNDED - 1)
    if latest is None:
        message = "what is owed begins nowhere"
        raise AssertionError(message)
    return latest


def _worst(stage: Stage, latest: TimeLabel) -> WorstCase:
    walk = walk_of(stage, latest)
    strict, loose = walk.strictly(), walk.loosely()
    exact = strict is not None and strict.minutes == loose.minutes
    if loose.minutes is None:
        states = resting(stage, walk.words[-1])
        return WorstCase(None, states=states, exact=exact)
    states = tuple(part.state for part in loose.parts)
    return WorstCase(loose.minutes, loose.parts, states, exact=exact)


def _named(stage: Stage, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the resting states of some configurations, each once."""
    found: dict[str, None] = {}
    for place in places:
        found.update(dict.fromkeys(resting(stage, stage.explored.word(place))))
    return tuple(found)


def best_case(stage: Stage) -> BestCase:
    """Return the shortest time in which what is owed can come.

    Only timers make a case wait; a wait that a deadline forbids is not ruled out, so no
    case is faster, and most often one is as fast.
    """
    if not stage.explored.exhausted:
        return BestCase(None, exhausted=False)
    try:
        return BestCase(Earliest(stage).answer())
    except TooManyLabelsError:
        return BestCase(None, exhausted=False)

"""Bounds on the differences of the times of steps, and their greatest solution."""

from collections.abc import Sequence

from msgspec import Struct

from katch_protocols.proofs.time_sums import TimePart
from katch_protocols.proofs.timing.worst_labels import UNBOUNDED

__all__ = ["StepBound", "solve"]


class StepBound(Struct, frozen=True):
    """``later`` is at most ``span`` after ``earlier`` (both are steps)."""

    earlier: int
    later: int
    span: int
    part: TimePart | None = None


def solve(bounds: Sequence[StepBound], times: list[int]) -> dict[int, StepBound] | None:
    """Lower ``times`` until every bound is kept; tell which bound set each time.

    ``None``: they cannot all be kept.
    """
    because: dict[int, StepBound] = {}
    for sweep in range(len(times) + 1):
        changed = False
        for bound in bounds if sweep % 2 else reversed(bounds):
            allowed = times[bound.earlier] + bound.span
            if times[bound.earlier] < UNBOUNDED and allowed < times[bound.later]:
                times[bound.later] = allowed
                because[bound.later] = bound
                changed = True
        if not changed and sweep:
            return because
    return None

"""What a step and a class are about, as bits: so loops look only where something is."""

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.automaton.case_arrays import (
    ASKED,
    BINDS,
    BOUNDED,
    DOUBTED,
    FINAL,
    MOVES,
    ODD,
    OWES,
    TIMED,
    CaseArrays,
    Flags,
    Ints,
)

__all__ = ["with_traits"]


def with_traits(arrays: CaseArrays) -> CaseArrays:
    """Return the arrays with the bits of steps and of classes.

    What is read of a step stands together. What may be several steps has every bit.
    """
    by_profile = arrays.asked * ASKED | ODD * arrays.hard
    by_profile |= BINDS * _some(
        arrays.check_starts, arrays.memory_starts, arrays.early_starts
    )
    by_profile |= MOVES * _some(arrays.noted_starts)
    by_effect = MOVES * _some(arrays.entered_starts) | ODD * arrays.resumes
    one = arrays.next >= 0
    traits = np.zeros(arrays.next.shape, np.uint8)
    traits[one] = by_profile[arrays.profile[one]] | by_effect[arrays.effect[one]]
    traits |= np.uint8(OWES) * _changes_duties(arrays)
    traits[:, arrays.is_timer >= 0] |= ODD
    traits[arrays.next < DOUBTED] = ASKED | BINDS | MOVES | OWES | ODD
    beside = arrays.next, arrays.effect, arrays.profile, traits
    lasting = FINAL * arrays.final | TIMED * _some(arrays.timer_starts)
    lasting |= BOUNDED * _some(arrays.deadline_starts)
    return arrays._replace(
        cells=np.stack(beside, axis=2, dtype=np.int32),
        lasting=lasting.astype(np.uint8),
    )


def _some(*starts: Ints) -> Flags:
    """Return which lists have items, of several kinds."""
    found: Flags = np.any([np.diff(each) > 0 for each in starts], axis=0)
    return found


def _changes_duties(arrays: CaseArrays) -> Flags:
    """Return which steps, (c, s), may change a duty.

    A duty that does not run is not owed, unless some step holds it for later; then a
    step that leaves it so changes nothing.
    """
    found = np.zeros(arrays.next.shape, np.bool_)
    owners = np.repeat(np.arange(len(arrays.resumes)), np.diff(arrays.duty_starts))
    for duty in range(len(arrays.owed)):
        rows = np.flatnonzero(arrays.duty_items[:, 0] == duty)
        # What becomes of it by effect: where it was not owed, owed, or kept.
        after = np.tile(np.array([0, 1, 3]), (len(arrays.resumes), 1))
        after[owners[rows]] = arrays.duty_items[rows, 2:]
        listed = np.zeros(len(arrays.resumes), np.bool_)
        listed[owners[rows]] = True
        runs = _running(arrays, duty)
        moves = listed[np.maximum(arrays.effect, 0)]
        if _is_held(arrays, runs, after):
            found |= moves
        else:
            anew = after[np.maximum(arrays.effect, 0), 0] != 0
            found |= moves & (runs[:, None] | anew)
    return found & (arrays.next >= 0)


def _running(arrays: CaseArrays, duty: int) -> Flags:
    """Return in which classes a duty runs."""
    own = np.flatnonzero(arrays.deadline[:, 3] == duty)
    places = np.isin(arrays.deadline_items, own)
    sums = np.append(0, np.cumsum(places))
    found: Flags = np.diff(sums[arrays.deadline_starts]) > 0
    return found


def _is_held(arrays: CaseArrays, runs: Flags, after: NDArray[np.int64]) -> bool:
    """Tell whether a duty may be owed, or kept, in a class in which it does not run."""
    if (arrays.ways[:, 0] >= 0).any():
        return True
    for following, effects in (
        (arrays.next, arrays.effect),
        (arrays.timer_next, arrays.timer_effect),
    ):
        here, step = np.nonzero(following >= 0)
        target, becomes = following[here, step], after[effects[here, step]]
        over = ~runs[target] & ~arrays.final[target]
        stays = np.where(runs[here], becomes.any(axis=1), becomes[:, 0] != 0)
        if (over & stays).any():
            return True
    return False

"""What a step and a class are about, as bits: so loops look only where something is."""

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.automaton.case_arrays import (
    ASKED,
    BINDS,
    BOUNDED,
    DOUBTED,
    FINAL,
    FOLLOWS,
    IMPOSSIBLE,
    LONG_AGO,
    MORE,
    MOVES,
    ODD,
    OWES,
    TIMED,
    WAITS,
    CaseArrays,
    Flags,
    Ints,
    Longs,
)

__all__ = ["least_limits", "with_traits"]

_NEVER = 2**62
_BITS = 62
_ROOM = 2
"""A cell has room for so many moments."""


def with_traits(arrays: CaseArrays) -> CaseArrays:
    """Return the arrays with the bits of steps and of classes.

    What is read of a step stands together. What may be several steps has every bit.
    """
    by_profile = arrays.asked * ASKED | ODD * arrays.hard
    binds = _some(arrays.check_starts, arrays.memory_starts)
    by_profile |= arrays.asked * (BINDS * binds | WAITS * _some(arrays.early_starts))
    by_profile |= MOVES * _some(arrays.noted_starts)
    by_effect = MOVES * _some(arrays.entered_starts) | ODD * arrays.resumes
    one = arrays.next >= 0
    traits = np.zeros(arrays.next.shape, np.uint8)
    traits[one] = by_profile[arrays.profile[one]] | by_effect[arrays.effect[one]]
    traits |= np.uint8(OWES) * _changes_duties(arrays)
    traits |= np.uint8(FOLLOWS) * _follows(arrays)
    traits[:, arrays.is_timer >= 0] |= ODD
    first, second, more = _moments(arrays)
    traits |= np.uint8(MORE) * (more & one)
    traits[arrays.next < DOUBTED] = ASKED | BINDS | MOVES | OWES | ODD | MORE | WAITS
    lasting = FINAL * arrays.final | TIMED * _some(arrays.timer_starts)
    lasting |= BOUNDED * _some(arrays.deadline_starts)
    # Nothing is possible after the end; several things are not either.
    over = arrays.final[:, None] & (arrays.next != DOUBTED)
    following = np.where(over, IMPOSSIBLE, arrays.next)
    after = np.where(one, lasting[np.maximum(arrays.next, 0)], 0)
    beside = following, arrays.effect, arrays.profile, traits, after, first, second
    cells = np.stack([*beside, np.zeros_like(after)], axis=2, dtype=np.int32)
    return arrays._replace(cells=cells, lasting=lasting.astype(np.uint8))


def _moments(arrays: CaseArrays) -> tuple[Ints, Ints, Flags]:
    """Return the two moments that each step, (c, s), sets, and which set more.

    One that nobody reads stands for none.
    """
    nobody, count = int(arrays.counts[0]), len(arrays.asked)
    # Where nothing follows there is neither.
    each = np.maximum(arrays.effect, 0) * count + np.maximum(arrays.profile, 0)
    pairs, own = np.unique(each, return_inverse=True)
    found = []
    for effect, profile in zip(*np.divmod(pairs, count), strict=True):
        sets = [
            *_items(arrays.entered_starts, arrays.entered_items, effect),
            *_items(arrays.noted_starts, arrays.noted_items, profile),
        ]
        found.append([*(*sets, nobody, nobody)[:_ROOM], len(sets)])
    first, second, sizes = np.array(found, np.int32).T
    own = own.reshape(arrays.next.shape)
    return first[own], second[own], (sizes > _ROOM)[own]


def _items(starts: Ints, items: Ints, key: int) -> list[int]:
    """Return a list of several."""
    found: list[int] = items[starts[key] : starts[key + 1]].tolist()
    return found


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
    owners = _owners(arrays.duty_starts)
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


def least_limits(arrays: CaseArrays) -> Longs:
    """Return how soon a deadline of each class may be over after it began.

    Where that is not known for some day, it may be over at once.
    """
    by_day = arrays.shifts.min(axis=1, initial=_NEVER)
    limits = np.where(arrays.plain >= 0, arrays.plain, by_day)
    limits = np.append(np.where(limits >= 0, limits, LONG_AGO), _NEVER)
    each = np.append(limits[arrays.deadline[arrays.deadline_items, 0]], _NEVER)
    found = np.minimum.reduceat(each, arrays.deadline_starts[:-1])
    return np.where(_some(arrays.deadline_starts), found, _NEVER)


def _follows(arrays: CaseArrays) -> Flags:
    """Return after which steps, (c, s), every deadline that runs ran or begins there.

    Of a duty it is never so: it may have been kept before. Deadlines are bits.
    """
    found: Flags = arrays.next >= 0
    target, effect = np.maximum(arrays.next, 0), np.maximum(arrays.effect, 0)
    runs_in, begins_by = _owners(arrays.deadline_starts), _owners(arrays.entered_starts)
    for first in range(0, len(arrays.deadline), _BITS):
        runs = np.zeros(len(arrays.final), np.int64)
        begins, owed = np.zeros(len(arrays.resumes), np.int64), 0
        some = arrays.deadline[first : first + _BITS].tolist()
        for bit, (_, own, event, duty) in enumerate(some):
            runs[runs_in[arrays.deadline_items == first + bit]] |= 1 << bit
            moment = own if event < 0 else event
            begins[begins_by[arrays.entered_items == moment]] |= 1 << bit
            owed |= (duty >= 0) << bit
        known = (runs[:, None] | begins[effect]) & ~owed
        found &= runs[target] & ~known == 0
    return found


def _owners(starts: Ints) -> Longs:
    """Return whose each item of lists is."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


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

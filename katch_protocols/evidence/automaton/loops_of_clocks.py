"""Compiled as well: when timers and deadlines are over, and what steps do to clocks."""

import numba
import numpy as np

__all__ = [
    "LONG_AGO",
    "NEVER",
    "UNSEEN",
    "change_duties",
    "is_early",
    "next_timer",
    "set_moments",
    "soonest_due",
]

_inlined = numba.njit(inline="always")

LONG_AGO = -(2**62)
UNSEEN = LONG_AGO + 1
NEVER = 2**62
DAY = 86_400_000_000


@_inlined
def _due(plain, days, shifts, limit, since):
    """Return when a limit is over; ``LONG_AGO`` where that is not known."""
    if since <= UNSEEN:
        return LONG_AGO
    shift = plain[limit]
    if shift >= 0:
        return since + shift
    last = len(days) - 2
    day = min(max((since - days[0]) // DAY, 0), last)
    while day < last and since >= days[day + 1]:
        day += 1
    while day > 0 and since < days[day]:
        day -= 1
    if since < days[day] or since >= days[day + 1]:
        return LONG_AGO
    shift = shifts[limit, day]
    return since + shift if shift >= 0 else LONG_AGO


@_inlined
def soonest_due(starts, items, deadlines, limits, here, moments, duties):
    """Return when the first deadline that runs is over; unknown is ``LONG_AGO``.

    Second whether one runs of which the log does not tell when it began.
    """
    plain, days, shifts = limits
    soonest, is_unseen = np.int64(NEVER), False
    for item in range(starts[here], starts[here + 1]):
        number = items[item]
        limit, own = deadlines[number, 0], deadlines[number, 1]
        event, duty = deadlines[number, 2], deadlines[number, 3]
        if duty >= 0 and duties[duty] != 1:
            continue
        since = moments[own]
        if event >= 0 and moments[event] != LONG_AGO:
            since = moments[event]
        if since == UNSEEN:
            is_unseen = True
            continue
        soonest = min(soonest, _due(plain, days, shifts, limit, since))
    return soonest, is_unseen


@_inlined
def next_timer(starts, items, timers, limits, here, moments):
    """Return which timer is due first, and when; ``LONG_AGO``: that is not known."""
    plain, days, shifts = limits
    found, soonest, known = -1, np.int64(NEVER), True
    for item in range(starts[here], starts[here + 1]):
        number = items[item]
        limit, own = timers[number, 0], timers[number, 1]
        event, last = timers[number, 2], timers[number, 3]
        since = moments[own]
        if event >= 0 and moments[event] != LONG_AGO:
            since = moments[event]
        if since <= UNSEEN:
            known = False
        due = _due(plain, days, shifts, limit, max(since, moments[last]))
        if due == LONG_AGO or (found >= 0 and due == soonest):
            known = False
        if found < 0 or due < soonest:
            found, soonest = number, due
    return found, soonest if known else np.int64(LONG_AGO)


@_inlined
def set_moments(lists, key, at, moments):
    """Let moments be now."""
    starts, items = lists
    for item in range(starts[key], starts[key + 1]):
        moments[items[item]] = at


@_inlined
def change_duties(starts, changes, effect, at, moments, duties):
    """Let duties follow a step."""
    for item in range(starts[effect], starts[effect + 1]):
        duty = changes[item, 0]
        after = changes[item, 2 + duties[duty]]
        if after >= 2:
            moments[changes[item, 1]] = at
        duties[duty] = 0 if after == 0 else 2 if after == 3 else 1


@_inlined
def is_early(starts, early, limits, profile, at, moments):
    """Tell whether a sentence may still hold a step back."""
    plain, days, shifts = limits
    for item in range(starts[profile], starts[profile + 1]):
        since = moments[early[item, 1]]
        if since != LONG_AGO:
            due = _due(plain, days, shifts, early[item, 0], since)
            if due == LONG_AGO or due > at:
                return True
    return False

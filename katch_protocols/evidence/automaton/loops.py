"""The loops that are compiled: cases followed event by event.

Only ``following`` loads this, where it is worth it. ``lockstep`` says the same with
arrays, for all cases at once, and the definition judges what neither passes.
"""

import numba
import numpy as np

__all__ = ["fits", "follow"]

_compiled = numba.njit(cache=True, nogil=True)

LONG_AGO = -(2**62)
DAY = 86_400_000_000
REMEMBERED = 8

KEPT, ORDER, PEOPLE, TIME, DOUBT, UNASKED = 0, 1, 2, 3, 4, 5


@_compiled
def fits(starts, steps, following, start):
    """Return for each case how many of its events were possible, one after another."""
    found = np.empty(len(starts) - 1, np.int64)
    for case in range(len(starts) - 1):
        here = start
        first, last = starts[case], starts[case + 1]
        at = first
        while at < last:
            here = following[here, steps[at]]
            if here < 0:
                break
            at += 1
        found[case] = at - first
    return found


@_compiled
def _due(arrays, limit, since):
    """Return when a limit is over, and whether that is known."""
    if since == LONG_AGO:
        return since, False
    shift = arrays.plain[limit]
    if shift >= 0:
        return since + shift, True
    days = arrays.days
    last = len(days) - 2
    day = (since - days[0]) // DAY
    day = min(max(day, 0), last)
    while day < last and since >= days[day + 1]:
        day += 1
    while day > 0 and since < days[day]:
        day -= 1
    if since < days[day] or since >= days[day + 1]:
        return since, False
    shift = arrays.shifts[limit, day]
    return since + shift, shift >= 0


@_compiled
def _since(moments, own, event):
    """Return from when a clock counts: its event, else its own moment."""
    if event >= 0 and moments[event] != LONG_AGO:
        return moments[event]
    return moments[own]


@_compiled
def _next_timer(arrays, here, moments):
    """Return which timer is due first, when, and whether that is known."""
    found, soonest, known = -1, np.int64(2**62), True
    for item in range(arrays.timer_starts[here], arrays.timer_starts[here + 1]):
        number = arrays.timer_items[item]
        since = _since(moments, arrays.timer[number, 1], arrays.timer[number, 2])
        if since == LONG_AGO:
            known = False
        since = max(since, moments[arrays.timer[number, 3]])
        due, told = _due(arrays, arrays.timer[number, 0], since)
        known = known and told and (found < 0 or due != soonest)
        if found < 0 or due < soonest:
            found, soonest = number, due
    return found, soonest, known


@_compiled
def _soonest(arrays, here, moments, duties):
    """Return when the first deadline that runs is over, and whether that is known."""
    soonest, known = np.int64(2**62), True
    for item in range(arrays.deadline_starts[here], arrays.deadline_starts[here + 1]):
        number = arrays.deadline_items[item]
        duty = arrays.deadline[number, 3]
        if duty >= 0 and duties[duty] != 1:
            continue
        since = _since(moments, arrays.deadline[number, 1], arrays.deadline[number, 2])
        due, told = _due(arrays, arrays.deadline[number, 0], since)
        known = known and told
        soonest = min(soonest, due)
    return soonest, known


@_compiled
def _take(arrays, effect, profile, at, moments, duties):
    """Let clocks follow a step."""
    starts, items = arrays.entered_starts, arrays.entered_items
    for item in range(starts[effect], starts[effect + 1]):
        moments[items[item]] = at
    starts, changes = arrays.duty_starts, arrays.duty_items
    for item in range(starts[effect], starts[effect + 1]):
        duty = changes[item, 0]
        after = changes[item, 2 + duties[duty]]
        if after >= 2:
            moments[changes[item, 1]] = at
        duties[duty] = 0 if after == 0 else 2 if after == 3 else 1
    starts, items = arrays.noted_starts, arrays.noted_items
    for item in range(starts[profile], starts[profile + 1]):
        moments[items[item]] = at


@_compiled
def _is_early(arrays, profile, at, moments):
    """Tell whether a sentence may still hold a step back."""
    for item in range(arrays.early_starts[profile], arrays.early_starts[profile + 1]):
        since = moments[arrays.early[item, 1]]
        if since != LONG_AGO:
            due, known = _due(arrays, arrays.early[item, 0], since)
            if not known or due > at:
                return True
    return False


@_compiled
def _clashes(arrays, profile, person, agency, sits, people, agencies, counts):
    """Tell whether somebody may not act who acts, for what they or others did."""
    starts, checks = arrays.check_starts, arrays.check_items
    for item in range(starts[profile], starts[profile + 1]):
        kind, place = checks[item, 0], checks[item, 1]
        for number in range(counts[place]):
            same = people[place, number] == person
            if kind == 0 and person >= 0 and same:
                return True
            known = agencies[place, number]
            if kind == 1 and (
                agency < -1 or known < -1 or (agency >= 0 and known == agency)
            ):
                return True
            if kind == 2 and ((person >= 0 and not same) or sits):
                return True
    return False


@_compiled
def _remember(arrays, profile, person, agency, people, agencies, counts):
    """Remember who takes a step; tell whether there was room."""
    if person < 0:
        return True
    starts, places = arrays.memory_starts, arrays.memory_items
    for item in range(starts[profile], starts[profile + 1]):
        place, is_new = places[item], True
        for number in range(counts[place]):
            if people[place, number] == person and agencies[place, number] == agency:
                is_new = False
        if is_new:
            if counts[place] == REMEMBERED:
                return False
            people[place, counts[place]] = person
            agencies[place, counts[place]] = agency
            counts[place] += 1
    return True


@_compiled
def follow(arrays, start, until, events, people_may):
    """Follow cases; return how each stands, what is not told, and whether it ended.

    The arguments are ``CaseArrays``, the first class, an instant, ``EventArrays`` and
    ``PeopleArrays``.
    """
    starts, opened, steps, instants, whos, persons, bodies, groups = events[:8]
    seat_starts, seats = events[8:]
    allowed, untold, sitting = people_may
    cases = len(opened)
    status = np.zeros(cases, np.int8)
    silent = np.zeros(cases, np.uint8)
    ended = np.zeros(cases, np.bool_)
    moments = np.empty(max(arrays.counts[0], 1), np.int64)
    duties = np.empty(max(len(arrays.owed), 1), np.int64)
    people = np.empty((max(arrays.counts[1], 1), REMEMBERED), np.int32)
    agencies = np.empty((max(arrays.counts[1], 1), REMEMBERED), np.int32)
    counts = np.zeros(max(arrays.counts[1], 1), np.int32)
    has_timers, has_deadlines = len(arrays.timer) > 0, len(arrays.deadline) > 0
    for case in range(cases):
        here = start
        moments[:] = LONG_AGO
        for item in arrays.begun:
            moments[item] = opened[case]
        for duty in range(len(arrays.owed)):
            duties[duty] = arrays.owed[duty]
        counts[:] = 0
        found = KEPT
        at, last = starts[case], starts[case + 1]
        while found == KEPT:
            is_over = at == last
            now = until if is_over else instants[at]
            if is_over and arrays.final[here]:
                break
            # What the clock does before.
            if has_timers:
                timer, due, known = _next_timer(arrays, here, moments)
                if not known:
                    found = DOUBT
                    break
                if timer >= 0 and due < now:
                    if arrays.final[here]:
                        found = DOUBT
                        break
                    if has_deadlines:
                        soonest, known = _soonest(arrays, here, moments, duties)
                        if not known or soonest < due:
                            found = TIME
                            break
                    effect = arrays.timer_effect[here, timer]
                    profile = arrays.timer_profile[here, timer]
                    if arrays.resumes[effect] or arrays.hard[profile]:
                        found = DOUBT
                        break
                    here = arrays.timer_next[here, timer]
                    _take(arrays, effect, profile, due, moments, duties)
                    continue
            if has_deadlines:
                soonest, known = _soonest(arrays, here, moments, duties)
                if not known or soonest < now:
                    found = TIME
                    break
            if is_over:
                break
            step = steps[at]
            after = arrays.next[here, step]
            if after < 0 or arrays.final[here]:
                found = DOUBT if after == -2 else ORDER
                break
            told = arrays.is_timer[step]
            if told >= 0:
                timer, due, known = _next_timer(arrays, here, moments)
                if timer != told or due != now or not known:
                    found = DOUBT
                    break
            effect, profile = arrays.effect[here, step], arrays.profile[here, step]
            if arrays.resumes[effect] or arrays.hard[profile]:
                found = DOUBT
                break
            if arrays.asked[profile]:
                allows = allowed[profile, whos[at]]
                if allows != 1:
                    found = UNASKED if allows == 0 else PEOPLE
                    if allows == 0:
                        allowed[profile, whos[at]] = 4
                    elif allows == 4:
                        found = UNASKED
                    break
                silent[case] |= untold[profile, whos[at]]
                sits = sitting[profile, whos[at]]
                if _is_early(arrays, profile, now, moments) or _clashes(
                    arrays,
                    profile,
                    persons[at],
                    bodies[at],
                    sits > 0,
                    people,
                    agencies,
                    counts,
                ):
                    found = PEOPLE
                    break
                if sits > 0:
                    first = seat_starts[groups[at]]
                    for seat in range(first, seat_starts[groups[at] + 1]):
                        if sits >> (seat - first) & 1 and _clashes(
                            arrays,
                            profile,
                            seats[seat, 0],
                            seats[seat, 1],
                            sits > 0,
                            people,
                            agencies,
                            counts,
                        ):
                            found = PEOPLE
                    for seat in range(first, seat_starts[groups[at] + 1]):
                        if sits >> (seat - first) & 1 and not _remember(
                            arrays,
                            profile,
                            seats[seat, 0],
                            seats[seat, 1],
                            people,
                            agencies,
                            counts,
                        ):
                            found = PEOPLE
                if not _remember(
                    arrays, profile, persons[at], bodies[at], people, agencies, counts
                ):
                    found = PEOPLE
                if found != KEPT:
                    break
            here = after
            _take(arrays, effect, profile, now, moments, duties)
            at += 1
        status[case] = found
        ended[case] = found == KEPT and arrays.final[here]
    return status, silent, ended

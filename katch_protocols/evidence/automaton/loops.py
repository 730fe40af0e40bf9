"""The loops that are compiled: cases followed event by event.

Only ``following`` loads this, where it is worth it. ``lockstep`` says the same with
arrays, for all cases at once, and the definition judges what neither passes. Helpers
take the few arrays that they read: to hand on all of them costs more than they do.
"""

import numba
import numpy as np

from katch_protocols.evidence.automaton.loops_of_people import (
    REMEMBERED,
    clashes,
    remember,
)

__all__ = ["fits", "follow"]

# What is compiled makes no arrays, so numba need not count who refers to them: that
# takes longer than all the rest.
_compiled = numba.njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]
_inlined = numba.njit(inline="always")

LONG_AGO = -(2**62)
NEVER = 2**62
DAY = 86_400_000_000

KEPT, ORDER, PEOPLE, TIME, DOUBT, UNASKED = 0, 1, 2, 3, 4, 5

DEEPEST = 12
"""Of so many events at most it is tried out which of several steps each is."""


def fits(starts, steps, following, start):
    """Return for each case how many of its events were possible, one after another."""
    found = np.empty(len(starts) - 1, np.int64)
    _fits(starts, steps, following, start, found)
    return found


@_compiled
def _fits(starts, steps, following, start, found):
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


@_inlined
def _due(plain, days, shifts, limit, since):
    """Return when a limit is over; ``LONG_AGO`` where that is not known."""
    if since == LONG_AGO:
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
def _soonest(starts, items, deadlines, limits, here, moments, duties):
    """Return when the first deadline that runs is over; unknown is ``LONG_AGO``."""
    plain, days, shifts = limits
    soonest = np.int64(NEVER)
    for item in range(starts[here], starts[here + 1]):
        number = items[item]
        limit, own = deadlines[number, 0], deadlines[number, 1]
        event, duty = deadlines[number, 2], deadlines[number, 3]
        if duty >= 0 and duties[duty] != 1:
            continue
        since = moments[own]
        if event >= 0 and moments[event] != LONG_AGO:
            since = moments[event]
        soonest = min(soonest, _due(plain, days, shifts, limit, since))
    return soonest


@_inlined
def _next_timer(starts, items, timers, limits, here, moments):
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
        if since == LONG_AGO:
            known = False
        due = _due(plain, days, shifts, limit, max(since, moments[last]))
        if due == LONG_AGO or (found >= 0 and due == soonest):
            known = False
        if found < 0 or due < soonest:
            found, soonest = number, due
    return found, soonest if known else np.int64(LONG_AGO)


@_inlined
def _set(starts, items, key, at, moments):
    """Let moments be now."""
    for item in range(starts[key], starts[key + 1]):
        moments[items[item]] = at


@_inlined
def _change(starts, changes, effect, at, moments, duties):
    """Let duties follow a step."""
    for item in range(starts[effect], starts[effect + 1]):
        duty = changes[item, 0]
        after = changes[item, 2 + duties[duty]]
        if after >= 2:
            moments[changes[item, 1]] = at
        duties[duty] = 0 if after == 0 else 2 if after == 3 else 1


@_inlined
def _is_tied(instants, first, at, last):
    """Tell whether an event has the instant of one beside it."""
    before = at > first and instants[at - 1] == instants[at]
    return before or (at + 1 < last and instants[at + 1] == instants[at])


@_inlined
def _keep(stack, depth, room):
    """Keep how a case stands, to come back to it."""
    for number in range(len(room[0])):
        stack[1][depth, number] = room[0][number]
    for number in range(len(room[1])):
        stack[2][depth, number] = room[1][number]
    for place in range(len(room[4])):
        stack[5][depth, place] = room[4][place]
        for number in range(room[4][place]):
            stack[3][depth, place, number] = room[2][place, number]
            stack[4][depth, place, number] = room[3][place, number]


@_inlined
def _again(stack, depth, room):
    """Let a case stand as it stood."""
    for number in range(len(room[0])):
        room[0][number] = stack[1][depth, number]
    for number in range(len(room[1])):
        room[1][number] = stack[2][depth, number]
    for place in range(len(room[4])):
        room[4][place] = stack[5][depth, place]
        for number in range(room[4][place]):
            room[2][place, number] = stack[3][depth, place, number]
            room[3][place, number] = stack[4][depth, place, number]


@_inlined
def _is_early(starts, early, limits, profile, at, moments):
    """Tell whether a sentence may still hold a step back."""
    plain, days, shifts = limits
    for item in range(starts[profile], starts[profile + 1]):
        since = moments[early[item, 1]]
        if since != LONG_AGO:
            due = _due(plain, days, shifts, early[item, 0], since)
            if due == LONG_AGO or due > at:
                return True
    return False


def follow(arrays, start, until, events, people_may):
    """Follow cases; return how each stands, what is not told, and whether it ended.

    The arguments are ``CaseArrays``, the first class, an instant, ``EventArrays`` and
    ``PeopleArrays``.
    """
    cases = len(events.opened)
    status = np.zeros(cases, np.int8)
    silent = np.zeros(cases, np.uint8)
    ended = np.zeros(cases, np.bool_)
    moments = np.empty(max(arrays.counts[0], 1), np.int64)
    duties = np.empty(max(len(arrays.owed), 1), np.int64)
    people = np.empty((max(arrays.counts[1], 1), REMEMBERED), np.int32)
    agencies = np.empty((max(arrays.counts[1], 1), REMEMBERED), np.int32)
    counts = np.zeros(max(arrays.counts[1], 1), np.int32)
    room = moments, duties, people, agencies, counts
    kept = tuple(np.empty((DEEPEST, *each.shape), each.dtype) for each in room)
    marks = np.empty((DEEPEST, 5), np.int64)
    told = status, silent, ended
    _follow(arrays, start, until, events, people_may, told, room, (marks, *kept))
    return status, silent, ended


@_compiled
def _follow(arrays, start, until, events, people_may, told_of, room, stack):
    starts, opened, steps, instants, doers, persons, bodies, groups = events[:8]
    seat_starts, seats = events[8:]
    allowed, untold, sitting = people_may
    limits = (arrays.plain, arrays.days, arrays.shifts)
    following, effects, profiles = arrays.next, arrays.effect, arrays.profile
    final, is_timer = arrays.final, arrays.is_timer
    timer_starts, timer_items, timers = (
        arrays.timer_starts,
        arrays.timer_items,
        arrays.timer,
    )
    timer_next, timer_effect = arrays.timer_next, arrays.timer_effect
    timer_profile = arrays.timer_profile
    deadline_starts, deadline_items = arrays.deadline_starts, arrays.deadline_items
    deadlines = arrays.deadline
    entered_starts, entered_items = arrays.entered_starts, arrays.entered_items
    duty_starts, duty_items = arrays.duty_starts, arrays.duty_items
    noted_starts, noted_items = arrays.noted_starts, arrays.noted_items
    early_starts, early = arrays.early_starts, arrays.early
    check_starts, checks = arrays.check_starts, arrays.check_items
    memory_starts, memory = arrays.memory_starts, arrays.memory_items
    resumes, hard, asked = arrays.resumes, arrays.hard, arrays.asked
    begun, owed = arrays.begun, arrays.owed
    status, silent, ended = told_of
    moments, duties, people, agencies, counts = room
    way_starts, ways = arrays.way_starts, arrays.ways
    marks = stack[0]
    cases = len(opened)
    for case in range(cases):
        here = start
        moments[:] = LONG_AGO
        for item in range(len(begun)):
            moments[begun[item]] = opened[case]
        for duty in range(len(owed)):
            duties[duty] = owed[duty]
        counts[:] = 0
        found, unasked = KEPT, False
        at, last = starts[case], starts[case + 1]
        # How many events are tried out; which way is next; where steps may swap.
        depth, way, swapped = 0, -1, -1
        # Of deadlines the first that is over; it changes only with a step.
        soonest = _soonest(
            deadline_starts, deadline_items, deadlines, limits, here, moments, duties
        )
        while found == KEPT:
            is_over = at == last
            now = until if is_over else instants[at]
            if is_over and final[here]:
                break
            timer, due = -1, np.int64(NEVER)
            if timer_starts[here] < timer_starts[here + 1]:
                timer, due = _next_timer(
                    timer_starts, timer_items, timers, limits, here, moments
                )
                if due == LONG_AGO:
                    found = DOUBT
                    break
            if due < now:
                # What the clock does before.
                if final[here]:
                    found = DOUBT
                    break
                now = due
                if soonest < now:
                    found = TIME
                    break
                effect, profile = timer_effect[here, timer], timer_profile[here, timer]
                if resumes[effect] or hard[profile]:
                    found = DOUBT
                    break
                here = timer_next[here, timer]
            else:
                if soonest < now:
                    found = TIME
                    break
                if is_over:
                    break
                step = steps[at]
                after = following[here, step]
                if after == -1 or after == -2 or final[here]:
                    found = DOUBT if after == -2 else ORDER
                    if found == ORDER and depth > 0 and swapped < marks[depth - 1, 0]:
                        # The next way of the last event that may be several steps.
                        depth -= 1
                        at, here = marks[depth, 0], marks[depth, 1]
                        way, swapped = marks[depth, 2], marks[depth, 3]
                        silent[case] = marks[depth, 4]
                        _again(stack, depth, room)
                        soonest = _soonest(
                            deadline_starts,
                            deadline_items,
                            deadlines,
                            limits,
                            here,
                            moments,
                            duties,
                        )
                        found = KEPT
                        continue
                    break
                if depth > 0 and (
                    due == now or _is_tied(instants, starts[case], at, last)
                ):
                    swapped = at
                told = is_timer[step]
                if told >= 0 and (timer != told or due != now):
                    found = DOUBT
                    break
                effect, profile = effects[here, step], profiles[here, step]
                if after < -2:
                    number = -3 - after
                    way = max(way, way_starts[number])
                    if depth == DEEPEST:
                        found = DOUBT
                        break
                    if way + 1 < way_starts[number + 1]:
                        marks[depth, 0], marks[depth, 1] = at, here
                        marks[depth, 2], marks[depth, 3] = way + 1, swapped
                        marks[depth, 4] = silent[case]
                        _keep(stack, depth, room)
                        depth += 1
                    after, effect, profile = ways[way, 0], ways[way, 1], ways[way, 2]
                    way = -1
                if resumes[effect] or hard[profile]:
                    found = DOUBT
                    break
                if asked[profile]:
                    who = doers[at]
                    allows = allowed[profile, who]
                    if allows == 0 or allows == 4:
                        # It goes on as if they might, to learn what else to ask.
                        allowed[profile, who] = 4
                        unasked = True
                    elif allows != 1:
                        found = PEOPLE
                        break
                    silent[case] |= untold[profile, who]
                    if _is_early(early_starts, early, limits, profile, now, moments):
                        found = PEOPLE
                        break
                    sits = sitting[profile, who]
                    person, agency = persons[at], bodies[at]
                    if clashes(
                        check_starts,
                        checks,
                        profile,
                        person,
                        agency,
                        sits > 0,
                        people,
                        agencies,
                        counts,
                    ):
                        found = PEOPLE
                        break
                    if sits > 0:
                        first = seat_starts[groups[at]]
                        count = seat_starts[groups[at] + 1] - first
                        for seat in range(count):
                            if sits >> seat & 1 and clashes(
                                check_starts,
                                checks,
                                profile,
                                seats[first + seat, 0],
                                seats[first + seat, 1],
                                sits > 0,
                                people,
                                agencies,
                                counts,
                            ):
                                found = PEOPLE
                        for seat in range(count):
                            if sits >> seat & 1 and not remember(
                                memory_starts,
                                memory,
                                profile,
                                seats[first + seat, 0],
                                seats[first + seat, 1],
                                people,
                                agencies,
                                counts,
                            ):
                                found = PEOPLE
                    if not remember(
                        memory_starts,
                        memory,
                        profile,
                        person,
                        agency,
                        people,
                        agencies,
                        counts,
                    ):
                        found = PEOPLE
                    if found != KEPT:
                        break
                here = after
                at += 1
            _set(entered_starts, entered_items, effect, now, moments)
            _change(duty_starts, duty_items, effect, now, moments, duties)
            _set(noted_starts, noted_items, profile, now, moments)
            soonest = _soonest(
                deadline_starts,
                deadline_items,
                deadlines,
                limits,
                here,
                moments,
                duties,
            )
        if found == KEPT and unasked:
            found = UNASKED
        status[case] = found
        ended[case] = found == KEPT and final[here]

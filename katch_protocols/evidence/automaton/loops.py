"""The loops that are compiled: cases followed event by event.

Only ``following`` loads this, where it is worth it. ``lockstep`` says the same with
arrays, for all cases at once, and the definition judges what neither passes. Helpers
take the few arrays that they read: to hand on all of them costs more than they do.
"""

from typing import Any

import numba
import numpy as np

from katch_protocols.evidence.automaton.case_arrays import (
    ALLOWS,
    ASKED,
    BINDS,
    BOUNDED,
    FINAL,
    FOLLOWS,
    MAY,
    MORE,
    ODD,
    OWES,
    TIMED,
    TOLD_FROM,
    UNKNOWN,
    WAITS,
    WANTED,
)
from katch_protocols.evidence.automaton.loop_text import loop_text
from katch_protocols.evidence.automaton.loops_of_beginnings import NOWHERE, begun
from katch_protocols.evidence.automaton.loops_of_clocks import (
    LONG_AGO,
    NEVER,
    UNSEEN,
    change_duties,
    is_early,
    next_timer,
    set_moments,
    soonest_due,
)
from katch_protocols.evidence.automaton.loops_of_people import REMEMBERED, acts
from katch_protocols.evidence.automaton.loops_of_ways import (
    DEEPEST,
    again,
    is_tied,
    keep,
)

__all__ = ["begun", "fits", "follow"]

# What is compiled makes no arrays, so numba need not count who refers to them: that
# takes longer than all the rest.
_compiled = numba.njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]
_linked = numba.njit(nogil=True, _nrt=False)  # type: ignore[call-overload]

KEPT, ORDER, PEOPLE, TIME, DOUBT, UNASKED = 0, 1, 2, 3, 4, 5
UNSEEN_CLOCK = 64
BLIND = 8
"""Beside the bits of a class: of this case nobody saw the beginning."""


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


def follow(arrays, until, events, people_may):
    """Follow cases; return how each stands, what is not told, and whether it ended.

    The arguments are ``CaseArrays``, an instant, ``EventArrays`` and
    ``PeopleArrays``.
    """
    cases = len(events.opened)
    status = np.zeros(cases, np.int8)
    silent = np.zeros(cases, np.uint8)
    ended = np.zeros(cases, np.bool_)
    moments = np.empty(arrays.counts[0] + 1, np.int64)
    duties = np.empty(max(len(arrays.owed), 1), np.int64)
    people = np.empty((max(arrays.counts[1], 1), REMEMBERED), np.int32)
    agencies = np.empty((max(arrays.counts[1], 1), REMEMBERED), np.int32)
    counts = np.zeros(max(arrays.counts[1], 1), np.int32)
    room = moments, duties, people, agencies, counts
    kept = tuple(np.empty((DEEPEST, *each.shape), each.dtype) for each in room)
    marks = np.empty((DEEPEST, 5), np.int64)
    told = status, silent, ended
    _run(arrays, until, events, people_may, told, room, (marks, *kept))
    return status, silent, ended


@_linked
def _follow(arrays, until, events, people_may, told_of, room, stack):
    starts, ends, opened, begins, unseen, steps = events[:6]
    instants, since, doers, persons, bodies, groups, seat_starts, seats = events[6:]
    answers, sitting = people_may
    limits = (arrays.plain, arrays.days, arrays.shifts)
    cells, lasting, least = arrays.cells, arrays.lasting, arrays.least
    is_timer = arrays.is_timer
    timer_starts, timer_items, timers = (
        arrays.timer_starts,
        arrays.timer_items,
        arrays.timer,
    )
    timer_next, timer_effect = arrays.timer_next, arrays.timer_effect
    timer_profile = arrays.timer_profile
    deadline_starts, deadline_items = arrays.deadline_starts, arrays.deadline_items
    deadlines = arrays.deadline
    entered = arrays.entered_starts, arrays.entered_items
    noted = arrays.noted_starts, arrays.noted_items
    duty_starts, duty_items = arrays.duty_starts, arrays.duty_items
    early_starts, early = arrays.early_starts, arrays.early
    check_starts, checks = arrays.check_starts, arrays.check_items
    memory_starts, memory = arrays.memory_starts, arrays.memory_items
    resumes, hard, asked = arrays.resumes, arrays.hard, arrays.asked
    begun, owed = arrays.begun, arrays.owed
    before, owed_before = arrays.unseen, arrays.unseen_owed
    status, silent, ended = told_of
    moments, duties, people, agencies, counts = room
    way_starts, ways = arrays.way_starts, arrays.ways
    marks = stack[0]
    for case in range(len(opened)):
        if begins[case] < 0:
            status[case] = ORDER if begins[case] == NOWHERE else DOUBT
            continue
        # What cannot be negative is not looked at from the end, as Python would.
        here = np.uint32(begins[case])
        found, unasked, silence = KEPT, False, np.int64(0)
        counts[:] = 0
        moments[:] = LONG_AGO
        blind = np.int64(0)
        if unseen[case]:
            blind = np.int64(BLIND)
            for item in range(len(before)):
                moments[before[item]] = UNSEEN
            for duty in range(len(owed)):
                duties[duty] = owed_before[here, duty]
        else:
            for item in range(len(begun)):
                moments[begun[item]] = opened[case]
            for duty in range(len(owed)):
                duties[duty] = owed[duty]
        at, last = np.uint64(starts[case]), np.uint64(ends[case])
        # How many events are tried out; which way is next; where steps may swap.
        depth, way, swapped = 0, -1, -1
        # No deadline is over before; only when it comes, they are looked at.
        oldest, state = opened[case], lasting[here] | blind
        soonest = oldest + least[here]
        while True:
            is_over = at == last
            if is_over:
                if state & FINAL:
                    break
                now = until
            else:
                now = instants[at]
            timer, due = -1, np.int64(NEVER)
            if (soonest < now) | (state & (TIMED | BLIND) != 0):
                if state & TIMED:
                    timer, due = next_timer(
                        timer_starts, timer_items, timers, limits, here, moments
                    )
                    if due == LONG_AGO:
                        found = DOUBT
                        break
                if state & BOUNDED and (soonest < min(due, now) or blind):
                    soonest, is_blind = soonest_due(
                        deadline_starts,
                        deadline_items,
                        deadlines,
                        limits,
                        here,
                        moments,
                        duties,
                    )
                    if is_blind:
                        silence |= UNSEEN_CLOCK
                    if soonest < min(due, now):
                        # What the clock does before comes first.
                        found = DOUBT if due < now and state & FINAL else TIME
                        break
                if due < now:
                    effect = timer_effect[here, timer]
                    profile = timer_profile[here, timer]
                    if state & FINAL or resumes[effect] or hard[profile]:
                        found = DOUBT
                        break
                    here = np.uint32(timer_next[here, timer])
                    oldest = min(oldest, due)
                    soonest, state = oldest + least[here], lasting[here] | blind
                    set_moments(entered, effect, due, moments)
                    set_moments(noted, profile, due, moments)
                    change_duties(duty_starts, duty_items, effect, due, moments, duties)
                    continue
            if is_over:
                break
            step = np.uint32(steps[at])
            after, trait = np.int64(cells[here, step, 0]), cells[here, step, 3]
            effect, profile = cells[here, step, 1], np.uint32(cells[here, step, 2])
            first, second = cells[here, step, 5], cells[here, step, 6]
            lasts = np.int64(cells[here, step, 4])
            if (after < 0) | (trait & ODD != 0) | (depth > 0):
                if after == -1 or after == -2:
                    found = DOUBT if after == -2 else ORDER
                    if found == ORDER and depth > 0 and swapped < marks[depth - 1, 0]:
                        # The next way of the last event that may be several steps.
                        depth -= 1
                        at, here = (
                            np.uint64(marks[depth, 0]),
                            np.uint32(marks[depth, 1]),
                        )
                        way, swapped = marks[depth, 2], marks[depth, 3]
                        silence = marks[depth, 4]
                        again(stack, depth, room)
                        state, soonest = lasting[here] | blind, oldest
                        found = KEPT
                        continue
                    break
                here_at = np.int64(at)
                if depth > 0 and (
                    due == now or is_tied(instants, starts[case], here_at, ends[case])
                ):
                    swapped = here_at
                if trait & ODD:
                    told = is_timer[step]
                    if told >= 0 and (timer != told or due != now):
                        found = DOUBT
                        break
                    if after < -2:
                        number = -3 - after
                        way = max(way, way_starts[number])
                        if depth == DEEPEST:
                            found = DOUBT
                            break
                        if way + 1 < way_starts[number + 1]:
                            marks[depth, 0], marks[depth, 1] = here_at, here
                            marks[depth, 2], marks[depth, 3] = way + 1, swapped
                            marks[depth, 4] = silence
                            keep(stack, depth, room)
                            depth += 1
                        after = np.int64(ways[way, 0])
                        effect, profile = ways[way, 1], np.uint32(ways[way, 2])
                        lasts = np.int64(lasting[after])
                        if not asked[profile]:
                            trait &= ~(ASKED | BINDS | WAITS)
                        way = -1
                    if resumes[effect] or hard[profile]:
                        found = DOUBT
                        break
            if trait & ASKED:
                who = np.uint32(doers[at])
                answer = np.int64(answers[profile, who])
                if answer & ALLOWS != MAY:
                    if answer & ALLOWS not in (UNKNOWN, WANTED):
                        found = PEOPLE
                        break
                    # It goes on as if they might, to learn what else to ask.
                    answers[profile, who] = WANTED
                    unasked = True
                silence |= answer >> TOLD_FROM
                if trait & WAITS and is_early(
                    early_starts, early, limits, profile, now, moments
                ):
                    found = PEOPLE
                    break
                if trait & BINDS:
                    asking = profile, sitting[profile, who], people, agencies, counts
                    if acts(
                        (persons[at], bodies[at]),
                        (groups[at], seat_starts, seats),
                        (check_starts, checks, memory_starts, memory),
                        asking,
                    ):
                        found = PEOPLE
                        break
            counted = since[at]
            at += np.uint64(1)
            oldest = min(oldest, counted)
            here, state = np.uint32(after), lasts | blind
            if trait & FOLLOWS:
                soonest = min(soonest, counted + least[here])
            else:
                soonest = oldest + least[here]
            # Whatever sets fewer moments sets the one that nobody reads.
            moments[np.uint32(first)] = counted
            moments[np.uint32(second)] = counted
            if trait & MORE:
                set_moments(entered, effect, counted, moments)
                set_moments(noted, profile, counted, moments)
            if trait & OWES:
                change_duties(duty_starts, duty_items, effect, counted, moments, duties)
        if found == KEPT and unasked:
            found = UNASKED
        status[case], silent[case] = found, silence
        ended[case] = found == KEPT and state & FINAL != 0


def _made(source: int) -> Any:
    """Return what follows; ``source`` is in it, so that it is kept for this text."""

    def run(arrays, until, events, people_may, told, room, stack):
        stack[0][0, 0] = source
        _follow(arrays, until, events, people_may, told, room, stack)

    return _compiled(run)


_run = _made(loop_text())

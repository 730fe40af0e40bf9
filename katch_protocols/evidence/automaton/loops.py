"""The loops that are compiled: cases followed event by event.

Only ``following`` loads this, where it is worth it. ``lockstep`` says the same with
arrays, for all cases at once, and the definition judges what neither passes. Helpers
take the few arrays that they read: to hand on all of them costs more than they do.
"""

from typing import Any

import numba
import numpy as np

from katch_protocols.evidence.automaton.case_arrays import (
    ASKED,
    BINDS,
    BOUNDED,
    FINAL,
    FOLLOWS,
    MOVES,
    ODD,
    OWES,
    TIMED,
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
    moments = np.empty(max(arrays.counts[0], 1), np.int64)
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
    allowed, untold, sitting = people_may
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
    entered_starts, entered_items = arrays.entered_starts, arrays.entered_items
    duty_starts, duty_items = arrays.duty_starts, arrays.duty_items
    noted_starts, noted_items = arrays.noted_starts, arrays.noted_items
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
        here = np.int64(begins[case])
        if here < 0:
            status[case] = ORDER if here == NOWHERE else DOUBT
            continue
        found, unasked, silence = KEPT, False, np.int64(0)
        counts[:] = 0
        moments[:] = LONG_AGO
        if unseen[case]:
            for item in range(len(before)):
                moments[before[item]] = UNSEEN
            for duty in range(len(owed)):
                duties[duty] = owed_before[here, duty]
        else:
            for item in range(len(begun)):
                moments[begun[item]] = opened[case]
            for duty in range(len(owed)):
                duties[duty] = owed[duty]
        at, last = starts[case], ends[case]
        # How many events are tried out; which way is next; where steps may swap.
        depth, way, swapped = 0, -1, -1
        # No deadline is over before; only when it comes, they are looked at.
        oldest, state = opened[case], lasting[here]
        soonest = oldest + least[here]
        while True:
            is_over = at == last
            if is_over and state & FINAL:
                break
            now = until if is_over else instants[at]
            timer, due = -1, np.int64(NEVER)
            if state & TIMED:
                timer, due = next_timer(
                    timer_starts, timer_items, timers, limits, here, moments
                )
                if due == LONG_AGO:
                    found = DOUBT
                    break
            if state & BOUNDED and (soonest < min(due, now) or unseen[case]):
                soonest, blind = soonest_due(
                    deadline_starts,
                    deadline_items,
                    deadlines,
                    limits,
                    here,
                    moments,
                    duties,
                )
                if blind:
                    silence |= UNSEEN_CLOCK
                if soonest < min(due, now):
                    # What the clock does before comes first.
                    found = DOUBT if due < now and state & FINAL else TIME
                    break
            if due < now:
                now = due
                counted = now
                effect, profile = timer_effect[here, timer], timer_profile[here, timer]
                if state & FINAL or resumes[effect] or hard[profile]:
                    found = DOUBT
                    break
                after, trait = np.int64(timer_next[here, timer]), MOVES | OWES
            else:
                if is_over:
                    break
                step = steps[at]
                after, trait = np.int64(cells[here, step, 0]), cells[here, step, 3]
                if after == -1 or after == -2 or state & FINAL:
                    found = DOUBT if after == -2 else ORDER
                    if found == ORDER and depth > 0 and swapped < marks[depth - 1, 0]:
                        # The next way of the last event that may be several steps.
                        depth -= 1
                        at, here = marks[depth, 0], marks[depth, 1]
                        way, swapped = marks[depth, 2], marks[depth, 3]
                        silence = marks[depth, 4]
                        again(stack, depth, room)
                        state, soonest, found = lasting[here], oldest, KEPT
                        continue
                    break
                if depth > 0 and (
                    due == now or is_tied(instants, starts[case], at, last)
                ):
                    swapped = at
                effect, profile = cells[here, step, 1], cells[here, step, 2]
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
                            marks[depth, 0], marks[depth, 1] = at, here
                            marks[depth, 2], marks[depth, 3] = way + 1, swapped
                            marks[depth, 4] = silence
                            keep(stack, depth, room)
                            depth += 1
                        after = np.int64(ways[way, 0])
                        effect, profile = ways[way, 1], ways[way, 2]
                        way = -1
                    if resumes[effect] or hard[profile]:
                        found = DOUBT
                        break
                if trait & ASKED and asked[profile]:
                    who = doers[at]
                    allows = allowed[profile, who]
                    if allows == 0 or allows == 4:
                        # It goes on as if they might, to learn what else to ask.
                        allowed[profile, who] = 4
                        unasked = True
                    elif allows != 1:
                        found = PEOPLE
                        break
                    silence |= untold[profile, who]
                if trait & BINDS and asked[profile]:
                    if is_early(early_starts, early, limits, profile, now, moments):
                        found = PEOPLE
                        break
                    sits = sitting[profile, doers[at]]
                    asking = profile, sits, people, agencies, counts
                    if acts(
                        (persons[at], bodies[at]),
                        (groups[at], seat_starts, seats),
                        (check_starts, checks, memory_starts, memory),
                        asking,
                    ):
                        found = PEOPLE
                        break
                counted = since[at]
                at += 1
            oldest = min(oldest, counted)
            if trait & FOLLOWS == 0:
                soonest = oldest + least[after]
            elif trait & MOVES:
                soonest = min(soonest, counted + least[after])
            here, state = after, lasting[after]
            if trait & MOVES:
                set_moments(entered_starts, entered_items, effect, counted, moments)
                set_moments(noted_starts, noted_items, profile, counted, moments)
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

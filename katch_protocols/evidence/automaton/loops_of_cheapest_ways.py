"""Compiled as well: where the cheapest explanations of a case can pass.

Spots are places of the log with words, numbered place by place; what is said of each
has the mark of the case. ``audits.cheapest_ways`` is the definition. Entries wait in a
heap: the cheapest first, then that of the least rank, then the first.
"""

import numba

__all__ = [
    "FOUND",
    "LEFT",
    "MORE",
    "TIMED",
    "TOLD",
    "UNLOGGED",
    "WAYS",
    "pop",
    "push",
    "ways",
]

_linked = numba.njit(nogil=True, _nrt=False)  # type: ignore[call-overload]

LEFT, FOUND, MORE, WAYS = 0, 1, 2, 3
"""What became of a case: left to the definition; explained; it needs more edits than
are looked for; the clock may step where the cheapest ways pass, and these are told."""

TOLD, UNLOGGED, TIMED = 0, 1, 2
"""What a row is to a log: it is told there, or never, or the clock makes it."""


@_linked
def _before(cost, rank, number, one, other):
    """Tell whether one entry comes before another."""
    if cost[one] != cost[other]:
        return cost[one] < cost[other]
    if rank[one] != rank[other]:
        return rank[one] < rank[other]
    return number[one] < number[other]


@_linked
def push(heap, size, entry, cost, rank, number):
    """Let an entry wait beside so many that do."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if not _before(cost, rank, number, entry, heap[above]):
            break
        heap[at] = heap[above]
        at = above
    heap[at] = entry


@_linked
def pop(heap, size, cost, rank, number):
    """Return the first entry; ``size`` is how many there are with it."""
    found, last, at = heap[0], heap[size - 1], 0
    while 2 * at + 1 < size - 1:
        below = 2 * at + 1
        if below + 1 < size - 1 and _before(
            cost, rank, number, heap[below + 1], heap[below]
        ):
            below += 1
        if not _before(cost, rank, number, heap[below], last):
            break
        heap[at] = heap[below]
        at = below
    heap[at] = last
    return found


@_linked
def ways(rows, log, costs_of, room, case, mark):
    """Mark the spots of a case that its cheapest ways pass.

    Return what became of it, and how many they are, first in the stack.
    """
    firsts, row_of, after, kinds, timers, ticks, meant = rows
    starts, events, latest, begun, soonest = log
    told, silent, surplus, most, most_met = costs_of
    costs, met, settled, links, _, _ = room[0]
    link_from, link_next, stack = room[1]
    heap, cost_of, rank, number, spot_of = room[2]
    words, first = len(ticks), starts[case]
    last = starts[case + 1] - first
    goal, size, entries, linked, many = -1, 1, 1, 0, 1
    here = begun[case]
    costs[here], met[here], links[here] = 0, mark, -1
    cost_of[0], rank[0], number[0], spot_of[0] = 0, 0, 0, here
    heap[0], count = 0, 0
    while size > 0:
        entry = pop(heap, size, cost_of, rank, number)
        size -= 1
        cost, here = cost_of[entry], spot_of[entry]
        if goal >= 0 and cost > goal:
            break
        if cost // told > most:
            break
        if cost != costs[here] or settled[here] == mark:
            continue
        settled[here] = mark
        place = here // words
        word = here - place * words
        if place == last:
            goal = cost
            stack[count] = here
            count += 1
            continue
        event = events[first + place]
        for at in range(firsts[word], firsts[word + 1] + 1):
            for side in range(2):
                # An event is read; or nobody logged it; or, last, it does not belong.
                if at == firsts[word + 1]:
                    if side == 1:
                        continue
                    there, then = here + words, cost + surplus
                else:
                    row = row_of[at]
                    if side == 0:
                        if not meant[event, row]:
                            continue
                        there, then = (place + 1) * words + after[at], cost
                    else:
                        there, kind = place * words + after[at], kinds[row]
                        if kind == TIMED:
                            if soonest[case, timers[row]] > latest[first + place]:
                                continue
                            then = cost
                        else:
                            then = cost + (silent if kind == UNLOGGED else told)
                if met[there] != mark or then < costs[there]:
                    if met[there] != mark:
                        many += 1
                        if many > most_met:
                            return LEFT, 0
                    met[there], costs[there], links[there] = mark, then, -1
                    if entries == len(cost_of):
                        return LEFT, 0
                    cost_of[entries], rank[entries] = then, 0
                    number[entries], spot_of[entries] = entries, there
                    push(heap, size, entries, cost_of, rank, number)
                    entries += 1
                    size += 1
                elif then > costs[there]:
                    continue
                if linked == len(link_from):
                    return LEFT, 0
                link_from[linked], link_next[linked] = here, links[there]
                links[there] = linked
                linked += 1
    if goal < 0:
        return MORE, 0
    return _back(ticks, room, words, count, mark)


@_linked
def _back(ticks, room, words, count, mark):
    """Mark the spots from which an end was met; the ends stand in the stack."""
    costs, _, _, links, way, turning = room[0]
    link_from, link_next, stack = room[1]
    ticking, at = False, 0
    for number in range(count):
        way[stack[number]] = mark
    while at < count:
        here = stack[at]
        at += 1
        ticking |= ticks[here % words]
        link = links[here]
        while link >= 0:
            before = link_from[link]
            if costs[before] != costs[here]:
                turning[before] = mark
            if way[before] != mark:
                if count == len(stack):
                    return LEFT, 0
                way[before] = mark
                stack[count] = before
                count += 1
            link = link_next[link]
    return (WAYS if ticking else FOUND), count

"""Compiled as well: cases explained with the fewest edits, one after another.

First every spot (a place of the log and a word) that a cheapest explanation can pass,
then the explanation among them that the definition takes: ``audits.cheapest_ways`` and
``audits.searching``, move for move. Where the clock could make a step on the way only
the spots are told, for the definition to look among them.
"""

from typing import Any

import numba

from katch_protocols.evidence.automaton.loop_text import loop_text
from katch_protocols.evidence.automaton.loops_of_cheapest_ways import (
    FOUND,
    LEFT,
    MORE,
    TIMED,
    TOLD,
    UNLOGGED,
    WAYS,
    pop,
    push,
    ways,
)

__all__ = [
    "DONE",
    "FOUND",
    "LEFT",
    "MISSING",
    "MORE",
    "SURPLUS",
    "TIMED",
    "TOLD",
    "UNLOGGED",
    "WAYS",
    "explain",
]

_compiled = numba.njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]
_linked = numba.njit(nogil=True, _nrt=False)  # type: ignore[call-overload]

DONE, SURPLUS, MISSING = 0, 2, 3
"""What a move is, beside ``UNLOGGED``."""

_NODE, _EDITS = 0, 4
"""What else an entry of the search waits for, beside moves that nobody logged."""


@_linked
def _next_unlogged(rows, room, kind, spot, cost, at, mark):
    """Return the next step that nobody logged and that may be cheap; -1: none."""
    firsts, row_of, after, kinds, _, ticks, _ = rows
    costs, way, words = room[0][0], room[0][4], len(ticks)
    place = spot // words
    last = firsts[spot - place * words + 1]
    wanted = UNLOGGED if kind == UNLOGGED else TOLD
    while at < last:
        there = place * words + after[at]
        if kinds[row_of[at]] == wanted and way[there] == mark and costs[there] == cost:
            return at
        at += 1
    return -1


@_linked
def _search(rows, log, costs_of, room, case, mark, most_found):
    """Return the last move of the explanation of a case, -1 if there is none to tell.

    Below that the definition is asked.
    """
    firsts, row_of, after, _, _, ticks, meant = rows
    starts, events, _, begun, _ = log
    told, silent, surplus, _, _ = costs_of
    costs, way, turning, done = room[0][0], room[0][4], room[0][5], room[0][2]
    heap, cost_of, rank, number, spot_of = room[2]
    kind_of, at_of, trail_of, move, before = room[3]
    words, first = len(ticks), starts[case]
    last = starts[case + 1] - first
    # What was settled has its mark; what is done here has the one below nought.
    mine = -mark
    count, size, entries, moves = 1, 1, 1, 0
    cost_of[0], rank[0], number[0], spot_of[0] = 0, 0, 1, begun[case]
    kind_of[0], at_of[0], trail_of[0], heap[0] = _NODE, 0, -1, 0
    while size > 0:
        entry = pop(heap, size, cost_of, rank, number)
        size -= 1
        cost, spot, trail = cost_of[entry], spot_of[entry], trail_of[entry]
        kind, place = kind_of[entry], spot // words
        word = spot - place * words
        if entries + 4 + firsts[word + 1] - firsts[word] > len(kind_of):
            return -2
        if kind == _EDITS:
            for other in (MISSING, UNLOGGED):
                then = cost + (told if other == MISSING else silent)
                at = _next_unlogged(rows, room, other, spot, then, firsts[word], mark)
                if at >= 0:
                    count += 1
                    cost_of[entries], rank[entries] = then, -place
                    number[entries], spot_of[entries] = count, spot
                    kind_of[entries], at_of[entries] = other, at
                    trail_of[entries] = trail
                    push(heap, size, entries, cost_of, rank, number)
                    entries += 1
                    size += 1
            there, then = spot + words, cost + surplus
            if way[there] == mark and costs[there] == then:
                count += 1
                move[moves], before[moves] = SURPLUS, trail
                cost_of[entries], rank[entries] = then, -place - 1
                number[entries], spot_of[entries] = count, there
                kind_of[entries], at_of[entries], trail_of[entries] = _NODE, 0, moves
                moves += 1
                push(heap, size, entries, cost_of, rank, number)
                entries += 1
                size += 1
            continue
        if kind != _NODE:
            here = at_of[entry]
            at = _next_unlogged(rows, room, kind, spot, cost, here + 1, mark)
            if at >= 0:
                count += 1
                cost_of[entries], rank[entries] = cost, rank[entry]
                number[entries], spot_of[entries] = number[entry], spot
                kind_of[entries], at_of[entries], trail_of[entries] = kind, at, trail
                push(heap, size, entries, cost_of, rank, number)
                entries += 1
                size += 1
            move[moves], before[moves] = row_of[here] * 4 + kind, trail
            trail = moves
            moves += 1
            spot = place * words + after[here]
        while done[spot] != mine:
            done[spot] = mine
            place = spot // words
            word = spot - place * words
            if count > most_found or moves + 2 > len(move):
                return -2
            if entries + 2 + firsts[word + 1] - firsts[word] > len(kind_of):
                return -2
            if place == last:
                return trail
            if turning[spot] == mark:
                count += 1
                cost_of[entries], rank[entries] = cost, 1
                number[entries], spot_of[entries] = count, spot
                kind_of[entries], at_of[entries], trail_of[entries] = _EDITS, 0, trail
                push(heap, size, entries, cost_of, rank, number)
                entries += 1
                size += 1
            event, open_to, taken = events[first + place], 0, -1
            for at in range(firsts[word], firsts[word + 1]):
                if meant[event, row_of[at]]:
                    there = (place + 1) * words + after[at]
                    if way[there] == mark and costs[there] == cost:
                        open_to += 1
                        taken = at
            if open_to == 1:
                move[moves], before[moves] = row_of[taken] * 4 + DONE, trail
                trail = moves
                moves += 1
                count += 1
                spot = (place + 1) * words + after[taken]
                continue
            for at in range(firsts[word], firsts[word + 1]):
                if open_to == 0 or not meant[event, row_of[at]]:
                    continue
                there = (place + 1) * words + after[at]
                if way[there] != mark or costs[there] != cost:
                    continue
                if moves == len(move):
                    return -2
                count += 1
                move[moves], before[moves] = row_of[at] * 4 + DONE, trail
                cost_of[entries], rank[entries] = cost, -place - 1
                number[entries], spot_of[entries] = count, there
                kind_of[entries], at_of[entries], trail_of[entries] = _NODE, 0, moves
                moves += 1
                push(heap, size, entries, cost_of, rank, number)
                entries += 1
                size += 1
            break
        if count > most_found:
            return -2
    return -2


@_linked
def _straight(rows, log, case, told, count):
    """Tell whether one thing alone comes at a time, and write it down from a place."""
    firsts, row_of, after, _, _, ticks, meant = rows
    starts, events, _, begun, _ = log
    word = begun[case]
    if ticks[word]:
        return False
    for at in range(starts[case], starts[case + 1]):
        taken, event = -1, events[at]
        for each in range(firsts[word], firsts[word + 1]):
            if meant[event, row_of[each]]:
                if taken >= 0:
                    return False
                taken = each
        if taken < 0 or ticks[after[taken]]:
            return False
        word = after[taken]
        told[count] = row_of[taken] * 4 + DONE
        count += 1
    return True


@_linked
def _explain(rows, log, costs_of, room, told, most_found):
    """Explain cases; see ``explain``."""
    starts, begun = log[0], log[3]
    status, ends, edits, moves, spots, turns = told
    costs, turning, stack = room[0][0], room[0][5], room[1][2]
    move, before = room[3][3], room[3][4]
    end = 0
    for case in range(len(begun)):
        mark = case + 1
        status[case], edits[case] = LEFT, 0
        ends[case] = end
        if begun[case] < 0:
            continue
        length = starts[case + 1] - starts[case]
        # What is told: the moves of the explanation, or the spots and their costs.
        if end + length > len(moves):
            continue
        if _straight(rows, log, case, moves, end):
            status[case] = FOUND
            end += length
            ends[case] = end
            continue
        found, count = ways(rows, log, costs_of, room, case, mark)
        if found == WAYS:
            if end + count > len(moves):
                continue
            for number in range(count):
                spots[end + number] = stack[number]
                moves[end + number] = costs[stack[number]]
                turns[end + number] = turning[stack[number]] == mark
            end += count
        if found == FOUND:
            trail = _search(rows, log, costs_of, room, case, mark, most_found)
            if trail < -1:
                continue
            count, at = 0, trail
            while at >= 0:
                count += 1
                at = before[at]
            if end + count > len(moves):
                continue
            end += count
            at, place = trail, end
            while at >= 0:
                place -= 1
                moves[place] = move[at]
                # ``SURPLUS`` and ``MISSING`` have this bit, what costs no edit has not.
                edits[case] += move[at] >> 1 & 1
                at = before[at]
        status[case] = found
        ends[case] = end


def _made(source: int) -> Any:
    """Return what runs; ``source`` is in it, so that it is kept for this text."""

    def run(rows, log, costs_of, room, told, most_found):
        if most_found == source:
            return
        _explain(rows, log, costs_of, room, told, most_found)

    return _compiled(run)


explain = _made(loop_text())

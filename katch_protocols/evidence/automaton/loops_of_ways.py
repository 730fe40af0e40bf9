"""Compiled as well: how a case stood before an event that may be one of several steps.

A loop tries the steps one after another in the order of the table, and comes back where
one leads nowhere. Where events could have changed places in between, it cannot know
what the definition would have tried first.
"""

import numba

__all__ = ["DEEPEST", "again", "is_tied", "keep"]

_inlined = numba.njit(inline="always")

DEEPEST = 12
"""Of so many events at most it is tried out which of several steps each is."""


@_inlined
def is_tied(instants, first, at, last):
    """Tell whether an event has the instant of one beside it."""
    before = at > first and instants[at - 1] == instants[at]
    return before or (at + 1 < last and instants[at + 1] == instants[at])


@_inlined
def keep(stack, depth, room):
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
def again(stack, depth, room):
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

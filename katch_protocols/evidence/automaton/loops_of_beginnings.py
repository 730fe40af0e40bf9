"""Compiled as well: in which class a case was that began before its log.

It is the first from which every event is possible, one after another, as the definition
finds it. Where the clock, several ways, or events at one instant could come between,
only the definition can tell.
"""

from typing import Any

import numba
import numpy as np

from katch_protocols.evidence.automaton.loop_text import loop_text
from katch_protocols.evidence.automaton.loops_of_ways import is_tied

__all__ = ["NOWHERE", "begun"]

_compiled = numba.njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]
_linked = numba.njit(nogil=True, _nrt=False)  # type: ignore[call-overload]

NOWHERE, UNSURE = -1, -2


def begun(arrays, starts, steps, instants, cases):
    """Return the class in which each of some cases was as its log begins.

    It is the first of all from which every event is possible.
    """
    found = np.empty(len(cases), np.int64)
    _run(
        arrays.next,
        arrays.timer_starts,
        arrays.is_timer,
        (starts, steps, instants),
        cases,
        found,
    )
    return found


@_linked
def _begun(following, timer_starts, is_timer, events, cases, found):
    starts, steps, instants = events
    for number in range(len(cases)):
        first, last = starts[cases[number]], starts[cases[number] + 1]
        found[number] = NOWHERE
        for at in range(first, last):
            if is_timer[steps[at]] >= 0 or is_tied(instants, first, at, last):
                found[number] = UNSURE
        if found[number] == UNSURE:
            continue
        for start in range(len(following)):
            here, at, timed = start, first, False
            while at < last:
                if at > first and timer_starts[here] < timer_starts[here + 1]:
                    timed = True
                here = following[here, steps[at]]
                if here < 0:
                    break
                at += 1
            if at == last:
                found[number] = start
                break
            if timed or here < NOWHERE:
                found[number] = UNSURE
                break


def _made(source: int) -> Any:
    """Return what looks; ``source`` is in it, so that it is kept for this text."""

    def run(following, timer_starts, is_timer, events, cases, found):
        found[:] = source
        _begun(following, timer_starts, is_timer, events, cases, found)

    return _compiled(run)


_run = _made(loop_text())

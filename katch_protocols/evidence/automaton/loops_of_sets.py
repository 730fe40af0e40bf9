"""Compiled as well: cases followed by an observer, and back to what happened.

``lockstep_sets`` says the same with arrays.
"""

from typing import Any

import numba
import numpy as np

from katch_protocols.evidence.automaton.loop_text import loop_text

__all__ = ["members_before", "moves_of"]

_compiled = numba.njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]
_linked = numba.njit(nogil=True, _nrt=False)  # type: ignore[call-overload]

NOT_MADE = -3
FIRST = 512
"""So many cases are followed first, to learn which moves there are."""


def moves_of(observer, starts, steps):
    """Return the move of each event, and where a case came to an end."""
    moves = np.zeros(len(steps), np.int32)
    here = np.zeros(len(starts) - 1, np.int64)
    at = starts[:-1].copy()
    for last in (FIRST, len(here)):
        going = np.flatnonzero(at[:last] < starts[1 : last + 1])
        while len(going):
            _run_moves(
                (observer.following, observer.target),
                (starts, steps, moves),
                (here, at),
                going,
            )
            going = going[(here[going] >= 0) & (at[going] < starts[going + 1])]
            if len(going):
                pairs = np.stack([here[going], steps[at[going]]])
                observer.make(map(tuple, np.unique(pairs, axis=1).T.tolist()))
    return moves, here.astype(np.int32)


@_linked
def _moves(observer, events, standing, cases):
    following, target = observer
    starts, steps, moves = events
    here, at = standing
    for number in range(len(cases)):
        case = cases[number]
        state, place, last = here[case], at[case], starts[case + 1]
        while place < last:
            found = following[state, steps[place]]
            if found == NOT_MADE:
                break
            moves[place] = found
            if found < 0:
                state = np.int64(found)
                break
            state = target[found]
            place += 1
        here[case], at[case] = state, place


def members_before(starts, moves, firsts, origins):
    """Return of each event where its letter stands among those of all moves."""
    found = np.empty(len(moves), np.int64)
    _run_members(starts, moves, firsts, origins, found)
    return found


@_linked
def _members(starts, moves, firsts, origins, found):
    for case in range(len(starts) - 1):
        member, at = np.int64(0), starts[case + 1] - 1
        while at >= starts[case]:
            place = firsts[moves[at]] + member
            found[at] = place
            member = np.int64(origins[place])
            at -= 1


def _made(source: int) -> tuple[Any, Any]:
    """Return what runs; ``source`` is in it, so that it is kept for this text."""

    def moves(observer, events, standing, cases):
        if len(cases) == source:
            return
        _moves(observer, events, standing, cases)

    def members(starts, moves, firsts, origins, found):
        found[:] = source
        _members(starts, moves, firsts, origins, found)

    return _compiled(moves), _compiled(members)


_run_moves, _run_members = _made(loop_text())

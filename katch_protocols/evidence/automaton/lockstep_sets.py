"""Cases followed by an observer, all at once, and back to what happened in each.

``loops_of_sets`` says the same, compiled.
"""

import numpy as np

from katch_protocols.evidence.automaton.case_arrays import Ints, Longs
from katch_protocols.evidence.automaton.observer import NOT_MADE, ClassObserver

__all__ = ["members_before", "moves_of"]


def moves_of(observer: ClassObserver, starts: Longs, steps: Ints) -> tuple[Ints, Ints]:
    """Return the move of each event, and where a case came to an end.

    That is a state; below 0 there is none, or only the definition can tell.
    """
    lengths = np.diff(starts)
    moves = np.zeros(len(steps), np.int32)
    going, place = np.argsort(-lengths, kind="stable"), 0
    here = np.zeros(len(lengths), np.int64)
    while True:
        going = going[lengths[going] > place]
        if not len(going):
            return moves, here.astype(np.int32)
        at = starts[going] + place
        found = observer.following[here[going], steps[at]]
        new = np.flatnonzero(found == NOT_MADE)
        if len(new):
            pairs = np.stack([here[going[new]], steps[at[new]]])
            observer.make(map(tuple, np.unique(pairs, axis=1).T.tolist()))
            found = observer.following[here[going], steps[at]]
        moves[at] = here[going] = found
        going, place = going[found >= 0], place + 1
        here[going] = observer.target[found[found >= 0]]


def members_before(starts: Longs, moves: Ints, firsts: Ints, origins: Ints) -> Longs:
    """Return of each event where its letter stands among those of all moves.

    ``firsts`` are where those of each move begin, ``origins`` the members before.
    """
    lengths = np.diff(starts)
    going, place = np.argsort(-lengths, kind="stable"), 1
    member = np.zeros(len(lengths), np.int64)
    found = np.zeros(len(moves), np.int64)
    while len(going := going[lengths[going] >= place]):
        at = starts[going + 1] - place
        found[at] = firsts[moves[at]] + member[going]
        member[going] = origins[found[at]]
        place += 1
    return found

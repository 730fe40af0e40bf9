"""Cases followed by an observer, all at once, and what happened in each read back."""

from typing import NamedTuple

import numpy as np

from katch_protocols.evidence.automaton.case_arrays import (
    Ints,
    Longs,
    integers,
    listed,
)
from katch_protocols.evidence.automaton.observer import NOT_MADE, ClassObserver

__all__ = ["Observed", "observed", "read_back"]


class Observed(NamedTuple):
    """What was, where not all was logged.

    Attributes:
        letters: (events,): what each event was.
        counts: (events,): how many steps before it nobody logged.
        unlogged: Their letters, in turn.
    """

    letters: Ints
    counts: Longs
    unlogged: Ints


def observed(observer: ClassObserver, starts: Longs, steps: Ints) -> tuple[Ints, Ints]:
    """Follow cases; return the move of each event, and where a case came to an end.

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


def read_back(observer: ClassObserver, starts: Longs, moves: Ints) -> Observed:
    """Return what happened, by the moves of cases that came to an end."""
    known = list(observer.moves)
    firsts, letters = listed([each.letters for each in known])
    origins = integers([item for each in known for item in each.origins])
    numbers: dict[tuple[int, ...], int] = {}
    which = integers(
        [
            numbers.setdefault(item, len(numbers))
            for each in known
            for item in each.unlogged
        ]
    )
    silent_starts, silent = listed(list(numbers))
    lengths = np.diff(starts)
    going, place = np.argsort(-lengths, kind="stable"), 1
    member = np.zeros(len(lengths), np.int64)
    found = np.zeros(len(moves), np.int64)
    while len(going := going[lengths[going] >= place]):
        at = starts[going + 1] - place
        found[at] = firsts[moves[at]] + member[going]
        member[going] = origins[found[at]]
        place += 1
    of_event = which[found]
    counts = np.diff(silent_starts)[of_event].astype(np.int64)
    items = np.repeat(silent_starts[of_event] - np.cumsum(counts) + counts, counts)
    items += np.arange(len(items))
    return Observed(letters[found], counts, silent[items])

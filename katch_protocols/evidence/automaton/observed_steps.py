"""What happened in cases of which steps are left out, by whichever engine."""

from typing import NamedTuple

import numpy as np

from katch_protocols.evidence.automaton.case_arrays import (
    Ints,
    Longs,
    integers,
    listed,
)
from katch_protocols.evidence.automaton.following import Engine, sets_engine
from katch_protocols.evidence.automaton.observer import ClassObserver

__all__ = ["ObservedSteps", "observed", "read_back"]


class ObservedSteps(NamedTuple):
    """What was, where not all was logged.

    Attributes:
        letters: (events,): what each event was.
        counts: (events,): how many steps before it nobody logged.
        unlogged: Their letters, in turn.
    """

    letters: Ints
    counts: Longs
    unlogged: Ints


def observed(
    observer: ClassObserver, starts: Longs, steps: Ints, engine: Engine
) -> tuple[Ints, Ints]:
    """Follow cases; return the move of each event, and where a case came to an end.

    That is a state; below 0 there is none, or only the definition can tell.
    """
    found: tuple[Ints, Ints] = sets_engine(engine).moves_of(observer, starts, steps)
    return found


def read_back(
    observer: ClassObserver, starts: Longs, moves: Ints, engine: Engine
) -> ObservedSteps:
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
    found: Longs = sets_engine(engine).members_before(starts, moves, firsts, origins)
    of_event = which[found]
    counts = np.diff(silent_starts)[of_event].astype(np.int64)
    items = np.repeat(silent_starts[of_event] - np.cumsum(counts) + counts, counts)
    items += np.arange(len(items))
    return ObservedSteps(letters[found], counts, silent[items])

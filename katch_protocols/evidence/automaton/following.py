"""Cases followed by whichever engine is worth it: compiled loops, or arrays.

Both say the same of every case. The third engine is the definition itself, which judges
one case at a time: some thousand events a second. Loops are compiled from ``MANY``
events on, so that nobody waits for a compiler who has few.
"""

from enum import StrEnum
from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.automaton import lockstep, lockstep_sets
from katch_protocols.evidence.automaton.case_arrays import (
    EventArrays,
    Flags,
    Ints,
    Longs,
    PeopleArrays,
)
from katch_protocols.evidence.automaton.case_tables import CaseTables

__all__ = [
    "MANY",
    "SOME",
    "Engine",
    "begun",
    "engine_for",
    "explaining_loops",
    "fits",
    "follow",
    "sets_engine",
]

SOME = 10_000
"""With fewer events than these the definition judges every case."""

MANY = 1_000_000
"""With as many, loops are compiled; below, arrays do it."""


class Engine(StrEnum):
    """What follows the cases of a log."""

    DEFINITION = "definition"
    ARRAYS = "arrays"
    """NumPy: all cases at once, step by step."""
    COMPILED = "compiled"
    """numba, of the extra ``evidence``: one case after another."""


def engine_for(events: int) -> Engine:
    """Return the engine for a log of so many events."""
    if events < SOME:
        return Engine.DEFINITION
    is_worth_it = events >= MANY and _loops() is not None
    return Engine.COMPILED if is_worth_it else Engine.ARRAYS


def fits(
    tables: CaseTables,
    starts: Longs,
    steps: Ints,
    engine: Engine,
) -> Longs:
    """Return of each case how many of its events were possible, one after another."""
    found: Longs = _engine(engine).fits(starts, steps, tables.arrays.next, tables.start)
    return found


def begun(
    tables: CaseTables,
    events: tuple[Longs, Ints, Longs],
    cases: Longs,
    engine: Engine,
) -> Longs:
    """Return the class in which each of some cases was as its log begins.

    ``events`` are where those of each case begin, the steps and the instants. Below 0
    there is none, or only the definition can tell which.
    """
    if not len(cases):
        return np.zeros(0, np.int64)
    found: Longs = _engine(engine).begun(tables.arrays, *events, cases)
    return found


def follow(
    tables: CaseTables,
    until: int,
    events: EventArrays,
    people: PeopleArrays,
    engine: Engine,
) -> tuple[NDArray[np.int8], NDArray[np.uint8], Flags]:
    """Follow cases; return how each stands, what is not told of it, whether it ended.

    Where nobody has asked yet whether some people may take a step, ``people`` says
    afterwards that it is to be asked.
    """
    found: tuple[NDArray[np.int8], NDArray[np.uint8], Flags] = _engine(engine).follow(
        tables.arrays, until, events, people
    )
    return found


def _engine(engine: Engine) -> ModuleType:
    compiled = _loops() if engine is Engine.COMPILED else None
    return lockstep if compiled is None else compiled


def sets_engine(engine: Engine) -> ModuleType:
    """Return what follows cases by an observer: ``moves_of``, ``members_before``."""
    compiled = _loops("loops_of_sets") if engine is Engine.COMPILED else None
    return lockstep_sets if compiled is None else compiled


def explaining_loops() -> ModuleType | None:
    """Return what explains cases with the fewest edits; ``None`` where numba is not."""
    return _loops("loops_of_explanations")


def _loops(name: str = "loops") -> ModuleType | None:
    try:
        return import_module(f"katch_protocols.evidence.automaton.{name}")
    except (ImportError, RuntimeError, OSError):
        # Not installed; or numba finds no folder in which to keep what it compiles.
        return None

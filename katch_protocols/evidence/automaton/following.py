"""Cases followed by whichever engine is worth it: compiled loops, or arrays.

Both say the same of every case. The third engine is the definition itself, which judges
one case at a time and runs below ``MANY`` events, so that nobody waits for a compiler.
"""

from enum import StrEnum
from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.automaton import lockstep
from katch_protocols.evidence.automaton.case_tables import CaseTables

__all__ = ["MANY", "Engine", "FollowedEvents", "engine_for", "fits", "follow"]

MANY = 1_000_000
"""With fewer events than these the definition judges every case."""

FollowedEvents = tuple[
    NDArray[np.int32],
    NDArray[np.int64],
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.int32],
]
"""Steps, instants, codes of who acted, people, agencies; an item an event."""


class Engine(StrEnum):
    """What follows the cases of a log."""

    DEFINITION = "definition"
    ARRAYS = "arrays"
    """NumPy: all cases at once, step by step."""
    COMPILED = "compiled"
    """numba, of the extra ``evidence``: one case after another."""


def engine_for(events: int) -> Engine:
    """Return the engine for a log of so many events."""
    if events < MANY:
        return Engine.DEFINITION
    return Engine.ARRAYS if _loops() is None else Engine.COMPILED


def fits(
    tables: CaseTables,
    starts: NDArray[np.int64],
    steps: NDArray[np.int32],
    engine: Engine,
) -> NDArray[np.int64]:
    """Return of each case how many of its events were possible, one after another."""
    found: NDArray[np.int64] = _engine(engine).fits(
        starts, steps, tables.arrays.next, tables.start
    )
    return found


def follow(  # noqa: PLR0913, PLR0917 - the log as arrays, and who may do what
    tables: CaseTables,
    until: int,
    starts: NDArray[np.int64],
    opened: NDArray[np.int64],
    events: FollowedEvents,
    allowed: NDArray[np.int8],
    untold: NDArray[np.uint8],
    engine: Engine,
) -> tuple[NDArray[np.int8], NDArray[np.uint8], NDArray[np.bool_]]:
    """Follow cases; return how each stands, what is not told of it, whether it ended.

    ``allowed`` tells of each profile and code of people whether they may: 0 nobody has
    asked (then 4 is put there), 1 yes, 2 no, 3 only the definition can tell. Where 1
    stands, ``untold`` has the bits of what the log does not tell.
    """
    found: tuple[NDArray[np.int8], NDArray[np.uint8], NDArray[np.bool_]] = _engine(
        engine
    ).follow(
        tables.arrays, tables.start, until, starts, opened, events, allowed, untold
    )
    return found


def _engine(engine: Engine) -> ModuleType:
    compiled = _loops() if engine is Engine.COMPILED else None
    return lockstep if compiled is None else compiled


def _loops() -> ModuleType | None:
    try:
        return import_module("katch_protocols.evidence.automaton.loops")
    except (ImportError, RuntimeError, OSError):
        # Not installed; or numba finds no folder in which to keep what it compiles.
        return None

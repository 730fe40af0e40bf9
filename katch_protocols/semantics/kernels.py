"""Compiled loops for large searches; without them arrays find the same, more slowly.

Each says in plain steps what ``Guards.hits``, ``explore`` and ``walk`` mean by arrays;
these stay the definition, and a test compares the two. What is compiled is kept beside
this file, or in the cache of whoever runs it; where it can't be kept, nothing is
compiled. To load them takes as long as some million steps by arrays, so a small
question never does.
"""

from importlib import import_module
from types import ModuleType

__all__ = ["WORTH", "Loops", "loops"]

WORTH = 5_000_000
"""After so many steps by arrays in one process, the loops are loaded."""

Loops = ModuleType
"""``semantics/loops.py``, with what numba makes of it."""


class _LoopLoader:
    """Loads the loops once enough was done without them."""

    def __init__(self) -> None:
        self.done = 0
        self.is_sought = False
        self.found: Loops | None = None

    def after(self, steps: int) -> Loops | None:
        """Return the loops, if they are there and worth it; count the steps else."""
        if self.is_sought:
            return self.found
        self.done += steps
        if self.done < WORTH:
            return None
        self.is_sought = True
        self.found = _load()
        return self.found


_LOADER = _LoopLoader()


def loops(steps: int) -> Loops | None:
    """Return the compiled loops for work of about so many steps, if there are any.

    ``None`` where numba is not installed, where nothing can be kept, and as long as
    all that was done in this process is little.
    """
    return _LOADER.after(steps)


def _load() -> Loops | None:
    try:
        return import_module("katch_protocols.semantics.loops")
    except (ImportError, RuntimeError, OSError):
        # Not installed; or numba finds no folder in which to keep what it compiles.
        return None

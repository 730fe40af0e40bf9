"""The compiled loops, for tests that compare them with arrays."""

from functools import cache

import pytest

from katch_protocols.semantics.kernels import Loops
from katch_protocols.semantics.object_code import LoopModule

__all__ = ["compiled_loops"]


@cache
def _found() -> Loops | None:
    compiled = LoopModule("katch_protocols.semantics.loops").ready
    return None if compiled is None else Loops(compiled)


def compiled_loops() -> Loops:
    """Return the loops; skip the test where numba is not installed."""
    found = _found()
    if found is None:
        pytest.skip("numba is not installed: nothing compiles the loops")
    return found

"""The compiled loops, for tests that compare them with arrays."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

import pytest

from katch_protocols.semantics import kernels
from katch_protocols.semantics.kernels import Loops

__all__ = ["compiled_loops", "using"]


@cache
def _found() -> Loops | None:
    return Loops.ready()


def compiled_loops() -> Loops:
    """Return the loops; skip the test where numba is not installed."""
    found = _found()
    if found is None:
        pytest.skip("numba is not installed: nothing compiles the loops")
    return found


@contextmanager
def using(found: Loops | None) -> Iterator[None]:
    """Work by these loops from the first step on, or by arrays alone."""
    loader = kernels._LoopLoader()
    loader.after = lambda _: found
    with patch.object(kernels, "_LOADER", loader):
        yield

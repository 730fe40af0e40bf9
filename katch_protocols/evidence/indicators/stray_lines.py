"""Keeps the stray lines of a compiled solver off the standard output of a host."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from threading import Lock

__all__ = ["without_stray_lines"]

_STRAY = b"HighsMipSolverData::"
"""HiGHS 1.12 prints a line of that name while it repairs a solution, asked or not.

Seen with SciPy's ``disp=False``; others tell the same of HiGHS itself when it is silent
(ERGO-Code/HiGHS, issue 2783; jump-dev/HiGHS.jl, issue 312). No option is known to stop
it. Once no solver that we allow prints it, this module can go.
"""

_lock = Lock()


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).fflush(None)  # what C has buffered is not Python's


@contextmanager
def without_stray_lines() -> Iterator[None]:
    """Run something; all that is printed meanwhile is printed but for stray lines."""
    with _lock, TemporaryFile() as kept:
        try:
            _flush()
            saved = os.dup(1)
        except OSError:  # there is no standard output
            yield
            return
        os.dup2(kept.fileno(), 1)
        try:
            yield
        finally:
            _flush()
            os.dup2(saved, 1)
            os.close(saved)
            kept.seek(0)
            lines = kept.read().splitlines(keepends=True)
            for line in lines:
                if not line.startswith(_STRAY):
                    os.write(1, line)

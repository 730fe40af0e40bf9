"""The last guard of a command: what no part of it looked at is stopped from outside.

Every part that can grow looks at the budget by itself, and says what it was about. This
guard ends what nobody thought of. It works only where the system can tell a program how
long it has run (Unix), and only for a process of our own.
"""

import atexit
import contextlib
import os
import signal
from pathlib import Path
from types import FrameType

from katch_protocols.budget import current

__all__ = ["stand_guard"]

_EVERY = 0.1
"""Seconds of the processor between two looks."""

_STATM = Path("/proc/self/statm")


def stand_guard() -> None:
    """Look at the budget of the main thread from outside, as long as it runs."""
    if not hasattr(signal, "setitimer"):
        return
    # Not the main thread, or not allowed: then every part looks for itself alone.
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGPROF, _look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
        atexit.register(signal.setitimer, signal.ITIMER_PROF, 0)


def _look(_number: int, _frame: FrameType | None) -> None:
    current().guard(_resident())


def _resident() -> int:
    """Return how many bytes this process fills; 0 where the system does not tell."""
    try:
        pages = int(_STATM.read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")

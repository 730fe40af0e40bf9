"""How the workers of a build start, and that they end with it."""

import os
import sys
import threading
from multiprocessing import parent_process

from katch_protocols.drawings.printing import has_set

__all__ = ["COPY", "end_with_parent", "start_method"]

COPY = "fork"
"""A worker that starts so is a copy of the process that starts it."""


def start_method() -> str:
    """Return how workers start: as copies, where no other thread holds anything.

    Elsewhere than on Linux libraries of the system keep threads that nobody sees; so
    does typst, once it has set a paper.
    """
    is_alone = threading.active_count() == 1 and not has_set()
    return COPY if is_alone and sys.platform == "linux" else "spawn"


def end_with_parent() -> None:
    """End this worker as soon as the process ends that it works for, killed or not."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

"""When the threads of NumPy's linear algebra sleep: as soon as they have begun.

As NumPy is loaded, OpenBLAS begins a thread for each core beyond the first, and each
looks busily for work before it sleeps: 0.06 s of CPU and more, where nothing here asks
for linear algebra. It reads how long they look (a power of two, in ticks of the
processor) as it begins, and nowhere else. Whoever has set it, or has loaded NumPy
before, is not interfered with.
"""

import os
import sys

__all__ = ["IdleThreads", "idle_threads"]

_LOOKS = "OPENBLAS_THREAD_TIMEOUT"
_SHORT = "4"
"""Its least; it has 26 by itself."""


def idle_threads() -> None:
    """Let them sleep in this process and those that it begins.

    For a process of our own.
    """
    os.environ.setdefault(_LOOKS, _SHORT)


class IdleThreads:
    """Lets them sleep if NumPy is first loaded inside ``with IdleThreads():``.

    The environment of the process is as it was when that ends.
    """

    def __enter__(self) -> None:
        """Say so to whatever begins them."""
        self._said = "numpy" not in sys.modules and _LOOKS not in os.environ
        if self._said:
            idle_threads()

    def __exit__(self, *_: object) -> None:
        """Take back what was said."""
        if self._said:
            os.environ.pop(_LOOKS, None)

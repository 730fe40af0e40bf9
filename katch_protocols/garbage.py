"""When Python's collector looks for garbage, and when the system gets memory back.

It looks not while all that is made stays in use. While modules are loaded or a handbook
is read, nothing that is made is garbage, and a proof or a drawing makes little of it
among much that is kept. To look through all that each time that more was made takes a
tenth to a sixth of the time.
"""

import gc
import sys
from collections.abc import Callable
from functools import cache

__all__ = ["Loading", "Uncollected", "collect_seldom", "give_back"]

_SELDOM = 1_000_000, 10, 10
"""After so many new objects, and such looks, it looks again: ``gc`` has its own."""


def collect_seldom() -> None:
    """Let it work, seldom, and never again in what there is now.

    For a process of our own, once all is loaded that its work needs.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


def give_back() -> None:
    """Give the memory that nothing uses any more back to the system.

    For a process of our own that goes on after much work: what is left of that lies
    between what is kept, and the C library holds it for itself. Only that of most
    Linux systems knows how to let go; elsewhere nothing happens.
    """
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    import ctypes  # noqa: PLC0415 - few commands go on

    return getattr(ctypes.CDLL(None), "malloc_trim", None)


class Uncollected:
    """Lets the collector of Python rest inside ``with Uncollected():``.

    Where it rests already, in this thread or another, it goes on to rest.
    """

    def __enter__(self) -> None:
        """Let it rest."""
        self._ran = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        """Let it work again, if it did before."""
        if self._ran:
            gc.enable()


class Loading(Uncollected):
    """The same while modules are loaded: nobody then looks at what they made.

    It would be looked at whole as soon as the collector works again; so it is put at
    once among what has lived long. Where somebody has frozen objects, it is not.
    """

    def __exit__(self, *_: object) -> None:
        """Put it there, and let the collector work again, if it did before."""
        if self._ran and not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        super().__exit__(*_)

"""When Python's collector looks for garbage: not while all that is made stays in use.

While modules are loaded or a handbook is read, nothing that is made is garbage, and a
proof or a drawing makes little of it among much that is kept. To look through all that
each time that more was made takes a tenth to a sixth of the time.
"""

import gc

__all__ = ["Loading", "Uncollected", "collect_seldom"]

_SELDOM = 50_000, 20, 10
"""After so many new objects, and such looks, it looks again: ``gc`` has its own."""


def collect_seldom() -> None:
    """Let it work, seldom, and never again in what there is now.

    For a process of our own, once all is loaded that its work needs.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


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

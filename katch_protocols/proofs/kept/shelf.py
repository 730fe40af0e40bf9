"""The shelf on which answers are kept while a command runs: whoever runs it decides.

Without a shelf nothing is kept, and every proof is made.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

__all__ = ["Plain", "Shelf", "begin", "current", "keeping"]

Plain = Mapping[str, Any]
"""An answer as plain data, as JSON can hold it."""


class Shelf(Protocol):
    """Keeps answers by digests; ``version`` is a digest of the library that answers."""

    @property
    def version(self) -> str:
        """Stands for the library, and for what it reckons with."""

    def find(self, digest: str) -> Plain | None:
        """Return the answer under a digest."""

    def put(self, digest: str, answer: Plain) -> None:
        """Keep an answer under its digest."""


_SHELF: ContextVar[Shelf | None] = ContextVar("katch_protocols.kept", default=None)


def current() -> Shelf | None:
    """Return the shelf of the command that runs in this thread, if it has one."""
    return _SHELF.get()


def begin(shelf: Shelf | None) -> None:
    """Let everything from here on look on one shelf, in this thread."""
    _SHELF.set(shelf)


@contextmanager
def keeping(shelf: Shelf | None) -> Iterator[None]:
    """Let everything inside look on one shelf, and put its answers there."""
    token = _SHELF.set(shelf)
    try:
        yield
    finally:
        _SHELF.reset(token)

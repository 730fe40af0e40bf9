"""The cache in which answers are kept while a command runs: whoever runs it decides.

Without a cache nothing is kept, and every proof is made.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

__all__ = ["AnswerCache", "Plain", "begin", "current", "keeping"]

Plain = Mapping[str, Any]
"""An answer as plain data, as JSON can hold it."""


class AnswerCache(Protocol):
    """Keeps answers by digests; ``version`` is a digest of the library that answers."""

    @property
    def version(self) -> str:
        """Stands for the library, and for what it reckons with."""

    def find(self, digest: str) -> Plain | None:
        """Return the answer under a digest."""

    def put(self, digest: str, answer: Plain) -> None:
        """Keep an answer under its digest."""


_CACHE: ContextVar[AnswerCache | None] = ContextVar(
    "katch_protocols.kept", default=None
)


def current() -> AnswerCache | None:
    """Return the cache of the command that runs in this thread, if it has one."""
    return _CACHE.get()


def begin(cache: AnswerCache | None) -> None:
    """Let everything from here on use one cache, in this thread."""
    _CACHE.set(cache)


@contextmanager
def keeping(cache: AnswerCache | None) -> Iterator[None]:
    """Let everything inside use one cache, and put its answers there."""
    token = _CACHE.set(cache)
    try:
        yield
    finally:
        _CACHE.reset(token)

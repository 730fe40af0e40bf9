"""Say it before numba compiles, and not where it kept what it compiled before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import event

__all__ = ["noticed"]


class _First(event.Listener):
    def __init__(self, notice: Callable[[], None]) -> None:
        self._notice, self._is_told = notice, False

    def on_start(self, event: Any) -> None:  # noqa: ARG002 - numba's
        if not self._is_told:
            self._is_told = True
            self._notice()

    def on_end(self, event: Any) -> None:
        """Say nothing more."""


@contextmanager
def noticed(notice: Callable[[], None]) -> Iterator[None]:
    """Call ``notice`` once, when the first function is compiled in here."""
    with event.install_listener("numba:compile", _First(notice)):
        yield

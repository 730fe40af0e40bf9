"""What parts of a work are handed to; the same answer wherever they are done."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

__all__ = ["Executor"]


class Executor(Protocol):
    """Whatever maps a function over parts: a pool, Dask's ``client.get_executor()``."""

    def map(self, function: Callable[..., Any], /, *parts: Iterable[Any]) -> Any:  # noqa: ANN401 - every library has its own
        """Return what the function makes of each part, in their order."""
        ...

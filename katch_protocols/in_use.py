"""What was made of objects that are in use, so that it is made once.

Handbooks and charts never change, but are too large to be compared: what follows from
one is kept for the very same object, and only of the few that were asked for last.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["InUse"]

Made = TypeVar("Made")


class InUse(Generic[Made]):
    """Keeps what was made last, at most so many, by the objects it was made of."""

    def __init__(self, most: int) -> None:
        """Keep at most ``most``."""
        self._most = most
        self._made: OrderedDict[
            tuple[Hashable, ...], tuple[tuple[object, ...], Made]
        ] = OrderedDict()

    def of(
        self, parts: tuple[object, ...], make: Callable[[], Made], *asked: Hashable
    ) -> Made:
        """Return what ``make`` makes of the very same parts, and of what was asked."""
        # What is kept holds its parts, so no other objects can have their ids.
        key = (*map(id, parts), *asked)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = parts, make()
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return found[1]

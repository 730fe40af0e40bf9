"""What was made of objects that are in use, so that it is made once.

Handbooks and charts never change, but are too large to be compared: what follows from
one is kept for the very same object, and only of the few that were asked for last.
Where a handbook is read again and again, whoever reads lets go of what nobody asks for
any more: it would hold the handbooks of the last hundred edits.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

__all__ = ["InUse", "let_go"]

Made = TypeVar("Made")


_Kept = OrderedDict[tuple[Hashable, ...], tuple[tuple[object, ...], Made]]


class InUse(Generic[Made]):
    """Keeps what was made last, at most so many, by the objects it was made of."""

    def __init__(self, most: int) -> None:
        """Keep at most ``most``."""
        self._most = most
        self._made: _Kept[Made] = OrderedDict()
        self._before: _Kept[Made] = OrderedDict()
        _every.add(self)

    def of(
        self, parts: tuple[object, ...], make: Callable[[], Made], *asked: Hashable
    ) -> Made:
        """Return what ``make`` makes of the very same parts, and of what was asked."""
        # What is kept holds its parts, so no other objects can have their ids.
        key = (*map(id, parts), *asked)
        found = self._made.get(key)
        if found is None:
            found = self._before.get(key) or (parts, make())
            self._made[key] = found
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return found[1]

    def let_go(self) -> None:
        """Drop what nobody asked for since this was called last."""
        self._before, self._made = self._made, OrderedDict()


_every: WeakSet[InUse[Any]] = WeakSet()


def let_go() -> None:
    """Drop what was made of objects for which nobody asked since this was called last.

    Any thread may go on asking meanwhile.
    """
    for each in list(_every):
        each.let_go()

"""Plain values in mappings and lists that know where they were written.

A mark is a line and a column (both from 0) packed into one number, so that a place
costs nothing until somebody asks for it.
"""

from enum import Enum

from katch_protocols.findings import Path, Place

__all__ = [
    "DROPPED",
    "Dropped",
    "Items",
    "Map",
    "Raw",
    "Tree",
    "mark",
    "place",
    "value_at",
]

_COLUMN_BITS = 21  # a file of one line has at most 2 ** 20 columns
_COLUMN = (1 << _COLUMN_BITS) - 1


class Dropped(Enum):
    """A value that was refused; the finding is already written."""

    DROPPED = "dropped"


DROPPED = Dropped.DROPPED


class Map(dict[str, "Raw"]):
    """A mapping as written: ``path`` and, in turn, the marks of each key and value."""

    __slots__ = ("marks", "path")

    marks: list[int]
    path: Path

    def key_mark(self, key: str | int) -> int:
        """Return where a key stands."""
        return self.marks[2 * list(self).index(str(key))]

    def value_mark(self, key: str | int) -> int:
        """Return where the value of a key begins."""
        return self.marks[2 * list(self).index(str(key)) + 1]


class Items(list["Raw"]):
    """A list as written: ``path`` and the mark of each item."""

    __slots__ = ("marks", "path")

    marks: list[int]
    path: Path

    def key_mark(self, key: str | int) -> int:
        """Return where an item begins."""
        return self.marks[int(key)]

    value_mark = key_mark


Tree = Map | Items
Raw = str | int | bool | None | Map | Items | Dropped


def value_at(node: Tree, key: str | int) -> Raw:
    """Return what a mapping has under a key, or a list at a position."""
    return node[key]  # type: ignore[index]  # a key of the tree itself


def mark(line: int, column: int) -> int:
    """Pack a place that is counted from 0."""
    return line << _COLUMN_BITS | column


def place(file: str, packed: int) -> Place:
    """Unpack a mark into a place that is counted from 1."""
    return Place(file, (packed >> _COLUMN_BITS) + 1, (packed & _COLUMN) + 1)

"""Plain values that know where they were written; the places of a whole handbook."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from katch_protocols.files import bounds
from katch_protocols.findings import Path, Place

__all__ = [
    "DROPPED",
    "Dropped",
    "Items",
    "Map",
    "PlaceIndex",
    "Raw",
    "Tree",
    "begins",
    "mark",
    "number",
    "place",
    "value_at",
]


_COLUMN_BITS = 21  # a file of one line has at most 2 ** 20 columns
_COLUMN = (1 << _COLUMN_BITS) - 1
_LONG = ("|", ">")


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


def begins(event: Any, text: str) -> int:  # noqa: ANN401 - an event of libyaml
    """Return where a value begins: of a text below its sign, in the line below it."""
    start = event.start_mark
    if getattr(event, "style", None) in _LONG:
        rows = text[start.index :].split("\n", 2)
        row = rows[1] if len(rows) > 1 else ""
        if row.strip():
            return mark(start.line + 1, len(row) - len(row.lstrip(" ")))
    return mark(start.line, start.column)


def number(text: str) -> str | int:
    """Return the whole number that a text says, or the text."""
    digits = text.removeprefix("-")
    whole = digits.isascii() and digits.isdigit() and len(digits) <= bounds.DIGITS
    return int(text) if whole and (digits[0] != "0" or text == "0") else text


def place(file: str, packed: int) -> Place:
    """Unpack a mark into a place that is counted from 1."""
    return Place(file, (packed >> _COLUMN_BITS) + 1, (packed & _COLUMN) + 1)


class PlaceIndex(Mapping[Path, Place]):
    """Every key and list item of a handbook, by path.

    Nothing is worked out until it is asked for: a clean handbook is never asked.
    ``roots`` holds, for each path that begins a file (or, in a file such as
    ``agencies.yaml``, a key of its top), the file and the mapping that stands there.
    """

    def __init__(self, roots: Mapping[Path, tuple[str, Map]]) -> None:
        self._roots = dict(roots)

    def __getitem__(self, path: Path) -> Place:
        """Return where a path was written.

        Raises:
            KeyError: Nothing was written under this path.
        """
        for length in (2, 1, 0):
            root = self._roots.get(path[:length])
            if root is not None and len(path) >= length:
                return self._inside(*root, path[length:])
        raise KeyError(path)

    def _inside(self, file: str, tree: Map, rest: Path) -> Place:
        if not rest:
            return place(file, 0)
        node: Tree = tree
        for key in rest[:-1]:
            below = _child(node, key)
            if not isinstance(below, (Map, Items)):
                raise KeyError(rest)
            node = below
        if not _has(node, rest[-1]):
            raise KeyError(rest)
        return place(file, node.key_mark(rest[-1]))

    def __iter__(self) -> Iterator[Path]:
        for root, (_, tree) in self._roots.items():
            if root:
                yield root
            yield from _below(root, tree)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _has(node: Tree, key: str | int) -> bool:
    if isinstance(node, Map):
        return key in node
    return isinstance(key, int) and 0 <= key < len(node)


def _child(node: Tree, key: str | int) -> object:
    return value_at(node, key) if _has(node, key) else None


def _below(path: Path, node: Tree) -> Iterator[Path]:
    pairs = node.items() if isinstance(node, Map) else enumerate(node)
    for key, value in pairs:
        yield (*path, key)
        if isinstance(value, (Map, Items)):
            yield from _below((*path, key), value)

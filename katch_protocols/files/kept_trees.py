"""Trees of files that did not change between two readings: read once, used again.

Whoever reads a handbook at every key that is pressed keeps them; so does a command, for
the next one. A tree is used again only for the very same bytes under the same name, and
only if reading them wrote no finding: so what is read is the same with kept trees and
without.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from msgspec import Struct, field

from katch_protocols.files.answer_file import AnswerFile
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from katch_protocols.files.yaml_nodes import Items, Map, Tree
from katch_protocols.findings import Path

__all__ = ["KeptTrees"]


class _KeptTree(NamedTuple):
    data: bytes
    text: str
    spent: int
    tree: Map


class KeptTrees(Struct):
    """The tree of each file by its name, as it was read last.

    Attributes:
        cache: Where the next command finds them; ``None``: nowhere.
    """

    cache: AnswerFile | None = None
    _kept: dict[str, _KeptTree] = field(default_factory=dict)

    def load(self, data: bytes, sheet: SourceFile, root: Path) -> Map | None:
        """Read the bytes of one file, as ``yaml_loader.load``, unless they are known.

        Args:
            data: The whole file.
            sheet: Takes the findings and the text of the file.
            root: The path of what the file holds.
        """
        ledger = sheet.ledger
        known = self._known(data, sheet.file, root)
        if known is not None and ledger.room >= known.spent:
            sheet.text = known.text
            ledger.room -= known.spent
            return known.tree
        room, found = ledger.room, len(ledger.findings)
        tree = load(data, sheet, root)
        if tree is not None and len(ledger.findings) == found:
            spent = room - ledger.room
            self._kept[sheet.file] = _KeptTree(data, sheet.text, spent, tree)
            if self.cache is not None:
                self.cache.put(sheet.file, _written(data, spent, tree))
        else:
            self._kept.pop(sheet.file, None)
        return tree

    def save(self) -> None:
        """Write what the next command may find; what was not read now is forgotten."""
        if self.cache is not None:
            self.cache.forget_all_but(self._kept)
            self.cache.save()

    def _known(self, data: bytes, name: str, root: Path) -> _KeptTree | None:
        known = self._kept.get(name)
        if known is not None:
            return known if known.data == data else None
        written = None if self.cache is None else self.cache.find(name)
        if written is None or written["of"] != sha256(data).hexdigest():
            return None
        marks = iter(json.loads(written["marks"]))
        tree = _map(json.loads(written["tree"]), root, marks)
        text = data.decode("utf-8-sig")  # without a finding: nothing in it was hidden
        self._kept[name] = found = _KeptTree(data, text, written["spent"], tree)
        return found


def _written(data: bytes, spent: int, tree: Map) -> dict[str, Any]:
    """Return a tree as plain data: its values, and all its marks in one row."""
    return {
        "of": sha256(data).hexdigest(),
        "spent": spent,
        "tree": json.dumps(tree, ensure_ascii=False),
        "marks": json.dumps(list(_marks(tree))),
    }


def _marks(node: Tree) -> Iterator[list[int]]:
    """Yield the marks of each mapping and list, what holds others first."""
    yield node.marks
    for value in node.values() if isinstance(node, Map) else node:
        if isinstance(value, Map | Items):
            yield from _marks(value)


def _map(plain: dict[str, Any], path: Path, marks: Iterator[list[int]]) -> Map:
    found = Map(plain)
    found.path, found.marks = path, next(marks)
    for key, value in plain.items():
        if value.__class__ is dict:
            found[key] = _map(value, (*path, key), marks)
        elif value.__class__ is list:
            found[key] = _items(value, (*path, key), marks)
    return found


def _items(plain: list[Any], path: Path, marks: Iterator[list[int]]) -> Items:
    found = Items(plain)
    found.path, found.marks = path, next(marks)
    for at, value in enumerate(plain):
        if value.__class__ is dict:
            found[at] = _map(value, (*path, at), marks)
        elif value.__class__ is list:
            found[at] = _items(value, (*path, at), marks)
    return found

"""Trees of files that did not change between two readings: read once, used again.

Whoever reads a handbook at every key that is pressed keeps them. A tree is used again
only for the very same bytes under the same name, and only if reading them wrote no
finding: so what is read is the same with kept trees and without.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from katch_protocols.files.yaml_nodes import Map
from katch_protocols.findings import Path

__all__ = ["KeptTrees"]


class _KeptTree(NamedTuple):
    data: bytes
    text: str
    spent: int
    tree: Map


@dataclass
class KeptTrees:
    """The tree of each file by its name, as it was read last."""

    _kept: dict[str, _KeptTree] = field(default_factory=dict)

    def load(self, data: bytes, sheet: SourceFile, root: Path) -> Map | None:
        """Read the bytes of one file, as ``yaml_loader.load``, unless they are known.

        Args:
            data: The whole file.
            sheet: Takes the findings and the text of the file.
            root: The path of what the file holds.
        """
        known = self._kept.get(sheet.file)
        ledger = sheet.ledger
        if known is not None and known.data == data and ledger.room >= known.spent:
            sheet.text = known.text
            ledger.room -= known.spent
            return known.tree
        room, found = ledger.room, len(ledger.findings)
        tree = load(data, sheet, root)
        if tree is not None and len(ledger.findings) == found:
            spent = room - ledger.room
            self._kept[sheet.file] = _KeptTree(data, sheet.text, spent, tree)
        else:
            self._kept.pop(sheet.file, None)
        return tree

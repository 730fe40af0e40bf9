"""Reading a handbook many times, where only one of its files differs each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from unittest.mock import patch

from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.read import Reading, read_texts
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from katch_protocols.files.yaml_nodes import Map
from katch_protocols.findings import Path

__all__ = ["Loaded"]


@dataclass(frozen=True)
class _Clean:
    """What the loader made of a file in which it found nothing wrong."""

    tree: Map
    text: str
    spent: int


class Loaded:
    """Keeps what the loader makes of a file that is met a second time.

    A file in which the loader finds something wrong is loaded anew each time.
    """

    def __init__(self) -> None:
        self._met: set[tuple[bytes, Path]] = set()
        self._clean: dict[tuple[bytes, Path], _Clean] = {}

    def read(self, texts: Mapping[str, str]) -> Reading:
        """Read a handbook as ``read_texts`` does."""
        with patch("katch_protocols.files.read.load", self._load):
            return read_texts(texts)

    def _load(self, data: bytes, sheet: SourceFile, root: Path) -> Map | None:
        ledger = sheet.ledger
        known = self._clean.get((data, root))
        if known is not None and known.spent <= ledger.room:
            sheet.text = known.text
            ledger.room -= known.spent
            return known.tree
        before = len(ledger.findings), len(ledger.incomplete), ledger.room
        tree = load(data, sheet, root)
        after = len(ledger.findings), len(ledger.incomplete)
        if (data, root) not in self._met:
            self._met.add((data, root))
        elif tree is not None and after == before[:2]:
            spent = before[2] - ledger.room
            self._clean[data, root] = _Clean(tree, sheet.text, spent)
        return tree

    def changed(self) -> list[Path]:
        """Return the roots of kept files that have changed since they were loaded."""
        return [
            root
            for (data, root), known in self._clean.items()
            if load(data, SourceFile("", Diagnostics()), root) != known.tree
        ]

"""Reading a handbook many times, where only one of its files differs each time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.file_kinds import HandbookFile, named
from katch_protocols.files.kept_trees import KeptTrees
from katch_protocols.files.read import Reading, _Assembly, nothing_beside, read_texts
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import Map

__all__ = ["Loaded"]

_Key = tuple[str, bytes, tuple[str, ...]]
"""The name of a file, what stands in it, and the languages known before it is read."""


@dataclass(frozen=True)
class _Clean:
    """What was made of a file in which nothing was wrong."""

    fields: dict[str, Any]
    tree: Map
    spent: int
    languages: tuple[str, ...]


class Loaded:
    """Keeps what is made of a file that is met a second time.

    A file in which something is wrong is read anew each time.
    """

    def __init__(self) -> None:
        self._met: set[_Key] = set()
        self._clean: dict[_Key, _Clean] = {}

    def read(self, texts: Mapping[str, str]) -> Reading:
        """Read a handbook as ``read_texts`` does."""
        kept, met = self._clean, self._met

        class Once(_Assembly):
            """Takes what is kept of a file, and keeps what may be met again."""

            made: tuple[dict[str, Any], Map] | None = None

            def take(self, file: str, data: bytes) -> None:
                key = file, data, self.languages
                known, ledger, name = kept.get(key), self.ledger, named(file)
                if known is not None and name is not None:
                    ledger.room -= known.spent
                    self.languages = known.languages
                    sheet = SourceFile(file, ledger, self.languages)
                    self._keep(name, known.fields, known.tree, sheet)
                    return
                before = len(ledger.findings), len(ledger.incomplete), ledger.room
                self.made = None
                super().take(file, data)
                after = len(ledger.findings), len(ledger.incomplete)
                if key not in met:
                    met.add(key)
                elif self.made is not None and after == before[:2]:
                    spent = before[2] - ledger.room
                    kept[key] = _Clean(*self.made, spent, self.languages)

            def _keep(
                self,
                name: HandbookFile,
                found: dict[str, Any],
                tree: Map,
                sheet: SourceFile,
            ) -> None:
                self.made = found, tree
                super()._keep(name, found, tree, sheet)

        with patch("katch_protocols.files.read._Assembly", Once):
            return read_texts(texts)

    def changed(self) -> list[str]:
        """Return the names of kept files that have changed since they were read."""
        return [
            file
            for (file, data, languages), known in self._clean.items()
            if _made(file, data, languages) != (known.fields, known.tree)
        ]


def _made(
    file: str, data: bytes, languages: tuple[str, ...]
) -> tuple[dict[str, Any], Map] | None:
    """Return what is made of a file that is read alone."""
    found: list[tuple[dict[str, Any], Map]] = []

    class Alone(_Assembly):
        def _keep(
            self, _: HandbookFile, found_: dict[str, Any], tree: Map, __: SourceFile
        ) -> None:
            found.append((found_, tree))

    Alone(Diagnostics(), nothing_beside, KeptTrees(), languages=languages).take(
        file, data
    )
    return found[0] if found else None

"""A large log in parts of whole cases, in memory or in files of this run.

The part of a case follows from its keyed hash; a case that another one opened stands
in the part of the first, for by when it must be taken up follows from there. So memory
holds one part at a time, however long the log is, and each can be answered anywhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_files import (
    joined,
    read_pieces,
    some_rows,
    write_piece,
)
from katch_protocols.evidence.logs.coded_rows import MISSING, CodedRows
from katch_protocols.evidence.logs.run_folder import RunFolder

__all__ = ["LogParts", "PartsInFolder", "PartsInMemory", "parted"]


class LogParts(Protocol):
    """The parts of a log."""

    def __len__(self) -> int: ...

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        ...


@dataclass(frozen=True, eq=False)
class PartsInMemory:
    """A log that is one part."""

    whole: CodedRows = field(repr=False)

    def __len__(self) -> int:
        return 1

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        del number
        return self.whole


@dataclass(frozen=True, eq=False)
class PartsInFolder:
    """Parts in files of a folder that is gone with them."""

    folder: RunFolder = field(repr=False)
    names: tuple[str, ...]
    count: int
    prefix: str

    def __len__(self) -> int:
        return self.count

    def path(self, number: int) -> Path:
        """Return the file of a part."""
        return self.folder.path / f"{self.prefix}-{number}"

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part."""
        path = self.path(number)
        if not path.exists():
            return joined((), self.names)
        with path.open("rb") as file:
            return joined(list(read_pieces(file)), self.names)

    def take(self, rows: CodedRows, parts: NDArray[np.int64]) -> None:
        """Put rows into the files of their parts."""
        if not len(rows):
            return
        order = np.argsort(parts, kind="stable")
        numbers, firsts = np.unique(parts[order], return_index=True)
        for number, places in zip(
            numbers.tolist(), np.split(order, firsts[1:]), strict=True
        ):
            with self.path(number).open("ab") as file:
                write_piece(some_rows(rows, places), file)


def parted(
    chunks: Iterable[CodedRows],
    names: Sequence[str],
    count: int,
    columns: tuple[str, str | None],
) -> PartsInFolder:
    """Put rows into so many parts; ``columns`` hold the case, and who opened it."""
    case, opener = columns
    folder = RunFolder()
    first = PartsInFolder(folder, tuple(names), count, "part")
    openers: dict[str, str] = {}
    for rows in chunks:
        first.take(rows, _parts(rows, case, count, {}))
        if opener is not None:
            for one, two in _openers(rows, case, opener):
                openers.setdefault(one, two)
    if not openers:
        return first
    again = PartsInFolder(folder, tuple(names), count, "family")
    roots = {each: _root(each, openers) for each in openers}
    for number in range(count):
        rows = first.rows(number)
        if len(rows):
            again.take(rows, _parts(rows, case, count, roots))
        first.path(number).unlink(missing_ok=True)
    return again


def _parts(
    rows: CodedRows, case: str, count: int, roots: Mapping[str, str]
) -> NDArray[np.int64]:
    """Return the part of each row; those without a case are in the first."""
    column = rows.columns[case]
    texts = (roots.get(text, text) for text in column.texts)
    found = [int(text[1:9], 16) * count >> 32 for text in texts]
    return np.array([*found, 0], np.int64)[column.codes]


def _openers(rows: CodedRows, case: str, opener: str) -> Iterator[tuple[str, str]]:
    """Yield each case that another one opened, with that one."""
    cases, openers = rows.columns[case], rows.columns[opener]
    told = (openers.codes != MISSING) & (cases.codes != MISSING)
    pairs = np.stack([cases.codes[told], openers.codes[told]])
    for one, two in np.unique(pairs, axis=1).T.tolist():
        yield cases.texts[one], openers.texts[two]


def _root(case: str, openers: Mapping[str, str]) -> str:
    """Return the case with which the openings begin; of a ring the least."""
    way: dict[str, None] = {}
    while case in openers and case not in way:
        way[case] = None
        case = openers[case]
    if case not in way:
        return case
    seen = list(way)
    return min(seen[seen.index(case) :])

"""The rows of a log as columns of codes: each text is kept once.

Millions of rows take a few bytes each so; a row can be had back as it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.events import instant_of_micros
from katch_protocols.evidence.logs.tables import LogRow

__all__ = [
    "MISSING",
    "NO_TIME",
    "CodedColumn",
    "CodedRows",
    "RowCoder",
    "Texts",
    "Times",
    "combined",
]

MISSING = -1
"""The code of a cell that is empty."""

NO_TIME = int(np.iinfo(np.int64).min)
"""Of a cell that holds no instant."""


_ROOM = 2**62
_TABLE = 2**22
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Texts:
    """A part of a column: codes, and the texts that they stand for."""

    codes: NDArray[np.int32]
    texts: Sequence[str]


@dataclass(frozen=True, eq=False)
class Times:
    """A part of a column of instants that a file holds as such, all of them in UTC.

    ``micros`` are microseconds since 1970; the least number is an empty cell.
    """

    micros: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CodedColumn:
    """A column: the code of each cell, and the texts; ``micros`` where a file has them.

    A cell of the least number there, or without any, is a text or empty.
    """

    codes: NDArray[np.int32]
    texts: Sequence[str]
    micros: NDArray[np.int64] | None = None

    def text(self, row: int) -> str:
        """Return a cell as text; empty where there is none."""
        if self.micros is not None and self.micros[row] != NO_TIME:
            at = instant_of_micros(int(self.micros[row]))
            return at.astimezone(UTC).isoformat()
        code = int(self.codes[row])
        return "" if code == MISSING else self.texts[code]


@dataclass(frozen=True, eq=False)
class CodedRows:
    """Rows: their columns by name, the file of each, and its number there."""

    columns: Mapping[str, CodedColumn]
    files: NDArray[np.int32]
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str | None) -> CodedColumn | None:
        """Return a column; ``None`` where the mapping names none."""
        return None if name is None else self.columns.get(name)

    def rows(self, places: Iterable[int]) -> Iterator[tuple[int, LogRow]]:
        """Yield rows as they were, each with the number of its file."""
        for place in places:
            texts = ((name, each.text(place)) for name, each in self.columns.items())
            cells = {name: text for name, text in texts if text}
            yield int(self.files[place]), LogRow(int(self.numbers[place]), cells)


@dataclass
class _Column:
    known: dict[str, int] = field(default_factory=dict)
    parts: list[NDArray[np.int32]] = field(default_factory=list)
    times: dict[int, NDArray[np.int64]] = field(default_factory=dict)

    def whole(self) -> CodedColumn:
        codes = _joined(self.parts, np.dtype(np.int32))
        if not self.times:
            return CodedColumn(codes, list(self.known))
        micros = np.full(len(codes), NO_TIME, np.int64)
        first = 0
        for number, part in enumerate(self.parts):
            if number in self.times:
                micros[first : first + len(part)] = self.times[number]
            first += len(part)
        return CodedColumn(codes, list(self.known), micros)


class RowCoder:
    """Takes rows in, one by one or a whole part at once, and gives columns back."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self.wanted = tuple(wanted)
        self._columns = {name: _Column() for name in wanted}
        self._files: list[NDArray[np.int32]] = []
        self._numbers: list[NDArray[np.int64]] = []

    def take_rows(self, file: int, rows: Iterable[LogRow]) -> None:
        """Take in rows as they come; what was taken stays where a file breaks off."""
        numbers: list[int] = []
        columns = [
            (name, column.known, list[int]()) for name, column in self._columns.items()
        ]
        try:
            for row in rows:
                cells = row.cells
                for name, known, codes in columns:
                    text = cells.get(name)
                    if text is None:
                        codes.append(MISSING)
                    else:
                        codes.append(known.setdefault(text, len(known)))
                numbers.append(row.row)
        finally:
            for name, _, codes in columns:
                self._columns[name].parts.append(
                    np.array(codes[: len(numbers)], np.int32)
                )
            self._files.append(np.full(len(numbers), file, np.int32))
            self._numbers.append(np.array(numbers, np.int64))

    def take_part(
        self, file: int, first: int, count: int, part: Mapping[str, Texts | Times]
    ) -> None:
        """Take in rows at once, the first of which has the number ``first``."""
        for name, column in self._columns.items():
            found = part[name]
            if isinstance(found, Times):
                column.times[len(column.parts)] = found.micros
                column.parts.append(np.full(count, MISSING, np.int32))
                continue
            known = column.known
            codes = np.array(
                [
                    known.setdefault(text, len(known)) if text else MISSING
                    for text in found.texts
                ]
                + [MISSING],
                np.int32,
            )
            # The code of an empty cell is the last one.
            column.parts.append(codes[found.codes])
        self._files.append(np.full(count, file, np.int32))
        self._numbers.append(np.arange(first, first + count, dtype=np.int64))

    def done(self) -> CodedRows:
        """Return everything that was taken in."""
        columns = {name: each.whole() for name, each in self._columns.items()}
        files = _joined(self._files, np.dtype(np.int32))
        numbers = _joined(self._numbers, np.dtype(np.int64))
        return CodedRows(columns, files, numbers)


def _joined(
    parts: Sequence[NDArray[_Number]], kind: np.dtype[_Number]
) -> NDArray[_Number]:
    return np.concatenate(parts) if parts else np.empty(0, kind)


def combined(
    keys: Sequence[NDArray[np.integer[Any]]], sizes: Sequence[int]
) -> tuple[NDArray[np.int64], list[list[int]]]:
    """Number the different rows of some columns, each of numbers below its size."""
    room = prod(max(size, 1) for size in sizes)
    if room > _ROOM:
        columns, found = np.unique(np.stack(keys), axis=1, return_inverse=True)
        return found.ravel().astype(np.int64), columns.T.tolist()
    whole = np.zeros(len(keys[0]), np.int64)
    for key, size in zip(keys, sizes, strict=True):
        whole = whole * max(size, 1) + key
    if room > _TABLE:
        different, found = np.unique(whole, return_inverse=True)
    else:
        seen = np.zeros(room, np.bool_)
        seen[whole] = True
        different = np.flatnonzero(seen)
        found = (np.cumsum(seen) - 1)[whole]
    parts = []
    for size in reversed(sizes):
        parts.append(different % max(size, 1))
        different = different // max(size, 1)
    return found.astype(np.int64), np.stack(parts[::-1]).T.tolist()

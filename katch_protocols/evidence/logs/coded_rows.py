"""The rows of a log as columns of codes: each text is kept once.

Millions of rows take a few bytes each so; a row can be had back as it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.events import instant_of_micros
from katch_protocols.evidence.logs.tables import SIMULATED, LogRow

__all__ = [
    "MISSING",
    "NO_TIME",
    "Clean",
    "CodedColumn",
    "CodedRows",
    "InstantCells",
    "RowCoder",
    "TextCells",
]

MISSING = -1
"""The code of a cell that is empty."""

NO_TIME = int(np.iinfo(np.int64).min)
"""Of a cell that holds no instant."""


class Clean(Protocol):
    """Says what is kept of a text, and raises where nothing may be kept."""

    def clean(self, column: str, text: str, row: int, /) -> str:
        """Return what is kept of a text, by its column and row."""
        ...

    def every(self, column: str, texts: Sequence[str], /) -> list[str]:
        """Return what is kept of many different texts; no row is named."""
        ...


_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class TextCells:
    """A part of a column: codes, and the texts that they stand for."""

    codes: NDArray[np.int32]
    texts: Sequence[str]


@dataclass(frozen=True, eq=False)
class InstantCells:
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

    @property
    def is_simulated(self) -> bool:
        """Whether a row says that its case is made up."""
        column = self.columns.get(SIMULATED)
        return column is not None and SIMULATED in column.texts

    def rows(self, places: Iterable[int]) -> Iterator[tuple[int, LogRow]]:
        """Yield rows as they were, each with the number of its file."""
        for place in places:
            texts = ((name, each.text(place)) for name, each in self.columns.items())
            cells = {name: text for name, text in texts if text}
            yield int(self.files[place]), LogRow(int(self.numbers[place]), cells)


class _Cleaned:
    """What is kept of the texts of a part; the next has the same texts often."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.found: dict[int, str] = {}


@dataclass
class _GrowingColumn:
    name: str
    clean: Clean
    known: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    parts: list[NDArray[np.int32]] = field(default_factory=list)
    times: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    _last: tuple["_Cleaned", NDArray[np.int32]] | None = None

    def code(self, text: str, row: int) -> int:
        """Return the code of a text that was not seen before."""
        clean = self.clean.clean(self.name, text, row)
        found = self.known[text] = self.texts.setdefault(clean, len(self.texts))
        return found

    def part(self, cells: TextCells, cleaned: "_Cleaned", first: int) -> None:
        """Take in a part of which the first row has the number ``first``."""
        codes, texts = cells.codes, cells.texts
        used = np.zeros(len(texts) + 1, np.bool_)
        used[codes] = True
        # The code of an empty cell is the last one.
        used[-1] = False
        if self._last is None or self._last[0] is not cleaned:
            self._last = cleaned, np.full(len(texts) + 1, MISSING, np.int32)
        meant = self._last[1]
        numbers = np.flatnonzero(used & (meant == MISSING)).tolist()
        numbers = [number for number in numbers if texts[number]]
        new = [number for number in numbers if number not in cleaned.found]
        cleaned.found.update(zip(new, self._clean(cells, new, first), strict=True))
        places, found = self.texts, cleaned.found
        meant[numbers] = [places.setdefault(found[n], len(places)) for n in numbers]
        self.parts.append(meant[codes])

    def _clean(self, cells: TextCells, numbers: list[int], first: int) -> list[str]:
        try:
            return self.clean.every(self.name, [cells.texts[n] for n in numbers])
        except LogError:
            # Only then it matters where each first stands.
            for number in numbers:
                row = first + int(np.argmax(cells.codes == number))
                self.clean.clean(self.name, cells.texts[number], row)
            raise

    def whole(self) -> CodedColumn:
        codes = _joined(self.parts, np.dtype(np.int32))
        if not self.times:
            return CodedColumn(codes, list(self.texts))
        micros = np.full(len(codes), NO_TIME, np.int64)
        first = 0
        for number, part in enumerate(self.parts):
            if number in self.times:
                micros[first : first + len(part)] = self.times[number]
            first += len(part)
        return CodedColumn(codes, list(self.texts), micros)


class RowCoder:
    """Takes rows in, one by one or a whole part at once, and gives columns back.

    ``clean`` says what is kept of a text; it is asked once a text.
    """

    def __init__(self, wanted: Sequence[str], clean: Clean) -> None:
        self.wanted, self._clean = tuple(wanted), clean
        self._cleaned: dict[str, _Cleaned] = {}
        self._begin()

    def _begin(self) -> None:
        names = self.wanted
        self._columns = {name: _GrowingColumn(name, self._clean) for name in names}
        self._files: list[NDArray[np.int32]] = []
        self._numbers: list[NDArray[np.int64]] = []

    def __len__(self) -> int:
        return sum(map(len, self._numbers))

    def take_rows(self, file: int, rows: Iterable[LogRow]) -> int:
        """Take in rows as they come; return how many.

        What was taken stays where a file breaks off.
        """
        numbers: list[int] = []
        columns = [
            (name, column.known, column.code, list[int]())
            for name, column in self._columns.items()
        ]
        try:
            for row in rows:
                cells = row.cells
                for name, known, find, codes in columns:
                    text = cells.get(name)
                    if text is None:
                        codes.append(MISSING)
                        continue
                    code = known.get(text)
                    codes.append(find(text, row.row) if code is None else code)
                numbers.append(row.row)
        finally:
            for name, _, _, codes in columns:
                self._columns[name].parts.append(
                    np.array(codes[: len(numbers)], np.int32)
                )
            self._files.append(np.full(len(numbers), file, np.int32))
            self._numbers.append(np.array(numbers, np.int64))
        return len(numbers)

    def take_part(
        self,
        file: int,
        first: int,
        count: int,
        part: Mapping[str, TextCells | InstantCells],
    ) -> None:
        """Take in rows at once, the first of which has the number ``first``.

        A column that is not there is empty.
        """
        for name, column in self._columns.items():
            found = part.get(name)
            if found is None:
                column.parts.append(np.full(count, MISSING, np.int32))
                continue
            if isinstance(found, InstantCells):
                column.times[len(column.parts)] = found.micros
                column.parts.append(np.full(count, MISSING, np.int32))
                continue
            cleaned = self._cleaned.get(name)
            if cleaned is None or cleaned.texts is not found.texts:
                cleaned = self._cleaned[name] = _Cleaned(found.texts)
            column.part(found, cleaned, first)
        self._files.append(np.full(count, file, np.int32))
        self._numbers.append(np.arange(first, first + count, dtype=np.int64))

    def done(self) -> CodedRows:
        """Return everything that was taken in, and begin anew."""
        columns = {name: each.whole() for name, each in self._columns.items()}
        files = _joined(self._files, np.dtype(np.int32))
        numbers = _joined(self._numbers, np.dtype(np.int64))
        self._begin()
        return CodedRows(columns, files, numbers)


def _joined(
    parts: Sequence[NDArray[_Number]], kind: np.dtype[_Number]
) -> NDArray[_Number]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, kind)

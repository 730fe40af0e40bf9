"""Rows taken in, one by one or a part at once, and given back as columns of codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.case_keys import CaseKeys, each_once
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    CodedColumn,
    CodedRows,
    all_missing,
)
from katch_protocols.evidence.logs.combining import seen
from katch_protocols.evidence.logs.events import NO_TIME
from katch_protocols.evidence.logs.hashing import KEY_BYTES
from katch_protocols.evidence.logs.row_places import RowPlaces
from katch_protocols.evidence.logs.tables import LogRow

__all__ = ["Clean", "InstantCells", "RowCoder", "TextCells"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Clean(Protocol):
    """Says what is kept of a text, and raises where nothing may be kept."""

    def clean(self, column: str, text: str, row: int, /) -> str:
        """Return what is kept of a text, by its column and row."""
        ...

    def every(self, column: str, texts: Sequence[str], /) -> list[str]:
        """Return what is kept of many different texts; no row is named."""
        ...

    def case(self, column: str, text: str, row: int, /) -> bytes:
        """Return the key of a case, by its column and row."""
        ...

    def cases(self, column: str, texts: Sequence[str], /, *, are_plain: bool) -> bytes:
        """Return the keys of many cases, one after another; no row is named."""
        ...


_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class TextCells:
    """A part of a column: codes, and the texts that they stand for.

    The next part may have the same texts, and more behind them. ``are_plain``: nothing
    of them has to be looked at, see ``hashing.are_plain``.
    """

    codes: Ints
    texts: Sequence[str]
    are_plain: bool = False


@dataclass(frozen=True, eq=False)
class InstantCells:
    """A part of a column of instants that a file holds as such, all of them in UTC.

    ``micros`` are microseconds since 1970; the least number is an empty cell.
    """

    micros: Longs


@dataclass
class _Cleaned:
    """What is kept of the texts of the last part; the next one has the same often."""

    texts: Sequence[str] = ()
    known: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    found: NDArray[Any] = field(default_factory=lambda: np.zeros(0, np.object_))

    def heed(self, texts: Sequence[str], kind: np.dtype[Any]) -> None:
        """Go on with texts, or begin with others."""
        if self.texts is not texts:
            self.texts = texts
            self.known, self.found = np.zeros(0, np.bool_), np.empty(0, kind)
        more = len(texts) - len(self.known)
        if more:
            self.known = np.append(self.known, np.zeros(more, np.bool_))
            self.found = np.append(self.found, np.empty(more, kind))


@dataclass
class _Growing:
    """A column to which parts are added; of a text that it knows it has the code."""

    name: str
    clean: Clean
    cleaned: _Cleaned
    known: dict[str, int] = field(default_factory=dict)
    parts: list[Ints] = field(default_factory=list)
    _last: tuple[Sequence[str], Ints] = ((), np.empty(0, np.int32))

    KIND: ClassVar[np.dtype[Any]]

    def code(self, text: str, row: int) -> int:
        """Return the code of a text that was not seen before."""
        raise NotImplementedError

    def _kept(self, texts: Sequence[str], *, are_plain: bool) -> NDArray[Any]:
        """Return what is kept of texts."""
        raise NotImplementedError

    def _codes(self, kept: NDArray[Any]) -> Sequence[int] | Ints:
        """Return the codes of what is kept of different texts."""
        raise NotImplementedError

    def part(self, cells: TextCells, first: int) -> None:
        """Take in a part of which the first row has the number ``first``."""
        codes, texts = cells.codes, cells.texts
        meant = self._meant(texts)
        numbers = np.flatnonzero(seen(codes, len(texts)) & (meant[:-1] == MISSING))
        if not cells.are_plain:
            told = [bool(texts[number]) for number in numbers.tolist()]
            numbers = numbers[np.array(told, np.bool_)]
        if len(numbers):
            meant[numbers] = self._codes(self._clean(cells, numbers, first))
        is_same = bool((meant[:-1] == np.arange(len(texts))).all())
        self.parts.append(codes if is_same else meant.take(codes, mode="wrap"))

    def _meant(self, texts: Sequence[str]) -> Ints:
        """Return the code of each text, as far as it has one; last of an empty cell."""
        last, meant = self._last
        if last is not texts:
            meant = np.full(len(texts) + 1, MISSING, np.int32)
        elif len(meant) <= len(texts):
            more = np.full(len(texts) + 1 - len(meant), MISSING, np.int32)
            meant = np.append(meant, more)
        self._last = texts, meant
        return meant

    def _clean(self, cells: TextCells, numbers: Longs, first: int) -> NDArray[Any]:
        """Return what is kept of some texts of a part."""
        texts, cleaned = cells.texts, self.cleaned
        cleaned.heed(texts, self.KIND)
        new = numbers[~cleaned.known[numbers]]
        try:
            cleaned.found[new] = self._kept(
                [texts[n] for n in new.tolist()], are_plain=cells.are_plain
            )
        except LogError:
            # Only then it matters where each first stands.
            for number in new.tolist():
                row = first + int(np.argmax(cells.codes == number))
                self.clean.clean(self.name, texts[number], row)
            raise
        cleaned.known[new] = True
        return cleaned.found[numbers]


@dataclass
class _GrowingTexts(_Growing):
    KIND: ClassVar = np.dtype(np.object_)

    texts: dict[str, int] = field(default_factory=dict)
    times: dict[int, Longs] = field(default_factory=dict)

    def code(self, text: str, row: int) -> int:
        clean = self.clean.clean(self.name, text, row)
        found = self.known[text] = self.texts.setdefault(clean, len(self.texts))
        return found

    def _kept(self, texts: Sequence[str], *, are_plain: bool) -> NDArray[Any]:
        del are_plain
        return np.array(self.clean.every(self.name, texts), self.KIND)

    def _codes(self, kept: NDArray[Any]) -> Sequence[int]:
        places = self.texts
        return [places.setdefault(each, len(places)) for each in kept.tolist()]

    def instants(self, micros: Longs) -> None:
        """Take in a part of instants."""
        self.times[len(self.parts)] = micros
        self.parts.append(all_missing(len(micros)))

    def whole(self, count: int) -> CodedColumn:
        codes = all_missing(count)
        if self.texts:
            codes = _joined(self.parts, np.dtype(np.int32))
        if not self.times:
            return CodedColumn(codes, list(self.texts))
        every = [
            self.times[n] if n in self.times else np.full(len(part), NO_TIME)
            for n, part in enumerate(self.parts)
        ]
        return CodedColumn(codes, list(self.texts), _joined(every, np.dtype(np.int64)))


@dataclass
class _GrowingCases(_Growing):
    KIND: ClassVar = np.dtype((np.void, KEY_BYTES))

    keys: list[NDArray[Any]] = field(default_factory=list)
    count: int = 0

    def code(self, text: str, row: int) -> int:
        self._codes(self._of(self.clean.case(self.name, text, row)))
        found = self.known[text] = self.count - 1
        return found

    def _of(self, keys: bytes) -> NDArray[Any]:
        return np.frombuffer(keys, self.KIND)

    def _kept(self, texts: Sequence[str], *, are_plain: bool) -> NDArray[Any]:
        return self._of(self.clean.cases(self.name, texts, are_plain=are_plain))

    def _codes(self, kept: NDArray[Any]) -> Ints:
        self.keys.append(kept)
        first, self.count = self.count, self.count + len(kept)
        return np.arange(first, self.count, dtype=np.int32)

    def whole(self) -> tuple[Ints, CaseKeys]:
        codes = _joined(self.parts, np.dtype(np.int32))
        keys = _joined(self.keys, self.KIND)
        return each_once(codes, CaseKeys.of(keys.tobytes()))


class RowCoder:
    """Takes rows in, one by one or a whole part at once, and gives columns back.

    ``clean`` says what is kept of a text; it is asked once a text. ``case`` is the
    column that tells the case.
    """

    def __init__(self, wanted: Sequence[str], case: str, clean: Clean) -> None:
        self.wanted, self.case, self._clean = tuple(wanted), case, clean
        self._cleaned = {name: _Cleaned() for name in wanted}
        self._begin()

    def _begin(self) -> None:
        clean, cleaned = self._clean, self._cleaned
        self._cases = _GrowingCases(self.case, clean, cleaned[self.case])
        self._texts = {
            name: _GrowingTexts(name, clean, cleaned[name])
            for name in self.wanted
            if name != self.case
        }
        self._places: list[RowPlaces] = []

    def __len__(self) -> int:
        return sum(map(len, self._places))

    @property
    def _columns(self) -> Sequence[_Growing]:
        return (self._cases, *self._texts.values())

    def take_rows(self, file: int, rows: Iterable[LogRow]) -> int:
        """Take in rows as they come; return how many.

        What was taken stays where a file breaks off.
        """
        numbers: list[int] = []
        columns = [
            (each, each.name, each.known, each.code, list[int]())
            for each in self._columns
        ]
        try:
            for row in rows:
                cells = row.cells
                for _, name, known, find, codes in columns:
                    text = cells.get(name)
                    if text is None:
                        codes.append(MISSING)
                        continue
                    code = known.get(text)
                    codes.append(find(text, row.row) if code is None else code)
                numbers.append(row.row)
        finally:
            count = len(numbers)
            for column, *_, codes in columns:
                column.parts.append(np.array(codes[:count], np.int32))
            files, every = np.full(count, file, np.int32), np.array(numbers, np.int64)
            self._places.append(RowPlaces.of(files, every))
        return count

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
        for column in self._columns:
            match part.get(column.name):
                case TextCells() as cells:
                    column.part(cells, first)
                case InstantCells(micros) if isinstance(column, _GrowingTexts):
                    column.instants(micros)
                case _:
                    column.parts.append(all_missing(count))
        self._places.append(RowPlaces.run(file, first, count))

    def done(self) -> CodedRows:
        """Return everything that was taken in, and begin anew."""
        count = len(self)
        columns = {name: each.whole(count) for name, each in self._texts.items()}
        case, keys = self._cases.whole()
        places = RowPlaces.joined(self._places)
        self._begin()
        return CodedRows(self.case, case, keys, columns, places)


def _joined(
    parts: Sequence[NDArray[_Number]], kind: np.dtype[_Number]
) -> NDArray[_Number]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, kind)

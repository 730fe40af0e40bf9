"""Columns of codes that grow by a cell or by a part at once."""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.case_keys import CaseKeys, each_once
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    CodedColumn,
    all_missing,
)
from katch_protocols.evidence.logs.combining import are_same, seen
from katch_protocols.evidence.logs.dictionary_texts import DictionaryTexts
from katch_protocols.evidence.logs.events import NO_TIME
from katch_protocols.evidence.logs.joined_texts import JoinedTexts
from katch_protocols.evidence.logs.keyed_hashes import KEY_BYTES

__all__ = [
    "Clean",
    "Cleaned",
    "Growing",
    "GrowingCases",
    "GrowingTexts",
    "InstantCells",
    "TextCells",
]

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

    def cases(self, column: str, texts: Sequence[str], /) -> bytes:
        """Return the keys of many cases, one after another; no row is named."""
        ...

    def plain_cases(self, texts: JoinedTexts, /) -> bytes:
        """Return the keys of many cases of which nothing has to be looked at."""
        ...


_Number = TypeVar("_Number", bound=np.generic)


class TextCells(Struct, frozen=True, eq=False):
    """A part of a column.

    Attributes:
        codes: Of each cell which entry of a dictionary it is.
        numbers: Of each entry which text it is.
        texts: The next part may have the same ones, and more behind them.
    """

    codes: Ints
    numbers: Ints
    texts: DictionaryTexts


class InstantCells(Struct, frozen=True, eq=False):
    """A part of a column of instants that a file holds as such, all of them in UTC.

    ``micros`` are microseconds since 1970; the least number is an empty cell.
    """

    micros: Longs


class Cleaned(Struct):
    """What is kept of the texts of the last part; the next one has the same often."""

    texts: DictionaryTexts | None = None
    known: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    found: NDArray[Any] = field(default_factory=lambda: np.zeros(0, np.object_))

    def heed(self, texts: DictionaryTexts, kind: np.dtype[Any]) -> None:
        """Go on with texts, or begin with others."""
        if self.texts is not texts:
            self.texts = texts
            self.known, self.found = np.zeros(0, np.bool_), np.empty(0, kind)
        more = len(texts) - len(self.known)
        if more:
            self.known = np.append(self.known, np.zeros(more, np.bool_))
            self.found = np.append(self.found, np.empty(more, kind))


class Growing(Struct):
    """A column to which parts are added; of a text that it knows it has the code."""

    name: str
    clean: Clean
    cleaned: Cleaned
    known: dict[str, int] = field(default_factory=dict)
    parts: list[Ints] = field(default_factory=list)
    _last: tuple[DictionaryTexts | None, Ints] = (None, np.empty(0, np.int32))

    KIND: ClassVar[np.dtype[Any]]

    def code(self, text: str, row: int) -> int:
        """Return the code of a text that was not seen before."""
        raise NotImplementedError

    def _kept(self, texts: DictionaryTexts, numbers: Ints) -> NDArray[Any]:
        """Return what is kept of some texts."""
        raise NotImplementedError

    def _codes(self, kept: NDArray[Any]) -> Sequence[int] | Ints:
        """Return the codes of what is kept of different texts."""
        raise NotImplementedError

    def part(self, cells: TextCells, first: int) -> None:
        """Take in a part of which the first row has the number ``first``."""
        meant, entries = self._meant(cells.texts), _entries(cells)
        numbers = cells.numbers[entries]
        new = np.flatnonzero(meant[numbers] == MISSING)
        if not cells.texts.are_plain:
            told = [bool(text) for text in cells.texts.some(numbers[new])]
            new = new[np.array(told, np.bool_)]
        if len(new):
            kept = self._clean(cells, entries[new], first)
            meant[numbers[new]] = self._codes(kept)
        self.parts.append(_recoded(cells, entries, meant[numbers]))

    def _meant(self, texts: DictionaryTexts) -> Ints:
        """Return the code of each text, as far as it has one."""
        last, meant = self._last
        if last is not texts:
            meant = np.full(len(texts), MISSING, np.int32)
        elif len(meant) < len(texts):
            more = np.full(len(texts) - len(meant), MISSING, np.int32)
            meant = np.append(meant, more)
        self._last = texts, meant
        return meant

    def _clean(self, cells: TextCells, entries: Longs, first: int) -> NDArray[Any]:
        """Return what is kept of some entries of the dictionary of a part."""
        texts, cleaned = cells.texts, self.cleaned
        cleaned.heed(texts, self.KIND)
        numbers = cells.numbers[entries]
        is_new = ~cleaned.known[numbers]
        new = numbers[is_new]
        try:
            cleaned.found[new] = self._kept(texts, new)
        except LogError:
            # Only then it matters where each first stands.
            for entry, text in zip(
                entries[is_new].tolist(), texts.some(new), strict=True
            ):
                row = first + int(np.argmax(cells.codes == entry))
                self.clean.clean(self.name, text, row)
            raise
        cleaned.known[new] = True
        return cleaned.found[numbers]


class GrowingTexts(Growing):
    """A column of texts, or of instants that a file holds as such."""

    KIND: ClassVar = np.dtype(np.object_)

    texts: dict[str, int] = field(default_factory=dict)
    times: dict[int, Longs] = field(default_factory=dict)

    def code(self, text: str, row: int) -> int:
        """Return the code of a text that was not seen before."""
        clean = self.clean.clean(self.name, text, row)
        found = self.known[text] = self.texts.setdefault(clean, len(self.texts))
        return found

    def _kept(self, texts: DictionaryTexts, numbers: Ints) -> NDArray[Any]:
        return np.array(self.clean.every(self.name, texts.some(numbers)), self.KIND)

    def _codes(self, kept: NDArray[Any]) -> Sequence[int]:
        places = self.texts
        return [places.setdefault(each, len(places)) for each in kept.tolist()]

    def instants(self, micros: Longs) -> None:
        """Take in a part of instants."""
        self.times[len(self.parts)] = micros
        self.parts.append(all_missing(len(micros)))

    def whole(self, count: int) -> CodedColumn:
        """Return everything that was taken in, so many cells."""
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


class GrowingCases(Growing):
    """The column of the cases: of each a keyed hash is kept."""

    KIND: ClassVar = np.dtype((np.void, KEY_BYTES))

    keys: list[NDArray[Any]] = field(default_factory=list)
    count: int = 0

    def code(self, text: str, row: int) -> int:
        """Return the code of a text that was not seen before."""
        self._codes(self._of(self.clean.case(self.name, text, row)))
        found = self.known[text] = self.count - 1
        return found

    def _of(self, keys: bytes) -> NDArray[Any]:
        return np.frombuffer(keys, self.KIND)

    def _kept(self, texts: DictionaryTexts, numbers: Ints) -> NDArray[Any]:
        if texts.are_plain:
            return self._of(self.clean.plain_cases(texts.joined(numbers)))
        return self._of(self.clean.cases(self.name, texts.some(numbers)))

    def _codes(self, kept: NDArray[Any]) -> Ints:
        self.keys.append(kept)
        first, self.count = self.count, self.count + len(kept)
        return np.arange(first, self.count, dtype=np.int32)

    def whole(self) -> tuple[Ints, CaseKeys]:
        """Return the case of each row, and the keys of the cases."""
        codes = _joined(self.parts, np.dtype(np.int32))
        keys = _joined(self.keys, self.KIND)
        return each_once(codes, CaseKeys.of(keys.tobytes()))


def _entries(cells: TextCells) -> Longs:
    """Return which entries of its dictionary a part has."""
    return np.flatnonzero(seen(cells.codes, len(cells.numbers)))


def _recoded(cells: TextCells, entries: Longs, meant: Ints) -> Ints:
    """Return the cells of a part with the code that each of its entries has.

    Mostly it has a dictionary of its own, or the next of a dictionary.
    """
    codes = cells.codes
    if not len(entries):
        return codes
    if len(entries) == 1 and codes.min() > MISSING:
        return np.broadcast_to(meant.astype(np.int32), len(codes))
    further = meant - entries
    step = further[0]
    if (further == step).all() and (not step or codes.min() > MISSING):
        return codes + step.astype(np.int32) if step else codes
    table = np.full(len(cells.numbers) + 1, MISSING, np.int32)
    table[entries] = meant
    return table.take(codes, mode="wrap")


def _joined(
    parts: Sequence[NDArray[_Number]], kind: np.dtype[_Number]
) -> NDArray[_Number]:
    if len(parts) == 1:
        return parts[0]
    if all(map(are_same, parts)) and len({part[0] for part in parts}) == 1:
        return np.broadcast_to(parts[0][:1], sum(map(len, parts)))
    return np.concatenate(parts) if parts else np.empty(0, kind)

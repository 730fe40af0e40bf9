"""Rows of a log that tells its cases in any order, scattered into parts of whole cases.

Each row is written once, as a record of one size: the keyed hash of its case (16
bytes), where it stands (8), and of each column its instant (8) or the code of its text
(1, 2 or 4). The rows of a block stand by part, so a part is one span of each block;
when it is read, its rows are put together by their hashes. Texts are numbered once for
all blocks; what they would take above ``_ROOM`` stands beside the rows of a block.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.case_keys import (
    CaseKeys,
    begin_alike,
    key_begins,
    key_order,
    whole_key_order,
)
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    NO_TIME,
    CodedColumn,
    CodedRows,
    all_missing,
)
from katch_protocols.evidence.logs.hashing import KEY_BYTES
from katch_protocols.evidence.logs.row_places import RowPlaces
from katch_protocols.evidence.logs.run_file import RunFile, RunSpan
from katch_protocols.evidence.logs.sorting import order_by

__all__ = ["ScatteredParts"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Records = NDArray[Any]
Kind = np.dtype[Any]

_ROOM = 2**25
"""About so many bytes texts take that are numbered for all blocks."""

_BESIDE = 100
"""A text takes so many beside its letters."""

_OWN = -2
"""The codes of texts that stand beside the rows of a block: from here down."""

_BITS, _ROWS = 32, 40
"""The number of a row in its file has ``_ROWS`` bits in a record."""

_NEAR = 2**13

_KEY, _PLACE = "key", "place"
_LONG, _WHOLE = np.dtype("<i8"), np.dtype((np.void, KEY_BYTES))
_WIDTHS = tuple(map(np.dtype, ("<i1", "<i2", "<i4")))


@dataclass(frozen=True, eq=False)
class _Block:
    """Rows that were written at once, by part.

    Attributes:
        kind: What a record is.
        first: Where the records begin.
        bounds: (parts + 1,): with which record each part begins.
        texts: (parts + 1,): where the texts begin that stand beside each part.
    """

    kind: Kind
    first: int
    bounds: Ints
    texts: Longs | None

    def records(self, part: int) -> RunSpan:
        """Return where the records of a part stand."""
        begin, end = self.bounds[part : part + 2].tolist()
        size = self.kind.itemsize
        return RunSpan(self.first + begin * size, (end - begin) * size)

    def own(self, part: int) -> RunSpan:
        """Return where the texts stand beside a part."""
        if self.texts is None:
            return RunSpan(0, 0)
        begin, end = self.texts[part : part + 2].tolist()
        return RunSpan(begin, end - begin)


@dataclass(frozen=True, eq=False)
class _Cells:
    """A field of rows: its cells, or codes of what a table has; of -1 the last."""

    cells: NDArray[Any]
    table: NDArray[Any] | None = None

    @property
    def kind(self) -> Kind:
        """What a cell is."""
        return (self.cells if self.table is None else self.table).dtype

    def some(self, rows: slice) -> NDArray[Any]:
        """Return the cells of some rows."""
        found = self.cells[rows]
        if self.table is None:
            return found
        return self.table.take(found, mode="wrap")


class ScatteredParts:
    """So many parts by the keys of cases; a case of ``roots`` is in that of another.

    Rows without a case are in the first part. Parts without rows are left out.
    """

    def __init__(self, count: int, roots: Mapping[str, str]) -> None:
        self._count, self._roots, self._file = count, roots, RunFile()
        self._heading, self._blocks = "", list[_Block]()
        self._texts: dict[str, dict[str, int]] = {}
        self._kinds: dict[str, Kind] = {}
        self._room = _ROOM
        self._rooms = np.empty(0, np.uint8), np.empty(0, np.uint8)

    def take(self, rows: CodedRows) -> None:
        """Take rows in; those of a case stay in the order in which they were taken."""
        if not len(rows):
            return
        self._heading = rows.heading
        for name in rows.columns:
            self._texts.setdefault(name, {})
        keys = np.append(rows.keys.digests, np.zeros((1, KEY_BYTES), np.uint8), axis=0)
        cells = {
            _KEY: _Cells(rows.case, keys.view(_WHOLE)[:, 0]),
            _PLACE: _Cells(rows.places.packed(_ROWS)),
        }
        own = dict[str, list[str]]()
        for name, column in rows.columns.items():
            if column.micros is not None:
                cells[_time(name)] = _Cells(column.micros)
            if column.texts:
                table = self._table(name, column.texts, own)
                cells[_code(name)] = _Cells(column.codes, table)
        of_case = np.append(self._parts(rows), 0).astype(
            np.min_scalar_type(self._count)
        )
        parts = of_case.take(rows.case, mode="wrap")
        bounds = np.zeros(self._count + 1, np.int32)
        np.cumsum(np.bincount(parts, minlength=self._count), out=bounds[1:])
        records = self._sorted(cells, order_by(parts))
        for name in records.dtype.names or ():
            kind = records.dtype[name]
            last = self._kinds.get(name, kind)
            self._kinds[name] = max(last, kind, key=lambda each: each.itemsize)
        texts = self._own(records, bounds, own) if own else None
        span = self._file.add(lambda file: file.write(records.view(np.uint8).data))
        self._blocks.append(_Block(records.dtype, span.first, bounds, texts))

    def _sorted(self, cells: Mapping[str, _Cells], order: Longs) -> Records:
        """Return rows as records in some order, in the room of those before them."""
        kind = _kind({name: each.kind for name, each in cells.items()})
        size = len(order) * kind.itemsize
        if self._rooms[0].nbytes < size:
            self._rooms = np.empty(size, np.uint8), np.empty(size, np.uint8)
        found, records = (each[:size].view(kind) for each in self._rooms)
        for block in _blocks(len(order)):
            here = found[block]
            for name, each in cells.items():
                here[name] = each.some(block)
        return found.take(order, out=records, mode="wrap")

    def _parts(self, rows: CodedRows) -> Longs:
        """Return the part of each case."""
        found = rows.keys.parts(self._count)
        if self._roots:
            roots = (self._roots.get(text, text) for text in rows.keys.strings)
            firsts = [int(text[1:9], 16) * self._count >> _BITS for text in roots]
            found = np.array(firsts, np.int64)
        return found

    def _table(
        self, name: str, texts: Sequence[str], own: dict[str, list[str]]
    ) -> NDArray[Any]:
        """Return the code of each text; ``own`` gets those that stand beside rows."""
        known = self._texts[name]
        meant, beside = list[int](), list[str]()
        for text in texts:
            code = known.get(text)
            if code is None and self._room > 0:
                code = known[text] = len(known)
                self._room -= len(text) + _BESIDE
            elif code is None:
                code = _OWN - len(beside)
                beside.append(text)
            meant.append(code)
        width = next(each for each in _WIDTHS if len(known) <= np.iinfo(each).max)
        if beside:
            own[name], width = beside, _WIDTHS[-1]
        return np.array([*meant, MISSING], width)

    def _own(
        self, records: Records, bounds: Ints, own: Mapping[str, list[str]]
    ) -> Longs:
        """Write the texts that stand beside each part; number them in its records."""
        lines = list[bytes]()
        for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            told = {}
            for name, texts in own.items():
                codes = records[_code(name)][begin:end]
                mine = codes <= _OWN
                numbers, anew = np.unique(_OWN - codes[mine], return_inverse=True)
                codes[mine] = _OWN - anew
                told[name] = [texts[number] for number in numbers.tolist()]
            lines.append(json.dumps(told, ensure_ascii=False).encode())
        span = self._file.add(lambda file: file.write(b"".join(lines)))
        return span.first + np.cumsum([0, *map(len, lines)], dtype=np.int64)

    # Read ------------------------------------------------------------------------

    @cached_property
    def _filled(self) -> list[int]:
        """The parts that hold something; nothing more is taken in."""
        self._rooms = np.empty(0, np.uint8), np.empty(0, np.uint8)
        sizes = np.zeros(self._count, np.int64)
        for block in self._blocks:
            sizes += np.diff(block.bounds)
        found: list[int] = np.flatnonzero(sizes).tolist()
        return found

    def __len__(self) -> int:
        return len(self._filled)

    def rows(self, number: int) -> CodedRows:
        """Return the rows of a part, case by case."""
        records, texts = self._read(self._filled[number])
        every = _keys(records)
        cells = _taken(records, key_order(every.halves))
        keys = _keys(cells)
        begins = key_begins(keys.halves)
        if begin_alike(keys.halves, begins):
            # So many bits are alike hardly ever.
            cells = _taken(records, whole_key_order(every.halves))
            keys = _keys(cells)
            begins = key_begins(keys.halves)
        keys = keys.some(np.flatnonzero(begins))
        case = np.cumsum(begins, dtype=np.int32)
        case -= 1
        if not keys.digests[0].any():
            # Rows without a case have this key: it is the least.
            case -= 1
            keys = keys.some(slice(1, None))
        columns = {
            name: _column(cells, name, [*known, *texts.get(name, ())])
            for name, known in self._texts.items()
        }
        places = RowPlaces.unpacked(cells[_PLACE], _ROWS)
        return CodedRows(self._heading, case, keys, columns, places)

    def _read(self, part: int) -> tuple[Records, Mapping[str, Mapping[str, int]]]:
        """Return the records of a part, and of columns the texts that stand beside."""
        sizes = [int(np.diff(each.bounds[part : part + 2])[0]) for each in self._blocks]
        whole, first = np.empty(sum(sizes), _kind(self._kinds)), 0
        texts: dict[str, dict[str, int]] = {}
        for block, size in zip(self._blocks, sizes, strict=True):
            here = whole[first : first + size]
            first += size
            if block.kind == whole.dtype:
                self._file.read_into(block.records(part), here)
            else:
                some = np.empty(size, block.kind)
                self._file.read_into(block.records(part), some)
                _widen(some, here)
            own = block.own(part)
            told = json.loads(bytes(self._file.read(own))) if own.size else {}
            for name, beside in told.items():
                known, more = len(self._texts[name]), texts.setdefault(name, {})
                anew = [known + more.setdefault(text, len(more)) for text in beside]
                codes = here[_code(name)]
                mine = codes <= _OWN
                codes[mine] = np.array(anew, np.int32)[_OWN - codes[mine]]
        return whole, texts


def _code(name: str) -> str:
    return f"code {name}"


def _time(name: str) -> str:
    return f"time {name}"


def _kind(kinds: Mapping[str, Kind]) -> Kind:
    """Return what a record of some fields is: each begins at a multiple of its size."""
    names = sorted(kinds, key=lambda name: (-kinds[name].itemsize, name))
    sizes = [kinds[name].itemsize for name in names]
    places = np.cumsum([0, *sizes]).tolist()
    return np.dtype(
        {
            "names": names,
            "formats": [kinds[name] for name in names],
            "offsets": places[:-1],
            "itemsize": -(-places[-1] // _LONG.itemsize) * _LONG.itemsize,
        }
    )


def _taken(records: Records, order: Longs) -> Mapping[str, NDArray[Any]]:
    """Return the fields of records in some order, codes in 32 bits."""
    found = {
        name: np.empty(len(order), np.int32 if kind in _WIDTHS else kind)
        for name in records.dtype.names or ()
        for kind in (records.dtype[name],)
    }
    for block in _blocks(len(order)):
        here = records.take(order[block])
        for name, cells in found.items():
            cells[block] = here[name]
    return found


def _blocks(count: int) -> Iterator[slice]:
    """Yield spans of rows whose records stay near the processor."""
    for first in range(0, count, _NEAR):
        yield slice(first, first + _NEAR)


def _widen(some: Records, here: Records) -> None:
    """Put records where there is room for more fields, or wider ones."""
    for name in here.dtype.names or ():
        if name in (some.dtype.names or ()):
            here[name] = some[name]
        else:
            here[name] = NO_TIME if here.dtype[name] == _LONG else MISSING


def _keys(cells: Records | Mapping[str, NDArray[Any]]) -> CaseKeys:
    """Return the key of each record."""
    keys = np.ascontiguousarray(cells[_KEY])
    return CaseKeys(keys.view(np.uint8).reshape(-1, KEY_BYTES))


def _column(
    cells: Mapping[str, NDArray[Any]], name: str, texts: list[str]
) -> CodedColumn:
    micros, codes = cells.get(_time(name)), cells.get(_code(name))
    if codes is None:
        return CodedColumn(all_missing(len(cells[_PLACE])), (), micros)
    return CodedColumn(codes, texts, micros).trimmed()

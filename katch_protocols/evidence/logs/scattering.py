"""Rows of a log that tells its cases in any order, scattered into parts of whole cases.

Each row is written once, as a record of one size: the keyed hash of its case (16
bytes), where it stands (8), and of each column its instant (8) or the code of its text
(1, 2 or 4). The rows of a block stand by part, so a part is one span of each block;
when it is read, its rows are put together by their hashes. Texts are numbered once for
all blocks; what they would take above ``_ROOM`` stands beside the rows of a block.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
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
    CodedColumn,
    CodedRows,
    all_missing,
)
from katch_protocols.evidence.logs.keyed_hashes import KEY_BYTES
from katch_protocols.evidence.logs.row_places import RowPlaces
from katch_protocols.evidence.logs.row_records import (
    CODES,
    Kind,
    RecordCells,
    RecordRoom,
    Records,
    fields_in_order,
    record_kind,
    widen,
)
from katch_protocols.evidence.logs.run_file import RunFile, RunSpan
from katch_protocols.evidence.logs.sorting import order_by

__all__ = ["ScatteredParts"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

_ROOM = 2**25
"""About so many bytes texts take that are numbered for all blocks."""

_BESIDE = 100
"""A text takes so many beside its letters."""

_OWN = -2
"""The codes of texts that stand beside the rows of a block: from here down."""

_BITS, _ROWS = 32, 40
"""The number of a row in its file has ``_ROWS`` bits in a record."""

_KEY, _PLACE = "key", "place"
_WHOLE = np.dtype((np.void, KEY_BYTES))


class _Block(Struct, frozen=True, eq=False):
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
        self._held = RecordRoom()

    def take(self, rows: CodedRows) -> None:
        """Take rows in; those of a case stay in the order in which they were taken."""
        if not len(rows):
            return
        self._heading = rows.heading
        for name in rows.columns:
            self._texts.setdefault(name, {})
        keys = np.append(rows.keys.digests, np.zeros((1, KEY_BYTES), np.uint8), axis=0)
        cells = {
            _KEY: RecordCells(rows.case, keys.view(_WHOLE)[:, 0]),
            _PLACE: RecordCells(rows.places.packed(_ROWS)),
        }
        own = dict[str, list[str]]()
        for name, column in rows.columns.items():
            if column.micros is not None:
                cells[_time(name)] = RecordCells(column.micros)
            if column.texts:
                table = self._table(name, column.texts, own)
                cells[_code(name)] = RecordCells(column.codes, table)
        of_case = np.append(self._parts(rows), 0).astype(
            np.min_scalar_type(self._count)
        )
        parts = of_case.take(rows.case, mode="wrap")
        bounds = np.zeros(self._count + 1, np.int32)
        np.cumsum(np.bincount(parts, minlength=self._count), out=bounds[1:])
        records = self._held.records(cells, order_by(parts))
        for name in records.dtype.names or ():
            kind = records.dtype[name]
            last = self._kinds.get(name, kind)
            self._kinds[name] = max(last, kind, key=lambda each: each.itemsize)
        texts = self._own(records, bounds, own) if own else None
        span = self._file.add([records.view(np.uint8).data])
        self._blocks.append(_Block(records.dtype, span.first, bounds, texts))

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
        width = next(each for each in CODES if len(known) <= np.iinfo(each).max)
        if beside:
            own[name], width = beside, CODES[-1]
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
        span = self._file.add(lines)
        return span.first + np.cumsum([0, *map(len, lines)], dtype=np.int64)

    # Read ------------------------------------------------------------------------

    @cached_property
    def _filled(self) -> list[int]:
        """The parts that hold something; nothing more is taken in."""
        self._held = RecordRoom()
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
        cells = fields_in_order(records, key_order(every.halves))
        keys = _keys(cells)
        begins = key_begins(keys.halves)
        if begin_alike(keys.halves, begins):
            # So many bits are alike hardly ever.
            cells = fields_in_order(records, whole_key_order(every.halves))
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
        whole, first = np.empty(sum(sizes), record_kind(self._kinds)), 0
        texts: dict[str, dict[str, int]] = {}
        for block, size in zip(self._blocks, sizes, strict=True):
            here = whole[first : first + size]
            first += size
            if block.kind == whole.dtype:
                self._file.read_into(block.records(part), here)
            else:
                some = np.empty(size, block.kind)
                self._file.read_into(block.records(part), some)
                widen(some, here)
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

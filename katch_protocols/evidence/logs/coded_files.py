"""Coded rows as bytes, and several put together to one.

A piece is how long its head is, in 8 bytes, its head in JSON (how many rows, of how
many cases, the texts of each column, how wide its codes are), then the arrays one after
another, little-endian, as loops read them: the keys of the cases and the case of each
row; of each column its codes, unless no cell holds a text, and its microseconds, if it
has them; then where the rows stand, by runs.
"""

import json
import os
from collections.abc import Iterator, Sequence
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.case_keys import CaseKeys, joined_keys
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    CodedColumn,
    CodedRows,
    all_missing,
)
from katch_protocols.evidence.logs.combining import are_same
from katch_protocols.evidence.logs.events import NO_TIME
from katch_protocols.evidence.logs.keyed_hashes import KEY_BYTES
from katch_protocols.evidence.logs.row_places import RowPlaces
from katch_protocols.evidence.logs.tables import UnreadError

__all__ = ["STEP", "joined", "mapped", "read_pieces", "written"]

_WIDTHS = ("<i1", "<i2", "<i4")
STEP = 8
"""Each array begins at a multiple of so many bytes."""


def written(rows: CodedRows) -> list[bytes | memoryview]:
    """Return coded rows as a piece: what is to be written, one after another."""
    head = dict[str, Any]()
    keys, places = rows.keys, rows.places
    arrays: list[NDArray[Any]] = [keys.digests, rows.case.astype("<i4", copy=False)]
    for name, column in rows.columns.items():
        width, has_times = _width(len(column.texts)), column.micros is not None
        same = are_same(column.codes)
        head[name] = {
            "texts": list(column.texts),
            "codes": width,
            "same": same,
            "times": has_times,
        }
        if column.texts:
            codes = column.codes[:1] if same else column.codes
            arrays.append(codes.astype(width, copy=False))
        if column.micros is not None:
            arrays.append(column.micros.astype("<i8", copy=False))
    arrays += [places.starts.astype("<i8"), places.files.astype("<i4")]
    arrays.append(places.numbers.astype("<i8"))
    told = {
        "rows": len(rows),
        "heading": rows.heading,
        "cases": len(keys),
        "runs": len(places.starts),
        "columns": head,
    }
    line = json.dumps(told, ensure_ascii=False).encode()
    line += b" " * (-len(line) % STEP)
    found: list[bytes | memoryview] = [len(line).to_bytes(STEP, "little"), line]
    for each in arrays:
        found += np.ascontiguousarray(each).data, b"\0" * (-each.nbytes % STEP)
    return found


def _width(texts: int) -> str:
    return next(each for each in _WIDTHS if texts <= np.iinfo(each).max)


def mapped(path: Path) -> memoryview:
    """Return the bytes of a file, read where they are looked at; it may be empty.

    They can be written to as well, which the file does not see.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return memoryview(b"")
        return memoryview(mmap(file.fileno(), 0, access=ACCESS_COPY))


def read_pieces(whole: memoryview) -> Iterator[CodedRows]:
    """Yield what was written.

    Raises:
        UnreadError: It is something else.
    """
    place = 0
    while place < len(whole):
        try:
            first = place + STEP
            last = first + int.from_bytes(whole[place:first], "little")
            arrays = _Arrays(whole, last)
            yield _piece(json.loads(bytes(whole[first:last])), arrays)
            place = arrays.place
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise UnreadError(0, "broken-file") from None


class _Arrays:
    """The arrays of a piece, one after another."""

    def __init__(self, whole: memoryview, place: int) -> None:
        self._whole, self.place = whole, place

    def next(self, count: int, width: str) -> NDArray[Any]:
        kind = np.dtype(width)
        found = np.frombuffer(self._whole, kind, count, self.place)
        self.place += -(-count * kind.itemsize // STEP) * STEP
        return found

    def codes(self, count: int, width: str, most: int) -> NDArray[np.int32]:
        """Return codes below ``most``."""
        if width not in _WIDTHS:
            raise ValueError
        found = self.next(count, width)
        if count and not MISSING <= found.min() <= found.max() < most:
            raise ValueError
        return found


def _piece(head: dict[str, Any], arrays: _Arrays) -> CodedRows:
    count, cases, columns = int(head["rows"]), int(head["cases"]), {}
    keys = CaseKeys(arrays.next(cases * KEY_BYTES, "u1").reshape(-1, KEY_BYTES))
    case = arrays.codes(count, "<i4", cases)
    for name, each in head["columns"].items():
        texts = [str(text) for text in each["texts"]]
        codes = all_missing(count)
        if texts:
            same = bool(each["same"])
            codes = arrays.codes(1 if same else count, each["codes"], len(texts))
            codes = np.broadcast_to(codes, count) if same else codes
        micros = arrays.next(count, "<i8") if each["times"] else None
        columns[name] = CodedColumn(codes, texts, micros)
    runs = int(head["runs"])
    starts, files = arrays.next(runs, "<i8"), arrays.next(runs, "<i4")
    places = RowPlaces(count, starts, files, arrays.next(runs, "<i8"))
    return CodedRows(str(head["heading"]), case, keys, columns, places)


def joined(pieces: Sequence[CodedRows]) -> CodedRows:
    """Put pieces of one log together; there is one at least."""
    first = pieces[0]
    if len(pieces) == 1:
        return first
    case, keys = joined_keys(
        [each.case for each in pieces], [each.keys for each in pieces]
    )
    columns = {
        name: _joined([piece.columns[name] for piece in pieces])
        for name in first.columns
    }
    places = RowPlaces.joined([piece.places for piece in pieces])
    return CodedRows(first.heading, case, keys, columns, places)


def _joined(columns: Sequence[CodedColumn]) -> CodedColumn:
    known: dict[str, int] = {}
    codes, micros = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    for each in columns:
        meant = [known.setdefault(text, len(known)) for text in each.texts]
        codes.append(np.array([*meant, MISSING], np.int32)[each.codes])
        times = each.micros
        micros.append(np.full(len(each.codes), NO_TIME) if times is None else times)
    has_times = any(each.micros is not None for each in columns)
    return CodedColumn(
        np.concatenate(codes),
        list(known),
        np.concatenate(micros) if has_times else None,
    )

"""Coded rows as bytes, parts of them, and several put together to one.

A piece is one line of JSON (how many rows, the texts of each column, how wide its codes
are), then the arrays one after another, little-endian: of each column its codes and, if
it has them, microseconds; then the number of the file of each row, and of the row.
"""

import json
from collections.abc import Iterator, Sequence
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    NO_TIME,
    CodedColumn,
    CodedRows,
)
from katch_protocols.evidence.logs.tables import UnreadError

__all__ = ["joined", "read_pieces", "some_rows", "write_piece"]

_LONGEST = 2**30
_WIDTHS = ("<i1", "<i2", "<i4")


def write_piece(rows: CodedRows, file: IO[bytes]) -> None:
    """Write coded rows."""
    head, arrays = {}, list[NDArray[Any]]()
    for name, column in rows.columns.items():
        width = _width(len(column.texts))
        has_times = column.micros is not None
        head[name] = {"texts": list(column.texts), "codes": width, "times": has_times}
        arrays.append(column.codes.astype(width))
        if column.micros is not None:
            arrays.append(column.micros.astype("<i8"))
    arrays += [rows.files.astype("<i4"), rows.numbers.astype("<i8")]
    line = json.dumps({"rows": len(rows), "columns": head}, ensure_ascii=False)
    file.write(line.encode() + b"\n")
    for each in arrays:
        file.write(each.tobytes())


def _width(texts: int) -> str:
    return next(each for each in _WIDTHS if texts <= np.iinfo(each).max)


def read_pieces(file: IO[bytes]) -> Iterator[CodedRows]:
    """Yield what was written.

    Raises:
        UnreadError: It is something else.
    """
    while line := file.readline(_LONGEST):
        try:
            yield _piece(json.loads(line), file)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise UnreadError(0, "broken-file") from None


def _piece(head: dict[str, Any], file: IO[bytes]) -> CodedRows:
    count, columns = int(head["rows"]), {}
    for name, each in head["columns"].items():
        texts = [str(text) for text in each["texts"]]
        if each["codes"] not in _WIDTHS:
            raise ValueError
        codes = _array(file, count, each["codes"]).astype(np.int32)
        if count and not MISSING <= codes.min() <= codes.max() < len(texts):
            raise ValueError
        micros = _array(file, count, "<i8") if each["times"] else None
        columns[name] = CodedColumn(codes, texts, micros)
    files, numbers = _array(file, count, "<i4"), _array(file, count, "<i8")
    return CodedRows(columns, files.astype(np.int32), numbers.astype(np.int64))


def _array(file: IO[bytes], count: int, width: str) -> NDArray[Any]:
    kind = np.dtype(width)
    found = np.frombuffer(file.read(count * kind.itemsize), kind)
    if len(found) != count:
        raise ValueError
    return found


def some_rows(rows: CodedRows, places: NDArray[np.int64]) -> CodedRows:
    """Return some rows, with no other texts than theirs."""
    columns = {name: _some(each, places) for name, each in rows.columns.items()}
    return CodedRows(columns, rows.files[places], rows.numbers[places])


def _some(column: CodedColumn, places: NDArray[np.int64]) -> CodedColumn:
    codes = column.codes[places]
    used = np.zeros(len(column.texts) + 1, np.bool_)
    used[codes] = True
    used[-1] = False
    anew = np.full(len(used), MISSING, np.int32)
    kept = np.flatnonzero(used)
    anew[kept] = np.arange(len(kept))
    texts = [column.texts[each] for each in kept.tolist()]
    micros = None if column.micros is None else column.micros[places]
    return CodedColumn(anew[codes], texts, micros)


def joined(pieces: Sequence[CodedRows], names: Sequence[str]) -> CodedRows:
    """Put pieces together; ``names`` are the columns that each of them has."""
    if len(pieces) == 1:
        return pieces[0]
    empty = np.empty(0, np.int32)
    columns = {
        name: _joined([piece.columns[name] for piece in pieces]) for name in names
    }
    files = np.concatenate([empty, *(piece.files for piece in pieces)])
    numbers = [piece.numbers for piece in pieces]
    return CodedRows(
        columns,
        files.astype(np.int32),
        np.concatenate([np.empty(0, np.int64), *numbers]),
    )


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

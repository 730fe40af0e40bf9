"""Parquet, by pyarrow: only the columns that the mapping names are ever loaded."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from katch_protocols.errors import MissingExtraError
from katch_protocols.evidence.logs.coded_rows import (
    NO_TIME,
    InstantCells,
    RowCoder,
    TextCells,
)
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.tables import LogRow, UnreadError, require_columns

__all__ = ["code_parquet", "count_parquet", "read_parquet", "write_parquet"]

_ROWS = 65_536
_MANY_ROWS = 1_048_576


def read_parquet(path: Path, wanted: tuple[str, ...]) -> Iterator[LogRow]:
    """Yield the rows of a file.

    Raises:
        LogError: It lacks a column.
        MissingExtraError: ``katch-protocols[evidence]`` is not installed.
        UnreadError: It is no Parquet, or is broken.
    """
    try:
        # Lazy: an extra.
        import pyarrow as pa  # noqa: PLC0415 - see above
        import pyarrow.parquet as pq  # noqa: PLC0415 - see above
    except ImportError:
        raise MissingExtraError("evidence", "parquet") from None
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            known = tuple(file.schema_arrow.names)
            columns = require_columns(path.name, wanted, known)
            for batch in file.iter_batches(_ROWS, columns=list(columns)):
                for row in batch.to_pylist():
                    number += 1
                    cells = {name: _text(each) for name, each in row.items()}
                    yield LogRow(number, {k: v for k, v in cells.items() if v})
    except (pa.ArrowException, UnicodeDecodeError):
        raise UnreadError(number + 1, "broken-file") from None
    except OSError:
        raise UnreadError(0, "not-readable") from None


def count_parquet(path: Path) -> int:
    """Return how many rows a file has; none where it cannot be read.

    Raises:
        MissingExtraError: ``katch-protocols[evidence]`` is not installed.
    """
    try:
        # Lazy: an extra.
        import pyarrow as pa  # noqa: PLC0415 - see above
        import pyarrow.parquet as pq  # noqa: PLC0415 - see above
    except ImportError:
        raise MissingExtraError("evidence", "parquet") from None
    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def code_parquet(path: Path, file: int, coder: RowCoder, clock: LogClock) -> None:
    """Take in a file as codes: texts come as dictionaries, instants as numbers.

    Raises:
        LogError: It lacks a column, or a local time came twice.
        MissingExtraError: ``katch-protocols[evidence]`` is not installed.
        UnreadError: It is no Parquet, or is broken.
    """
    try:
        # Lazy: an extra.
        import pyarrow as pa  # noqa: PLC0415 - see above
        import pyarrow.parquet as pq  # noqa: PLC0415 - see above
    except ImportError:
        raise MissingExtraError("evidence", "parquet") from None
    number, wanted = 0, coder.wanted
    try:
        with pq.ParquetFile(path, read_dictionary=list(wanted)) as opened:
            require_columns(path.name, wanted, tuple(opened.schema_arrow.names))
            for batch in opened.iter_batches(_MANY_ROWS, columns=list(wanted)):
                part = {
                    name: _coded(column, pa, clock)
                    for name, column in zip(batch.schema.names, batch, strict=True)
                }
                coder.take_part(file, number + 1, len(batch), part)
                number += len(batch)
    except (pa.ArrowException, UnicodeDecodeError):
        raise UnreadError(number + 1, "broken-file") from None
    except OSError:
        raise UnreadError(0, "not-readable") from None


def _coded(column: Any, pa: Any, clock: LogClock) -> TextCells | InstantCells:  # noqa: ANN401 - pyarrow has no types
    """Return a column of a batch as codes, or as instants."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.unit != "ns":
        whole = column.cast(pa.timestamp("us", kind.tz)).cast(pa.int64())
        empty = np.asarray(whole.is_null())
        found = np.asarray(whole.fill_null(0)).astype(np.int64)
        if kind.tz is None:
            found[~empty] = clock.of_locals(found[~empty])
        else:
            found = found.copy()
        found[empty] = NO_TIME
        return InstantCells(found)
    if not pa.types.is_dictionary(kind):
        if not pa.types.is_string(kind):
            texts = pa.array([_text(each) for each in column.to_pylist()], pa.string())
            column = texts
        column = column.dictionary_encode()
    codes = np.asarray(column.indices.fill_null(-1)).astype(np.int32)
    return TextCells(codes, [_text(each) for each in column.dictionary.to_pylist()])


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.isoformat()
        case list():
            return ";".join(_text(each) for each in value)
        case bytes():
            return value.decode()
        case _:
            return str(value).strip()


def write_parquet(rows: list[dict[str, Any]], path: Path) -> None:
    """Write rows, marked as restricted in the metadata of the file.

    Raises:
        MissingExtraError: ``katch-protocols[evidence]`` is not installed.
    """
    try:
        # Lazy: an extra.
        import pyarrow as pa  # noqa: PLC0415 - see above
        import pyarrow.parquet as pq  # noqa: PLC0415 - see above
    except ImportError:
        raise MissingExtraError("evidence", "parquet") from None
    table = pa.Table.from_pylist(rows)
    marked = {"audience": "restricted"}
    pq.write_table(table.replace_schema_metadata(marked), path)

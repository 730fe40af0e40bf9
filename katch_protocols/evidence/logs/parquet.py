"""Parquet, by pyarrow: only the columns that the mapping names are ever loaded."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from katch_protocols.errors import MissingExtraError
from katch_protocols.evidence.logs.tables import LogRow, UnreadError, require_columns

__all__ = ["read_parquet", "write_parquet"]

_ROWS = 65_536


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
            require_columns(path.name, wanted, tuple(file.schema_arrow.names))
            for batch in file.iter_batches(_ROWS, columns=list(wanted)):
                for row in batch.to_pylist():
                    number += 1
                    cells = {name: _text(each) for name, each in row.items()}
                    yield LogRow(number, {k: v for k, v in cells.items() if v})
    except (pa.ArrowException, UnicodeDecodeError):
        raise UnreadError(number + 1, "broken-file") from None
    except OSError:
        raise UnreadError(0, "not-readable") from None


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

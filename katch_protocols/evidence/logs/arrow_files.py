"""Parquet and CSV, by pyarrow: only columns that the mapping names are ever loaded."""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from katch_protocols.errors import MissingExtraError
from katch_protocols.evidence.logs.arrow_columns import (
    columns_of,
    places_in,
    with_dated,
)
from katch_protocols.evidence.logs.dictionary_texts import text_of
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.known_texts import KnownTexts
from katch_protocols.evidence.logs.row_coder import RowCoder
from katch_protocols.evidence.logs.tables import LogRow, UnreadError, require_columns

__all__ = [
    "NotPlainError",
    "code_csv",
    "code_parquet",
    "count_parquet",
    "read_parquet",
    "release_memory",
    "write_parquet",
]

_ROWS = 65_536
_MANY_ROWS = 400_000
_BLOCK = 2**24


def read_parquet(path: Path, wanted: tuple[str, ...] | None) -> Iterator[LogRow]:
    """Yield the rows of a file, with the columns that are wanted; ``None``: all.

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
            asked = known if wanted is None else wanted
            columns = require_columns(path.name, asked, known)
            for batch in file.iter_batches(_ROWS, columns=list(columns)):
                for row in with_dated(batch).to_pylist():
                    cells = {name: text_of(each) for name, each in row.items()}
                    number += 1
                    yield LogRow(number, {k: v for k, v in cells.items() if v})
    except (pa.ArrowException, UnicodeDecodeError, OverflowError):
        raise UnreadError(number + 1, "broken-file") from None
    except OSError as error:
        raise _unread(error, number + 1) from None


def _unread(error: OSError, row: int) -> UnreadError:
    """Return what could not be read: pyarrow says so too of a page that is broken."""
    if error.errno is None:
        return UnreadError(row, "broken-file")
    return UnreadError(0, "not-readable")


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


def release_memory() -> None:
    """Give back the memory that reading files has kept for more of them.

    That is a row group's; the answers of a log in parts need it.
    """
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()


class NotPlainError(Exception):
    """A file of separated values that only the reader row by row can tell of."""


def code_parquet(
    path: Path, file: int, coder: RowCoder, clock: LogClock, *, ahead: bool = False
) -> Iterator[None]:
    """Take in a file as codes: texts come as dictionaries, instants as numbers.

    Yields after each part of it. ``ahead``: a thread reads the next part meanwhile.

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
    number = 0
    try:
        schema = pq.read_schema(path)
        columns = list(require_columns(path.name, coder.wanted, tuple(schema.names)))
        # A column of lists or of structures has none.
        kinds = [(name, schema.field(name).type) for name in columns]
        flat = [name for name, kind in kinds if not pa.types.is_nested(kind)]
        texts = KnownTexts(places_in, pa.concat_arrays)
        with pq.ParquetFile(path, read_dictionary=flat, pre_buffer=False) as opened:
            batches = _batches(opened, columns)
            for batch in _read_ahead(batches) if ahead else batches:
                dated, place = with_dated(batch), (clock, number + 1)
                part = columns_of(dated, place, texts, coder.case)
                coder.take_part(file, number + 1, len(batch), part)
                number += len(batch)
                yield
    except (pa.ArrowException, UnicodeDecodeError, OverflowError):
        raise UnreadError(number + 1, "broken-file") from None
    except OSError as error:
        raise _unread(error, number + 1) from None


def _read_ahead(batches: Iterator[Any]) -> Iterator[Any]:
    """Yield batches; while one is taken in, a thread reads the next.

    A second processor makes that a tenth quicker; both together work a little more.
    """
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _batches(opened: Any, columns: Sequence[str]) -> Iterator[Any]:  # noqa: ANN401 - pyarrow has no types
    """Yield a file of Parquet in batches of about as many rows.

    None has rows of a large row group and of the next: dictionaries end with theirs.
    """
    sizes = [
        opened.metadata.row_group(number).num_rows
        for number in range(opened.num_row_groups)
    ]
    first = 0
    while first < len(sizes):
        after, rows = first + 1, sizes[first]
        while after < len(sizes) and rows + sizes[after] <= _MANY_ROWS:
            rows += sizes[after]
            after += 1
        each = -(-rows // max(1, -(-rows // _MANY_ROWS)))
        yield from opened.iter_batches(
            max(each, 1), row_groups=range(first, after), columns=columns
        )
        first = after


def code_csv(
    path: Path,
    file: int,
    coder: RowCoder,
    clock: LogClock,
    shape: tuple[str, Sequence[str], Collection[str]],
) -> Iterator[None]:
    """Take in a file of separated values as codes; yields after each part of it.

    ``shape`` is what parts its cells, its heading, and which columns are times.

    Raises:
        LogError: It lacks a column, or a local time came twice.
        NotPlainError: A row is broken, or may be an empty line, or pyarrow is not
            installed. What was taken in stays.
    """
    try:
        # Lazy: an extra.
        import pyarrow as pa  # noqa: PLC0415 - see above
        import pyarrow.compute  # noqa: PLC0415 - see above
        from pyarrow import csv  # noqa: PLC0415 - see above
    except ImportError:
        raise NotPlainError from None
    delimiter, head, times = shape
    number = 0
    wanted = require_columns(path.name, coder.wanted, tuple(head))
    coded, texts = (
        pa.dictionary(pa.int32(), pa.string()),
        KnownTexts(places_in, pa.concat_arrays),
    )
    try:
        reader = csv.open_csv(
            path,
            csv.ReadOptions(column_names=list(head), skip_rows=1, block_size=_BLOCK),
            csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            csv.ConvertOptions(
                include_columns=list(wanted),
                column_types={
                    name: pa.string() if name in times else coded for name in wanted
                },
                strings_can_be_null=False,
            ),
        )
        for batch in reader:
            if _has_an_empty_row(batch, coder.case):
                raise NotPlainError
            part = columns_of(batch, (clock, number + 2), texts, coder.case, times)
            coder.take_part(file, number + 2, len(batch), part)
            number += len(batch)
            yield
    except (pa.ArrowException, UnicodeDecodeError, OSError):
        raise NotPlainError from None


def _has_an_empty_row(batch: Any, case: str) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Tell whether nothing that is wanted stands in a row: an empty line is no row."""
    from pyarrow import compute  # noqa: PLC0415 - an extra, which is there by now

    cells = batch.column(case)
    empty = cells.dictionary.index("").as_py()
    if empty < 0:
        return False
    rows = batch.filter(compute.equal(cells.indices, empty)).to_pylist()
    return not all(any(row.values()) for row in rows)


def write_parquet(
    rows: list[dict[str, Any]], path: Path, more: Mapping[str, str] | None = None
) -> None:
    """Write rows, marked as restricted in the metadata of the file; ``more`` beside it.

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
    marked = {"audience": "restricted", **(more or {})}
    pq.write_table(table.replace_schema_metadata(marked), path)

"""Parquet and CSV, by pyarrow: only columns that the mapping names are ever loaded."""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.errors import LogError, MissingExtraError
from katch_protocols.evidence.logs.coded_rows import MISSING, NO_TIME
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.known_texts import KnownTexts, text_of
from katch_protocols.evidence.logs.row_coder import (
    InstantCells,
    RowCoder,
    TextCells,
)
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
_DAY = 10


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
                for row in batch.to_pylist():
                    number += 1
                    cells = {name: text_of(each) for name, each in row.items()}
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
    path: Path, file: int, coder: RowCoder, clock: LogClock
) -> Iterator[None]:
    """Take in a file as codes: texts come as dictionaries, instants as numbers.

    Yields after each part of it.

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
        known = tuple(pq.read_schema(path).names)
        columns = list(require_columns(path.name, coder.wanted, known))
        texts = KnownTexts(_places, pa.concat_arrays)
        with pq.ParquetFile(path, read_dictionary=columns, pre_buffer=False) as opened:
            for batch in opened.iter_batches(_MANY_ROWS, columns=columns):
                part = _part(batch, pa, (clock, number + 1), texts, coder.case)
                coder.take_part(file, number + 1, len(batch), part)
                number += len(batch)
                yield
    except (pa.ArrowException, UnicodeDecodeError):
        raise UnreadError(number + 1, "broken-file") from None
    except OSError:
        raise UnreadError(0, "not-readable") from None


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
        NotPlainError: A row is broken, or pyarrow is not installed. What was taken in
            stays.
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
        KnownTexts(_places, pa.concat_arrays),
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
            part = _part(batch, pa, (clock, number + 2), texts, coder.case, times)
            coder.take_part(file, number + 2, len(batch), part)
            number += len(batch)
            yield
    except (pa.ArrowException, UnicodeDecodeError, OSError):
        raise NotPlainError from None


def _part(  # noqa: PLR0913, PLR0917 - what is read, and how
    batch: Any,  # noqa: ANN401 - pyarrow has no types
    pa: Any,  # noqa: ANN401 - as above
    clock: tuple[LogClock, int],
    texts: KnownTexts,
    case: str,
    times: Collection[str] = (),
) -> dict[str, TextCells | InstantCells]:
    """Return the columns of a batch; beside the clock stands which row is its first."""
    found = {}
    for name, column in zip(batch.schema.names, batch, strict=True):
        cells = _timed(column, pa) if name in times else column
        instants = None if name == case else _instants(cells, pa, *clock)
        found[name] = instants or _texts(name, cells, pa, texts)
    return found


def _timed(column: Any, pa: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return texts as instants where each is one, else as they are."""
    lengths = pa.compute.utf8_length(column)
    if not len(column) or pa.compute.min(lengths).as_py() <= _DAY:
        # A day alone is any instant of it.
        return column
    for kind in (pa.timestamp("us", "UTC"), pa.timestamp("us")):
        try:
            return column.cast(kind)
        except pa.ArrowException:
            continue
    return column


def _instants(
    column: Any,  # noqa: ANN401 - pyarrow has no types
    pa: Any,  # noqa: ANN401 - as above
    clock: LogClock,
    first: int,
) -> InstantCells | None:
    """Return a column of a batch as instants; ``None`` where it holds none.

    Raises:
        LogError: A local time came twice; with its row: ``first`` is that of the batch.
    """
    kind = column.type
    if not pa.types.is_timestamp(kind) or kind.unit == "ns":
        return None
    whole = column.cast(pa.timestamp("us", kind.tz)).cast(pa.int64())
    if kind.tz is not None and not whole.null_count:
        return InstantCells(np.asarray(whole))
    empty = np.asarray(whole.is_null())
    found = np.asarray(whole.fill_null(0)).astype(np.int64)
    if kind.tz is None:
        try:
            found[~empty] = clock.of_locals(found[~empty])
        except LogError as error:
            told = np.flatnonzero(~empty)
            row = first + int(told[_first_refused(clock, found[told])])
            raise LogError(error.code, **error.facts, row=str(row)) from None
    found[empty] = NO_TIME
    return InstantCells(found)


def _first_refused(clock: LogClock, local: NDArray[np.int64]) -> int:
    """Return which of some local times is the first that a clock refuses."""
    low, high = 0, len(local) - 1
    while low < high:
        middle = (low + high) // 2
        try:
            clock.of_locals(local[low : middle + 1])
        except LogError:
            high = middle
        else:
            low = middle + 1
    return low


def _places(texts: Any, known: Any) -> NDArray[np.int32]:  # noqa: ANN401 - pyarrow has no types
    """Return of each text where it stands among others; -1: it does not."""
    # Lazy: most logs need it late, or never.
    import pyarrow.compute as pc  # noqa: PLC0415 - see above

    return np.asarray(pc.index_in(texts, value_set=known).fill_null(MISSING))


def _texts(name: str, column: Any, pa: Any, texts: KnownTexts) -> TextCells:  # noqa: ANN401 - pyarrow has no types
    """Return a column of a batch as codes."""
    kind = column.type
    if not pa.types.is_dictionary(kind):
        if not pa.types.is_string(kind):
            column = pa.array(
                [text_of(each) for each in column.to_pylist()], pa.string()
            )
        column = column.dictionary_encode()
    indices = column.indices
    codes = np.asarray(indices.fill_null(-1) if indices.null_count else indices)
    return texts.cells(name, codes.astype(np.int32, copy=False), column.dictionary)


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

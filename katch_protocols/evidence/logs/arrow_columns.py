"""Columns of Arrow as codes and as instants."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.coded_rows import MISSING
from katch_protocols.evidence.logs.dictionary_texts import text_of
from katch_protocols.evidence.logs.events import NO_TIME
from katch_protocols.evidence.logs.growing_columns import InstantCells, TextCells
from katch_protocols.evidence.logs.instants import DATED, LogClock, only_dated
from katch_protocols.evidence.logs.known_texts import KnownTexts

__all__ = ["columns_of", "places_in", "with_dated"]

_DAY = 10
_SECONDS_OF_DAY = 86_400
_MICROS = 1_000_000
_OF_SECOND = {"s": 1, "ms": 1_000, "us": _MICROS, "ns": 1_000_000_000}


def with_dated(batch: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return a batch whose instants and days are of years that a log can mean.

    Others become empty: no calendar has them. Instants become whole microseconds.
    """
    # Lazy: an extra; whoever has a batch has it.
    import pyarrow as pa  # noqa: PLC0415 - see above
    import pyarrow.compute  # noqa: PLC0415 - see above

    columns = [_dated(each, pa) for each in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _dated(column: Any, pa: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    kind = column.type
    is_instant = pa.types.is_timestamp(kind)
    if is_instant or pa.types.is_date64(kind):
        share = _OF_SECOND[kind.unit if is_instant else "ms"]
        first, last = (each // _MICROS * share for each in DATED)
        day, numbers = _SECONDS_OF_DAY * share, column.view(pa.int64())
    elif pa.types.is_date32(kind):
        first, last = (each // _MICROS // _SECONDS_OF_DAY for each in DATED)
        day, numbers = 1, column.view(pa.int32())
    else:
        return column
    if numbers.null_count:
        numbers = numbers.fill_null(0)
    found = np.asarray(numbers)
    # Local times may be a day apart; of each it is asked exactly later.
    first, last = first - day, min(last + day, np.iinfo(np.int64).max)
    if not first <= found.min(initial=0) <= found.max(initial=0) <= last:
        kept = (found >= first) & (found <= last)
        column = pa.compute.if_else(pa.array(kept), column, pa.scalar(None, kind))
    if not is_instant:
        return column
    zone = None if kind.tz is None else "UTC"
    return column.cast(pa.timestamp("us", zone), safe=False)


def columns_of(
    batch: Any,  # noqa: ANN401 - pyarrow has no types
    clock: tuple[LogClock, int],
    texts: KnownTexts,
    case: str,
    times: Collection[str] = (),
) -> dict[str, TextCells | InstantCells]:
    """Return the columns of a batch; beside the clock stands which row is its first.

    ``case`` is the column of the cases, ``times`` are texts that may be instants.
    """
    # Lazy: an extra; whoever has a batch has it.
    import pyarrow as pa  # noqa: PLC0415 - see above
    import pyarrow.compute  # noqa: PLC0415 - see above

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
    if not pa.types.is_timestamp(kind):
        return None
    whole = column.cast(pa.timestamp("us", kind.tz)).cast(pa.int64())
    if kind.tz is not None and not whole.null_count:
        return InstantCells(only_dated(np.asarray(whole)))
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
    return InstantCells(only_dated(found))


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


def places_in(texts: Any, known: Any) -> NDArray[np.int32]:  # noqa: ANN401 - pyarrow has no types
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

"""Rows as records of one size: a field a column, codes as narrow as they can be.

A file and a processor go through records as they stand; columns of a part that is put
in another order are gathered from them a row at a time.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_rows import MISSING
from katch_protocols.evidence.logs.events import NO_TIME

__all__ = [
    "CODES",
    "Kind",
    "RecordCells",
    "RecordRoom",
    "Records",
    "fields_in_order",
    "record_kind",
    "widen",
]

Longs = NDArray[np.int64]
Records: TypeAlias = NDArray[Any]
Kind: TypeAlias = np.dtype[Any]

CODES = tuple(map(np.dtype, ("<i1", "<i2", "<i4")))
"""What codes can be, the narrowest first."""

_LONG = np.dtype("<i8")
_NEAR = 2**13
"""So many records at a time stay near the processor."""


class RecordCells(Struct, frozen=True, eq=False):
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


class RecordRoom:
    """Room for records, of which those that are made next take the place."""

    def __init__(self) -> None:
        self._rooms = np.empty(0, np.uint8), np.empty(0, np.uint8)

    def records(self, cells: Mapping[str, RecordCells], order: Longs) -> Records:
        """Return rows as records in some order, from the cells of each field."""
        kind = record_kind({name: each.kind for name, each in cells.items()})
        size = len(order) * kind.itemsize
        if self._rooms[0].nbytes < size:
            self._rooms = np.empty(size, np.uint8), np.empty(size, np.uint8)
        found, records = (each[:size].view(kind) for each in self._rooms)
        for block in _blocks(len(order)):
            here = found[block]
            for name, each in cells.items():
                here[name] = each.some(block)
        return found.take(order, out=records, mode="wrap")


def record_kind(kinds: Mapping[str, Kind]) -> Kind:
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


def fields_in_order(records: Records, order: Longs) -> Mapping[str, NDArray[Any]]:
    """Return the fields of records in some order, codes in 32 bits."""
    found = {
        name: np.empty(len(order), np.int32 if kind in CODES else kind)
        for name in records.dtype.names or ()
        for kind in (records.dtype[name],)
    }
    for block in _blocks(len(order)):
        here = records.take(order[block])
        for name, cells in found.items():
            cells[block] = here[name]
    return found


def widen(some: Records, here: Records) -> None:
    """Put records where there is room for more fields, or wider ones."""
    for name in here.dtype.names or ():
        if name in (some.dtype.names or ()):
            here[name] = some[name]
        else:
            here[name] = NO_TIME if here.dtype[name] == _LONG else MISSING


def _blocks(count: int) -> Iterator[slice]:
    """Yield spans of rows whose records stay near the processor."""
    for first in range(0, count, _NEAR):
        yield slice(first, first + _NEAR)

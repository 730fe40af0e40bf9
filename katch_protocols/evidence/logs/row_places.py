"""Where rows stand: runs of rows that follow one another in a file, kept as three."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["RowPlaces"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class RowPlaces(Struct, frozen=True, eq=False):
    """The file of each row, and its number there.

    Attributes:
        count: How many rows there are.
        starts: (runs,): with which row each run begins.
        files: (runs,): the number of its file.
        numbers: (runs,): the number in it of its first row.
    """

    count: int
    starts: Longs
    files: Ints
    numbers: Longs

    def __len__(self) -> int:
        return self.count

    @staticmethod
    def run(file: int, first: int, count: int) -> "RowPlaces":
        """Return so many rows of a file, from the one with the number ``first``."""
        runs = int(count > 0)
        return RowPlaces(
            count,
            np.zeros(runs, np.int64),
            np.full(runs, file, np.int32),
            np.full(runs, first, np.int64),
        )

    @staticmethod
    def of(files: Ints, numbers: Longs) -> "RowPlaces":
        """Return those of rows by the file and the number of each."""
        begins = np.ones(len(files), np.bool_)
        begins[1:] = (files[1:] != files[:-1]) | (numbers[1:] != numbers[:-1] + 1)
        starts = np.flatnonzero(begins)
        return RowPlaces(len(files), starts, files[starts], numbers[starts])

    @staticmethod
    def joined(parts: Sequence["RowPlaces"]) -> "RowPlaces":
        """Return those of parts, one after another."""
        if len(parts) == 1:
            return parts[0]
        firsts = np.cumsum([0, *map(len, parts)])
        starts = [e.starts + first for e, first in zip(parts, firsts, strict=False)]
        return RowPlaces(
            int(firsts[-1]),
            np.concatenate([np.empty(0, np.int64), *starts]),
            np.concatenate([np.empty(0, np.int32), *(each.files for each in parts)]),
            np.concatenate([np.empty(0, np.int64), *(each.numbers for each in parts)]),
        )

    def at(self, rows: Longs) -> tuple[Ints, Longs]:
        """Return the file and the number of some rows."""
        runs = np.searchsorted(self.starts, rows, side="right") - 1
        return self.files[runs], self.numbers[runs] + (rows - self.starts[runs])

    def packed(self, bits: int) -> Longs:
        """Return of each row its file, and below that in so many bits its number."""
        lengths = np.diff(np.append(self.starts, self.count))
        firsts = (self.files.astype(np.int64) << bits) + self.numbers - self.starts
        return np.repeat(firsts, lengths) + np.arange(self.count)

    @staticmethod
    def unpacked(rows: Longs, bits: int) -> "RowPlaces":
        """Return those of rows that were packed, each as a run of its own."""
        files, numbers = (rows >> bits).astype(np.int32), rows & ((1 << bits) - 1)
        return RowPlaces(len(rows), np.arange(len(rows)), files, numbers)

    def between(self, first: int, last: int) -> "RowPlaces":
        """Return those of some rows that follow one another."""
        if first >= last:
            return RowPlaces.run(0, 0, 0)
        begin, end = np.searchsorted(self.starts, [first, last - 1], side="right") - 1
        runs = slice(int(begin), int(end) + 1)
        starts, numbers = self.starts[runs] - first, self.numbers[runs].copy()
        numbers[0] -= starts[0]
        starts[0] = 0
        return RowPlaces(last - first, starts, self.files[runs], numbers)

    def some(self, rows: Longs) -> "RowPlaces":
        """Return those of some rows."""
        return RowPlaces.of(*self.at(rows))

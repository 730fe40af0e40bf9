"""The rows of a log as columns of codes: each text is kept once.

Millions of rows take a few bytes each so; a row can be had back as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.evidence.logs.case_keys import CaseKeys
from katch_protocols.evidence.logs.combining import seen
from katch_protocols.evidence.logs.events import NO_TIME, instant_of_micros
from katch_protocols.evidence.logs.row_places import RowPlaces
from katch_protocols.evidence.logs.tables import SIMULATED, LogRow

__all__ = ["MISSING", "CodedColumn", "CodedRows", "all_missing"]

MISSING = -1
"""The code of a cell that is empty."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def all_missing(count: int) -> Ints:
    """Return the codes of so many empty cells; they take no room."""
    return np.broadcast_to(np.int32(MISSING), count)


class CodedColumn(Struct, frozen=True, eq=False):
    """A column: the code of each cell, and the texts; ``micros`` where a file has them.

    A cell of the least number there, or without any, is a text or empty.
    """

    codes: Ints
    texts: Sequence[str]
    micros: Longs | None = None

    @property
    def is_told(self) -> bool:
        """Whether any cell is not empty."""
        if self.micros is not None:
            return True
        if not self.texts or not len(self.codes):
            return False
        # Most columns say so in their first row.
        return bool(self.codes[0] > MISSING or self.codes.max() > MISSING)

    def text(self, row: int) -> str:
        """Return a cell as text; empty where there is none."""
        if self.micros is not None and self.micros[row] != NO_TIME:
            at = instant_of_micros(int(self.micros[row]))
            return at.astimezone(UTC).isoformat()
        code = int(self.codes[row])
        return "" if code == MISSING else self.texts[code]

    def between(self, first: int, last: int) -> "CodedColumn":
        """Return the cells of some rows that follow one another."""
        micros = None if self.micros is None else self.micros[first:last]
        return CodedColumn(self.codes[first:last], self.texts, micros)

    def some(self, rows: Longs) -> "CodedColumn":
        """Return the cells of some rows, with no other texts than theirs."""
        micros = None if self.micros is None else self.micros[rows]
        if not self.texts:
            return CodedColumn(all_missing(len(rows)), (), micros)
        return CodedColumn(self.codes[rows], self.texts, micros).trimmed()

    def trimmed(self) -> "CodedColumn":
        """Return the same cells, with no other texts than theirs."""
        kept = np.flatnonzero(seen(self.codes, len(self.texts)))
        if len(kept) == len(self.texts):
            return self
        anew = np.full(len(self.texts) + 1, MISSING, np.int32)
        anew[kept] = np.arange(len(kept))
        texts = [self.texts[each] for each in kept.tolist()]
        return CodedColumn(anew[self.codes], texts, self.micros)


class CodedRows(Struct, frozen=True, eq=False):
    """Rows: the case of each, their other columns by name, and where each stands.

    Attributes:
        heading: The column that tells the case.
        case: (rows,): an index of ``keys``; of each key there is a row.
        keys: The keyed hashes of the cases.
        columns: The other columns.
        places: Where each row stands.
    """

    heading: str
    case: Ints
    keys: CaseKeys
    columns: Mapping[str, CodedColumn]
    places: RowPlaces

    def __len__(self) -> int:
        return len(self.case)

    def column(self, name: str | None) -> CodedColumn | None:
        """Return a column; ``None`` where the mapping names none."""
        return None if name is None else self.columns.get(name)

    @property
    def is_simulated(self) -> bool:
        """Whether a row says that its case is made up."""
        column = self.columns.get(SIMULATED)
        return column is not None and SIMULATED in column.texts

    @property
    def told(self) -> frozenset[str]:
        """The columns in which any row holds anything."""
        known = self.columns.items()
        return frozenset(name for name, each in known if each.is_told)

    @property
    def is_by_case(self) -> bool:
        """Whether all rows are of a case, and those of each stand together, in turn."""
        case = self.case
        if not len(case):
            return True
        return bool(case[0] == 0 and (case[1:] >= case[:-1]).all())

    def rows(self, places: Longs) -> Iterator[tuple[int, LogRow]]:
        """Yield rows as they were, each with the number of its file."""
        files, numbers = self.places.at(places)
        for row, file, number in zip(
            places.tolist(), files.tolist(), numbers.tolist(), strict=True
        ):
            texts = [(name, each.text(row)) for name, each in self.columns.items()]
            code = int(self.case[row])
            texts.append((self.heading, "" if code < 0 else self.keys.text(code)))
            yield file, LogRow(number, {name: text for name, text in texts if text})

    def between(self, first: int, last: int) -> "CodedRows":
        """Return some rows that follow one another; they have to stand by case."""
        case = self.case[first:last]
        begin, end = (int(case[0]), int(case[-1]) + 1) if len(case) else (0, 0)
        return CodedRows(
            self.heading,
            case - np.int32(begin),
            self.keys.some(slice(begin, end)),
            {name: each.between(first, last) for name, each in self.columns.items()},
            self.places.between(first, last),
        )

    def some(self, rows: Longs) -> "CodedRows":
        """Return some rows, with no other texts and cases than theirs."""
        case = self.case[rows]
        kept = np.flatnonzero(seen(case, len(self.keys)))
        anew = np.full(len(self.keys) + 1, MISSING, np.int32)
        anew[kept] = np.arange(len(kept))
        return CodedRows(
            self.heading,
            anew[case],
            self.keys.some(kept),
            {name: each.some(rows) for name, each in self.columns.items()},
            self.places.some(rows),
        )

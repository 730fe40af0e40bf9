"""Rows taken in, one by one or a part at once, and given back as columns of codes."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from katch_protocols.evidence.logs.coded_rows import MISSING, CodedRows, all_missing
from katch_protocols.evidence.logs.growing_columns import (
    Clean,
    Cleaned,
    Growing,
    GrowingCases,
    GrowingTexts,
    InstantCells,
    TextCells,
)
from katch_protocols.evidence.logs.row_places import RowPlaces
from katch_protocols.evidence.logs.tables import LogRow

__all__ = ["RowCoder"]


class RowCoder:
    """Takes rows in, one by one or a whole part at once, and gives columns back.

    ``clean`` says what is kept of a text; it is asked once a text. ``case`` is the
    column that tells the case.
    """

    def __init__(self, wanted: Sequence[str], case: str, clean: Clean) -> None:
        self.wanted, self.case, self._clean = tuple(wanted), case, clean
        self._cleaned = {name: Cleaned() for name in wanted}
        self._begin()

    def _begin(self) -> None:
        clean, cleaned = self._clean, self._cleaned
        self._cases = GrowingCases(self.case, clean, cleaned[self.case])
        self._texts = {
            name: GrowingTexts(name, clean, cleaned[name])
            for name in self.wanted
            if name != self.case
        }
        self._places: list[RowPlaces] = []

    def __len__(self) -> int:
        return sum(map(len, self._places))

    @property
    def _columns(self) -> Sequence[Growing]:
        return (self._cases, *self._texts.values())

    def take_rows(self, file: int, rows: Iterable[LogRow]) -> int:
        """Take in rows as they come; return how many.

        What was taken stays where a file breaks off.
        """
        numbers: list[int] = []
        columns = [
            (each, each.name, each.known, each.code, list[int]())
            for each in self._columns
        ]
        try:
            for row in rows:
                cells = row.cells
                for _, name, known, find, codes in columns:
                    text = cells.get(name)
                    if text is None:
                        codes.append(MISSING)
                        continue
                    code = known.get(text)
                    codes.append(find(text, row.row) if code is None else code)
                numbers.append(row.row)
        finally:
            count = len(numbers)
            for column, *_, codes in columns:
                column.parts.append(np.array(codes[:count], np.int32))
            files, every = np.full(count, file, np.int32), np.array(numbers, np.int64)
            self._places.append(RowPlaces.of(files, every))
        return count

    def take_part(
        self,
        file: int,
        first: int,
        count: int,
        part: Mapping[str, TextCells | InstantCells],
    ) -> None:
        """Take in rows at once, the first of which has the number ``first``.

        A column that is not there is empty.
        """
        for column in self._columns:
            match part.get(column.name):
                case TextCells() as cells:
                    column.part(cells, first)
                case InstantCells(micros) if isinstance(column, GrowingTexts):
                    column.instants(micros)
                case _:
                    column.parts.append(all_missing(count))
        self._places.append(RowPlaces.run(file, first, count))

    def done(self) -> CodedRows:
        """Return everything that was taken in, and begin anew."""
        count = len(self)
        columns = {name: each.whole(count) for name, each in self._texts.items()}
        case, keys = self._cases.whole()
        places = RowPlaces.joined(self._places)
        self._begin()
        return CodedRows(self.case, case, keys, columns, places)

"""Rows as codes put together to cases, as far as a loop can follow them.

What ``assembling`` makes of rows one by one is made here of whole columns: each text
is understood once. A case in which anything is unusual (a name that is not known, a day
without a time, an event outside the window, an opener) is left to ``assembling``, whose
meaning counts.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.instants import FIRST_YEAR, LAST_YEAR
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_protocol import ProtocolRows
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    NO_TIME,
    CodedColumn,
    CodedRows,
)
from katch_protocols.evidence.logs.events import LogCase, micros
from katch_protocols.evidence.logs.followed_cases import FollowedCases
from katch_protocols.evidence.logs.tables import AGAIN, LogRow
from katch_protocols.model.noun import Id

__all__ = ["CodedLog"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

_YEARS = [
    micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (FIRST_YEAR, LAST_YEAR + 1)
]
_LONGEST = 5_000
_T = TypeVar("_T")


class CodedLog:
    """A log as codes; ``assembly`` understands names, and whatever is unusual.

    References and people are keyed hashes already.

    Raises:
        LogError: The mapping does not fit.
    """

    def __init__(self, rows: CodedRows, assembly: Assembly) -> None:
        self.coded, self.assembly = rows, assembly
        self.mapping, self._columns = assembly.mapping, assembly.mapping.columns
        case = rows.column(self._columns.case)
        if case is None:
            raise LogError("columns", heading="case")
        self.references = case.texts
        self.case = case.codes
        self.odd = np.zeros(len(case.texts), np.bool_)
        self.followed = tuple(self._followed())

    def assembled(self, numbers: Sequence[Ints] = ()) -> list[LogCase]:
        """Return cases as ``assembling`` makes them: the unusual ones, and some more.

        Raises:
            LogError: A local time came twice, or a name is not known.
        """
        wanted = self.odd.copy()
        for each in numbers:
            wanted[each] = True
        # The last one is for rows without a case, which are counted.
        places = np.flatnonzero(np.append(wanted, True)[self.case])
        for file, row in self.coded.rows(places.tolist()):
            self.assembly.take(file, [row])
        return list(self.assembly.cases())

    def number_of(self, key: str) -> int | None:
        """Return the code of a case by its keyed hash."""
        found = (n for n, text in enumerate(self.references) if text == key)
        return next(found, None)

    def one(self, number: int) -> LogCase | None:
        """Return one case; ``None`` where nothing of it counts."""
        again = self.assembly.anew()
        for file, row in self.coded.rows(np.flatnonzero(self.case == number).tolist()):
            again.take(file, [row])
        return next(again.cases(), None)

    # Cells -----------------------------------------------------------------------

    @property
    def instants(self) -> Longs:
        """When each row was, in microseconds."""
        return self._times[0]

    def named(self, name: str) -> CodedColumn | None:
        """Return what the mapping calls by one of its names."""
        return self.coded.column(getattr(self._columns, name))

    def _firsts(self, column: CodedColumn) -> Ints:
        """Return of each case the first cell of a column that is not empty."""
        found = np.full(len(self.references), MISSING, np.int32)
        places = np.flatnonzero((column.codes != MISSING) & (self.case != MISSING))
        # Of several assignments the last one counts.
        found[self.case[places[::-1]]] = column.codes[places[::-1]]
        return found

    @cached_property
    def _times(self) -> tuple[Longs, Flags, Flags]:
        """When each row was; which have an instant; which are a day alone."""
        column = self.named("at")
        count = len(self.coded)
        first = np.full(count, NO_TIME, np.int64)
        is_day = np.zeros(count, np.bool_)
        if column is None:
            return first, is_day, is_day
        read = self.assembly.clock.read
        spans = [read(text) for text in column.texts]
        begins = np.array([NO_TIME if s is None else s[0] for s in spans], np.int64)
        days = np.array([s is not None and s[0] != s[1] for s in spans], np.bool_)
        told = column.codes != MISSING
        first[told] = begins[column.codes[told]]
        is_day[told] = days[column.codes[told]]
        if column.micros is not None:
            stamped = column.micros != NO_TIME
            inside = self._is_dated(column.micros)
            first[stamped & inside] = column.micros[stamped & inside]
        return first, first != NO_TIME, is_day

    @staticmethod
    def _is_dated(micros: Longs) -> Flags:
        found: Flags = (micros >= _YEARS[0]) & (micros < _YEARS[1])
        return found

    # Cases -----------------------------------------------------------------------

    def _followed(self) -> Iterator[FollowedCases]:
        """Find what is unusual, and yield the rest by protocol."""
        case = self.case
        first, told, is_day = self._times
        window = self.assembly.window
        activity = self.named("activity")
        if activity is None:
            return
        outside = told & ((first >= window.until) | (first > window.now))
        self.before = np.zeros(len(case), np.bool_)
        if window.since is not None:
            self.before = told & (first < window.since)
        lengths = np.bincount(case[case != MISSING], minlength=len(self.odd))
        # Of a case that is so long the definition may not come to an end.
        self.odd |= lengths > _LONGEST
        self._mark(~told | is_day | outside | (activity.codes == MISSING))
        for name in ("opener", "behalf"):
            column = self.named(name)
            if column is not None:
                self._mark(column.codes != MISSING)
        again = self.coded.column(AGAIN)
        if again is not None:
            self._mark(again.codes != MISSING)
        self._mark_openers()
        opened = self._opened(first, told)
        of_case, protocols = self._protocols()
        regions, places = self._regions()
        for number, compiled in enumerate(protocols):
            mine = of_case == number
            if compiled is None:
                self.odd |= mine
                continue
            mine &= ~self.odd
            own = np.flatnonzero((case != MISSING) & mine[case])
            yield ProtocolRows(self, compiled, own).cases(opened, regions, places)

    def _mark(self, rows: Flags) -> None:
        """Leave the cases of some rows to the definition."""
        numbers = self.case[rows]
        self.odd[numbers[numbers != MISSING]] = True

    def _mark_openers(self) -> None:
        """By when an opened case must be taken up follows from its opener's events."""
        column = self.named("opener")
        if column is None:
            return
        known = {text: number for number, text in enumerate(self.references)}
        for text in column.texts:
            if text in known:
                self.odd[known[text]] = True

    def _opened(self, first: Longs, told: Flags) -> Longs:
        """Return when each case was opened."""
        found = np.full(len(self.references), np.iinfo(np.int64).max, np.int64)
        rows = told & (self.case != MISSING)
        np.minimum.at(found, self.case[rows], first[rows])
        column = self.named("opened")
        if column is None:
            return found
        read = self.assembly.clock.read
        spans = [read(text) for text in column.texts]
        begins = [2**62 if span is None else span[0] for span in spans]
        at = np.array([*begins, 2**62], np.int64)[column.codes]
        is_told = column.codes != MISSING
        if column.micros is not None:
            stamped = column.micros != NO_TIME
            at[stamped], is_told = column.micros[stamped], is_told | stamped
            outside = stamped & ~self._is_dated(column.micros)
            self._mark(outside)
        places = np.flatnonzero(is_told & (self.case != MISSING))[::-1]
        told_at = np.full(len(self.references), 2**62)
        # Of several assignments the last one counts.
        told_at[self.case[places]] = at[places]
        earliest: Longs = np.minimum(found, told_at)
        return earliest

    def _protocols(self) -> tuple[Ints, tuple[CompiledCase | None, ...]]:
        return self._by_cell(self.mapping.protocol.column, self.assembly.protocol_of)

    def _regions(self) -> tuple[Ints, tuple[Id | None, ...]]:
        return self._by_cell(self.mapping.region.column, self.assembly.region_of)

    def _by_cell(
        self,
        name: str | None,
        ask: Callable[[Sequence[tuple[tuple[int, int], LogRow]]], _T | None],
    ) -> tuple[Ints, tuple[_T | None, ...]]:
        """Return what the first cell of each case means; each text is asked once.

        First of each case which of the meanings it has.
        """
        column = self.coded.column(name)
        firsts = np.full(len(self.references), MISSING, np.int32)
        if column is not None:
            firsts = self._firsts(column)
        meanings: dict[_T | None, int] = {}
        codes, which = np.unique(firsts, return_inverse=True)
        asked = np.zeros(len(codes), np.bool_)
        asked[which[~self.odd]] = True
        of_code = np.empty(len(codes), np.int32)
        for place, code in enumerate(codes.tolist()):
            cells, meant = {}, None
            if column is not None and name is not None and code != MISSING:
                cells[name] = column.texts[code]
            if asked[place]:
                meant = ask([((0, 0), LogRow(0, cells))])
            of_code[place] = meanings.setdefault(meant, len(meanings))
        return of_code[which], tuple(meanings)

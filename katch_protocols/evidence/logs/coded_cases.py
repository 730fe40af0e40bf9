"""Rows as codes put together to cases, as far as a loop can follow them.

What ``assembling`` makes of rows one by one is made here of whole columns: each text
is understood once. A case in which anything is unusual (a name that is not known, a day
without a time, an event outside the window, an opener) is left to ``assembling``, whose
meaning counts.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_protocol import ProtocolRows
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    CodedColumn,
    CodedRows,
    all_missing,
)
from katch_protocols.evidence.logs.events import NO_TIME, LogCase, Place
from katch_protocols.evidence.logs.followed_cases import FollowedCases
from katch_protocols.evidence.logs.instants import all_dated, is_dated
from katch_protocols.evidence.logs.sorting import order_by
from katch_protocols.evidence.logs.tables import AGAIN, LogRow
from katch_protocols.model.noun import Id

__all__ = ["CodedLog"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

_NEVER = 2**62
_LONGEST = 5_000
_T = TypeVar("_T")
_Number = TypeVar("_Number", bound=np.generic)


class CodedLog:
    """A log as codes; ``assembly`` understands names, and whatever is unusual.

    References and people are keyed hashes already. Rows are looked at case by case;
    those of a case are in the order in which they were read.

    Attributes:
        case: (rows,): the case of each row that has one; they ascend.
        starts: (cases + 1,): where the rows of each case begin.
        instants: (rows,): when each was, in microseconds.
        before: (rows,): which are before the log is complete; ``None``: none is.
        odd: (cases,): which are left to ``assembly``.
        followed: The others, by protocol.
    """

    def __init__(self, rows: CodedRows, assembly: Assembly) -> None:
        self.coded, self.assembly = rows, assembly
        self.mapping, self._columns = assembly.mapping, assembly.mapping.columns
        self.keys = rows.keys
        self._order = _by_case(rows.case)
        case = rows.case if self._order is None else rows.case[self._order]
        self._first = int(np.searchsorted(case, np.int32(0)))
        self.case = case[self._first :]
        ends = np.flatnonzero(self.case[1:] != self.case[:-1]) + 1
        self.starts = np.concatenate([[0], ends, [len(self.case)]]).astype(np.int64)
        if not len(self.case):
            self.starts = np.zeros(1, np.int64)
        self.odd = np.zeros(len(rows.keys), np.bool_)
        self.before: Flags | None = None
        self.instants: Longs = np.zeros(0, np.int64)
        self.followed = tuple(self._followed())

    def assembled(
        self, numbers: Sequence[Longs] | Sequence[Ints] = ()
    ) -> list[LogCase]:
        """Return cases as ``assembling`` makes them: the unusual ones, and some more.

        Raises:
            LogError: A local time came twice, or a name is not known.
        """
        wanted = self.odd.copy()
        for each in numbers:
            wanted[each] = True
        # Those without a case are counted.
        places = [self._places(np.arange(-self._first, 0))]
        if wanted.any():
            own = np.flatnonzero(np.repeat(wanted, np.diff(self.starts)))
            places.append(self._places(own))
        for file, row in self.coded.rows(np.concatenate(places)):
            self.assembly.take(file, [row])
        return list(self.assembly.cases())

    def _places(self, rows: Longs) -> Longs:
        """Return where rows were read that are numbered by case."""
        rows = rows + self._first
        return rows if self._order is None else self._order[rows]

    def note_first(self, why: str, rows: Longs) -> None:
        """Note where the first of some rows that are left out stands."""
        self.assembly.note_first(why, [self._first_place(rows)])

    def _first_place(self, rows: Longs) -> Place:
        """Return the file and the row of the first of some rows, as they were read."""
        files, numbers = self.coded.places.at(self._places(rows))
        first = files.min()
        return int(first), int(numbers[files == first].min())

    # Cells -----------------------------------------------------------------------

    def named(self, name: str) -> CodedColumn | None:
        """Return what the mapping calls by one of its names."""
        return self.coded.column(getattr(self._columns, name))

    def codes(self, column: CodedColumn) -> Ints:
        """Return the codes of a column, case by case."""
        if not column.texts:
            return all_missing(len(self.case))
        return self._by_case(column.codes)

    def _by_case(self, cells: NDArray[_Number]) -> NDArray[_Number]:
        if self._order is None:
            return cells[self._first :]
        return cells[self._order[self._first :]]

    def _stamps(self, column: CodedColumn) -> Longs | None:
        """Return the instants of a column that a file has as such, case by case."""
        return None if column.micros is None else self._by_case(column.micros)

    def _firsts(self, column: CodedColumn) -> Ints:
        """Return of each case the first cell of a column that is not empty."""
        codes, begins = self.codes(column), self.starts[:-1]
        found = codes[begins]
        if (found == MISSING).any():
            places = np.flatnonzero(codes != MISSING)[::-1]
            # Of several assignments the last one counts.
            found[self.case[places]] = codes[places]
        return found

    def _times(self) -> Flags | None:
        """Find when each row was; return which have no instant: ``None``: all have."""
        column, count = self.named("at"), len(self.case)
        stamps = None if column is None else self._stamps(column)
        is_stamped = column is not None and not column.texts and count > 0
        if is_stamped and stamps is not None and all_dated(stamps):
            self.instants = stamps
            return None
        self.instants = np.full(count, NO_TIME, np.int64)
        if column is None:
            return np.ones(count, np.bool_)
        spans = self._spans(column)
        begins = [NO_TIME if span is None else span[0] for span in spans]
        days = [span is not None and span[0] != span[1] for span in spans]
        codes = self.codes(column)
        self.instants = np.array([*begins, NO_TIME], np.int64)[codes]
        if stamps is not None:
            inside = is_dated(stamps)
            self.instants[inside] = stamps[inside]
        # A day without a time is as unusual.
        is_day = np.array([*days, False], np.bool_)[codes]
        without: Flags = (self.instants == NO_TIME) | is_day
        return without if without.any() else None

    def _spans(self, column: CodedColumn) -> list[tuple[int, int] | None]:
        """Return when each text of a column can be.

        Raises:
            LogError: A local time came twice; with the file and the row.
        """
        found = []
        for code, text in enumerate(column.texts):
            try:
                found.append(self.assembly.clock.read(text))
            except LogError as error:
                own = np.flatnonzero(self.codes(column) == code)
                first = self._first_place(own)
                raise self.assembly.homes.placed(error, first) from None
        return found

    # Cases -----------------------------------------------------------------------

    def _followed(self) -> Iterator[FollowedCases]:
        """Find what is unusual, and yield the rest by protocol."""
        without = self._times()
        activity = self.named("activity")
        if activity is None or not len(self.case):
            return
        lengths = np.diff(self.starts)
        # Of a case that is so long the definition may not come to an end.
        self.odd |= lengths > _LONGEST
        self._mark(without)
        self._mark_outside()
        codes = self.codes(activity)
        if codes.min() == MISSING:
            self._mark(codes == MISSING)
        again = self.coded.column(AGAIN)
        for column in (self.named("opener"), self.named("behalf"), again):
            if column is not None and column.texts:
                self._mark(self.codes(column) != MISSING)
        self._mark_openers()
        opened = self._opened()
        of_case, protocols = self._protocols()
        regions, places = self._regions()
        for number, compiled in enumerate(protocols):
            if compiled is None:
                continue
            mine = (of_case == number) & ~self.odd
            own = None
            if not mine.all():
                own = np.flatnonzero(np.repeat(mine, lengths))
            yield ProtocolRows(self, compiled, own).cases(opened, regions, places)

    def _mark(self, rows: Flags | None) -> None:
        """Leave the cases of some rows to the definition."""
        if rows is not None:
            self.odd[self.case[rows]] = True

    def _mark_outside(self) -> None:
        """Find what is before the log is complete; leave out what is after."""
        window, at = self.assembly.window, self.instants
        last = min(window.until - 1, window.now)
        if at.max() > last:
            self._mark(at > last)
        if window.since is not None and at.min() < window.since:
            self.before = at < window.since

    def _mark_openers(self) -> None:
        """By when an opened case must be taken up follows from its opener's events."""
        column = self.named("opener")
        if column is None or not column.texts:
            return
        known = {text: number for number, text in enumerate(self.keys.strings)}
        for text in column.texts:
            if text in known:
                self.odd[known[text]] = True

    def _opened(self) -> Longs:
        """Return when each case was opened."""
        found: Longs = np.minimum.reduceat(self.instants, self.starts[:-1])
        column = self.named("opened")
        if column is None:
            return found
        spans = self._spans(column)
        begins = [_NEVER if span is None else span[0] for span in spans]
        # Of a day without a time the definition tries every instant.
        is_day = [span is not None and span[0] != span[1] for span in spans]
        self._mark(np.array([*is_day, False])[self.codes(column)])
        codes, stamps = self.codes(column), self._stamps(column)
        at, is_told = np.array([*begins, _NEVER], np.int64)[codes], codes != MISSING
        if stamps is not None:
            stamped = stamps != NO_TIME
            at[stamped], is_told = stamps[stamped], is_told | stamped
            self._mark(stamped & ~is_dated(stamps))
        places = np.flatnonzero(is_told)[::-1]
        told_at = np.full(len(self.keys), _NEVER)
        # Of several assignments the last one counts.
        told_at[self.case[places]] = at[places]
        earliest: Longs = np.minimum(found, told_at)
        return earliest

    def _protocols(self) -> tuple[Ints, tuple[CompiledCase | None, ...]]:
        """Return of which protocol each case is; one that nobody knows is odd."""
        of_case, protocols = self._by_cell(
            self.mapping.protocol.column, self.assembly.homes.protocol_of
        )
        if None in protocols:
            self.odd |= of_case == protocols.index(None)
        return of_case, protocols

    def _regions(self) -> tuple[Ints, tuple[Id | None, ...]]:
        return self._by_cell(self.mapping.region.column, self.assembly.homes.region_of)

    def _by_cell(
        self,
        name: str | None,
        ask: Callable[[Sequence[tuple[tuple[int, int], LogRow]]], _T | None],
    ) -> tuple[Ints, tuple[_T | None, ...]]:
        """Return what the first cell of each case means; each text is asked once.

        First of each case which of the meanings it has. What only odd cases say is not
        asked, and means nothing: the first of the meanings stands there.
        """
        column = self.coded.column(name)
        codes, which = np.array([MISSING]), np.zeros(len(self.keys), np.int64)
        if column is not None:
            codes, which = np.unique(self._firsts(column), return_inverse=True)
        meanings: dict[_T | None, int] = {}
        asked = np.zeros(len(codes), np.bool_)
        asked[which[~self.odd]] = True
        of_code = np.zeros(len(codes), np.int32)
        for place in np.flatnonzero(asked).tolist():
            cells, code = {}, int(codes[place])
            if column is not None and name is not None and code != MISSING:
                cells[name] = column.texts[code]
            try:
                meant = ask([((0, 0), LogRow(0, cells))])
            except LogError:
                # Only then it matters where it stands.
                mine = np.repeat((which == place) & ~self.odd, np.diff(self.starts))
                said = mine if column is None else mine & (self.codes(column) == code)
                first = self._first_place(np.flatnonzero(said))
                meant = ask([(first, LogRow(first[1], cells))])
            of_code[place] = meanings.setdefault(meant, len(meanings))
        return of_code[which], tuple(meanings)


def _by_case(case: Ints) -> Longs | None:
    """Return the order of rows by case; ``None`` where they are in it."""
    is_ordered = bool((case[1:] >= case[:-1]).all())
    return None if is_ordered else order_by(case)

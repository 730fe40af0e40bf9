"""Rows as codes put together to cases, as far as a loop can follow them.

What ``assembling`` makes of rows one by one is made here of whole columns: each text
is understood once. A case in which anything is unusual (a name that is not known, a day
without a time, an event outside the window, an opener) is left to ``assembling``, whose
meaning counts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.instants import FIRST_YEAR, LAST_YEAR
from katch_protocols.errors import LogError
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    NO_TIME,
    CodedColumn,
    CodedRows,
    combined,
)
from katch_protocols.evidence.logs.events import LogCase, LogPartner, micros
from katch_protocols.evidence.logs.hashing import refuse_personal
from katch_protocols.evidence.logs.names import LogNames, split_cell
from katch_protocols.evidence.logs.tables import LogRow
from katch_protocols.model.logs import IGNORE
from katch_protocols.model.noun import Id

__all__ = ["CodedLog", "FollowedCases", "LoggedPeople"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

SEVERAL = -2
"""Of an event that names several agencies."""

_IGNORED = -2
_DIGITS = 18
_YEARS = [
    micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (FIRST_YEAR, LAST_YEAR + 1)
]
_T = TypeVar("_T")

LoggedStep: TypeAlias = tuple[str, str | None, tuple[tuple[str, str], ...]]
"""An activity, the state in which it was done if that is told, what it records."""

_TOKENS = ("case", "person", "opener", "behalf", "together_with")


@dataclass(frozen=True)
class LoggedPeople:
    """Who took part in an event, without saying who: people are only told apart.

    ``partners`` have numbers for persons: 0 is whoever acted.
    """

    roles: tuple[Id, ...]
    agencies: tuple[Id, ...]
    qualified: tuple[Id, ...] | None
    partners: tuple[LogPartner, ...] | None
    has_person: bool


@dataclass(frozen=True, eq=False)
class FollowedCases:
    """Cases of one protocol as arrays; the events of a case stand together.

    Attributes:
        compiled: The protocol.
        numbers: (cases,): the code of the reference of each.
        regions: (cases,): an index of ``places``.
        places: The regions.
        opened: (cases,): when each was opened, in microseconds.
        starts: (cases + 1,): where its events begin.
        steps: (events,): an index of ``kinds``.
        kinds: The different steps: activity, origin, records.
        instants: (events,): when, in microseconds.
        whos: (events,): an index of ``people``.
        people: The different constellations of people.
        persons: (events,): who acted, told apart by number; -1: not told.
        bodies: (events,): an index of ``agencies``; -1: not told, -2: several.
        groups: (events,): an index of ``seat_starts``: who took part as well.
        seat_starts: Where the seats of each group begin.
        seats: (seats, 2): the person and the agency of each, as above.
        ignored: (cases,): how many of its rows are no events.
    """

    compiled: CompiledCase = field(repr=False)
    numbers: Ints
    regions: Ints
    places: tuple[Id | None, ...]
    opened: Longs
    starts: Longs
    steps: Ints
    kinds: tuple[LoggedStep, ...]
    instants: Longs
    whos: Ints
    people: tuple[LoggedPeople, ...]
    persons: Ints
    bodies: Ints
    groups: Ints
    seat_starts: Ints
    seats: Ints
    ignored: Longs

    def __len__(self) -> int:
        return len(self.numbers)


class CodedLog:
    """A log as codes; ``assembly`` understands names, and whatever is unusual.

    Raises:
        LogError: The mapping does not fit, or a value could say who somebody is.
    """

    def __init__(self, rows: CodedRows, assembly: Assembly) -> None:
        self.coded, self.assembly = rows, assembly
        self.mapping, self._columns = assembly.mapping, assembly.mapping.columns
        self._refuse_personal()
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

    def number_of(self, reference: str) -> int | None:
        """Return the code of a case by its reference."""
        wanted = reference.strip()
        found = (n for n, text in enumerate(self.references) if text == wanted)
        return next(found, None)

    def one(self, number: int) -> LogCase | None:
        """Return one case; ``None`` where nothing of it counts."""
        again = self.assembly.anew()
        for file, row in self.coded.rows(np.flatnonzero(self.case == number).tolist()):
            again.take(file, [row])
        return next(again.cases(), None)

    # Cells -----------------------------------------------------------------------

    def _refuse_personal(self) -> None:
        """Refuse a value that could say who somebody is: the first that there is.

        Raises:
            LogError: There is one.
        """
        tokens = {getattr(self._columns, each) for each in _TOKENS}
        found: list[tuple[int, int, str, str]] = []
        for place, (name, column) in enumerate(self.coded.columns.items()):
            token = name in tokens
            for code, text in enumerate(column.texts):
                try:
                    refuse_personal(name, text, 0, token=token)
                except LogError:
                    row = int(np.argmax(column.codes == code))
                    found.append((row, place, name, text))
                    break
        for row, _, name, text in sorted(found):
            number = int(self.coded.numbers[row])
            refuse_personal(name, text, number, token=name in tokens)

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
            inside = (column.micros >= _YEARS[0]) & (column.micros < _YEARS[1])
            first[stamped & inside] = column.micros[stamped & inside]
        return first, first != NO_TIME, is_day

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
        if window.since is not None:
            outside |= told & (first < window.since)
        self._mark(~told | is_day | outside | (activity.codes == MISSING))
        for name in ("opener", "behalf"):
            column = self.named(name)
            if column is not None:
                self._mark(column.codes != MISSING)
        self._mark_openers()
        opened = self._opened(first, told)
        if window.since is not None:
            self.odd |= opened < window.since
        protocols = self._protocols()
        regions, places = self._regions()
        known = list(dict.fromkeys(each for each in protocols if each is not None))
        order = {id(each): number for number, each in enumerate(known)}
        of_case = np.array(
            [MISSING if each is None else order[id(each)] for each in protocols],
            np.int32,
        )
        self.odd |= of_case == MISSING
        for number, compiled in enumerate(known):
            mine = (of_case == number) & ~self.odd
            own = np.flatnonzero((case != MISSING) & mine[case])
            yield _Protocol(self, compiled, own).cases(opened, regions, places)

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
        if column.micros is not None:
            self.odd[:] = True
            return found
        spans = [read(text) for text in column.texts]
        begins = [2**62 if span is None else span[0] for span in spans]
        told_at = np.array([*begins, 2**62], np.int64)
        return np.minimum(found, told_at[self._firsts(column)])

    def _protocols(self) -> list[CompiledCase | None]:
        return self._by_cell(self.mapping.protocol.column, self.assembly.protocol_of)

    def _regions(self) -> tuple[Ints, tuple[Id | None, ...]]:
        found = self._by_cell(self.mapping.region.column, self.assembly.region_of)
        places = tuple(dict.fromkeys(found))
        order = {place: number for number, place in enumerate(places)}
        return np.array([order[each] for each in found], np.int32), places

    def _by_cell(
        self,
        name: str | None,
        ask: Callable[[Sequence[tuple[tuple[int, int], LogRow]]], _T | None],
    ) -> list[_T | None]:
        """Return what the first cell of each case means; each text is asked once."""
        column = self.coded.column(name)
        firsts = np.full(len(self.references), MISSING, np.int32)
        if column is not None:
            firsts = self._firsts(column)
        found: dict[int, _T | None] = {}
        for code in np.unique(firsts[~self.odd]).tolist():
            cells = {}
            if column is not None and name is not None and code != MISSING:
                cells[name] = column.texts[code]
            found[code] = ask([((0, 0), LogRow(0, cells))])
        return [found.get(code) for code in firsts.tolist()]


class _Protocol:
    """The rows of the cases of one protocol."""

    def __init__(self, log: CodedLog, compiled: CompiledCase, rows: Longs) -> None:
        self.log, self.compiled = log, compiled
        self.names: LogNames = log.assembly.names_of(compiled)
        self.case = log.case[rows]
        self.rows = rows
        self.order = {name: n for n, name in enumerate(compiled.handbook.agencies)}
        self.tokens: dict[str, int] = {}

    def cases(
        self, opened: Longs, regions: Ints, places: tuple[Id | None, ...]
    ) -> FollowedCases:
        """Put the rows together to cases; what is unusual is marked and left out."""
        activity, names = self._activities()
        ignored = activity == _IGNORED
        self._mark(activity == MISSING)
        steps, kinds = self._steps(activity, names)
        whos, people = self._people()
        persons, bodies = self._persons(), self._bodies()
        groups, seat_starts, seats = self._seats()
        at = self.log.instants[self.rows]
        use = np.flatnonzero(~ignored & ~self.log.odd[self.case])
        order = use[self._order(use, at)]
        self._mark_again(order, at, activity, persons)
        order = order[~self.log.odd[self.case[order]]]
        numbers, starts = np.unique(self.case[order], return_index=True)
        skipped = np.bincount(self.case[ignored], minlength=len(opened))
        return FollowedCases(
            self.compiled,
            numbers.astype(np.int32),
            regions[numbers],
            places,
            opened[numbers],
            np.append(starts, len(order)).astype(np.int64),
            steps[order],
            kinds,
            at[order],
            whos[order],
            people,
            persons[order],
            bodies[order],
            groups[order],
            seat_starts,
            seats,
            skipped[numbers],
        )

    def _mark(self, rows: Flags) -> None:
        self.log.odd[self.case[rows]] = True

    def _cells(self, name: str) -> tuple[Ints, Sequence[str]]:
        column = self.log.named(name)
        if column is None:
            return np.full(len(self.rows), MISSING, np.int32), ()
        return column.codes[self.rows], column.texts

    def _activities(self) -> tuple[Ints, tuple[str, ...]]:
        """Return which activity each row is: ``_IGNORED``, or missing: none is."""
        codes, texts = self._cells("activity")
        names: dict[str, int] = {}
        meant = np.full(len(texts), MISSING, np.int32)
        for code in np.unique(codes).tolist():
            name = self.names.activity(texts[code])
            if name == IGNORE:
                meant[code] = _IGNORED
            elif name is not None:
                meant[code] = names.setdefault(name, len(names))
        return meant[codes], tuple(names)

    def _steps(
        self, activity: Ints, names: tuple[str, ...]
    ) -> tuple[Ints, tuple[LoggedStep, ...]]:
        """Return which kind of step each row is: activity, origin, what it records."""
        origin, origins = self._cells("origin")
        facts = [*self.log.mapping.records.items()]
        recorded = [frozenset(self.names.recorded(name)) for name in names]
        keys, sizes = (
            [np.maximum(activity, 0), origin + 1],
            [len(names), len(origins) + 1],
        )
        values = []
        for fact, each in facts:
            column = self.log.coded.column(each.column)
            texts = () if column is None else column.texts
            meant = [self.names.value(fact, text) for text in texts]
            values.append(meant)
            if column is None:
                codes = np.full(len(self.rows), MISSING, np.int32)
            else:
                codes = column.codes[self.rows]
            records = np.array([fact in each for each in recorded], np.bool_)
            told = (codes != MISSING) & (activity >= 0)
            told[told] = records[activity[told]]
            unknown = np.array([value is None for value in meant], np.bool_)
            self._mark(_where(told, unknown, codes))
            keys.append(np.where(told, codes + 1, 0))
            sizes.append(len(texts) + 1)
        found, kinds = combined(keys, sizes)
        steps: dict[LoggedStep, int] = {}
        places = np.empty(len(kinds), np.int32)
        for number, (name, place, *cells) in enumerate(kinds):
            stated = [
                (fact, value)
                for (fact, _), cell, meant in zip(facts, cells, values, strict=True)
                if cell and (value := meant[cell - 1]) is not None
            ]
            step = (
                names[name] if names else "",
                origins[place - 1] if place else None,
                tuple(sorted(stated)),
            )
            places[number] = steps.setdefault(step, len(steps))
        return places[found], tuple(steps)

    def _people(self) -> tuple[Ints, tuple[LoggedPeople, ...]]:
        """Return which constellation of people each row has."""
        role, roles = self._cells("role")
        agency, agencies = self._cells("agency")
        trained, trainings = self._cells("qualified")
        others, partners = self._cells("together_with")
        person, persons = self._cells("person")
        self._mark(_where(role != MISSING, self._strange(roles, "roles"), role))
        odd = self._strange(agencies, "agencies")
        self._mark(_where(agency != MISSING, odd, agency))
        has_person = person != MISSING
        seated = [self.log.assembly.partners_of(each, self.names) for each in partners]
        named = np.array(
            [any(each.person for each in found or ()) for found in seated], np.bool_
        )
        # Who acted matters only beside partners of whom it is told who they are.
        apart = _where(others != MISSING, named, others) & has_person
        found, kinds = combined(
            [
                role + 1,
                agency + 1,
                trained + 1,
                others + 1,
                has_person.astype(np.int32),
                np.where(apart, person + 1, 0),
            ],
            [
                len(each) + 1
                for each in (roles, agencies, trainings, partners, ("",), persons)
            ],
        )
        known: dict[LoggedPeople, int] = {}
        places = np.empty(len(kinds), np.int32)
        asks_training = self.log.named("qualified") is not None
        nobody = self.log.assembly.partners_of(None, self.names)
        for number, (one, two, three, four, told, five) in enumerate(kinds):
            people = LoggedPeople(
                self.names.roles(roles[one - 1])[0] if one else (),
                self.names.agencies(agencies[two - 1])[0] if two else (),
                split_cell(trainings[three - 1] if three else "")
                if asks_training
                else None,
                self._numbered(
                    seated[four - 1] if four else nobody,
                    persons[five - 1] if five else None,
                ),
                bool(told),
            )
            places[number] = known.setdefault(people, len(known))
        return places[found], tuple(known)

    def _strange(self, texts: Sequence[str], kind: str) -> Flags:
        find = getattr(self.names, kind)
        return np.array([bool(find(text)[1]) for text in texts], np.bool_)

    def _numbered(
        self, partners: tuple[LogPartner, ...] | None, actor: str | None
    ) -> tuple[LogPartner, ...] | None:
        if partners is None:
            return None
        known = {} if actor is None else {self.log.assembly.hashing.person(actor): 0}
        found = []
        for each in partners:
            person = each.person
            if person is not None:
                # Whoever acted has the number 0, told or not.
                person = str(known.setdefault(person, len(known) + (actor is None)))
            found.append(LogPartner(each.roles, each.agencies, person))
        return tuple(found)

    def _persons(self) -> Ints:
        """Return who acted, told apart by number."""
        codes, texts = self._cells("person")
        person = self.log.assembly.hashing.person
        same = [self._token(person(text)) for text in texts]
        return np.array([*same, MISSING], np.int32)[codes]

    def _token(self, person: str | None) -> int:
        if person is None:
            return MISSING
        return self.tokens.setdefault(person, len(self.tokens))

    def _bodies(self) -> Ints:
        codes, texts = self._cells("agency")
        found = [self._body(self.names.agencies(text)[0]) for text in texts]
        return np.array([*found, MISSING], np.int32)[codes]

    def _body(self, named: Sequence[Id]) -> int:
        if len(named) > 1:
            return SEVERAL
        return self.order[named[0]] if named else MISSING

    def _seats(self) -> tuple[Ints, Ints, Ints]:
        """Return who took part as well in each row: its group, and the seats of all."""
        codes, texts = self._cells("together_with")
        starts, seats = [0], list[tuple[int, int]]()
        for text in texts:
            for each in self.log.assembly.partners_of(text, self.names) or ():
                seats.append((self._token(each.person), self._body(each.agencies)))
            starts.append(len(seats))
        groups = np.where(codes == MISSING, len(texts), codes).astype(np.int32)
        every = np.array(seats, np.int32).reshape(len(seats), 2)
        return groups, np.array([*starts, len(seats)], np.int32), every

    def _order(self, use: Longs, at: Longs) -> Longs:
        """Return how rows are put in order: by case, then by number or by time."""
        case, when = self.case[use], at[use]
        numbers = self._numbers(use)
        if numbers is not None:
            return np.lexsort((when, numbers, case))
        apart = np.diff(case)
        if (apart > 0).all():
            return np.arange(len(use))
        if ((apart > 0) | ((apart == 0) & (np.diff(when) >= 0))).all():
            return np.arange(len(use))
        return np.lexsort((when, case))

    def _numbers(self, use: Longs) -> Longs | None:
        """Return the place of each row in its case, where the log tells it of all."""
        codes, texts = self._cells("number")
        if self.log.named("number") is None:
            return None
        told = [int(t) if t.isdecimal() and len(t) < _DIGITS else -1 for t in texts]
        found = np.array([*told, -1], np.int64)[codes[use]]
        missing = np.zeros(len(self.rows), np.bool_)
        missing[use[found < 0]] = True
        self._mark(missing)
        return found

    def _mark_again(
        self, order: Longs, at: Longs, activity: Ints, persons: Ints
    ) -> None:
        """Mark cases whose times go back, or in which an event may stand twice."""
        case, when = self.case[order], at[order]
        same = np.diff(case) == 0
        back = np.zeros(len(self.rows), np.bool_)
        back[order[1:][same & (np.diff(when) < 0)]] = True
        self._mark(back)
        tied = np.zeros(len(order), np.bool_)
        together = same & (np.diff(when) == 0)
        tied[1:] |= together
        tied[:-1] |= together
        some = order[tied]
        keys = np.stack([self.case[some], at[some], activity[some], persons[some]])
        _, inverse, counts = np.unique(
            keys, axis=1, return_inverse=True, return_counts=True
        )
        twice = np.zeros(len(self.rows), np.bool_)
        twice[some[counts[inverse.ravel()] > 1]] = True
        self._mark(twice)


def _where(told: Flags, odd: Flags, codes: Ints) -> Flags:
    """Return which rows have a code that is odd."""
    found = told.copy()
    found[told] = odd[codes[told]]
    return found

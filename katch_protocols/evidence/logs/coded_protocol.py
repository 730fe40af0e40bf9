"""The rows of the cases of one protocol, put together to arrays."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    CodedColumn,
    CodedRows,
    all_missing,
)
from katch_protocols.evidence.logs.combining import (
    are_same,
    looked_up,
    meant_together,
)
from katch_protocols.evidence.logs.events import NO_TIME
from katch_protocols.evidence.logs.followed_cases import (
    SEVERAL,
    FollowedCases,
    LoggedPeople,
    LoggedStep,
)
from katch_protocols.evidence.logs.names import LogNames, split_cell
from katch_protocols.evidence.logs.ordering import OwnRows, number_of
from katch_protocols.evidence.logs.row_seats import RowSeats, seats_of_rows
from katch_protocols.model.logs import IGNORE, LogMapping
from katch_protocols.model.noun import Id

__all__ = ["ProtocolRows"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

_IGNORED = -2
_LARGEST = 10**18
_Number = TypeVar("_Number", bound=np.generic)


class _WholeLog(Protocol):
    """What is asked of the whole log."""

    assembly: Assembly
    mapping: LogMapping
    coded: CodedRows
    case: Ints
    instants: Longs
    before: Flags | None
    odd: Flags

    def named(self, name: str) -> CodedColumn | None: ...

    def codes(self, column: CodedColumn) -> Ints: ...

    def note_first(self, why: str, rows: Longs) -> None: ...


class ProtocolRows:
    """The rows of the cases of one protocol; every row where none are told."""

    def __init__(
        self, log: _WholeLog, compiled: CompiledCase, rows: Longs | None
    ) -> None:
        self.log, self.compiled = log, compiled
        self.names: LogNames = log.assembly.names_of(compiled)
        self.rows: Longs | slice = slice(None) if rows is None else rows
        self.case = log.case[self.rows]
        self.order = {name: n for n, name in enumerate(compiled.handbook.agencies)}
        self.tokens: dict[str, int] = {}

    def cases(
        self, opened: Longs, regions: Ints, places: tuple[Id | None, ...]
    ) -> FollowedCases:
        """Put the rows together to cases; what is unusual is marked and left out."""
        steps, kinds = self._steps()
        self._mark(steps)
        persons, bodies, seats = self._persons(), self._bodies(), self._seats()
        doers, people = self._people(persons, seats)
        self._mark(doers)
        at = self.log.instants[self.rows]
        ignored = steps == _IGNORED if steps.min(initial=0) <= _IGNORED else None
        before = None if self.log.before is None else self.log.before[self.rows]
        if before is not None and ignored is not None:
            before = before & ~ignored
        self._note_first("ignored", ignored)
        self._note_first("outside", before)
        own = OwnRows(self.case, self.log.odd)
        use = own.used(ignored, before)
        order = own.in_order(use, at, self._numbers(use))
        names = {name: number for number, (name, *_) in enumerate(kinds)}
        activities = np.array([names[name] for name, *_ in kinds], np.int64)
        some = own.once(
            order, at, lambda rows: (activities[steps[rows]], persons[rows])
        )
        case = self.case[some]
        starts = np.flatnonzero(case[1:] != case[:-1]) + 1
        starts = np.append(np.zeros(min(len(case), 1), np.int64), starts)
        numbers = case[starts]
        skipped, outside = (own.counted(each)[numbers] for each in (ignored, before))
        since = self.log.assembly.window.since
        return FollowedCases(
            self.compiled,
            numbers.astype(np.int32),
            regions[numbers],
            places,
            opened[numbers],
            np.append(starts, len(case)).astype(np.int64),
            steps[some],
            kinds,
            _plain(at[some], np.int64),
            doers[some],
            people,
            _plain(persons[some], np.int32),
            bodies[some],
            seats.groups[some],
            seats.starts,
            seats.seats,
            skipped,
            outside,
            opened[numbers] < (NO_TIME if since is None else since),
        )

    def _note_first(self, why: str, left_out: Flags | None) -> None:
        """Note where the first row stands that is left out, if any is."""
        if left_out is not None and left_out.any():
            own = np.flatnonzero(left_out)
            rows = own if isinstance(self.rows, slice) else self.rows[own]
            self.log.note_first(why, rows)

    def _mark(self, numbers: Ints) -> None:
        """Leave the cases of rows to the definition that have no number."""
        if numbers.min(initial=0) < 0:
            self.log.odd[self.case[numbers == MISSING]] = True

    def _numbers(self, use: Longs | slice) -> Longs | None:
        """Return the place of each row in its case; missing: the log does not tell."""
        column = self.log.named("number")
        if column is None:
            return None
        every = map(number_of, column.texts)
        told = [MISSING if n is None or not 0 <= n < _LARGEST else n for n in every]
        codes = self.log.codes(column)[self.rows][use]
        return np.array([*told, MISSING], np.int64)[codes]

    def _cells(self, name: str) -> tuple[Ints, Sequence[str]]:
        return self._codes(self.log.named(name))

    def _codes(self, column: CodedColumn | None) -> tuple[Ints, Sequence[str]]:
        if column is None or not column.texts:
            return all_missing(len(self.case)), ()
        return self.log.codes(column)[self.rows], column.texts

    def _steps(self) -> tuple[Ints, tuple[LoggedStep, ...]]:
        """Return which kind of step each row is: activity, origin, what it records.

        ``_IGNORED`` and missing are no step: an activity or a value that is not known.
        """
        (activity, names), (origin, origins) = map(self._cells, ("activity", "origin"))
        known, records = self.compiled.chart.facts, self.log.mapping.records
        facts = [(fact, each) for fact, each in records.items() if fact in known]
        told = [self.log.coded.column(each.column) for _, each in facts]
        columns = [(activity, len(names)), (origin, len(origins))]
        for column in told:
            codes, texts = self._codes(column)
            columns.append((codes, len(texts)))
        steps: dict[LoggedStep, int] = {}

        def mean(kinds: list[list[int]]) -> list[int]:
            every = []
            for name, place, *cells in kinds:
                texts = [
                    (fact, column.texts[cell])
                    for (fact, _), column, cell in zip(facts, told, cells, strict=True)
                    if column is not None and cell != MISSING
                ]
                state = None if place == MISSING else origins[place]
                every.append(self._step(names[name], state, texts))
            # In one order, so that parts of a log share their tables.
            found = {each for each in every if not isinstance(each, int)}
            for each in sorted(found, key=lambda one: (one[0], one[1] or "", one[2])):
                steps[each] = len(steps)
            return [each if isinstance(each, int) else steps[each] for each in every]

        found = meant_together(columns, mean)
        return found, tuple(steps)

    def _step(
        self, name: str, origin: str | None, cells: Sequence[tuple[Id, str]]
    ) -> LoggedStep | int:
        activity = self.names.activity(name)
        if activity == IGNORE:
            return _IGNORED
        if activity is None:
            return MISSING
        recorded = self.names.recorded(activity)
        stated = list[tuple[str, str]]()
        for fact, text in cells:
            if fact in recorded:
                value = self.names.value(fact, text)
                if value is None:
                    return MISSING
                stated.append((fact, value))
        return activity, origin, tuple(sorted(stated))

    def _people(
        self, persons: Ints, seats: RowSeats
    ) -> tuple[Ints, tuple[LoggedPeople, ...]]:
        """Return which constellation of people each row has; missing: strange."""
        role, roles = self._cells("role")
        agency, agencies = self._cells("agency")
        trained, trainings = self._cells("qualified")
        asks_training = self.log.named("qualified") is not None
        strange = self._strange(roles, "roles"), self._strange(agencies, "agencies")
        known: dict[LoggedPeople, int] = {}

        def mean(kinds: list[list[int]]) -> list[int]:
            found = []
            for one, two, three, told, look, actor in kinds:
                if strange[0][one] or strange[1][two]:
                    found.append(MISSING)
                    continue
                people = LoggedPeople(
                    self.names.roles(roles[one])[0] if one != MISSING else (),
                    self.names.agencies(agencies[two])[0] if two != MISSING else (),
                    split_cell("" if three == MISSING else trainings[three])
                    if asks_training
                    else None,
                    seats.numbered(look, actor),
                    told != MISSING,
                )
                found.append(known.setdefault(people, len(known)))
            return found

        found = meant_together(
            [
                (role, len(roles)),
                (agency, len(agencies)),
                (trained, len(trainings)),
                (_told(persons), 1),
                (seats.of_rows(), len(seats.looks)),
                (seats.actors(persons), seats.longest + 1),
            ],
            mean,
        )
        return found, tuple(known)

    def _strange(self, texts: Sequence[str], kind: str) -> list[bool]:
        find = getattr(self.names, kind)
        # The last one is of an empty cell.
        return [*(bool(find(text)[1]) for text in texts), False]

    def _persons(self) -> Ints:
        """Return who acted, told apart by number."""
        codes, texts = self._cells("person")
        person = self.log.assembly.hashing.person
        same = [self._token(person(text)) for text in texts]
        if same == list(range(len(same))):
            return codes
        return np.array([*same, MISSING], np.int32)[codes]

    def _token(self, person: str | None) -> int:
        if person is None:
            return MISSING
        return self.tokens.setdefault(person, len(self.tokens))

    def _bodies(self) -> Ints:
        codes, texts = self._cells("agency")
        found = [self._body(self.names.agencies(text)[0]) for text in texts]
        return looked_up(np.array([*found, MISSING], np.int32), codes)

    def _body(self, named: Sequence[Id]) -> int:
        if len(named) > 1:
            return SEVERAL
        return self.order[named[0]] if named else MISSING

    def _seats(self) -> RowSeats:
        """Return who took part as well in each row."""
        codes, texts = self._cells("together_with")
        partners = self.log.assembly.partners_of
        seated = [partners(text, self.names) for text in (*texts, None)]
        numbers = self._token, lambda each: self._body(each.agencies)
        return seats_of_rows(codes, seated, numbers)


def _told(persons: Ints) -> Ints:
    """Return 0 where it is told who acted, else -1."""
    if are_same(persons) or persons.min(initial=0) < 0:
        return np.minimum(persons, 0)
    return np.broadcast_to(np.int32(0), len(persons))


def _plain(cells: NDArray[Any], kind: type[_Number]) -> NDArray[_Number]:
    """Return cells as a compiled loop takes them: it is compiled for no other kind."""
    return np.require(cells, kind, ("A", "C", "W"))

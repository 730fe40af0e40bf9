"""The rows of the cases of one protocol, put together to arrays."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.logs.assembling import Assembly
from katch_protocols.evidence.logs.coded_rows import (
    MISSING,
    NO_TIME,
    CodedColumn,
    CodedRows,
)
from katch_protocols.evidence.logs.combining import combined
from katch_protocols.evidence.logs.followed_cases import (
    SEVERAL,
    FollowedCases,
    LoggedPeople,
    LoggedStep,
)
from katch_protocols.evidence.logs.names import LogNames, split_cell
from katch_protocols.evidence.logs.ordering import rows_in_order
from katch_protocols.evidence.logs.row_seats import RowSeats, seats_of_rows
from katch_protocols.model.logs import IGNORE, LogMapping
from katch_protocols.model.noun import Id

__all__ = ["ProtocolRows"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

_IGNORED = -2
_DIGITS = 18


class _WholeLog(Protocol):
    """What is asked of the whole log."""

    assembly: Assembly
    mapping: LogMapping
    coded: CodedRows
    case: Ints
    odd: Flags
    before: Flags

    @property
    def instants(self) -> Longs: ...

    def named(self, name: str) -> CodedColumn | None: ...


class ProtocolRows:
    """The rows of the cases of one protocol."""

    def __init__(self, log: _WholeLog, compiled: CompiledCase, rows: Longs) -> None:
        self.log, self.compiled = log, compiled
        self.names: LogNames = log.assembly.names_of(compiled)
        self.rows = _whole(rows, len(log.case))
        self.case = log.case[self.rows]
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
        persons, bodies, seats = self._persons(), self._bodies(), self._seats()
        doers, people = self._people(persons, seats)
        at = self.log.instants[self.rows]
        before = self.log.before[self.rows] & ~ignored
        left = ignored | before
        if left.any():
            # Of some cases no event counts.
            counts = np.bincount(self.case[~left], minlength=len(opened))
            self._mark(counts[self.case] == 0)
        use = np.flatnonzero(~left & ~self.log.odd[self.case])
        some = _whole(use, len(at))
        case, when = self.case[some], at[some]
        order = use[rows_in_order(case, when, self._numbers(use))]
        self._mark_again(order, at, activity, persons)
        if self.log.odd.any():
            order = order[~self.log.odd[self.case[order]]]
        some = _whole(order, len(at))
        case = self.case[some]
        starts = np.flatnonzero(np.diff(case, prepend=MISSING))
        numbers = case[starts]
        skipped, outside = (
            np.bincount(self.case[each], minlength=len(opened))
            for each in (ignored, before)
        )
        since = self.log.assembly.window.since
        return FollowedCases(
            self.compiled,
            numbers.astype(np.int32),
            regions[numbers],
            places,
            opened[numbers],
            np.append(starts, len(order)).astype(np.int64),
            steps[some],
            kinds,
            at[some],
            doers[some],
            people,
            persons[some],
            bodies[some],
            seats.groups[some],
            seats.starts,
            seats.seats,
            skipped[numbers],
            outside[numbers],
            opened[numbers] < (NO_TIME if since is None else since),
        )

    def _mark(self, rows: Flags) -> None:
        if rows.any():
            self.log.odd[self.case[rows]] = True

    def _cells(self, name: str) -> tuple[Ints, Sequence[str]]:
        column = self.log.named(name)
        if column is None:
            return np.full(len(self.case), MISSING, np.int32), ()
        return column.codes[self.rows], column.texts

    def _activities(self) -> tuple[Ints, tuple[str, ...]]:
        """Return which activity each row is: ``_IGNORED``, or missing: none is."""
        codes, texts = self._cells("activity")
        names: dict[str, int] = {}
        meant = np.full(len(texts), MISSING, np.int32)
        used = np.zeros(len(texts) + 1, np.bool_)
        used[codes] = True
        for code in np.flatnonzero(used[:-1]).tolist():
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
        known = self.compiled.chart.facts
        records = self.log.mapping.records
        facts = [(fact, each) for fact, each in records.items() if fact in known]
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
                codes = np.full(len(self.case), MISSING, np.int32)
            else:
                codes = column.codes[self.rows]
            states = np.array([fact in each for each in recorded], np.bool_)
            # The last ones are for what is missing, or no activity.
            states = np.append(states, [False, False])
            told = (codes != MISSING) & states[activity]
            unknown = np.array([value is None for value in meant], np.bool_)
            self._mark(told & _are(unknown, codes))
            keys.append(np.where(told, codes + 1, 0))
            sizes.append(len(texts) + 1)
        found, kinds = combined(keys, sizes)
        meant_by = []
        for name, place, *cells in kinds:
            stated = [
                (fact, value)
                for (fact, _), cell, meant in zip(facts, cells, values, strict=True)
                if cell and (value := meant[cell - 1]) is not None
            ]
            named = names[name] if names else "", origins[place - 1] if place else None
            meant_by.append((*named, tuple(sorted(stated))))
        return _in_one_order(found, meant_by)

    def _people(
        self, persons: Ints, seats: RowSeats
    ) -> tuple[Ints, tuple[LoggedPeople, ...]]:
        """Return which constellation of people each row has."""
        role, roles = self._cells("role")
        agency, agencies = self._cells("agency")
        trained, trainings = self._cells("qualified")
        self._mark(_are(self._strange(roles, "roles"), role))
        self._mark(_are(self._strange(agencies, "agencies"), agency))
        has_person = (persons != MISSING).astype(np.int32)
        found, kinds = combined(
            [
                role + 1,
                agency + 1,
                trained + 1,
                has_person,
                seats.of_rows(),
                seats.actors(persons),
            ],
            [
                *(len(each) + 1 for each in (roles, agencies, trainings, ("",))),
                len(seats.looks),
                seats.longest + 1,
            ],
        )
        known: dict[LoggedPeople, int] = {}
        places = np.empty(len(kinds), np.int32)
        asks_training = self.log.named("qualified") is not None
        for number, (one, two, three, told, look, actor) in enumerate(kinds):
            people = LoggedPeople(
                self.names.roles(roles[one - 1])[0] if one else (),
                self.names.agencies(agencies[two - 1])[0] if two else (),
                split_cell(trainings[three - 1] if three else "")
                if asks_training
                else None,
                seats.numbered(look, actor),
                bool(told),
            )
            places[number] = known.setdefault(people, len(known))
        return places[found], tuple(known)

    def _strange(self, texts: Sequence[str], kind: str) -> Flags:
        find = getattr(self.names, kind)
        return np.array([bool(find(text)[1]) for text in texts], np.bool_)

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

    def _seats(self) -> RowSeats:
        """Return who took part as well in each row."""
        codes, texts = self._cells("together_with")
        partners = self.log.assembly.partners_of
        seated = [partners(text, self.names) for text in (*texts, None)]
        numbers = self._token, lambda each: self._body(each.agencies)
        return seats_of_rows(codes, seated, numbers)

    def _numbers(self, use: Longs) -> Longs | None:
        """Return the place of each row in its case, where the log tells it of all."""
        codes, texts = self._cells("number")
        if self.log.named("number") is None:
            return None
        told = [int(t) if t.isdecimal() and len(t) < _DIGITS else -1 for t in texts]
        found = np.array([*told, -1], np.int64)[codes[use]]
        missing = np.zeros(len(self.case), np.bool_)
        missing[use[found < 0]] = True
        self._mark(missing)
        return found

    def _mark_again(
        self, order: Longs, at: Longs, activity: Ints, persons: Ints
    ) -> None:
        """Mark cases whose times go back, or in which an event may stand twice."""
        case, when = self.case[order], at[order]
        same = np.diff(case) == 0
        back = np.zeros(len(self.case), np.bool_)
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
        twice = np.zeros(len(self.case), np.bool_)
        twice[some[counts[inverse.ravel()] > 1]] = True
        self._mark(twice)


def _whole(places: Longs, count: int) -> Longs | slice:
    """Return places; a slice where they are every one of so many, in order."""
    is_whole = len(places) == count and bool((np.diff(places) == 1).all())
    return slice(None) if is_whole else places


def _are(odd: Flags, codes: Ints) -> Flags:
    """Return which rows have a code that is odd; what is missing is not."""
    return np.append(odd, False)[codes] if odd.any() else np.zeros(len(codes), np.bool_)


def _in_one_order(
    found: Longs, steps: Sequence[LoggedStep]
) -> tuple[Ints, tuple[LoggedStep, ...]]:
    """Put different steps in one order, so that parts of a log share their tables."""
    kinds = sorted(set(steps), key=lambda each: (each[0], each[1] or "", each[2]))
    order = {step: number for number, step in enumerate(kinds)}
    return np.array([order[each] for each in steps], np.int32)[found], tuple(kinds)

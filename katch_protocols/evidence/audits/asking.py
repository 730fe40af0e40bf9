"""Who may do what in the cases that a loop follows: asked as the question comes up.

It is the one decision of a live case, once for each step, role, agency, region and span
of days.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import (
    CompiledCase,
    CompiledRow,
    CompiledStep,
)
from katch_protocols.cases.instants import NEVER
from katch_protocols.cases.state import CaseState, Doer
from katch_protocols.evidence.audits.people import judge_people
from katch_protocols.evidence.automaton.case_arrays import (
    LOOK,
    MAY,
    MAY_NOT,
    TOLD_FROM,
    WANTED,
    EventArrays,
    PeopleArrays,
)
from katch_protocols.evidence.automaton.case_standing import CaseStanding
from katch_protocols.evidence.automaton.case_tables import CaseTables
from katch_protocols.evidence.automaton.following import Engine, follow
from katch_protocols.evidence.logs.combining import combined
from katch_protocols.evidence.logs.events import (
    LogEvent,
    LogPartner,
    instant_of_micros,
    micros,
)
from katch_protocols.evidence.logs.followed_cases import FollowedCases, LoggedPeople
from katch_protocols.model.noun import Id

__all__ = ["NOBODY", "PeopleAsking"]

NOBODY = LoggedPeople((), (), None, None, has_person=False)
"""Who took a step that nobody logged: of that one nobody is asked."""

_Flags = NDArray[np.bool_]
_Longs = NDArray[np.int64]

_UNTOLD = ("role", "agency", "person", "together_with")
_SEAT = "p-{}"
_MOST_SEATS = 62
_NOTHING = np.zeros(0, np.int64)
_FEW = 4_096
_KNOWN = 16_384
_FIRST = 512
"""So many cases are followed first, to learn who does what."""


class PeopleAsking(Struct, dict=True):
    """Follows cases, and asks who may do what as the question comes up."""

    cases: FollowedCases
    tables: CaseTables
    begins: NDArray[np.int64]

    def __post_init__(self) -> None:
        cases = self.cases
        regions = _NOTHING
        if len(cases.places) > 1:
            regions = np.repeat(cases.regions, np.diff(cases.starts))
        self.changes = [_changes(cases.compiled, place) for place in cases.places]
        # In which span of days the log begins, and the last one begins, by region.
        self.begins_in = [_spans(each, cases.span) for each in self.changes]
        spans = self._of_events()
        most = int(spans.max(initial=0)) + 1
        sizes = [len(cases.people), max(len(cases.places), 1), most]
        self.doers, self.kinds = _combined([cases.doers, regions, spans], sizes)
        shape = len(self.tables.profiles), len(self.kinds)
        self.may = PeopleArrays(np.zeros(shape, np.int16), np.zeros(shape, np.int64))

    def _of_events(self) -> NDArray[np.integer[Any]]:
        """Return in which span of days each event was, counted from the first.

        Nothing where there is but one.
        """
        cases = self.cases
        if all(first == last for first, last in self.begins_in):
            return _NOTHING
        every = zip(self.changes, self.begins_in, strict=True)
        firsts = cases.instants[cases.starts[:-1]]
        lasts = cases.instants[cases.starts[1:] - 1]
        begin, end = np.zeros((2, len(cases)), np.int32)
        for number, (changes, (first, _)) in enumerate(every):
            here = cases.regions == number
            begin[here] = _spans(changes, firsts[here]) - first
            end[here] = _spans(changes, lasts[here]) - first
        found = np.repeat(begin, np.diff(cases.starts))
        for case in np.flatnonzero(begin != end).tolist():
            own, region = slice(*cases.starts[case : case + 2]), cases.regions[case]
            spans = _spans(self.changes[region], cases.instants[own])
            found[own] = spans - self.begins_in[region][0]
        return found

    def follow(
        self, until: int, engine: Engine, cases: _Longs, since: _Longs | None = None
    ) -> tuple[NDArray[np.int8], NDArray[np.uint8], _Flags]:
        """Follow some cases until nothing is left to be asked.

        ``since`` is what clocks count from at each event, where that is not its
        instant.
        """
        count = len(cases)
        standing = np.full(count, CaseStanding.UNASKED, np.int8)
        silent, ended = np.zeros(count, np.uint8), np.zeros(count, np.bool_)
        for most in (_FIRST, count):
            # What stops at something else does so whoever may.
            while len(some := np.flatnonzero(standing[:most] == CaseStanding.UNASKED)):
                own = slice(None) if len(some) == len(self.cases) else cases[some]
                events = self._events(own, since)
                standing[some], silent[some], ended[some] = follow(
                    self.tables, until, events, self.may, engine
                )
                self._ask()
        return standing, silent, ended

    def _events(self, some: _Longs | slice, since: _Longs | None) -> EventArrays:
        """Return some cases, and every event."""
        cases = self.cases
        return EventArrays(
            cases.starts[:-1][some],
            cases.starts[1:][some],
            cases.opened[some],
            self.begins[some],
            cases.unseen[some],
            cases.steps,
            cases.instants,
            cases.instants if since is None else since,
            self.doers,
            cases.persons,
            cases.bodies,
            cases.groups,
            cases.seat_starts,
            cases.seats,
        )

    def _ask(self) -> None:
        """Ask what was wanted."""
        cases, wanted = self.cases, np.argwhere(self.may.answers == WANTED).tolist()
        for profile, who in wanted:
            people, place, span = self.kinds[who]
            at = self._when(place, span)
            asked = cases.people[people], cases.places[place], at
            found = [
                _answer(cases.compiled, step, word, *asked)
                for step, word in self.tables.profiles[profile]
            ]
            self.may.answers[profile, who] = max(answer for answer, *_ in found)
            for _, untold, sitting in found:
                self.may.answers[profile, who] |= untold << TOLD_FROM
                self.may.sitting[profile, who] |= sitting

    def _when(self, place: int, span: int) -> int:
        """Return an instant of a span of days: the same whatever the log has of it."""
        changes, span = self.changes[place], int(self.begins_in[place][0]) + span
        if not len(changes):
            return 0
        return int(changes[span - 1] if span else changes[0] - 1)


@lru_cache(maxsize=_KNOWN)
def _answer(  # noqa: PLR0913, PLR0917 - who may do what, where and when
    compiled: CompiledCase,
    step: CompiledStep,
    word: int,
    people: LoggedPeople,
    region: Id | None,
    at: int,
) -> tuple[int, int, int]:
    """Return whether some people may take a step, and what is not told of them.

    Third the bits of those who sit where a panel decides. Parts of a log ask the same.
    """
    if people is NOBODY or not isinstance(step, CompiledRow):
        return MAY, 0, 0
    when = instant_of_micros(at)
    state = CaseState(compiled, "case", region, when, compiled.edition)
    # When a step was too early the loop tells: it knows when everything was.
    state.word, state.lasts, state.wake = word, {}, NEVER
    judged = judge_people(_event(step, people, when), step, state, at)
    untold = sum(1 << _UNTOLD.index(each) for each in judged.untold)
    if judged.unmet:
        return MAY_NOT, untold, 0
    sitting = _sitting(people, judged.doer)
    return (LOOK, untold, 0) if sitting is None else (MAY, untold, sitting)


def _changes(compiled: CompiledCase, region: Id | None) -> NDArray[np.int64]:
    """Return when the answer to who may do what may change in a region."""
    found = {*compiled.directory(region).changes}
    found |= {each.waived for each in compiled.constraints if each.waived}
    known = (micros(each) for each in found if each < NEVER)
    return np.array(sorted(known), np.int64)


def _spans(changes: _Longs, instants: _Longs | tuple[int, int]) -> _Longs:
    """Return how many changes came before each instant, or with it."""
    return np.searchsorted(changes, np.asarray(instants), side="right")


def _combined(
    keys: Sequence[NDArray[np.integer[Any]]], sizes: Sequence[int]
) -> tuple[NDArray[np.int32], Sequence[Sequence[int]]]:
    """Number what stands together; of few that could, those that do not as well."""
    if prod(sizes) > _FEW:
        found, kinds = combined(keys, sizes)
        return found.astype(np.int32), kinds
    here = keys[0].astype(np.int32, copy=False)
    for key, size in zip(keys[1:], sizes[1:], strict=True):
        if size > 1:
            here = here * np.int32(size) + key.astype(np.int32)
    return here, [*product(*map(range, sizes))]


def _sitting(people: LoggedPeople, doer: Doer | None) -> int | None:
    """Return the bits of the partners who act as well, as a panel does.

    ``None`` where it is not told who they are: then only the definition can tell.
    """
    if doer is None or not doer.seats:
        return 0
    found, seats = 0, {each for each in doer.people if each != _SEAT.format(0)}
    for number, each in enumerate(people.partners or ()):
        if each.person is not None and _SEAT.format(each.person) in seats:
            seats.discard(_SEAT.format(each.person))
            found |= 1 << number
    told = [each.person for each in people.partners or () if each.person is not None]
    is_known = not seats and len(set(told)) == len(told)
    is_known &= len(people.partners or ()) < _MOST_SEATS
    return found if is_known and people.has_person else None


def _event(step: CompiledRow, people: LoggedPeople, at: datetime) -> LogEvent:
    partners = people.partners
    if partners is not None:
        partners = tuple(
            replace(
                each, person=None if each.person is None else _SEAT.format(each.person)
            )
            for each in partners
        )
    found: tuple[LogPartner, ...] | None = partners
    return LogEvent(
        (0, 0),
        micros(at),
        micros(at),
        step.row.activity,
        records=dict(step.row.records),
        roles=people.roles,
        agencies=people.agencies,
        person=_SEAT.format(0) if people.has_person else None,
        partners=found,
        origin=step.entry.origin,
        qualified=people.qualified,
    )

"""Cases with the steps put in that their log never tells, so that loops follow them.

An observer tells which steps those are and between which events. Each is followed as if
it had been as late as it can have been, the instant of the next event; where it moves a
clock, once more with clocks that count from the earliest, the event before. Whatever
is kept both times is so for every instant that the definition looks at.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.audits.asking import NOBODY, PeopleAsking
from katch_protocols.evidence.audits.searching import MOST_FOUND
from katch_protocols.evidence.automaton.case_arrays import MOVES, OWES
from katch_protocols.evidence.automaton.case_standing import CaseStanding
from katch_protocols.evidence.automaton.case_tables import CaseTables, case_tables
from katch_protocols.evidence.automaton.classes import Classes, classes_of
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.automaton.observed_steps import (
    ObservedSteps,
    observed,
    read_back,
)
from katch_protocols.evidence.automaton.observer import ClassObserver
from katch_protocols.evidence.automaton.step_letters import LoggedStep
from katch_protocols.evidence.logs.followed_cases import FollowedCases

__all__ = ["FilledCases", "filled"]

_Flags = NDArray[np.bool_]
_Longs = NDArray[np.int64]
_Number = TypeVar("_Number", bound=np.generic)
_UNTOLD = -1
_MANY = 20


class FilledCases(Struct, frozen=True, eq=False):
    """The cases of which a log leaves steps out, and the others.

    Attributes:
        others: (n,): the cases in which nothing is left out, or nobody can tell what.
        numbers: (n,): those of which it is known what is left out.
        cases: These, with what nobody logged put in.
        since: (events,): the earliest instant of each of their events.
    """

    others: _Longs
    numbers: _Longs
    cases: FollowedCases
    since: _Longs
    tables: CaseTables

    def follow(self, until: int, engine: Engine) -> tuple[NDArray[np.int8], _Flags]:
        """Return how they stand, and which of those that are kept have ended."""
        cases, tables = self.cases, self.tables
        count = len(cases)
        asking = PeopleAsking(cases, tables, np.full(count, tables.start, np.int64))
        standing, _, ended = asking.follow(until, engine, np.arange(count))
        traits = tables.arrays.cells[:, :, 3] & (MOVES | OWES)
        may_move = np.any(traits, axis=0)
        moves = np.flatnonzero(np.take(may_move, cases.steps))
        moves = moves[self.since[moves] != cases.instants[moves]]
        some = np.zeros(count, np.bool_)
        some[np.searchsorted(cases.starts, moves, side="right") - 1] = True
        again = np.flatnonzero(some & (standing == CaseStanding.KEPT))
        standing[again], _, ended[again] = asking.follow(
            until, engine, again, self.since
        )
        return standing, ended


def filled(
    cases: FollowedCases,
    tables: CaseTables,
    window: tuple[tuple[int, int], int],
    not_logged: Sequence[str],
    engine: Engine,
) -> FilledCases | None:
    """Put into cases what nobody logged; ``None`` where nothing is left out.

    ``window`` is the span of ``tables``, and until when the log is complete.
    """
    compiled, (span, until) = cases.compiled, window
    names, classes = compiled.full_names, classes_of(compiled)
    silent = frozenset(names[each] for each in not_logged if each in names)
    if classes is None or not silent:
        return None
    every = tuple(range(len(classes.letters)))
    whole = case_tables(compiled, classes, every, span)
    if whole is None:
        return None
    observer = _observer(compiled, classes, cases.kinds, silent)
    moves, ends = observed(observer, cases.starts, cases.steps, engine)
    firsts, known = cases.starts[:-1], np.maximum(moves, 0)
    more = np.add.reduceat(observer.more[known], firsts)
    lacks = (ends >= 0) & (more > 0) & ~cases.unseen
    numbers = np.flatnonzero(lacks)
    packed, places = _some(cases, numbers)
    looked = _Looked(packed, observer, moves[places], more[numbers])
    sure = np.flatnonzero(~looked.is_hard() & ~looked.is_timed(tables, until))
    packed, places = _some(packed, sure)
    read = read_back(observer, packed.starts, looked.moves[places], engine)
    numbers = numbers[sure]
    others = np.delete(np.arange(len(cases)), numbers)
    return FilledCases(others, numbers, *_put_in(packed, read), whole)


@lru_cache(maxsize=8)
def _observer(
    compiled: CompiledCase,
    classes: Classes,
    steps: tuple[LoggedStep, ...],
    not_logged: frozenset[str],
) -> ClassObserver:
    return ClassObserver(compiled, classes, steps, not_logged)


class _Looked(Struct, frozen=True, eq=False):
    """Cases of which steps are left out: the moves of their events, and how many."""

    cases: FollowedCases
    observer: ClassObserver
    moves: NDArray[np.int32]
    more: _Longs

    def is_hard(self) -> _Flags:
        """Tell where events have one instant, or the definition may give up."""
        cases, observer = self.cases, self.observer
        same = np.diff(cases.instants, prepend=0) == 0
        same[cases.starts[:-1]] = False
        # The search tells apart when timers were set.
        sets = 1.0 + self._summed(observer.sets)
        effort = self._summed(observer.effort) * sets ** np.minimum(self.more, _MANY)
        found: _Flags = self._any(same) | (effort > MOST_FOUND)
        return found

    def is_timed(self, tables: CaseTables, until: int) -> _Flags:
        """Tell where the clock may have made a step that is not logged."""
        observer, moves = self.observer, self.moves
        some = (observer.before | observer.after) != 0
        numbers = np.flatnonzero(self._any(some[moves]))
        found = np.zeros(len(self.cases), np.bool_)
        if len(numbers) < len(found):
            if len(numbers):
                cases, places = _some(self.cases, numbers)
                timed = _Looked(cases, observer, moves[places], self.more[numbers])
                found[numbers] = timed.is_timed(tables, until)
            return found
        of_events = np.zeros(len(moves), np.bool_)
        for timer in range(len(tables.arrays.timer)):
            runs = observer.before[moves] >> timer & 1 > 0
            after = observer.after[moves] >> timer & 1 > 0
            if runs.any() or after.any():
                of_events |= self._is_made(tables, until, timer, (runs, after))
        return self._any(of_events)

    def _is_made(
        self,
        tables: CaseTables,
        until: int,
        timer: int,
        runs_and_after: tuple[_Flags, _Flags],
    ) -> _Flags:
        """Tell before which events, or after the last, a timer may be over.

        It began no earlier than the first of the events at which it runs in some class
        ever since.
        """
        (runs, after), arrays = runs_and_after, tables.arrays
        starts, instants = self.cases.starts, self.cases.instants
        opened = np.repeat(self.cases.opened, np.diff(starts))
        is_first = np.zeros(len(runs), np.bool_)
        is_first[starts[:-1]] = True
        limit, _, event, _ = arrays.timer[timer].tolist()
        least = int(arrays.plain[limit])
        least = max(int(arrays.shifts[limit].min()), 0) if least < 0 else least
        told = arrays.is_timer[self.cases.steps] == timer
        is_new = runs.copy()
        is_new[1:] &= ~runs[:-1] | is_first[1:] | told[:-1]
        begins = np.maximum.accumulate(np.where(is_new, np.arange(len(runs)), 0))
        since = opened if event >= 0 else _before(self.cases)[begins]
        due = since + least
        found = runs & np.where(told, due < instants, due <= instants)
        # Told twice, once by the log.
        goes_on = np.append(runs[1:], False)
        lasts = starts[1:] - 1
        goes_on[lasts] = after[lasts]
        found |= told & goes_on
        is_known = (runs & ~told) | (event >= 0)
        over = np.where(is_known, due, instants + least)[lasts] <= until
        found[lasts] |= after[lasts] & over
        return found

    def _summed(self, of_moves: _Longs) -> _Longs:
        sums = np.append(0, np.cumsum(of_moves[self.moves]))
        found: _Longs = np.diff(sums[self.cases.starts])
        return found

    def _any(self, of_events: _Flags) -> _Flags:
        sums = np.append(0, np.cumsum(of_events))
        found: _Flags = np.diff(sums[self.cases.starts]) > 0
        return found


def _before(cases: FollowedCases) -> _Longs:
    """Return when the event before each was, or its case was opened."""
    found = np.empty_like(cases.instants)
    found[1:] = cases.instants[:-1]
    found[cases.starts[:-1]] = cases.opened
    return found


def _some(
    cases: FollowedCases, numbers: _Longs
) -> tuple[FollowedCases, _Longs | slice]:
    """Return some cases, and where their events were."""
    if len(numbers) == len(cases):
        return cases, slice(None)
    lengths = np.diff(cases.starts)[numbers]
    starts = np.append(0, np.cumsum(lengths))
    places = np.arange(starts[-1])
    places += np.repeat(cases.starts[numbers] - starts[:-1], lengths)
    return (
        replace(
            cases,
            numbers=cases.numbers[numbers],
            regions=cases.regions[numbers],
            opened=cases.opened[numbers],
            starts=starts,
            steps=cases.steps[places],
            instants=cases.instants[places],
            doers=cases.doers[places],
            persons=cases.persons[places],
            bodies=cases.bodies[places],
            groups=cases.groups[places],
            ignored=cases.ignored[numbers],
            outside=cases.outside[numbers],
            unseen=cases.unseen[numbers],
        ),
        places,
    )


def _put_in(cases: FollowedCases, read: ObservedSteps) -> tuple[FollowedCases, _Longs]:
    """Return cases with what nobody logged, and the earliest instant of each event."""
    count = len(cases.steps)
    added = np.append(0, np.cumsum(read.counts))
    # Where each event stands now, and of what nobody logged the event that follows.
    own = np.arange(count) + added[1:]
    event = np.repeat(np.arange(count), read.counts)
    others = event + np.arange(len(event))

    def put(column: NDArray[_Number], more: NDArray[_Number] | int) -> NDArray[_Number]:
        whole = np.empty(count + len(event), column.dtype)
        whole[own], whole[others] = column, more
        return whole

    instants = put(cases.instants, cases.instants[event])
    found = replace(
        cases,
        starts=cases.starts + added[cases.starts],
        steps=put(read.letters, read.unlogged),
        instants=instants,
        doers=put(cases.doers, len(cases.people)),
        people=(*cases.people, NOBODY),
        persons=put(cases.persons, _UNTOLD),
        bodies=put(cases.bodies, _UNTOLD),
        groups=put(cases.groups, len(cases.seat_starts) - 2),
    )
    since = instants.copy()
    since[others] = _before(cases)[event]
    return found, since

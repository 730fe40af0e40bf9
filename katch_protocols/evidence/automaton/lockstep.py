"""Cases followed all at once by arrays: what ``loops`` says, without a compiler.

In each round every case that goes on takes one step: of its clock where one is due,
else the next event of its log.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.automaton.case_arrays import (
    ALLOWS,
    DOUBTED,
    MAY,
    NOWHERE,
    TOLD_FROM,
    UNKNOWN,
    UNSEEN_CLOCK,
    WANTED,
    CaseArrays,
    EventArrays,
    Flags,
    Ints,
    Longs,
    PeopleArrays,
)
from katch_protocols.evidence.automaton.case_standing import CaseStanding
from katch_protocols.evidence.automaton.lockstep_clocks import LockstepClocks
from katch_protocols.evidence.automaton.lockstep_people import LockstepPeople

__all__ = ["begun", "fits", "follow"]

_AT_ONCE = 16_384

Found: TypeAlias = tuple[NDArray[np.int8], NDArray[np.uint8], NDArray[np.bool_]]


def fits(starts: Longs, steps: Ints, following: Ints, start: int) -> Longs:
    """Return for each case how many of its events were possible, one after another."""
    lengths = np.diff(starts)
    found = lengths.copy()
    order = np.argsort(-lengths, kind="stable")
    here = np.full(len(lengths), start, np.int64)
    going, place = order, 0
    while True:
        going = going[lengths[going] > place]
        if not len(going):
            return found
        after = following[here[going], steps[starts[going] + place]]
        stuck = after < 0
        found[going[stuck]] = place
        going = going[~stuck]
        here[going] = after[~stuck]
        place += 1


def begun(
    arrays: CaseArrays, starts: Longs, steps: Ints, instants: Longs, cases: Longs
) -> Longs:
    """Return the class in which each of some cases was as its log begins.

    All classes are followed at once. It is the first from which every event is
    possible, as the definition finds it; where the clock, several ways or events at one
    instant come between, it is left to the definition.
    """
    found = np.full(len(cases), NOWHERE, np.int64)
    timed = np.diff(arrays.timer_starts) > 0
    for number, case in enumerate(cases.tolist()):
        own = slice(starts[case], starts[case + 1])
        kinds = steps[own]
        if (arrays.is_timer[kinds] >= 0).any() or (np.diff(instants[own]) == 0).any():
            found[number] = DOUBTED
            continue
        origin = np.arange(len(arrays.next))
        here, odd = origin, np.zeros(len(origin), np.bool_)
        for place, step in enumerate(kinds.tolist()):
            if place:
                odd[origin[timed[here]]] = True
            after = arrays.next[here, step]
            odd[origin[after <= DOUBTED]] = True
            origin, here = origin[after >= 0], after[after >= 0]
        if len(origin):
            found[number] = origin[0]
        # What failed before could have gone on otherwise.
        if odd[: origin[0] if len(origin) else None].any():
            found[number] = DOUBTED
    return found


def follow(
    arrays: CaseArrays,
    until: int,
    events: EventArrays,
    people: PeopleArrays,
) -> Found:
    """Follow cases; return how each stands, what is not told, and whether it ended."""
    cases = len(events.opened)
    parts = [
        _Lockstep(arrays, until, _cut(events, first), people).run()
        for first in range(0, cases, _AT_ONCE)
    ]
    if not parts:
        return np.zeros(0, np.int8), np.zeros(0, np.uint8), np.zeros(0, np.bool_)
    status, silent, ended = zip(*parts, strict=True)
    return np.concatenate(status), np.concatenate(silent), np.concatenate(ended)


def _cut(events: EventArrays, first: int) -> EventArrays:
    """Return some of the cases."""
    last = first + _AT_ONCE
    return events._replace(
        starts=events.starts[first:last],
        ends=events.ends[first:last],
        opened=events.opened[first:last],
        begins=events.begins[first:last],
        unseen=events.unseen[first:last],
    )


class _Lockstep:
    """Some cases on their way."""

    def __init__(
        self,
        arrays: CaseArrays,
        until: int,
        events: EventArrays,
        may: PeopleArrays,
    ) -> None:
        self.arrays, self.until, self.events, self.may = arrays, until, events, may
        count = len(events.opened)
        self.clocks = LockstepClocks(arrays, events)
        self.people = LockstepPeople(arrays, events)
        self.here = np.maximum(events.begins, 0)
        self.status = np.zeros(count, np.int8)
        self.status[events.begins == NOWHERE] = CaseStanding.ORDER
        self.status[events.begins < NOWHERE] = CaseStanding.DOUBT
        self.silent = np.zeros(count, np.uint8)
        self.unasked = np.zeros(count, np.bool_)
        self.at = events.starts.copy()
        self.last = events.ends
        self.going = np.flatnonzero(events.begins >= 0)

    def run(self) -> Found:
        """Go on until no case does."""
        while len(self.going):
            self._round()
        self._stop(np.flatnonzero(self.unasked), CaseStanding.UNASKED)
        ended = (self.status == CaseStanding.KEPT) & self.arrays.final[self.here]
        self.silent[self.clocks.unseen] |= UNSEEN_CLOCK
        return self.status, self.silent, ended

    def _round(self) -> None:
        cases = self.going
        is_over = self.at[cases] == self.last[cases]
        ended = is_over & self.arrays.final[self.here[cases]]
        cases, is_over = cases[~ended], is_over[~ended]
        now = np.full(len(cases), self.until, np.int64)
        now[~is_over] = self.events.instants[self.at[cases[~is_over]]]
        timer, due, known = self.clocks.timers(cases, self.here[cases])
        self._stop(cases[~known], CaseStanding.DOUBT)
        ticks = (timer >= 0) & (due < now) & known
        self._tick(cases[ticks], timer[ticks], due[ticks])
        self._keep(cases[~ticks], now[~ticks])
        goes = ~ticks & ~is_over & self._goes(cases)
        self._read(cases[goes], now[goes], timer[goes], due[goes])
        self.going = cases[self._goes(cases) & (ticks | ~is_over)]

    def _goes(self, cases: Longs) -> Flags:
        found: Flags = self.status[cases] == CaseStanding.KEPT
        return found

    def _stop(self, cases: Longs, standing: CaseStanding) -> None:
        """Let the first thing count that stops a case."""
        self.status[cases[self._goes(cases)]] = standing

    def _keep(self, cases: Longs, now: Longs) -> None:
        """Stop the cases in which a deadline is over before an instant."""
        late = self.clocks.soonest(cases, self.here[cases]) < now
        self._stop(cases[late], CaseStanding.TIME)

    def _tick(self, cases: Longs, timer: Longs, due: Longs) -> None:
        """Let the clock take a step."""
        arrays, here = self.arrays, self.here[cases]
        self._stop(cases[arrays.final[here]], CaseStanding.DOUBT)
        self._keep(cases, due)
        effect = arrays.timer_effect[here, timer].astype(np.int64)
        profile = arrays.timer_profile[here, timer].astype(np.int64)
        odd = arrays.resumes[effect] | arrays.hard[profile]
        self._stop(cases[odd], CaseStanding.DOUBT)
        goes = self._goes(cases)
        self.here[cases[goes]] = arrays.timer_next[here, timer][goes]
        self.clocks.take(cases[goes], effect[goes], profile[goes], due[goes])

    def _read(self, cases: Longs, now: Longs, timer: Longs, due: Longs) -> None:
        """Let the next event happen."""
        arrays, here = self.arrays, self.here[cases]
        step = self.events.steps[self.at[cases]]
        after = arrays.next[here, step]
        self._stop(cases[after <= DOUBTED], CaseStanding.DOUBT)
        self._stop(cases[(after < 0) | arrays.final[here]], CaseStanding.ORDER)
        told = arrays.is_timer[step]
        early = (told >= 0) & ((timer != told) | (due != now))
        self._stop(cases[early], CaseStanding.DOUBT)
        # Where nothing follows there is no effect to be asked about.
        effect = np.maximum(arrays.effect[here, step], 0)
        profile = np.maximum(arrays.profile[here, step], 0)
        odd = arrays.resumes[effect] | arrays.hard[profile]
        self._stop(cases[odd], CaseStanding.DOUBT)
        asked = self._goes(cases) & arrays.asked[profile]
        self._ask(cases[asked], profile[asked], now[asked])
        goes = self._goes(cases)
        cases = cases[goes]
        self.here[cases] = after[goes]
        since = self.events.since[self.at[cases]]
        self.clocks.take(cases, effect[goes], profile[goes], since)
        self.at[cases] += 1

    def _ask(self, cases: Longs, profile: Longs, now: Longs) -> None:
        """Ask whether whoever acts may."""
        at, may = self.at[cases], self.may
        who = self.events.doers[at]
        allows = may.answers[profile, who] & ALLOWS
        new = (allows == UNKNOWN) | (allows == WANTED)
        may.answers[profile[new], who[new]] = WANTED
        # They go on as if they might, to learn what else is to be asked.
        self.unasked[cases[new]] = True
        self._stop(cases[~new & (allows != MAY)], CaseStanding.PEOPLE)
        goes = allows == MAY
        cases, profile, now, who, at = (
            each[goes] for each in (cases, profile, now, who, at)
        )
        untold = may.answers[profile, who] >> TOLD_FROM
        self.silent[cases] |= untold.astype(np.uint8)
        self._stop(
            cases[self.clocks.is_early(cases, profile, now)], CaseStanding.PEOPLE
        )
        broken = self.people.act(cases, at, profile, may.sitting[profile, who])
        self._stop(cases[broken], CaseStanding.PEOPLE)

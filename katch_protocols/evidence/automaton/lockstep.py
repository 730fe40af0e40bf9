"""Cases followed all at once by arrays: what ``loops`` says, without a compiler.

In each round every case that goes on takes one step: of its clock where one is due,
else the next event of its log.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from katch_protocols.evidence.automaton.case_arrays import (
    DOUBTED,
    LONG_AGO,
    CaseArrays,
    EventArrays,
    Ints,
    Longs,
    PeopleArrays,
)
from katch_protocols.evidence.automaton.standing import Standing

__all__ = ["fits", "follow"]

REMEMBERED = 4
_AT_ONCE = 16_384
_NEVER = 2**62
_ANEW = 2
_APART, _AGENCIES, _SAME = 0, 1, 2

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


def follow(
    arrays: CaseArrays,
    start: int,
    until: int,
    events: EventArrays,
    people: PeopleArrays,
) -> Found:
    """Follow cases; return how each stands, what is not told, and whether it ended."""
    cases = len(events.opened)
    parts = [
        _Lockstep(arrays, start, until, _cut(events, first), people).run()
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
        starts=events.starts[first : last + 1], opened=events.opened[first:last]
    )


@dataclass
class _Lockstep:
    arrays: CaseArrays
    start: int
    until: int
    events: EventArrays
    may: PeopleArrays

    def __post_init__(self) -> None:
        arrays, count = self.arrays, len(self.events.starts) - 1
        moments, places = arrays.counts.tolist()
        self.here = np.full(count, self.start, np.int64)
        self.moments = np.full((count, moments), LONG_AGO, np.int64)
        self.moments[:, arrays.begun] = self.events.opened[:, None]
        self.duties = np.tile(arrays.owed.astype(np.int64), (count, 1))
        self.people = np.full((count, places, REMEMBERED), -1, np.int64)
        self.agencies = np.full((count, places, REMEMBERED), -1, np.int64)
        self.known = np.zeros((count, places), np.int64)
        self.status = np.zeros(count, np.int8)
        self.silent = np.zeros(count, np.uint8)
        self.at = self.events.starts[:-1].copy()
        self.going = np.arange(count)

    def run(self) -> Found:
        while len(self.going):
            self._round()
        ended = (self.status == Standing.KEPT) & self.arrays.final[self.here]
        return self.status, self.silent, ended

    def _round(self) -> None:
        arrays, cases = self.arrays, self.going
        is_over = self.at[cases] == self.events.starts[cases + 1]
        final = arrays.final[self.here[cases]]
        cases = cases[~(is_over & final)]
        is_over = self.at[cases] == self.events.starts[cases + 1]
        now = np.full(len(cases), self.until, np.int64)
        now[~is_over] = self.events.instants[self.at[cases[~is_over]]]
        timer, due = self._timers(cases)
        ticks = (timer >= 0) & (due < now) & (self.status[cases] == Standing.KEPT)
        self._tick(cases[ticks], timer[ticks], due[ticks])
        rest = ~ticks
        cases, now, is_over = cases[rest], now[rest], is_over[rest]
        timer, due = timer[rest], due[rest]
        late = self._soonest(cases) < now
        self._stop(cases[late], Standing.TIME)
        goes = (self.status[cases] == Standing.KEPT) & ~is_over
        self._read(cases[goes], now[goes], timer[goes], due[goes])
        over = np.zeros(len(self.status), np.bool_)
        over[cases[is_over]] = True
        done = self.at == self.events.starts[1:]
        ended = done & arrays.final[self.here]
        keep = (self.status == Standing.KEPT) & ~over & ~ended
        self.going = self.going[keep[self.going]]

    def _stop(self, cases: Longs, standing: Standing) -> None:
        """Let the first thing count that stops a case."""
        cases = cases[self.status[cases] == Standing.KEPT]
        self.status[cases] = standing

    def _tick(self, cases: Longs, timer: Longs, due: Longs) -> None:
        """Let the clock take a step."""
        arrays = self.arrays
        self._stop(cases[arrays.final[self.here[cases]]], Standing.DOUBT)
        self._stop(cases[self._soonest(cases) < due], Standing.TIME)
        here = self.here[cases]
        effect, profile = (
            arrays.timer_effect[here, timer],
            arrays.timer_profile[here, timer],
        )
        odd = arrays.resumes[effect] | arrays.hard[profile]
        self._stop(cases[odd], Standing.DOUBT)
        goes = self.status[cases] == Standing.KEPT
        cases, due = cases[goes], due[goes]
        self.here[cases] = arrays.timer_next[here, timer][goes]
        self._take(cases, effect[goes], profile[goes], due)

    def _read(self, cases: Longs, now: Longs, timer: Longs, due: Longs) -> None:
        """Let the next event happen."""
        arrays = self.arrays
        step = self.events.steps[self.at[cases]]
        here = self.here[cases]
        after = arrays.next[here, step]
        self._stop(cases[after == DOUBTED], Standing.DOUBT)
        self._stop(cases[(after < 0) | arrays.final[here]], Standing.ORDER)
        told = arrays.is_timer[step]
        self._stop(
            cases[(told >= 0) & ((timer != told) | (due != now))], Standing.DOUBT
        )
        # Where nothing follows there is no effect to be asked about.
        effect = np.maximum(arrays.effect[here, step], 0)
        profile = np.maximum(arrays.profile[here, step], 0)
        self._stop(cases[arrays.resumes[effect] | arrays.hard[profile]], Standing.DOUBT)
        goes = self.status[cases] == Standing.KEPT
        asked = goes & arrays.asked[profile]
        self._ask(cases[asked], profile[asked], now[asked])
        goes &= self.status[cases] == Standing.KEPT
        cases, now = cases[goes], now[goes]
        self.here[cases] = after[goes]
        self._take(cases, effect[goes], profile[goes], now)
        self.at[cases] += 1

    # Clocks ----------------------------------------------------------------------

    def _due(self, limit: Longs, since: Longs) -> tuple[Longs, NDArray[np.bool_]]:
        arrays = self.arrays
        shift = arrays.plain[limit]
        day = np.searchsorted(arrays.days, since, side="right") - 1
        last = len(arrays.days) - 2
        inside = (day >= 0) & (day <= last)
        by_day = arrays.shifts[limit, np.clip(day, 0, last)]
        is_plain = shift >= 0
        shift = np.where(is_plain, shift, by_day)
        known = (since != LONG_AGO) & (is_plain | (inside & (by_day >= 0)))
        return np.where(known, since + np.maximum(shift, 0), LONG_AGO), known

    def _since(self, cases: Longs, own: Longs, event: Longs) -> Longs:
        found = self.moments[cases, np.maximum(event, 0)]
        is_there = (event >= 0) & (found != LONG_AGO)
        return np.where(is_there, found, self.moments[cases, own])

    def _timers(self, cases: Longs) -> tuple[Longs, Longs]:
        """Return which timer is due first, and when; what is not known is doubted."""
        arrays = self.arrays
        found = np.full(len(cases), -1, np.int64)
        soonest = np.full(len(cases), _NEVER, np.int64)
        for timers in self._items("timer", self.here[cases]):
            some = np.flatnonzero(timers >= 0)
            number, here = timers[some], cases[some]
            limit, own, event, last = arrays.timer[number].T
            since = self._since(here, own, event)
            unseen = since == LONG_AGO
            since = np.maximum(since, self.moments[here, last])
            due, known = self._due(limit, since)
            twice = (found[some] >= 0) & (due == soonest[some])
            self._stop(here[unseen | ~known | twice], Standing.DOUBT)
            sooner = (found[some] < 0) | (due < soonest[some])
            found[some[sooner]], soonest[some[sooner]] = number[sooner], due[sooner]
        return found, soonest

    def _soonest(self, cases: Longs) -> Longs:
        """Return when the first deadline that runs is over; unknown is long ago."""
        arrays = self.arrays
        soonest = np.full(len(cases), _NEVER, np.int64)
        for deadlines in self._items("deadline", self.here[cases]):
            some = np.flatnonzero(deadlines >= 0)
            number = deadlines[some]
            limit, own, event, duty = arrays.deadline[number].T
            if self.duties.shape[1]:
                owed = self.duties[cases[some], np.maximum(duty, 0)] == 1
                runs = (duty < 0) | owed
                some, number, limit, own, event = (
                    each[runs] for each in (some, number, limit, own, event)
                )
            since = self._since(cases[some], own, event)
            due, _ = self._due(limit, since)
            soonest[some] = np.minimum(soonest[some], due)
        return soonest

    def _take(self, cases: Longs, effect: Longs, profile: Longs, at: Longs) -> None:
        """Let clocks follow a step."""
        for moments in self._items("entered", effect):
            some = moments >= 0
            self.moments[cases[some], moments[some]] = at[some]
        changes = self.arrays.duty_items
        for places in self._places("duty", effect):
            some = places >= 0
            here, found = cases[some], changes[places[some]]
            duty = found[:, 0]
            before = self.duties[here, duty]
            after = found[np.arange(len(found)), 2 + before]
            anew = after >= _ANEW
            self.moments[here[anew], found[anew, 1]] = at[some][anew]
            self.duties[here, duty] = np.array([0, 1, 1, 2])[after]
        for moments in self._items("noted", profile):
            some = moments >= 0
            self.moments[cases[some], moments[some]] = at[some]

    # People ----------------------------------------------------------------------

    def _ask(self, cases: Longs, profile: Longs, now: Longs) -> None:
        who = self.events.whos[self.at[cases]]
        allows = self.may.allowed[profile, who]
        new = (allows == 0) | (allows == Standing.DOUBT)
        self.may.allowed[profile[new], who[new]] = Standing.DOUBT
        self._stop(cases[new], Standing.UNASKED)
        self._stop(cases[allows != 1], Standing.PEOPLE)
        goes = allows == 1
        cases, profile, now, who = (each[goes] for each in (cases, profile, now, who))
        self.silent[cases] |= self.may.untold[profile, who]
        for places in self._places("early", profile):
            some = places >= 0
            limit, moment = self.arrays.early[places[some]].T
            since = self.moments[cases[some], moment]
            due, known = self._due(limit, since)
            waits = (since != LONG_AGO) & (~known | (due > now[some]))
            self._stop(cases[some][waits], Standing.PEOPLE)
        person = self.events.persons[self.at[cases]].astype(np.int64)
        agency = self.events.bodies[self.at[cases]].astype(np.int64)
        self._check(cases, profile, person, agency)
        self._remember(cases, profile, person, agency)

    def _check(
        self, cases: Longs, profile: Longs, person: Longs, agency: Longs
    ) -> None:
        for places in self._places("check", profile):
            some = places >= 0
            here, who, body = cases[some], person[some], agency[some]
            kind, place = self.arrays.check_items[places[some]].T
            for number in range(REMEMBERED):
                there = self.known[here, place] > number
                same = self.people[here, place, number] == who
                known = self.agencies[here, place, number]
                shared = (body < -1) | (known < -1) | ((body >= 0) & (known == body))
                told = who >= 0
                broken = (
                    ((kind == _APART) & told & same)
                    | ((kind == _AGENCIES) & shared)
                    | ((kind == _SAME) & told & ~same)
                )
                self._stop(here[there & broken], Standing.PEOPLE)

    def _remember(
        self, cases: Longs, profile: Longs, person: Longs, agency: Longs
    ) -> None:
        for places in self._items("memory", profile):
            some = (places >= 0) & (person >= 0)
            here, place = cases[some], places[some]
            who, body = person[some], agency[some]
            known = self.known[here, place]
            numbers = np.arange(REMEMBERED) < known[:, None]
            same = (self.people[here, place] == who[:, None]) & (
                self.agencies[here, place] == body[:, None]
            )
            new = ~(numbers & same).any(axis=1)
            self._stop(here[new & (known == REMEMBERED)], Standing.PEOPLE)
            new &= known < REMEMBERED
            here, place, known = here[new], place[new], known[new]
            self.people[here, place, known] = who[new]
            self.agencies[here, place, known] = body[new]
            self.known[here, place] += 1

    # Lists of different lengths ---------------------------------------------------

    def _items(self, name: str, keys: Longs) -> list[Longs]:
        """Return the first item of each list, then the second …; -1 where it ends."""
        items = getattr(self.arrays, f"{name}_items")
        return [
            np.where(places >= 0, items[np.maximum(places, 0)], -1)
            for places in self._places(name, keys)
        ]

    def _places(self, name: str, keys: Longs) -> list[Longs]:
        starts = getattr(self.arrays, f"{name}_starts")
        first, last = starts[keys], starts[keys + 1]
        longest = int((last - first).max(initial=0))
        return [
            np.where(first + n < last, first + n, -1).astype(np.int64)
            for n in range(longest)
        ]

"""The clocks of many cases at once, as arrays: moments, duties, what is due first."""

from collections.abc import Iterator

import numpy as np

from katch_protocols.evidence.automaton.case_arrays import (
    LONG_AGO,
    UNSEEN,
    CaseArrays,
    EventArrays,
    Flags,
    Ints,
    Longs,
)

__all__ = ["LockstepClocks", "items_of", "places_of"]

_NEVER = 2**62
_ANEW = 2
_OWED = 1


class LockstepClocks:
    """The clocks of cases that were opened at some instants.

    ``unseen``: in which of them a deadline runs that began before the log.
    """

    def __init__(self, arrays: CaseArrays, events: EventArrays) -> None:
        self.arrays, opened, before = arrays, events.opened, events.unseen
        self.moments = np.full((len(opened), arrays.counts[0]), LONG_AGO, np.int64)
        self.moments[:, arrays.begun] = opened[:, None]
        self.moments[before] = LONG_AGO
        self.moments[np.ix_(before, arrays.unseen)] = UNSEEN
        self.duties = np.tile(arrays.owed.astype(np.int64), (len(opened), 1))
        begins = np.maximum(events.begins[before], 0)
        self.duties[before] = arrays.unseen_owed[begins]
        self.unseen = np.zeros(len(opened), np.bool_)

    def due(self, limit: Longs, since: Longs) -> tuple[Longs, Flags]:
        """Return when limits are over, and whether that is known."""
        arrays = self.arrays
        shift = arrays.plain[limit]
        day = np.searchsorted(arrays.days, since, side="right") - 1
        last = len(arrays.days) - 2
        inside = (day >= 0) & (day <= last)
        by_day = arrays.shifts[limit, np.clip(day, 0, last)]
        is_plain = shift >= 0
        shift = np.where(is_plain, shift, by_day)
        known: Flags = (since > UNSEEN) & (is_plain | (inside & (by_day >= 0)))
        return np.where(known, since + np.maximum(shift, 0), LONG_AGO), known

    def _since(self, cases: Longs, own: Longs, event: Longs) -> Longs:
        found = self.moments[cases, np.maximum(event, 0)]
        is_there = (event >= 0) & (found != LONG_AGO)
        return np.where(is_there, found, self.moments[cases, own])

    def timers(self, cases: Longs, here: Longs) -> tuple[Longs, Longs, Flags]:
        """Return which timer is due first, when, and whether that is known."""
        arrays = self.arrays
        found = np.full(len(cases), -1, np.int64)
        soonest = np.full(len(cases), _NEVER, np.int64)
        certain = np.ones(len(cases), np.bool_)
        starts, every = arrays.timer_starts, arrays.timer_items
        for timers in items_of(starts, every, here):
            some = np.flatnonzero(timers >= 0)
            number = timers[some]
            limit, own, event, last = arrays.timer[number].T
            since = self._since(cases[some], own, event)
            unseen = since <= UNSEEN
            since = np.maximum(since, self.moments[cases[some], last])
            due, known = self.due(limit, since)
            twice = (found[some] >= 0) & (due == soonest[some])
            certain[some] &= ~unseen & known & ~twice
            sooner = (found[some] < 0) | (due < soonest[some])
            found[some[sooner]], soonest[some[sooner]] = number[sooner], due[sooner]
        return found, soonest, certain

    def soonest(self, cases: Longs, here: Longs) -> Longs:
        """Return when the first deadline that runs is over; unknown is long ago."""
        arrays = self.arrays
        soonest = np.full(len(cases), _NEVER, np.int64)
        starts, every = arrays.deadline_starts, arrays.deadline_items
        for deadlines in items_of(starts, every, here):
            some = np.flatnonzero(deadlines >= 0)
            duty = arrays.deadline[deadlines[some], 3]
            if self.duties.shape[1]:
                owed = self.duties[cases[some], np.maximum(duty, 0)] == _OWED
                some = some[(duty < 0) | owed]
            limit, own, event, _ = arrays.deadline[deadlines[some]].T
            since = self._since(cases[some], own, event)
            due, _ = self.due(limit, since)
            self.unseen[cases[some[since == UNSEEN]]] = True
            due[since == UNSEEN] = _NEVER
            soonest[some] = np.minimum(soonest[some], due)
        return soonest

    def take(self, cases: Longs, effect: Longs, profile: Longs, at: Longs) -> None:
        """Follow a step."""
        arrays = self.arrays
        self._set(
            cases, at, items_of(arrays.entered_starts, arrays.entered_items, effect)
        )
        for places in places_of(arrays.duty_starts, effect):
            some = places >= 0
            here, found = cases[some], arrays.duty_items[places[some]]
            duty = found[:, 0]
            before = self.duties[here, duty]
            after = found[np.arange(len(found)), 2 + before]
            anew = after >= _ANEW
            self.moments[here[anew], found[anew, 1]] = at[some][anew]
            self.duties[here, duty] = np.array([0, 1, 1, 2])[after]
        self._set(cases, at, items_of(arrays.noted_starts, arrays.noted_items, profile))

    def _set(self, cases: Longs, at: Longs, lists: Iterator[Longs]) -> None:
        for moments in lists:
            some = moments >= 0
            self.moments[cases[some], moments[some]] = at[some]

    def is_early(self, cases: Longs, profile: Longs, now: Longs) -> Flags:
        """Tell where a sentence may still hold a step back."""
        arrays = self.arrays
        found = np.zeros(len(cases), np.bool_)
        for places in places_of(arrays.early_starts, profile):
            some = places >= 0
            limit, moment = arrays.early[places[some]].T
            since = self.moments[cases[some], moment]
            due, known = self.due(limit, since)
            found[some] |= (since != LONG_AGO) & (~known | (due > now[some]))
        return found


def items_of(starts: Ints, items: Ints, keys: Longs) -> Iterator[Longs]:
    """Yield the first item of each list, then the second …; -1 where it ends."""
    for places in places_of(starts, keys):
        yield np.where(places >= 0, items[np.maximum(places, 0)], -1)


def places_of(starts: Ints, keys: Longs) -> Iterator[Longs]:
    """Yield where the first item of each list stands, then the second; -1: it ends."""
    first, last = starts[keys], starts[keys + 1]
    longest = int((last - first).max(initial=0))
    for number in range(longest):
        place = first + number
        yield np.where(place < last, place, -1).astype(np.int64)

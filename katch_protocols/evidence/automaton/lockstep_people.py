"""Who acted in many cases at once, held against sentences about people, as arrays."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from katch_protocols.evidence.automaton.case_arrays import (
    CaseArrays,
    EventArrays,
    Flags,
    Longs,
)
from katch_protocols.evidence.automaton.lockstep_clocks import items_of, places_of

__all__ = ["LockstepPeople", "Seated"]

REMEMBERED = 8
_APART, _AGENCIES, _SAME = 0, 1, 2


class Seated(Struct, frozen=True, eq=False):
    """One seat of some cases: which of them have it filled, by whom, of what agency."""

    some: Longs
    person: Longs
    agency: Longs


class LockstepPeople:
    """Remembers who took the steps that sentences ask about."""

    def __init__(self, arrays: CaseArrays, events: EventArrays) -> None:
        self.arrays, self.events = arrays, events
        shape = len(events.opened), int(arrays.counts[1]), REMEMBERED
        self.people = np.full(shape, -1, np.int32)
        self.agencies = np.full(shape, -1, np.int32)
        self.known = np.zeros(shape[:2], np.int64)

    def act(self, cases: Longs, at: Longs, profile: Longs, sits: Longs) -> Flags:
        """Let people take steps; tell where they may not, or too many did.

        ``at`` are the events, ``sits`` the bits of those who decide with whoever acts.
        """
        found = np.zeros(len(cases), np.bool_)
        seats = [*self._seats(at, sits)]
        for seat in seats:
            some = seat.some
            found[some] |= self._clash(cases[some], profile[some], seat, sits[some] > 0)
        for seat in reversed(seats):
            some = seat.some
            found[some] |= self._remember(cases[some], profile[some], seat)
        return found

    def _seats(self, at: Longs, sits: Longs) -> Iterator[Seated]:
        """Yield whoever acts, then the first seat that decides, and so on."""
        events = self.events
        person, agency = events.persons[at], events.bodies[at]
        yield Seated(
            np.arange(len(at)), person.astype(np.int64), agency.astype(np.int64)
        )
        group = events.groups[at]
        first, last = events.seat_starts[group], events.seat_starts[group + 1]
        longest = int((last - first)[sits > 0].max(initial=0))
        for number in range(longest):
            some = np.flatnonzero((first + number < last) & (sits >> number & 1 > 0))
            seat = events.seats[first[some] + number].astype(np.int64)
            yield Seated(some, seat[:, 0], seat[:, 1])

    def _clash(self, cases: Longs, profile: Longs, seat: Seated, sits: Flags) -> Flags:
        arrays = self.arrays
        found = np.zeros(len(cases), np.bool_)
        for places in places_of(arrays.check_starts, profile):
            some = places >= 0
            here, who, body = cases[some], seat.person[some], seat.agency[some]
            kind, place = arrays.check_items[places[some]].T
            told = who >= 0
            for number in range(REMEMBERED):
                there = self.known[here, place] > number
                same = self.people[here, place, number] == who
                known = self.agencies[here, place, number]
                shared = (body < -1) | (known < -1) | ((body >= 0) & (known == body))
                broken = (
                    ((kind == _APART) & told & same)
                    | ((kind == _AGENCIES) & shared)
                    | ((kind == _SAME) & ((told & ~same) | sits[some]))
                )
                found[some] |= there & broken
        return found

    def _remember(self, cases: Longs, profile: Longs, seat: Seated) -> Flags:
        """Remember somebody; tell where there is no room."""
        found = np.zeros(len(cases), np.bool_)
        arrays = self.arrays
        for places in items_of(arrays.memory_starts, arrays.memory_items, profile):
            some = np.flatnonzero((places >= 0) & (seat.person >= 0))
            here, place = cases[some], places[some]
            who, body = seat.person[some], seat.agency[some]
            known = self.known[here, place]
            same = (self.people[here, place] == who[:, None]) & (
                self.agencies[here, place] == body[:, None]
            )
            new = ~(same & (np.arange(REMEMBERED) < known[:, None])).any(axis=1)
            found[some] |= new & (known == REMEMBERED)
            new &= known < REMEMBERED
            here, place, known = here[new], place[new], known[new]
            self.people[here, place, known] = who[new]
            self.agencies[here, place, known] = body[new]
            self.known[here, place] += 1
        return found

"""Who took part as well in each row: the seats, and what they look like to a loop.

People are told apart only: who a seat is matters where the same person has another one,
or acted. So of many texts few look different.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from katch_protocols.evidence.logs.coded_rows import MISSING
from katch_protocols.evidence.logs.events import LogPartner

__all__ = ["RowSeats", "seats_of_rows"]

Ints = NDArray[np.int32]
Seated = tuple[LogPartner, ...] | None


class RowSeats(Struct, frozen=True, eq=False, dict=True):
    """The seats of rows.

    Attributes:
        groups: (rows,): an index of ``starts``; the last one has no seats.
        starts: Where the seats of each group begin.
        seats: (seats, 2): the person and the agency of each.
        looks: What the seats of a group can look like; persons are numbered in turn.
    """

    groups: Ints
    starts: Ints
    seats: Ints
    looks: tuple[Seated, ...]
    _look: Ints
    _number: Ints

    def of_rows(self) -> Ints:
        """Return of each row how its seats look."""
        if len(self.looks) == 1:
            return _none(len(self.groups))
        return self._look[self.groups]

    def actors(self, persons: Ints) -> Ints:
        """Return the number, from 1, of the seat's person who acted as well; else 0."""
        if not self.longest:
            return _none(len(self.groups))
        found = np.zeros(len(self.groups), np.int32)
        first, last = self.starts[self.groups], self.starts[self.groups + 1]
        some = np.flatnonzero((last > first) & (persons >= 0))
        number = 0
        while len(some):
            place = first[some] + number
            same = self.seats[place, 0] == persons[some]
            found[some[same]] = self._number[place[same]] + 1
            number += 1
            some = some[~same & (place + 1 < last[some])]
        return found

    @cached_property
    def longest(self) -> int:
        """Of how many seats a group has at most."""
        return int(np.diff(self.starts).max(initial=0))

    def numbered(self, look: int, actor: int) -> Seated:
        """Return how seats look to a loop; 0 is whoever acted, one of them or none."""
        seated = self.looks[look]
        if seated is None:
            return None
        known = {str(actor - 1): 0} if actor else {}
        found = []
        for each in seated:
            person = each.person
            if person is not None:
                person = str(known.setdefault(person, len(known) + (not actor)))
            found.append(replace(each, person=person))
        return tuple(found)


def _none(count: int) -> Ints:
    """Return so many times 0; it takes no room."""
    return np.broadcast_to(np.int32(0), count)


def seats_of_rows(
    codes: Ints,
    seated: Sequence[Seated],
    numbers: tuple[Callable[[str | None], int], Callable[[LogPartner], int]],
) -> RowSeats:
    """Return the seats of rows; the last of ``seated`` is that of an empty cell.

    ``numbers`` tell people and agencies apart.
    """
    person, body = numbers
    starts, seats, own = [0], list[tuple[int, int]](), list[int]()
    looks: dict[Seated, int] = {}
    look = []
    for group in seated:
        known: dict[str, int] = {}
        plain = None if group is None else tuple(_plain(each, known) for each in group)
        look.append(looks.setdefault(plain, len(looks)))
        for each in group or ():
            seats.append((person(each.person), body(each)))
            own.append(MISSING if each.person is None else known[each.person])
        starts.append(len(seats))
    groups = np.zeros(len(codes), np.int32)
    if len(seated) > 1:
        groups = np.where(codes == MISSING, np.int32(len(seated) - 1), codes)
    return RowSeats(
        groups,
        np.array(starts, np.int32),
        np.array(seats, np.int32).reshape(len(seats), 2),
        tuple(looks),
        np.array(look, np.int32),
        np.array(own, np.int32),
    )


def _plain(partner: LogPartner, known: dict[str, int]) -> LogPartner:
    if partner.person is None:
        return partner
    number = known.setdefault(partner.person, len(known))
    return replace(partner, person=str(number))

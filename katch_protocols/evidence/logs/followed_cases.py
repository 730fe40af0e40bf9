"""Cases as arrays that a loop can follow, and the people in them, told apart only."""

from functools import cached_property
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.evidence.logs.events import LogPartner
from katch_protocols.model.noun import Id

__all__ = ["SEVERAL", "FollowedCases", "LoggedPeople", "LoggedStep"]

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

SEVERAL = -2
"""Of an event that names several agencies."""

LoggedStep: TypeAlias = tuple[str, str | None, tuple[tuple[str, str], ...]]
"""An activity, the state in which it was done if that is told, what it records."""


class LoggedPeople(Struct, frozen=True):
    """Who took part in an event, without saying who: people are only told apart.

    ``partners`` have numbers for persons: 0 is whoever acted.
    """

    roles: tuple[Id, ...]
    agencies: tuple[Id, ...]
    qualified: tuple[Id, ...] | None
    partners: tuple[LogPartner, ...] | None
    has_person: bool


class FollowedCases(Struct, frozen=True, eq=False, dict=True):
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
        doers: (events,): an index of ``people``.
        people: The different constellations of people.
        persons: (events,): who acted, told apart by number; -1: not told.
        bodies: (events,): an index of ``agencies``; -1: not told, -2: several.
        groups: (events,): an index of ``seat_starts``: who took part as well.
        seat_starts: Where the seats of each group begin.
        seats: (seats, 2): the person and the agency of each, as above.
        ignored: (cases,): how many of its rows are no events.
        outside: (cases,): how many of its events were before the log is complete.
        unseen: (cases,): whether it was opened before that.
    """

    compiled: CompiledCase
    numbers: Ints
    regions: Ints
    places: tuple[Id | None, ...]
    opened: Longs
    starts: Longs
    steps: Ints
    kinds: tuple[LoggedStep, ...]
    instants: Longs
    doers: Ints
    people: tuple[LoggedPeople, ...]
    persons: Ints
    bodies: Ints
    groups: Ints
    seat_starts: Ints
    seats: Ints
    ignored: Longs
    outside: Longs
    unseen: Flags

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first instant of all events, and the last; 0 where there is none."""
        if not len(self.instants):
            return 0, 0
        return int(self.instants.min()), int(self.instants.max())

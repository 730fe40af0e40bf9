"""The arrays by which a loop follows cases, and how they are put together."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ALLOWS",
    "ASKED",
    "BINDS",
    "BOUNDED",
    "DOUBTED",
    "FINAL",
    "FOLLOWS",
    "IMPOSSIBLE",
    "LONG_AGO",
    "LOOK",
    "MAY",
    "MAY_NOT",
    "MORE",
    "MOVES",
    "NOWHERE",
    "ODD",
    "OWES",
    "TIMED",
    "TOLD_FROM",
    "UNKNOWN",
    "UNSEEN",
    "UNSEEN_CLOCK",
    "WAITS",
    "WANTED",
    "Array",
    "CaseArrays",
    "EventArrays",
    "Flags",
    "Ints",
    "Longs",
    "PeopleArrays",
    "integers",
    "listed",
    "unique",
]

IMPOSSIBLE = -1
"""A step that no case of a class can make."""

DOUBTED = -2
"""A step that may be several, and not in what order; only the definition can tell.

Where their order is known it is less than this: one of ``CaseArrays.ways``.
"""

LONG_AGO = -(2**62)
"""An instant before every other: what has not been."""

UNSEEN = LONG_AGO + 1
"""An instant before the log: what has been, and nobody knows when."""

NOWHERE = -1
"""Instead of a class: there is none from which all events of a case are possible."""

UNKNOWN, MAY, MAY_NOT, LOOK, WANTED = 0, 1, 2, 3, 4
"""Whether people may take a step: nobody asked yet; look at it; to be asked."""

ALLOWS, TOLD_FROM = 7, 3
"""The bits of an answer that are one of these; above, what the log does not tell."""

UNSEEN_CLOCK = 64
"""The bit of what is not told: a deadline runs that began before the log."""

ASKED, BINDS, MOVES, OWES, ODD, FOLLOWS, MORE, WAITS = 1, 2, 4, 8, 16, 32, 64, 128
"""Bits of a step: who does it is asked; a sentence binds it; moments or duties follow.

Rare is what is told of the clock, may be several, takes up what was left, or is hard.
After what follows, every deadline that runs ran before, or begins with it. Some set
more moments than a cell has room for; a sentence may hold others back for some time.
"""

FINAL, TIMED, BOUNDED = 1, 2, 4
"""Bits of a class: a case is complete; the clock may make a step; a deadline runs."""

Bits: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Array: TypeAlias = NDArray[Any]


class CaseArrays(NamedTuple):
    """Everything that a loop reads of a protocol, as plain arrays.

    Lists of different lengths are two arrays: where each begins, and all items. With
    ``c`` classes and ``s`` steps, ``next``, ``effect`` and ``profile`` are (c, s);
    ``next`` is ``IMPOSSIBLE`` or ``DOUBTED`` where there is no one answer. A moment of
    a case is when something last was; ``timer``, ``deadline`` and ``early`` have a row
    of numbers each: a limit, then moments (-1: none).
    """

    next: Ints
    effect: Ints
    profile: Ints
    final: Flags
    is_timer: Ints  # (s,): the timer that a step is, else -1
    timer_starts: Ints
    timer_items: Ints
    timer: Ints  # limit, moments of the node, of the event, of the last time
    timer_next: Ints  # (c, timers)
    timer_effect: Ints
    timer_profile: Ints
    deadline_starts: Ints
    deadline_items: Ints
    deadline: Ints  # limit, moment, moment of the event, duty
    entered_starts: Ints
    entered_items: Ints  # moments that an effect sets
    duty_starts: Ints
    duty_items: Ints  # duty, its moment, what it is after: not owed, owed, kept
    resumes: Flags  # (effects,)
    asked: Flags  # (profiles,): somebody does it
    hard: Flags  # (profiles,): the definition has to look
    check_starts: Ints
    check_items: Ints  # kind, who was remembered
    memory_starts: Ints
    memory_items: Ints  # where to remember
    early_starts: Ints
    early: Ints  # limit, moment
    noted_starts: Ints
    noted_items: Ints  # moments that a step sets
    begun: Ints  # moments that a case begins with
    owed: Ints  # (duties,): 0 not owed, 1 owed, 2 kept, as a case begins
    unseen: Ints  # moments that came before the log, where a case did
    unseen_owed: Ints  # (c, duties): the same, of a case that begins in a class
    counts: Ints  # how many moments, and places to remember people at
    plain: Longs
    days: Longs
    shifts: Longs
    way_starts: Ints  # of a step that may be several: -3 less its number is in next
    ways: Ints  # class, effect, profile
    cells: Ints  # (c, s, 8): next, effect, profile, the bits of a step (``ASKED`` …),
    # those of the next class, two moments that are set, or one that nobody reads
    lasting: Bits  # (c,): ``FINAL`` and the other bits of a class
    least: Longs  # (c,): no deadline is over sooner after it began, in microseconds


class EventArrays(NamedTuple):
    """The cases of a log as arrays; the events of a case stand together."""

    starts: Longs  # (cases,): where the events of each begin
    ends: Longs  # (cases,): where they end
    opened: Longs  # (cases,): when, in microseconds
    begins: Longs  # (cases,): the class; below 0 none, or it cannot be told
    unseen: Flags  # (cases,): it began before the log
    steps: Ints  # (events,): the column of ``CaseArrays.next``
    instants: Longs  # (events,)
    since: Longs  # (events,): what clocks count from; elsewhere than ``instants`` if
    # nobody knows when it was: these are the latest that it can have been
    doers: Ints  # (events,): the column of ``PeopleArrays``
    persons: Ints  # (events,): -1 where it is not told
    bodies: Ints  # (events,): the agency; -1 where it is not told, -2: several
    groups: Ints  # (events,): who took part as well, a list of seats; the last is empty
    seat_starts: Ints
    seats: Ints  # (seats, 2): person and agency, as above


class PeopleArrays(NamedTuple):
    """Who may take which step, (profiles, constellations of people)."""

    answers: NDArray[np.int16]  # ``MAY`` …, and what is not told from ``TOLD_FROM`` on
    sitting: NDArray[
        np.int64
    ]  # bits of the seats of a group that decide with the chair


def unique(items: Iterable[object]) -> list[object]:
    """Return items each once, in their order."""
    return list(dict.fromkeys(items))


def integers(items: Sequence[object], width: int = 0) -> Ints:
    """Return numbers as an array, or rows of ``width`` numbers."""
    found: Ints = np.array(items, np.int32)
    return found.reshape(len(items), width) if width else found


def listed(lists: Sequence[Sequence[object]], width: int = 0) -> tuple[Ints, Ints]:
    """Return lists as where each begins, and every item."""
    starts = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(each) for each in lists], out=starts[1:])
    items = [item for each in lists for item in each]
    return starts, integers(items, width)

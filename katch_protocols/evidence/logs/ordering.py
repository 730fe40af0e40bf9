"""In what order the events of a case are, each once, and which of them count."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from katch_protocols.evidence.logs.events import Heard, LogEvent, Place
from katch_protocols.evidence.logs.sorting import order_within
from katch_protocols.evidence.logs.tables import LogRow

__all__ = [
    "LogWindow",
    "OwnRows",
    "in_order",
    "number_of",
    "numbered",
    "once",
    "opening_of",
    "rows_in_order",
    "unnumbered",
]

_NUMBER = re.compile(r"([+-]?\d{1,99})(?:[.,]0*)?")

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


class LogWindow(Struct, frozen=True):
    """Within which microseconds a log is complete, and what the time is now."""

    since: int | None
    until: int
    now: int

    def has(self, at: int) -> bool:
        """Tell whether an instant is within it."""
        return (self.since is None or at >= self.since) and at < self.until

    def holds(self, event: LogEvent) -> bool:
        """Tell whether an event is within it."""
        begun = self.since is None or event.until >= self.since
        return begun and event.at < self.until


def number_of(text: str) -> int | None:
    """Return the whole number that a cell holds, also as ``3.0``; ``None``: none."""
    found = _NUMBER.fullmatch(text)
    return None if found is None else int(found[1])


def numbered(events: Sequence[LogEvent]) -> Sequence[LogEvent]:
    """Return events with their numbers where all have one, else without."""
    if all(each.number is not None for each in events):
        return events
    return [replace(each, number=None) for each in events]


def unnumbered(
    events: Sequence[LogEvent],
    rows: Sequence[tuple[Place, LogRow]],
    column: str | None,
) -> list[Place]:
    """Return where events stand that are told with a number that is none."""
    told = {place for place, row in rows if column in row.cells}
    return [e.place for e in events if e.number is None and e.place in told]


def opening_of(
    told: tuple[int, int] | None, spans: Sequence[tuple[int, int]], first: int
) -> tuple[int, int]:
    """Return between which instants a case was opened.

    As it is told: on a day at any instant of it; but no later than any event, of which
    ``spans`` says when it was. Where it is not told, with the first of them.
    """
    known = spans or [(first, first)]
    by = min(span[1] for span in known)
    if told is not None and told[0] <= by:
        return told[0], min(told[1], by)
    return min(span[0] for span in known), by


def in_order(events: Sequence[LogEvent], heard: list[Heard]) -> list[LogEvent]:
    """Put events in their order: by number where they have one, else by time.

    Events of one number are in order of time. Where numbers and times contradict one
    another, that is heard.
    """
    if not events or events[0].number is None:
        return sorted(events, key=lambda each: each.at)
    found = sorted(events, key=lambda each: (each.number or 0, each.at))
    last = found[0].at
    for each in found:
        if each.until < last:
            heard.append(Heard("disorder", each.at, each.place, {"what": "number"}))
        last = max(last, each.at)
    return found


def once(events: Sequence[LogEvent]) -> list[LogEvent]:
    """Return each event once: the same activity, instant and person are the same.

    Of what is told on a day alone, those with numbers of their own are not.
    """
    known: dict[object, LogEvent] = {}
    for each in events:
        records = tuple(sorted(each.records.items()))
        number = None if each.at == each.until else each.number
        known.setdefault((each.activity, each.at, each.person, records, number), each)
    return list(known.values())


def rows_in_order(case: Ints, when: Longs, numbers: Longs | None) -> Longs | None:
    """Return the order of rows: by case, then by number where all have one, or time.

    The rows of a case stand together. ``None`` where they are in order: most logs are,
    as they are written.
    """
    keys = (case, when) if numbers is None else (case, numbers, when)
    # Where the last key goes back, one before it has to go on: mostly that is seldom.
    back = np.flatnonzero(when[1:] < when[:-1])
    for key in reversed(keys[1:-1]):
        back = np.union1d(
            back[key[back + 1] <= key[back]], np.flatnonzero(key[1:] < key[:-1])
        )
    goes_on = (case[back + 1] > case[back]).all() and (case[1:] >= case[:-1]).all()
    return None if goes_on else order_within(*keys)


class OwnRows:
    """Rows of cases, by case; ``odd`` are the cases that are left to the definition."""

    def __init__(self, case: Ints, odd: Flags) -> None:
        self.case, self.odd = case, odd

    def counted(self, rows: Flags | None) -> Longs:
        """Return of each case how many of some rows it has."""
        count = len(self.odd)
        if rows is None:
            return np.zeros(count, np.int64)
        return np.bincount(self.case[rows], minlength=count)

    def used(self, *left_out: Flags | None) -> Longs | slice:
        """Return the rows to follow; where none of a case is left, it is odd."""
        some = [each for each in left_out if each is not None]
        if not some and not self.odd.any():
            return slice(None)
        used = ~np.logical_or.reduce([self.odd[self.case], *some])
        if some:
            none = self.counted(~np.logical_or.reduce(some)) == 0
            self.odd[self.case[none[self.case]]] = True
        return np.flatnonzero(used)

    def in_order(
        self, use: Longs | slice, at: Longs, numbers: Longs | None
    ) -> Longs | slice:
        """Put rows in order; odd: without every number, or back in time."""
        case, when = self.case[use], at[use]
        if numbers is not None:
            self.odd[case[numbers < 0]] = True
        order = rows_in_order(case, when, numbers)
        if order is not None:
            use = order if isinstance(use, slice) else use[order]
        if numbers is not None:
            case, when = self.case[use], at[use]
            back = (case[1:] == case[:-1]) & (when[1:] < when[:-1])
            self.odd[case[1:][back]] = True
        return use

    def once(
        self,
        order: Longs | slice,
        at: Longs,
        told: Callable[[Longs], tuple[Longs, Ints]],
    ) -> Longs | slice:
        """Leave out cases in which an event may stand twice, and all that are odd.

        ``told`` returns the activity and the person of rows.
        """
        case, when = self.case[order], at[order]
        together = np.flatnonzero(when[1:] == when[:-1])
        together = together[case[together + 1] == case[together]]
        if len(together):
            tied = np.zeros(len(case), np.bool_)
            tied[together] = tied[together + 1] = True
            rows = np.flatnonzero(tied)
            activity, person = told(rows if isinstance(order, slice) else order[rows])
            keys = np.stack([case[tied], when[tied], activity, person])
            _, inverse, counts = np.unique(
                keys, axis=1, return_inverse=True, return_counts=True
            )
            self.odd[case[tied][counts[inverse.ravel()] > 1]] = True
        kept = ~self.odd[case] if self.odd.any() else None
        if kept is None or kept.all():
            return order
        return np.flatnonzero(kept) if isinstance(order, slice) else order[kept]

"""Local time in whole seconds from the first midnight: office hours, and what is due.

A simulation has no time zone: its day has 24 hours, and the hour of the calendar is the
hour of the office.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.calendars import working_days
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import seconds

__all__ = ["CLOSES", "DAY", "OPENS", "WorkingTime", "close_after", "open_before"]

DAY = 86_400
OPENS, CLOSES = 9 * 3600, 18 * 3600
"""Office hours on a working day, in seconds of the day."""

_OPEN = CLOSES - OPENS
_MARGIN = 3
"""So many years behind the last day are known, for work and limits that end there."""


def open_before(at: int, before: "list[int]", is_work: "list[int]") -> int:
    """Return for how many seconds offices were open before an instant.

    Args:
        at: the instant, in seconds.
        before: how many working days there were before each day.
        is_work: whether each day is one, as 0 or 1.
    """
    day, rest = at // DAY, at % DAY
    found = before[day] * _OPEN
    if is_work[day] and rest > OPENS:
        found += min(rest, CLOSES) - OPENS
    return found


def close_after(opened: int, days: "list[int]") -> int:
    """Return the first instant before which offices were open for so long.

    Args:
        opened: for how many seconds, more than 0.
        days: each working day, in order; beyond the last nothing ends.
    """
    place = (opened - 1) // _OPEN
    if place >= len(days):
        return 1 << 60
    return days[place] * DAY + OPENS + (opened - place * _OPEN)


class WorkingTime(Struct, frozen=True, dict=True):
    """The days of a simulation from ``begins`` on, under a calendar of holidays."""

    begins: date
    years: int
    holidays: str | None

    @cached_property
    def ends(self) -> int:
        """The end of the last day of the last year, in seconds from the beginning."""
        return self._days_until(self.years) * DAY

    def _days_until(self, years: int) -> int:
        return _anniversary(self.begins, years).toordinal() - self.begins.toordinal()

    @cached_property
    def length(self) -> int:
        """How many days are known."""
        return self._days_until(self.years + _MARGIN)

    @cached_property
    def working(self) -> tuple[int, ...]:
        """The working days, counted from the first day."""
        first = self.begins.toordinal()
        last = self.begins.year + self.years + _MARGIN
        found = working_days(self.holidays, self.begins.year, last)
        return tuple(day - first for day in found if first <= day < first + self.length)

    @cached_property
    def is_work(self) -> list[int]:
        """Whether each day is a working day, as 0 or 1."""
        known = frozenset(self.working)
        return [int(day in known) for day in range(self.length)]

    @cached_property
    def before(self) -> list[int]:
        """How many working days there were before each day."""
        found, count = [], 0
        for work in self.is_work:
            found.append(count)
            count += work
        return found

    @cached_property
    def months(self) -> tuple[int, ...]:
        """The instants at which months are over, the last at the end."""
        found, number = [], 1
        while (at := self._months_later(self.begins, number) * DAY) < self.ends:
            found.append(at)
            number += 1
        return (*found, self.ends)

    def _months_later(self, start: date, amount: int) -> int:
        """Return the same day so many months later, or the month's last."""
        years, month = divmod(start.month - 1 + amount, 12)
        year, month = start.year + years, month + 1
        _, last = monthrange(year, month)
        day = date(year, month, min(start.day, last))
        return day.toordinal() - self.begins.toordinal()

    def due_days(self, limit: Duration) -> Sequence[int]:
        """Return for each day on which day a limit is over, at the same hour.

        Beyond the days that are known nothing is due.
        """
        never = 1 << 40
        if limit.unit is Unit.MONTHS:
            first = self.begins.toordinal()
            return [
                self._months_later(date.fromordinal(first + day), limit.amount)
                for day in range(self.length)
            ]
        found = []
        for day in range(self.length):
            place = bisect_right(self.working, day) + limit.amount - 1
            known = place < len(self.working)
            due = day if not limit.amount else never
            found.append(self.working[place] if limit.amount and known else due)
        return found

    @staticmethod
    def is_plain(limit: Duration) -> bool:
        """Tell whether a limit is a length of time, whatever the day."""
        return limit.unit not in {Unit.WORKING_DAYS, Unit.MONTHS}

    @staticmethod
    def plain(limit: Duration) -> int:
        """Return such a length, in seconds."""
        return seconds(limit)


def _anniversary(day: date, years: int) -> date:
    _, last = monthrange(day.year + years, day.month)
    return day.replace(year=day.year + years, day=min(day.day, last))

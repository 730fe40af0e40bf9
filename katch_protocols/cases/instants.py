"""Instants: always with a time zone, kept in UTC; and when a duration is over."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TypeAlias
from zoneinfo import ZoneInfo

from katch_protocols.cases.arguments import wrong_type
from katch_protocols.charts.calendars import working_days
from katch_protocols.errors import InstantError
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.model.handbook import Handbook

__all__ = ["EVER", "NEVER", "Calendar", "When", "instant_of", "to_utc"]

When: TypeAlias = datetime | Callable[[], datetime]
"""An instant with a time zone, or a clock of the host's that is asked for it."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""After every instant."""

EVER = datetime.min.replace(tzinfo=UTC)
"""Before every instant."""

_FIRST, _LAST = 1970, 2399

_DAY = timedelta(days=1)
_FEWEST_WORKING_DAYS = 200
_SPANS = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: _DAY,
    Unit.WEEKS: timedelta(weeks=1),
}


def to_utc(name: str, at: datetime) -> datetime:
    """Return an instant in UTC; ``name`` is the argument that it was given as.

    Raises:
        InstantError: It has no time zone, or a year that no case is kept in.
    """
    if at.tzinfo is not UTC:
        if at.utcoffset() is None:
            raise InstantError(name, "zone")
        try:
            at = at.astimezone(UTC)
        except OverflowError:
            raise InstantError(name, "range") from None
    if _FIRST <= at.year <= _LAST:
        return at
    raise InstantError(name, "range")


def instant_of(name: str, when: object, last: datetime) -> datetime:
    """Return the instant that an argument gives, in UTC.

    A clock is asked now, and is never before ``last``: clocks differ, and go back.

    Raises:
        InstantError: It has no time zone, or a year that no case is kept in.
        TypeError: It is neither an instant nor a clock.
    """
    if isinstance(when, datetime):
        return to_utc(name, when)
    said = when() if callable(when) else when
    if isinstance(said, datetime):
        return max(to_utc(name, said), last)
    wanted = "a datetime with a time zone, or a callable that gives one"
    raise wrong_type(name, wanted, said)


@dataclass(frozen=True)
class Calendar:
    """When a duration that began at an instant is over, under a handbook's calendar.

    A day is 24 hours. The n-th working day after the day of the start ends at the same
    hour. A month later is the same day of the month, or the month's last.
    """

    timezone: str
    holidays: str | None

    @staticmethod
    def of(handbook: Handbook) -> "Calendar":
        """Return the calendar of a handbook."""
        return Calendar(handbook.timezone, handbook.holidays)

    def later(self, start: datetime, duration: Duration) -> datetime:
        """Return when ``duration`` is over, in UTC.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        match duration.unit:
            case Unit.WORKING_DAYS:
                return self._working_days_later(start, duration.amount)
            case Unit.MONTHS:
                return self._months_later(start, duration.amount)
            case unit:
                return start + duration.amount * _SPANS[unit]

    def day(self, at: datetime) -> date:
        """Return the day that an instant falls on where the handbook is used."""
        return at.astimezone(self._zone).date()

    def midnight_after(self, day: date) -> datetime:
        """Return the instant at which a day is over there, in UTC."""
        if day.year > _LAST:
            return NEVER
        return self.midnight(day + timedelta(days=1))

    def midnight(self, day: date) -> datetime:
        """Return the instant at which a day begins there, in UTC.

        A day outside the years that cases are kept in is ``EVER`` or ``NEVER``.
        """
        if day.year < _FIRST:
            return EVER
        if day.year > _LAST:
            return NEVER
        start = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return start.astimezone(UTC)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def _working_days_later(self, start: datetime, amount: int) -> datetime:
        local = start.astimezone(self._zone)
        if not amount:
            return start
        last = local.year + 1 + amount // _FEWEST_WORKING_DAYS
        found: Sequence[int] = working_days(self.holidays, local.year, last)
        index = bisect_right(found, local.date().toordinal()) + amount - 1
        return self._at_the_same_hour(date.fromordinal(found[index]), local)

    def _months_later(self, start: datetime, amount: int) -> datetime:
        local = start.astimezone(self._zone)
        years, month = divmod(local.month - 1 + amount, 12)
        year = local.year + years
        first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: PLR2004 - December
        last = (first_of_next - _DAY).day
        day = date(year, month + 1, min(local.day, last))
        return self._at_the_same_hour(day, local)

    def _at_the_same_hour(self, day: date, local: datetime) -> datetime:
        return datetime.combine(day, local.timetz()).astimezone(UTC)

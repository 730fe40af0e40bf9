"""Instants: always with a time zone, kept in UTC; and when a duration is over."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from katch_protocols.charts.calendars import working_days
from katch_protocols.errors import InstantError
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.model.handbook import Handbook

__all__ = ["EVER", "NEVER", "Calendar", "to_utc"]

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


def to_utc(at: datetime) -> datetime:
    """Return an instant in UTC.

    Raises:
        InstantError: It has no time zone, or a year that no case is kept in.
    """
    if at.tzinfo is not UTC:
        if at.utcoffset() is None:
            raise InstantError
        at = at.astimezone(UTC)
    if _FIRST <= at.year <= _LAST:
        return at
    raise InstantError


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

    def midnight(self, day: date) -> datetime:
        """Return the instant at which a day begins there, in UTC."""
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

"""When a duration is over, by the calendar of a handbook; every instant is in UTC."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct

from katch_protocols.charts.calendars import working_days
from katch_protocols.charts.due_days import months_later
from katch_protocols.model.deadlines import Dated, Duration, Unit
from katch_protocols.model.handbook import Handbook

__all__ = ["EVER", "FIRST_YEAR", "LAST_YEAR", "NEVER", "HandbookCalendar"]

NEVER = datetime.max.replace(tzinfo=UTC)
"""After every instant."""

EVER = datetime.min.replace(tzinfo=UTC)
"""Before every instant."""

FIRST_YEAR, LAST_YEAR = 1970, 2399
"""The years that cases are kept in."""

_DAY = timedelta(days=1)
_FEWEST_WORKING_DAYS = 200
_SPANS = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}


class HandbookCalendar(Struct, frozen=True, dict=True):
    """When a duration that began at an instant is over, under a handbook's calendar.

    Minutes and hours are spans. Days, weeks and months later, and on the n-th working
    day after the day of the start, it is the same hour there, whatever was done to the
    clocks between. A month later is the same day of the month, or the month's last.
    """

    timezone: str
    holidays: str | None

    @staticmethod
    def of(handbook: Handbook) -> "HandbookCalendar":
        """Return the calendar of a handbook."""
        return HandbookCalendar(handbook.timezone, handbook.holidays)

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
            case Unit.DAYS | Unit.WEEKS:
                local, days = start.astimezone(self._zone), _DAYS[duration.unit]
                day = local.date() + duration.amount * days * _DAY
                return self._at_the_same_hour(day, local)
            case unit:
                return start + duration.amount * _SPANS[unit]

    def spread(
        self, first: datetime, last: datetime, duration: Duration
    ) -> tuple[datetime, datetime]:
        """Return the soonest and the latest that a duration is over, in UTC.

        It began between two instants, or at one of them.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        soonest, latest = self.begins(first, last, duration)
        return self.later(soonest, duration), self.later(latest, duration)

    def begins(
        self, first: datetime, last: datetime, duration: Duration
    ) -> tuple[datetime, datetime]:
        """Return from which instants a duration is over soonest, and latest.

        It is one of those between two instants, or one of the two. What begins on a
        later day is not over on an earlier one, but it may be at an earlier hour of
        the same: then the first instant of a day, or the last one, is such an end.
        """
        if duration.unit in _SPANS or self.day(first) == self.day(last):
            return first, last
        midnight = self.midnight_after(self.day(first))
        ended = self.midnight(self.day(last)) - timedelta.resolution
        return (
            min(first, midnight, key=lambda at: self.later(at, duration)),
            max(last, ended, key=lambda at: self.later(at, duration)),
        )

    def soonest(self, start: datetime, duration: Duration) -> datetime:
        """Return before when nothing is over that begins at an instant or later.

        Where clocks are put back, what begins later may be over sooner: by that hour,
        or by a day where it began on the day before.
        """
        over = self.later(start, duration)
        return over if duration.unit in _SPANS else over - 2 * _DAY

    def day(self, at: datetime) -> date:
        """Return the day that an instant falls on where the handbook is used."""
        return at.astimezone(self._zone).date()

    def midnight_after(self, day: date) -> datetime:
        """Return the instant at which a day is over there, in UTC."""
        if day.year > LAST_YEAR:
            return NEVER
        return self.midnight(day + _DAY)

    def midnight(self, day: date) -> datetime:
        """Return the instant at which a day begins there, in UTC.

        A day outside the years that cases are kept in is ``EVER`` or ``NEVER``.
        """
        if day.year < FIRST_YEAR:
            return EVER
        if day.year > LAST_YEAR:
            return NEVER
        start = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return start.astimezone(UTC)

    def in_force(self, dated: Dated) -> tuple[datetime, datetime]:
        """Return from when and before when something is in force, in UTC."""
        first, last = dated.valid_from, dated.valid_to
        return (
            EVER if first is None else self.midnight(first),
            NEVER if last is None else self.midnight_after(last),
        )

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
        return self._at_the_same_hour(months_later(local.date(), amount), local)

    def _at_the_same_hour(self, day: date, local: datetime) -> datetime:
        return datetime.combine(day, local.timetz()).astimezone(UTC)

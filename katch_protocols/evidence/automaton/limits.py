"""When limits are over, as tables that loops read: a shift for each day they began on.

Minutes and hours are one shift. Days and weeks, working days and months have one for
each day of the calendar: whatever hour a clock begins at, it ends so many days later at
the same hour. Where clocks are put back or on between the two that is not so; such a
day has no shift, and whoever meets one asks the calendar itself. Days and weeks are one
shift as well where nothing is done to the clocks in all that time.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.cases.instants import HandbookCalendar
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.scenarios import seconds

__all__ = ["UNKNOWN_SHIFT", "LimitTables", "limit_tables"]

UNKNOWN_SHIFT = -1
"""There is no one shift for a day."""

_MICRO = timedelta(microseconds=1)
_SECOND = 1_000_000
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_BY_CALENDAR = {Unit.WORKING_DAYS, Unit.MONTHS}
_AT_THE_SAME_HOUR = {Unit.DAYS: 1, Unit.WEEKS: 7}


class LimitTables(Struct, frozen=True, eq=False):
    """The shifts of some limits, in microseconds.

    Attributes:
        plain: (limits,): the shift; ``UNKNOWN_SHIFT`` where it is by day.
        days: (days + 1,): when each local day begins; the last is the end.
        shifts: (limits, days): the shift of a clock that begins on a day.
    """

    plain: NDArray[np.int64]
    days: NDArray[np.int64]
    shifts: NDArray[np.int64]


def limit_tables(
    limits: Sequence[Duration], calendar: HandbookCalendar, span: tuple[int, int]
) -> LimitTables:
    """Return the shifts of limits whose clocks begin within some microseconds.

    Whole years are made and kept: parts of a log begin and end within a few days.
    """
    first, last = (calendar.day(_EPOCH + each * _MICRO).year for each in span)
    return _tables(tuple(limits), calendar, date(first, 1, 1), date(last, 12, 31))


@lru_cache(maxsize=16)
def _tables(
    limits: tuple[Duration, ...], calendar: HandbookCalendar, first: date, last: date
) -> LimitTables:
    longest = max((_days(each) for each in limits), default=0)
    even = _is_even(calendar, first, last + timedelta(days=longest + 1))
    plain = [_plain(each, even=even) for each in limits]
    if UNKNOWN_SHIFT not in plain:
        last = first
    count = (last - first).days + 1
    starts = [calendar.midnight(first + timedelta(days=n)) for n in range(count + 1)]
    begins = np.array([(each - _EPOCH) // _MICRO for each in starts], np.int64)
    shifts = np.full((len(limits), count), UNKNOWN_SHIFT, np.int64)
    for number, each in enumerate(limits):
        if plain[number] == UNKNOWN_SHIFT:
            for day in range(count):
                shifts[number, day] = _of_day(calendar, each, starts[day : day + 2])
    return LimitTables(np.array(plain, np.int64), begins, shifts)


def _days(limit: Duration) -> int:
    """Return how many days of the calendar a limit is; 0 where it is none."""
    return limit.amount * _AT_THE_SAME_HOUR.get(limit.unit, 0)


def _plain(limit: Duration, *, even: bool) -> int:
    """Return the one shift of a limit; ``even``: every day lasts 24 hours."""
    if limit.unit in _BY_CALENDAR or (_days(limit) and not even):
        return UNKNOWN_SHIFT
    return seconds(limit) * _SECOND


def _is_even(calendar: HandbookCalendar, first: date, last: date) -> bool:
    """Tell whether every day from one to before another lasts 24 hours."""
    begins = first
    while begins < last:
        begins += timedelta(days=1)
        begun = calendar.midnight(begins - timedelta(days=1))
        if calendar.midnight(begins) - begun != timedelta(days=1):
            return False
    return True


def _of_day(
    calendar: HandbookCalendar, limit: Duration, day: Sequence[datetime]
) -> int:
    """Return the one shift of a day; ``UNKNOWN_SHIFT`` where it has several."""
    begins, ends = day[0], day[1] - _MICRO
    first, last = (_shift(calendar, limit, each) for each in (begins, ends))
    due: date = calendar.day(begins + first * _MICRO)
    over = calendar.midnight(due), calendar.midnight(due + timedelta(days=1))
    # Both days last 24 hours, so that no clock is put back or on in either.
    even = day[1] - day[0] == over[1] - over[0] == timedelta(days=1)
    return first if first == last and even else UNKNOWN_SHIFT


def _shift(calendar: HandbookCalendar, limit: Duration, start: datetime) -> int:
    return (calendar.later(start, limit) - start) // _MICRO

"""How long a duration can be in real time, under the calendar of a handbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from katch_protocols.charts.calendars import WINDOW, working_day_spans
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol

__all__ = ["DEFAULT_YEAR", "Spans", "months_spans"]

DEFAULT_YEAR = 2024
"""The first year that is reckoned with, for a protocol without ``valid_from``."""

_MINUTES = {
    Unit.MINUTES: 1,
    Unit.HOURS: 60,
    Unit.DAYS: 24 * 60,
    Unit.WEEKS: 7 * 24 * 60,
}
_DAY = _MINUTES[Unit.DAYS]


@dataclass(frozen=True)
class Spans:
    """The shortest and longest real span of durations; in minutes.

    A day is 24 hours. A working day ends at the hour of the start, and so many days
    later as the calendar says; a month is as long as that month of the calendar.
    """

    holidays: str | None
    year: int

    @staticmethod
    def of(handbook: Handbook, protocol: Protocol) -> "Spans":
        """Return the spans under a handbook's calendar, from the protocol's start."""
        start = protocol.valid_from
        return Spans(handbook.holidays, DEFAULT_YEAR if start is None else start.year)

    def longest(self, duration: Duration) -> int:
        """Return the longest span of a duration, in minutes.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        return self._both(duration)[1]

    def shortest(self, duration: Duration) -> int:
        """Return the shortest span of a duration, in minutes; raises as ``longest``."""
        return self._both(duration)[0]

    def _both(self, duration: Duration) -> tuple[int, int]:
        amount, unit = duration.amount, duration.unit
        if unit is Unit.WORKING_DAYS:
            least, most = working_day_spans(self.holidays, self.year, amount)
        elif unit is Unit.MONTHS:
            least, most = months_spans(self.year, amount)
        else:
            return (amount * _MINUTES[unit],) * 2
        return least * _DAY, most * _DAY


@lru_cache(maxsize=256)
def months_spans(year: int, amount: int) -> tuple[int, int]:
    """Return the fewest and the most days that a run of ``amount`` months has.

    Over the runs that begin in ``year`` or in one of the ``WINDOW`` years after it.
    """
    starts = 12 * (WINDOW + 1)
    ends = [0]
    for days in _month_lengths(year, starts + amount):
        ends.append(ends[-1] + days)
    runs = [ends[start + amount] - ends[start] for start in range(starts)]
    return min(runs), max(runs)


def _month_lengths(year: int, amount: int) -> Iterator[int]:
    for number in range(amount):
        later, month = divmod(number, 12)
        if month != 1:
            yield 30 + (month % 2 == 0 if month < 7 else month % 2)  # noqa: PLR2004 - July
            continue
        now = year + later
        leap = now % 4 == 0 and (now % 100 != 0 or now % 400 == 0)
        yield 28 + leap

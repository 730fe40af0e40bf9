"""Whether limits one after another last longer or shorter than another, day by day.

Spans say how long a duration can be at most and at least; the longest of one and the
shortest of another need not begin on the same day. Here each day is tried.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.calendars import WINDOW, Spans, working_days
from katch_protocols.model.deadlines import Duration, Unit

__all__ = ["DueDays", "months_later"]

_DAY = 24 * 60

_FEWEST = 200
"""No calendar has fewer working days a year."""


def months_later(day: date, amount: int) -> date:
    """Return the same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + amount, 12)
    _, last = monthrange(day.year + years, month + 1)
    return date(day.year + years, month + 1, min(day.day, last))


class DueDays(Struct, frozen=True, dict=True):
    """When durations are over, from each day of the years of ``spans``.

    An instant is a day and a minute of it; a working day and a month end at the minute
    at which they began. The first part began with the limit; ``ahead``: or before it,
    such as at the last minute of a day where the limit began at the first of the next.
    """

    spans: Spans
    parts: tuple[Duration, ...]
    limit: Duration
    ahead: bool = False

    def is_ever_late(self) -> bool:
        """Tell whether the parts, one after another, ever last longer than the limit.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        return any(parts > limit for parts, limit, _ in self._ends())

    def is_ever_early(self, entered: tuple[Duration, ...] = ()) -> bool:
        """Tell whether the parts, one after another, are ever over before the limit.

        And no sooner than others, ``entered``, that began with the first of them.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        return any(
            first <= parts < limit for parts, limit, first in self._ends(entered)
        )

    def _ends(
        self, others: tuple[Duration, ...] = ()
    ) -> Iterator[tuple[int, int, int]]:
        """Yield when the parts, the limit and others are over, begun on each day."""
        first = date(self.spans.year, 1, 1).toordinal()
        last = date(self.spans.year + WINDOW, 12, 31).toordinal()
        days = range(first, last + 1)
        starts = [(minute, minute) for minute in self._minutes(others)]
        starts += [(-1, 0)] if self.ahead else []
        for begun, minute in starts:
            for day in days[begun < 0 :]:
                yield (
                    self._over(day * _DAY + begun, self.parts),
                    self._over(day * _DAY + minute, (self.limit,)),
                    self._over(day * _DAY + begun, others),
                )

    def _minutes(self, others: tuple[Duration, ...]) -> Iterator[int]:
        """Yield the minutes of a day between which nothing changes but the minute."""
        found = {0}
        for parts in (self.parts, others):
            past = 0
            for each in parts:
                past += self._plain(each)
                found.add(-past % _DAY)
        yield from sorted(found)

    def _plain(self, duration: Duration) -> int:
        """Return the minutes of a duration that is alike on every day, else none."""
        if duration.unit in {Unit.WORKING_DAYS, Unit.MONTHS}:
            return 0
        return self.spans.longest(duration)

    def _over(self, start: int, durations: Sequence[Duration]) -> int:
        for each in durations:
            day, minute = divmod(start, _DAY)
            match each.unit:
                case Unit.WORKING_DAYS:
                    at = bisect_right(self._working, day) + each.amount - 1
                    start = self._working[at] * _DAY + minute
                case Unit.MONTHS:
                    later = months_later(date.fromordinal(day), each.amount)
                    start = later.toordinal() * _DAY + minute
                case _:
                    start += self._plain(each)
        return start

    @cached_property
    def _working(self) -> Sequence[int]:
        """The working days of all years that the durations can reach."""
        every = (*self.parts, self.limit)
        working = sum(one.amount for one in every if one.unit is Unit.WORKING_DAYS)
        others = sum(self.spans.longest(one) for one in every)
        years = WINDOW + 2 + working // _FEWEST + others // (365 * _DAY)
        return working_days(
            self.spans.holidays, self.spans.year, self.spans.year + years
        )

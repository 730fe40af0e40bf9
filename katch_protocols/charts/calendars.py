"""Working days of a country: the one module that knows the library of holidays."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from katch_protocols.errors import UnknownNameError

__all__ = ["WINDOW", "is_calendar", "working_day_spans", "working_days"]

WINDOW = 15
"""Spans are reckoned over the year of the start and so many years on."""

_FEWEST = 200
"""No calendar has fewer working days a year."""

_FRIDAY = 4


def is_calendar(name: str | None) -> bool:
    """Tell whether working days are known under a name; ``None``: Monday to Friday."""
    try:
        working_days(name, 2024, 2024)
    except UnknownNameError:
        return False
    return True


@lru_cache(maxsize=64)
def working_days(name: str | None, first: int, last: int) -> tuple[int, ...]:
    """Return the working days of the years ``first`` to ``last``, as day ordinals.

    Args:
        name: a country of the holiday calendar (``KZ``); ``None``: Monday to Friday,
            without holidays.
        first: the first year.
        last: the last year, included.

    Raises:
        UnknownNameError: No calendar has that name.
    """
    days = range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
    if name is None:
        # The ordinal 1 is a Monday.
        return tuple(day for day in days if (day - 1) % 7 <= _FRIDAY)
    # Loaded here, for it takes as long as a small proof and few handbooks need it.
    import holidays  # noqa: PLC0415 - a lazy start-up import that goes down

    try:
        calendar = holidays.country_holidays(name, years=range(first, last + 1))
    except NotImplementedError:
        raise UnknownNameError("holiday calendar", name) from None
    return tuple(day for day in days if calendar.is_working_day(date.fromordinal(day)))


@lru_cache(maxsize=1024)
def working_day_spans(name: str | None, year: int, amount: int) -> tuple[int, int]:
    """Return how few and how many days can pass until the n-th working day.

    Counted from each day of ``year`` and of the ``WINDOW`` years after it, working or
    not, to the ``amount``-th working day after that day.

    Raises:
        UnknownNameError: No calendar has that name.
    """
    last = year + WINDOW
    starts = range(date(year, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
    found = working_days(name, year, last + 1 + amount // _FEWEST)
    spans = _spans(found, starts, amount)
    return min(spans), max(spans)


def _spans(working: Sequence[int], starts: Sequence[int], amount: int) -> list[int]:
    return [
        working[bisect_right(working, day) + amount - 1] - day if amount else 0
        for day in starts
    ]

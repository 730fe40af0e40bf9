"""Working days of a country: the one module that knows the library of holidays."""

import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

from katch_protocols.errors import UnknownNameError

__all__ = [
    "WINDOW",
    "calendars",
    "is_calendar",
    "working_day_spans",
    "working_days",
    "years_known_in_part",
]

WINDOW = 15
"""Spans are reckoned over the year of the start and so many years on."""

_FEWEST = 200
"""No calendar has fewer working days a year."""

_FRIDAY = 4


def is_calendar(name: str | None) -> bool:
    """Tell whether working days are known under a name; ``None``: Monday to Friday."""
    return name is None or name in calendars()


@lru_cache(maxsize=1)
def calendars() -> frozenset[str]:
    """Return the names of every calendar: codes of countries."""
    return frozenset(_library().list_supported_countries(include_aliases=True))


@lru_cache(maxsize=64)
def years_known_in_part(name: str, first: int, last: int) -> tuple[int, ...]:
    """Return the years, of these, whose holidays are not all known.

    Some holidays follow the moon, and tables of them end some years ahead.

    Raises:
        UnknownNameError: No calendar has that name.
    """
    return tuple(year for year in range(first, last + 1) if not _is_whole(name, year))


def _is_whole(name: str, year: int) -> bool:
    with _unwarned() as warned:
        calendar = _calendar(name, range(year, year + 1))
    return not warned and calendar.start_year <= year <= calendar.end_year


@contextmanager
def _unwarned() -> Iterator[list[warnings.WarningMessage]]:
    """Keep the library's warnings from people, who cannot act on them."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield warned


def _calendar(name: str, years: range) -> Any:  # noqa: ANN401 - untyped
    if not is_calendar(name):
        raise UnknownNameError("holiday calendar", name)
    return _library().country_holidays(name, years=years)


def _library() -> Any:  # noqa: ANN401 - a module
    # Loaded here, for it takes as long as a small proof and few handbooks need it.
    import holidays  # noqa: PLC0415 - a lazy start-up import that goes down

    return holidays


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
    with _unwarned():
        calendar = _calendar(name, range(first, last + 1))
        works = calendar.is_working_day
        return tuple(day for day in days if works(date.fromordinal(day)))


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

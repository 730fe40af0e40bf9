"""Working days of a country, and how long a duration can be under its calendar."""

import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache, partial
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import Any

from msgspec import Struct

from katch_protocols.errors import UnknownNameError
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol

__all__ = [
    "DEFAULT_YEAR",
    "WINDOW",
    "Spans",
    "calendars",
    "countries_by_name",
    "is_calendar",
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
    # ``list_supported_countries`` says the same, and loads the calendar of each first.
    from holidays.registry import EntityLoader  # noqa: PLC0415 - as ``_maker``

    return frozenset(EntityLoader.get_country_codes(include_aliases=True))


@lru_cache(maxsize=1)
def countries_by_name() -> Mapping[str, str]:
    """Return the codes of countries by their English names and their longer codes.

    Names are in small letters, without spaces and signs.
    """
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as below

    found: dict[str, str] = {}
    for key, (_, code, *others) in COUNTRIES.items():
        known = (key.replace("_", ""), *(each.lower() for each in others))
        found |= dict.fromkeys(known, code)
    return found


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
    return _maker(name)(years=years)


@lru_cache(maxsize=64)
def _maker(name: str) -> Callable[..., Any]:
    """Return what makes the calendar of a country, without loading those of all others.

    The library's own door loads the modules of every country, which takes ten times as
    long; it is taken where the module of this one alone cannot be loaded.
    """
    # Loaded here, for it takes as long as a small proof and few handbooks need it.
    import holidays  # noqa: PLC0415 - a lazy start-up import that goes down
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as above

    module = next((one for one, names in COUNTRIES.items() if name in names), "")
    folder = f"{holidays.__path__[0]}/countries"
    spec = PathFinder.find_spec(f"holidays.countries.{module}", [folder])
    if spec is None or spec.loader is None:
        return partial(holidays.country_holidays, name)
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    found: Callable[..., Any] = getattr(loaded, name)
    return found


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
def _working_day_spans(name: str | None, year: int, amount: int) -> tuple[int, ...]:
    """Return how many days can pass until the n-th working day, each once, in order.

    Counted from each day of ``year`` and of the ``WINDOW`` years after it, working or
    not, to the ``amount``-th working day after that day.

    Raises:
        UnknownNameError: No calendar has that name.
    """
    last = year + WINDOW
    starts = range(date(year, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1)
    found = working_days(name, year, last + 1 + amount // _FEWEST)
    return tuple(sorted(set(_spans(found, starts, amount))))


def _spans(working: Sequence[int], starts: Sequence[int], amount: int) -> Iterator[int]:
    for day in starts:
        yield working[bisect_right(working, day) + amount - 1] - day if amount else 0


DEFAULT_YEAR = 2024
"""The first year that is reckoned with, for a protocol without ``valid_from``."""

_MINUTES = {
    Unit.MINUTES: 1,
    Unit.HOURS: 60,
    Unit.DAYS: 24 * 60,
    Unit.WEEKS: 7 * 24 * 60,
}
_DAY = _MINUTES[Unit.DAYS]


class Spans(Struct, frozen=True):
    """The shortest and longest real span of durations; in minutes.

    A day is 24 hours: what is done to the clocks is left out. A working day ends at the
    hour of the start, and so many days later as the calendar says; a month is as long
    as that month of the calendar.
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
        return self.every(duration)[-1]

    def shortest(self, duration: Duration) -> int:
        """Return the shortest span of a duration, in minutes; raises as ``longest``."""
        return self.every(duration)[0]

    def is_shorter(self, one: Duration, other: Duration) -> bool:
        """Tell whether a span is over before another that began no earlier.

        It is so by whatever calendar days they take.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        if one.unit is other.unit:
            return one.amount < other.amount
        return self.longest(one) < self.shortest(other)

    def every(self, duration: Duration) -> tuple[int, ...]:
        """Return every span that a duration can have, the shortest first, in minutes.

        Raises:
            UnknownNameError: The handbook's holiday calendar is not known.
        """
        amount, unit = duration.amount, duration.unit
        if unit is Unit.WORKING_DAYS:
            found = _working_day_spans(self.holidays, self.year, amount)
        elif unit is Unit.MONTHS:
            found = _months_spans(self.year, amount)
        else:
            return (amount * _MINUTES[unit],)
        return tuple(days * _DAY for days in found)


@lru_cache(maxsize=256)
def _months_spans(year: int, amount: int) -> tuple[int, ...]:
    """Return how many days a run of ``amount`` months can have, each once, in order.

    Of the runs that begin in ``year`` or in one of the ``WINDOW`` years after it.
    """
    starts = 12 * (WINDOW + 1)
    ends = [0]
    for days in _month_lengths(year, starts + amount):
        ends.append(ends[-1] + days)
    runs = {ends[start + amount] - ends[start] for start in range(starts)}
    return tuple(sorted(runs))


def _month_lengths(year: int, amount: int) -> Iterator[int]:
    for number in range(amount):
        later, month = divmod(number, 12)
        if month != 1:
            yield 30 + (month % 2 == 0 if month < 7 else month % 2)  # noqa: PLR2004 - July
            continue
        now = year + later
        leap = now % 4 == 0 and (now % 100 != 0 or now % 400 == 0)
        yield 28 + leap

"""Periods: months, quarters, half-years and years, of which one can ask."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from katch_protocols.model.noun import Noun

__all__ = ["PERIOD_PATTERN", "Dimension", "Period", "period_named"]


class Dimension(StrEnum):
    """By what a measure is told apart."""

    REGION = "region"
    AGENCY = "agency"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"

    @property
    def is_time(self) -> bool:
        """Whether it cuts time."""
        return self in _MONTHS

    @property
    def months(self) -> int:
        """How many months long its parts are; 0 where it cuts no time."""
        return _MONTHS.get(self, 0)


_MONTHS = {
    Dimension.MONTH: 1,
    Dimension.QUARTER: 3,
    Dimension.HALF_YEAR: 6,
    Dimension.YEAR: 12,
}
_LETTERS = {3: "Q", 6: "H"}
_YEAR = 12


class Period(Noun):
    """Whole months of a year, written ``2026-07``, ``2026-Q3``, ``2026-H2``, ``2026``.

    ``first`` is its first month, from 1; ``months`` how many it has.
    """

    year: int
    first: int
    months: int

    def __str__(self) -> str:
        if self.months == 1:
            return f"{self.year}-{self.first:02}"
        if self.months == _YEAR:
            return f"{self.year}"
        return f"{self.year}-{_LETTERS[self.months]}{self.number}"

    @property
    def is_named(self) -> bool:
        """Whether it is one of those that can be written; a rolling quarter is not."""
        return self.months in _MONTHS.values() and (self.first - 1) % self.months == 0

    @property
    def number(self) -> int:
        """Which it is of its year, from 1."""
        return (self.first - 1) // self.months + 1

    @property
    def dimension(self) -> Dimension:
        """What kind of period it is."""
        return next(kind for kind, size in _MONTHS.items() if size == self.months)

    @property
    def starts(self) -> date:
        """Its first day."""
        return date(self.year, self.first, 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        after = self._month + self.months
        return date(after // _YEAR, after % _YEAR + 1, 1) - timedelta(days=1)

    @property
    def _month(self) -> int:
        """Its first month, counted through all years from 0."""
        return self.year * _YEAR + self.first - 1

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return self.starts <= day <= self.ends

    def holds(self, other: "Period") -> bool:
        """Tell whether another period lies in it as a whole."""
        later = other._month - self._month  # noqa: SLF001 - same class
        return 0 <= later <= self.months - other.months

    def meets(self, other: "Period") -> bool:
        """Tell whether the two have a day in common."""
        return self.starts <= other.ends and other.starts <= self.ends

    def cut(self, by: Dimension) -> Iterator["Period"]:
        """Yield the periods of a kind that lie in it, in order of time."""
        size = _MONTHS[by]
        for first in range(self.first, self.first + self.months, size):
            if self.months >= size:
                yield Period(year=self.year, first=first, months=size)

    @classmethod
    def at(cls, day: date, by: Dimension) -> "Period":
        """Return the period of a kind in which a day lies."""
        size = _MONTHS[by]
        first = (day.month - 1) // size * size + 1
        return cls(year=day.year, first=first, months=size)

    def before(self) -> "Period":
        """Return the period of the same kind just before."""
        return Period.at(self.starts - timedelta(days=1), self.dimension)


PERIOD_PATTERN = r"(20[0-9]{2})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?"
"""How a period is written, as a regular expression."""

_PERIOD = re.compile(PERIOD_PATTERN)


def period_named(text: str) -> Period | None:
    """Return the period that is written so; ``None`` where none is."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    year, month, quarter, half = found.groups()
    if month:
        return Period(year=int(year), first=int(month), months=1)
    if quarter:
        return Period(year=int(year), first=3 * int(quarter) - 2, months=3)
    if half:
        return Period(year=int(year), first=6 * int(half) - 5, months=6)
    return Period(year=int(year), first=1, months=12)

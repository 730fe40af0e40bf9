"""What has a first and a last day, and whether it is in force on some day."""

from datetime import date
from typing import Annotated, Protocol

from pydantic import Field

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Dated", "Day", "in_force", "is_reckoned"]

FIRST_YEAR = 1000
"""The first year of a day; laws are not older."""

LAST_YEAR = 2999
"""The last year of a day; with the longest span after it, calendars still reach."""

Day = Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
"""A day of a handbook."""


def is_reckoned(day: date) -> bool:
    """Tell whether calendars and spans are reckoned on a day."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


class Dated(Protocol):
    """Something with a first and a last day; ``None`` leaves that end open."""

    @property
    def valid_from(self) -> date | None:
        """The first day on which it is in force."""

    @property
    def valid_to(self) -> date | None:
        """The last day on which it is in force."""


def in_force(dated: Dated, day: date | None) -> bool:
    """Tell whether something is in force on a day; both its ends are days in force.

    Without a day nobody asks, so everything counts as in force.
    """
    if day is None:
        return True
    begun = dated.valid_from is None or dated.valid_from <= day
    return begun and (dated.valid_to is None or day <= dated.valid_to)

"""Spans of time: hours, days and working days are three different things."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from katch_protocols.model.noun import Noun

__all__ = ["MAX_AMOUNT", "Duration", "PositiveDuration", "Reckoned", "Unit", "hours"]

MAX_AMOUNT = 9_999
"""The largest number in a duration or a count: 9,999 months are 833 years."""


class Unit(StrEnum):
    """A unit of time, in the plural as it is written."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


class Duration(Noun):
    """An amount of one unit; printed as it is written: ``5 working days``."""

    amount: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    unit: Unit

    def __str__(self) -> str:
        text = str(self.unit)
        return f"{self.amount} {text[:-1] if self.amount == 1 else text}"


class Reckoned(Duration):
    """A span that was added up, not written: it may be longer than any limit."""

    amount: Annotated[int, Field(ge=0)]


_HOURS = {
    Unit.MINUTES: 1 / 60,
    Unit.HOURS: 1.0,
    Unit.DAYS: 24.0,
    Unit.WORKING_DAYS: 24 * 7 / 5,
    Unit.WEEKS: 168.0,
    Unit.MONTHS: 24 * 30.5,
}


def hours(duration: Duration) -> float:
    """Return about how many hours a span is, to draw it or to order several.

    Five working days count as seven days, a month as 30.5; what must be exact asks the
    calendar.
    """
    return duration.amount * _HOURS[duration.unit]


def _positive(duration: Duration) -> Duration:
    if duration.amount:
        return duration
    message = "a duration here cannot be zero"
    raise ValueError(message)


PositiveDuration = Annotated[Duration, AfterValidator(_positive)]
"""A span that is never zero."""

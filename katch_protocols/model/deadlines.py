"""Days, spans of time, and what is due within one."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import AfterValidator, Field

from katch_protocols.model.citations import Citation
from katch_protocols.model.noun import Id, Noun

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "MAX_AMOUNT",
    "Basis",
    "Dated",
    "Day",
    "Deadline",
    "Duration",
    "Escalation",
    "PositiveDuration",
    "Reckoned",
    "Unit",
    "hours",
    "in_force",
    "is_reckoned",
]


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


class Basis(StrEnum):
    """What a deadline rests on.

    ``foreign`` is another country's rule: it needs a source, and binds nobody here.
    """

    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    FOREIGN = "foreign"
    PROPOSED = "proposed"


class Deadline(Noun):
    """A limit, its basis, and the event whose last occurrence starts the clock."""

    limit: Duration
    basis: Basis = Basis.PROPOSED
    source: tuple[Citation, ...] = ()
    start: Id | None = None
    """Written ``from``. Without it, and while the event has not happened, the clock
    starts when the state is entered or the handover is sent."""


class Escalation(Noun):
    """Who is told, how long after a deadline was broken (role or agency)."""

    after: Duration
    tell: Id

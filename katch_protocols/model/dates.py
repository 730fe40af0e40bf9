"""What has a first and a last day, and whether it is in force on some day."""

from datetime import date
from typing import Protocol

__all__ = ["Dated", "in_force"]


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

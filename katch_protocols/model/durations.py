"""Spans of time: hours, days and working days are three different things."""

from enum import StrEnum

from katch_protocols.model.noun import Noun

__all__ = ["Duration", "Unit"]


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

    amount: int
    unit: Unit

    def __str__(self) -> str:
        text = str(self.unit)
        return f"{self.amount} {text[:-1] if self.amount == 1 else text}"

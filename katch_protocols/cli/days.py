"""Which day it is: the only place where the library looks at the calendar."""

from datetime import date, datetime

__all__ = ["day_of"]


def day_of(asked: datetime | None) -> date:
    """Return the day that was asked for, else today where this computer stands."""
    # A waiver ends with a local day; no zone is better than that of the reader.
    return (asked or datetime.now().astimezone()).date()

"""Say days as official papers write them, with the month in the case that it needs."""

from datetime import date, datetime, timedelta

from katch_protocols.words.say import say

__all__ = ["day", "instant", "since", "until"]


def day(found: date, language: str) -> str:
    """Say a day: ``2 March 2026``, «2 марта 2026 года», «2026 жылғы 2 наурыз»."""
    return _said("day", found, language)


def instant(at: datetime, language: str) -> str:
    """Say an instant on the clocks of its own zone: ``2 March 2026, 09:00 UTC+5``.

    Hours and minutes are written alike in every language; seconds only where there are.
    """
    exact = "auto" if at.second or at.microsecond else "minutes"
    clock = at.replace(tzinfo=None).time().isoformat(exact)
    gaps = {"date": day(at, language), "clock": clock, "zone": _zone(at)}
    return say("dates.instant", language, **gaps)


def _zone(at: datetime) -> str:
    minutes = round((at.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def since(first: date, language: str) -> str:
    """Say a first day: ``from 2 March 2026``, «2026 жылғы 2 наурыздан бастап»."""
    return _said("since", first, language)


def until(last: date | None, language: str) -> str:
    """Say a last day: ``until 31 March 2026``; ``None``: until a date."""
    if last is None:
        return say("dates.until-a-date", language)
    return _said("until", last, language)


def _said(form: str, found: date, language: str) -> str:
    month = say(f"dates.month-{found.month:02}-{form}", language)
    gaps = {"day": found.day, "month": month, "year": str(found.year)}
    return say(f"dates.{form}", language, **gaps)

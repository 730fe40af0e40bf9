"""Say days as official papers write them, with the month in the case that it needs."""

from datetime import date

from katch_protocols.words.say import say

__all__ = ["day", "since", "until"]


def day(found: date, language: str) -> str:
    """Say a day: ``2 March 2026``, «2 марта 2026 года», «2026 жылғы 2 наурыз»."""
    return _said("day", found, language)


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

"""Spans of time: how long they are without a calendar, and how they are said."""

from katch_protocols.findings import Path
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.languages import SPOKEN

__all__ = ["clocked", "minutes", "told"]

_MINUTES = {
    Unit.MINUTES: 1,
    Unit.HOURS: 60,
    Unit.DAYS: 24 * 60,
    Unit.WEEKS: 7 * 24 * 60,
}


def minutes(duration: Duration) -> int | None:
    """Return a span in minutes; ``None`` for working days and months."""
    unit = _MINUTES.get(duration.unit)
    return None if unit is None else duration.amount * unit


def clocked(path: Path) -> str:
    """Return the id of the state or activity that has the clock at a path."""
    *around, last = path[:-1]
    while isinstance(last, int) or (last in _INSIDE and around[-1] not in _NAMED):
        *around, last = around
    return str(last)


_INSIDE = frozenset({"handover", "opens"})
"""Keys of an activity, or of a state, that have a clock of their own."""
_NAMED = frozenset({"states", "activities"})
"""Keys whose entries have names of an author's own."""


def told(fact: str, duration: Duration) -> dict[str, str]:
    """Return a span as a fact of a finding, and beside it in each language.

    ``{"limit": "2 hours", "limit.ru": "2 часа", …}``; ``words`` takes what it needs.
    """
    said = {
        f"{fact}.{language}": say_duration(duration, language) for language in SPOKEN
    }
    return {fact: str(duration), **said}

"""One row of the truth, and how the texts of an output are read as rows.

The vocabulary stands here once more, on purpose: a reader of papers knows it too.
"""

import re
from typing import NamedTuple

__all__ = ["BASES", "LETTERS", "PARTS", "Cell", "Due", "Row", "due_in", "spaced"]


class Due(NamedTuple):
    """A deadline as it is told: how long, and what it rests on."""

    amount: int
    unit: str
    basis: str


class Row(NamedTuple):
    """What one body has to do with one duty."""

    body: str
    duty: str
    parts: frozenset[str]
    due: Due | None


class Cell(NamedTuple):
    """One letter of a matrix, with the deadline of its row."""

    party: str
    duty: str
    part: str
    due: Due | None


BINDING = ("responsible", "accountable", "with")
PARTS = (*BINDING, "consulted", "informed")

LETTERS = {
    "en": dict(zip("RAPCI", PARTS, strict=True)),
    "ru": dict(zip("ВОУСИ", PARTS, strict=True)),
    "kk": dict(zip("ОЖБКХ", PARTS, strict=True)),
}

BASES = {
    "by law": "statutory",
    "guidance": "guidance",
    "another country's rule": "foreign",
    "proposed": "proposed",
    "по закону": "statutory",
    "рекомендация": "guidance",
    "норма другой страны": "foreign",
    "предложен": "proposed",
    "заң бойынша": "statutory",
    "ұсыным": "guidance",
    "басқа елдің нормасы": "foreign",
    "ұсынылған": "proposed",
}

_UNITS = {
    "working days": r"work\. d|working days?|раб\. дн\.|рабоч\w+ д\w+|жұм\w*\.? күні",
    "minutes": r"min\b|minutes?|минут\w*|мин\b",
    "hours": r"hours?|h\b|час\w*|ч\b|сағат|сағ\b",
    "days": r"days?|d\b|дн\.|день|дня|дней|күн\b",
    "weeks": r"weeks?|wk\b|недел\w+|нед\.|апта",
    "months": r"months?|mo\b|месяц\w*|мес\.|ай\b",
}
_SPAN = "|".join(
    f"(?P<{name.replace(' ', '_')}>{unit})" for name, unit in _UNITS.items()
)
SPAN = re.compile(rf"(?P<amount>\d+) (?:{_SPAN})")
_BASIS = "|".join(map(re.escape, BASES))


def span_of(found: re.Match[str]) -> tuple[int, str]:
    """Return the amount and the unit of a span that ``SPAN`` found."""
    units = (name for name in _UNITS if found[name.replace(" ", "_")])
    return int(found["amount"]), next(units)


def due_in(said: str) -> Due | None:
    """Read ``24 hours (by law), …``; a text that begins otherwise has no deadline."""
    found = SPAN.match(said)
    if found is None:
        return None
    basis = re.match(rf" \(({_BASIS})\)", said[found.end() :])
    assert basis is not None, f"no basis is told: {said!r}"
    return Due(*span_of(found), BASES[basis[1]])


def spaced(text: str) -> str:
    """Return a text with single spaces, as if it were never broken into lines."""
    return " ".join(text.split())

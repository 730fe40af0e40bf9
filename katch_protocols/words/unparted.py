"""What stays on one line: a sign and its number, a figure and its unit, and the like.

A line ends neither between ``№`` or ``§`` and a number, nor between a figure and the
word that says of what (``24 hours``, ``5 раб. дн.``, ``2 March``); none begins
with a dash or the point between two things, and none ends with a Russian word of one
letter (``в``, ``и``). A long word may leave its figure, so that narrow columns have
somewhere to break; on paper, where there is room, a date is one.
"""

import re

__all__ = ["NO_BREAK", "for_scripts", "on_paper", "unparted"]

NO_BREAK = "\u00a0"
"""The space at which no line ends."""

_KEPT = re.compile(
    r"(?<=[№§]) (?=\S)"
    r"|(?<![\w.-])\d+(?:[.,]\d+)? (?=[^\W\d_]{1,12}(?!\w))"
    r"(?:[^\W\d_]{1,5}\. (?=[^\W\d_]{1,6}(?!\w)))?"
    r"|(?<!\w)[аиявкосуАИЯВКОСУ] (?=\w)"
    r"| (?=[–—·](?:\s|$))"
)
"""Figures of ids (``SG-01``) and of versions (``1.0.0``) count nothing."""

_DATE = re.compile(
    r"(?<!\w)\d{1,2} [^\W\d_]{3,9} (?=\d{4}(?!\w))"
    r"|(?<!\w)\d{4} [^\W\d_]{3,6} (?=\d{1,2} [^\W\d_])"
)
"""``2 March 2026``, ``2026 жылғы 2 наурыз``."""

_IN_SCRIPTS = (
    (r"[^\W\d_]", r"\p{L}"),
    (r"[\w.-]", r"[\p{L}\p{N}_.-]"),
    (r"\w", r"[\p{L}\p{N}_]"),
)
"""How a script writes a letter: its own ``\\w`` knows Latin ones alone."""


def unparted(text: str) -> str:
    """Return a text of the same length, with no-break spaces where no line ends."""
    return _KEPT.sub(_kept, text)


def on_paper(text: str) -> str:
    """Return a text as ``unparted`` does; a date stays on one line too."""
    return unparted(_DATE.sub(_kept, text))


def _kept(found: re.Match[str]) -> str:
    return found[0].replace(" ", NO_BREAK)


def for_scripts() -> str:
    """Return what is kept together as a pattern of a script with the flag ``u``."""
    pattern = _KEPT.pattern
    for here, there in _IN_SCRIPTS:
        pattern = pattern.replace(here, there)
    return pattern

"""What stays on one line: a sign and its number, a figure and its unit, and the like.

A line ends neither between ``№`` or ``§`` and a number, nor between a figure and the
word that says of what (``24 hours``, ``5 раб. дн.``), nor within a date; none begins
with a dash or the point between two things, and none ends with a Russian word of one
letter (``в``, ``и``). A long word may leave its figure, so that narrow columns have
somewhere to break.
"""

import re

__all__ = ["NO_BREAK", "for_scripts", "unparted"]

NO_BREAK = "\u00a0"
"""The space at which no line ends."""

_KEPT = re.compile(
    r"(?<=[№§]) (?=\S)"
    r"|(?<!\w)\d{1,2} [^\W\d_]{3,9} (?=\d{4}(?!\w))"
    r"|(?<!\w)\d{4} [^\W\d_]{3,6} (?=\d{1,2} [^\W\d_])"
    r"|(?<![\w.-])\d+(?:[.,]\d+)? (?=[^\W\d_]{1,12}(?!\w))"
    r"(?:[^\W\d_]{1,5}\. (?=[^\W\d_]{1,6}(?!\w)))?"
    r"|(?<!\w)[аиявкосуАИЯВКОСУ] (?=\w)"
    r"| (?=[–—·](?:\s|$))"
)
"""Figures of ids (``SG-01``) and of versions (``1.0.0``) count nothing."""

_IN_SCRIPTS = (
    (r"[^\W\d_]", r"\p{L}"),
    (r"[\w.-]", r"[\p{L}\p{N}_.-]"),
    (r"\w", r"[\p{L}\p{N}_]"),
)
"""How a script writes a letter: its own ``\\w`` knows Latin ones alone."""


def unparted(text: str) -> str:
    """Return a text of the same length, with no-break spaces where no line ends."""
    return _KEPT.sub(lambda found: found[0].replace(" ", NO_BREAK), text)


def for_scripts() -> str:
    """Return what is kept together as a pattern of a script with the flag ``u``."""
    pattern = _KEPT.pattern
    for here, there in _IN_SCRIPTS:
        pattern = pattern.replace(here, there)
    return pattern

"""Durations: text to noun and back."""

import re
from typing import cast

from katch_protocols.model.durations import Duration, Unit
from katch_protocols.sentences.parsing import parse

__all__ = ["parse_duration", "print_duration"]

_PLAIN = re.compile(r"([1-9][0-9]{0,3}) ((?:minute|hour|day|working day|week|month)s)")


def parse_duration(text: str, *, zero: bool = False) -> Duration:
    """Read a span of time: ``5 working days``; ``1 day`` and ``1 days`` are both read.

    Args:
        text: the span, as written.
        zero: whether ``0 hours`` is allowed, as in ``escalation``.

    Raises:
        SentenceError: the text is not a span; says which word is wrong.
    """
    # Most files hold durations and no sentence: these never load the grammar.
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return Duration(amount=int(plain[1]), unit=Unit(plain[2]))
    return cast("Duration", parse("duration", text, zero=zero))


def print_duration(duration: Duration) -> str:
    """Write a span of time as its one canonical text."""
    return str(duration)

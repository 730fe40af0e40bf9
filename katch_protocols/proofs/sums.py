"""Read a sum of limits as ``timing`` writes it, so that any language can say it."""

import re

from katch_protocols.proofs.sayings import Span, Sum
from katch_protocols.sentences.durations import parse_duration

__all__ = ["sum_of"]

_SPAN = re.compile(
    r"(?P<sign>[+-])? ?(?P<limit>[0-9]+ [a-z ]*[a-z])(?: \(at most (?P<most>[^)]*)\))?"
)


def sum_of(text: str) -> Sum:
    """Return the spans of ``3 hours + 5 working days (at most 11 days)``."""
    spans = []
    for found in _SPAN.finditer(text):
        most = found["most"]
        spans.append(
            Span(
                parse_duration(found["limit"], zero=True),
                parse_duration(most, zero=True) if most else None,
                before=found["sign"] == "-",
            )
        )
    return Sum(tuple(spans))

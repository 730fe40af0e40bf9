"""A text with some of its parts put otherwise; everything else stays as it is."""

from collections.abc import Iterable

from msgspec import Struct

__all__ = ["Splice", "spliced"]


class Splice(Struct, frozen=True):
    """Between two characters of a text, counted from 0, stands ``new`` instead."""

    start: int
    end: int
    new: str


def spliced(text: str, some: Iterable[Splice]) -> str:
    """Return a text with its splices; of several at one place the first comes first.

    Splices do not overlap.
    """
    parts, done = [], 0
    for each in sorted(some, key=lambda splice: (splice.start, splice.end)):
        parts += [text[done : each.start], each.new]
        done = each.end
    return "".join((*parts, text[done:]))

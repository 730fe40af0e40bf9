"""The signs of a flow: numbers of gates, and the samples of its key."""

from collections.abc import Iterator

from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Disc,
    Glyph,
    Ink,
    Polyline,
    Shape,
    Sign,
)
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import INK, PAPER

__all__ = ["DISC", "dashed", "door", "numbered", "ticked"]

DISC = 11.0
"""The radius of the disc of a number, in pixels."""


def ticked(rect: Rect, _: str) -> Iterator[Shape]:
    """Yield the sample of a time to acknowledge."""
    yield from badge(rect, "", None, sign=Sign.CHECK)


def dashed(rect: Rect, _: str) -> Iterator[Shape]:
    """Yield the sample of a handoff that nobody has to acknowledge."""
    y = rect.middle[1]
    points = (rect.x, y), (rect.right, y)
    yield Polyline(points, Ink("none", INK, 4, "7 5"), head=13)


def door(rect: Rect, _: str) -> Iterator[Shape]:
    """Yield the sample of a case that is opened beside this one."""
    yield Glyph(Sign.DOOR, rect.middle, INK)


def numbered(number: str, middle: tuple[float, float], colour: str) -> Iterator[Shape]:
    """Yield the number of a gate on a disc."""
    yield Disc(middle, DISC, Ink(colour))
    text = Fitted({"": TextLines((number,), Face.SEMIBOLD, 13)})
    x, y = middle
    place = Rect(x - DISC, y - DISC, 2 * DISC, 2 * DISC)
    yield text.within(place, "", PAPER, Anchor.MIDDLE)

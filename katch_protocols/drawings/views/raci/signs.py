"""The signs of parts in a duty: shapes that need no letter, no language, no colour."""

from collections.abc import Collection, Iterator

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import (
    Area,
    Disc,
    Glyph,
    Ink,
    Panel,
    Polyline,
    Shape,
    Sign,
)
from katch_protocols.drawings.theme import INK, MUTED, PAPER
from katch_protocols.duties.nouns import Part

__all__ = ["REACH", "answer", "sign"]

REACH = 11.0
"""How far the largest sign reaches from its middle, in pixels."""
_SQUARE, _STRIPE, _DOT = 7.0, 4.6, 2.4
_ASIDE = 15.0


def sign(
    parts: Collection[Part], middle: Point, colour: str, *, any_of: bool = False
) -> Iterator[Shape]:
    """Yield the sign of somebody's parts around a point.

    A square does it, striped where any one of several does; a ring answers for it; a
    triangle takes part; a faint dot is asked before or told after.
    """
    if Part.RESPONSIBLE in parts:
        yield from _striped(middle) if any_of else _square(middle, colour)
    elif Part.WITH in parts:
        yield from _triangle(middle, colour)
    elif Part.ACCOUNTABLE not in parts:
        yield Disc(middle, _DOT, Ink(MUTED))
    if Part.ACCOUNTABLE in parts:
        yield Panel(_around(middle, REACH - 1), Ink("none", colour, 2), 5)


def answer(middle: Point) -> Iterator[Shape]:
    """Yield the tick beside the sign of whoever must acknowledge."""
    yield Glyph(Sign.CHECK, (middle[0] + _ASIDE, middle[1]), INK, 0.8)


def _around(middle: Point, reach: float) -> Rect:
    return Rect(middle[0] - reach, middle[1] - reach, 2 * reach, 2 * reach)


def _square(middle: Point, colour: str) -> Iterator[Shape]:
    yield Panel(_around(middle, _SQUARE), Ink(colour), 2)


def _striped(middle: Point) -> Iterator[Shape]:
    square = _around(middle, _SQUARE)
    yield Panel(square, Ink(PAPER, INK, 1.2), 2)
    ink, (x, y) = Ink("none", INK, 2), (square.x, square.bottom)
    for reach in (_STRIPE, 2 * _SQUARE):
        yield Polyline(((x, y - reach), (x + reach, y)), ink)
        if reach < 2 * _SQUARE:
            far = square.right, square.y
            yield Polyline(((far[0] - reach, far[1]), (far[0], far[1] + reach)), ink)


def _triangle(middle: Point, colour: str) -> Iterator[Shape]:
    x, y = middle
    yield Area(((x - 7.5, y + 6.5), (x, y - 6.5), (x + 7.5, y + 6.5)), Ink(colour))

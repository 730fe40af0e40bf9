"""What shows a change: a colour, a sign in a shape of its own, and an outline.

Added: a plus in a disc, solid. Removed: a minus in a square, dashed. Changed: a pencil
in a diamond, double. So grey print tells them apart.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import (
    Area,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Shape,
    Sign,
)
from katch_protocols.drawings.theme import ADDED, CHANGED, PAPER, REMOVED

__all__ = ["COLOURS", "change_mark", "outline", "recoloured", "sample_line"]

COLOURS = {
    ChangeKind.ADDED: ADDED,
    ChangeKind.REMOVED: REMOVED,
    ChangeKind.CHANGED: CHANGED,
}
_SIGNS = {
    ChangeKind.ADDED: Sign.PLUS,
    ChangeKind.REMOVED: Sign.MINUS,
    ChangeKind.CHANGED: Sign.PENCIL,
}
_DASH = "8 5"
_RADIUS, _HALF, _DIAGONAL = 10.0, 9.0, 13.0
_WIDE, _GAP, _HEAD = 3.0, 2.2, 12.0


def change_mark(kind: ChangeKind, middle: Point) -> Iterator[Shape]:
    """Yield the mark of a change around a point."""
    x, y = middle
    ink = Ink(COLOURS[kind], PAPER, 1.5)
    match kind:
        case ChangeKind.ADDED:
            yield Disc(middle, _RADIUS, ink)
        case ChangeKind.REMOVED:
            yield Panel(Rect(x - _HALF, y - _HALF, 2 * _HALF, 2 * _HALF), ink, 2)
        case ChangeKind.CHANGED:
            corners = (x, y - _DIAGONAL), (x + _DIAGONAL, y)
            yield Area((*corners, (x, y + _DIAGONAL), (x - _DIAGONAL, y)), ink)
    yield Glyph(_SIGNS[kind], middle, PAPER, 1.2)


def outline(kind: ChangeKind, rect: Rect) -> Iterator[Shape]:
    """Yield the outline around a box: solid, dashed or double."""
    colour = COLOURS[kind]
    dash = _DASH if kind is ChangeKind.REMOVED else ""
    if kind is ChangeKind.CHANGED:
        yield Panel(rect.grown(2.0), Ink("none", colour, 1.8), 9)
        yield Panel(rect.grown(5.4), Ink("none", colour, 1.8), 11)
    else:
        yield Panel(rect.grown(3.5), Ink("none", colour, _WIDE, dash), 10)


def recoloured(kind: ChangeKind, group: Group) -> Group:
    """Return a move as a change is drawn: thick, and solid, dashed or double."""
    lines = tuple(
        drawn
        for part in group.parts
        if isinstance(part, Polyline)
        for drawn in _lines(kind, part)
    )
    return replace(group, parts=lines)


def sample_line(kind: ChangeKind, one: Point, other: Point) -> Iterator[Polyline]:
    """Yield a short arrow as a change is drawn, for the key."""
    yield from _lines(kind, Polyline((one, other), Ink(), head=9))


def _lines(kind: ChangeKind, line: Polyline) -> Iterator[Polyline]:
    colour = COLOURS[kind]
    dash = _DASH if kind is ChangeKind.REMOVED else ""
    wide = _WIDE + _GAP if kind is ChangeKind.CHANGED else _WIDE
    head = _HEAD if line.head else 0.0
    yield replace(line, ink=Ink("none", colour, wide, dash), head=head)
    if kind is ChangeKind.CHANGED:
        # The pale middle that makes two lines of one; its end lies under the head.
        yield replace(line, ink=Ink("none", PAPER, _GAP), head=0.0, casing=0.0)

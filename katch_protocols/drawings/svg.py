"""Write a scene as SVG: the same bytes for the same scene, on any machine.

Numbers have at most one decimal and attributes a fixed order. Nothing is used that one
of the common readers misses: no style sheet, filter, marker, foreign object or symbol
of a font.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from math import dist, hypot
from typing import assert_never

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.graph import Point
from katch_protocols.drawings.presentation import (
    Element,
    Look,
    lines_of,
)
from katch_protocols.drawings.scene import (
    Anchor,
    Area,
    Curve,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Sign,
    Words,
)
from katch_protocols.drawings.svg_head import head, spoken, with_ids
from katch_protocols.drawings.svg_values import number, quoted, safe
from katch_protocols.drawings.text import Face, font_at_hand
from katch_protocols.drawings.theme import PAPER

__all__ = ["families", "to_svg"]

_FAMILIES = {
    Face.REGULAR: "KP Sans",
    Face.SEMIBOLD: "KP Sans",
    Face.NARROW: "KP Sans SemiCondensed",
    Face.NARROW_SEMIBOLD: "KP Sans SemiCondensed",
}
_REST = "Noto Sans, Arial, Liberation Sans, DejaVu Sans Condensed, sans-serif"
_BOLD = {Face.SEMIBOLD, Face.NARROW_SEMIBOLD}
_SIGNS = {
    Sign.CLOCK: "M0 -4.6A4.6 4.6 0 1 0 0 4.6A4.6 4.6 0 1 0 0 -4.6M0 -2.6V0L1.9 1.4",
    Sign.CHECK: "M-3.8 0.2L-1.2 3L4 -3",
    Sign.BACK: "M-4.5 -1.5H1.5A3 3 0 0 1 1.5 4.5H-2M-2 -4L-4.5 -1.5L-2 1",
    Sign.ANYWHERE: "M-4.5 -4.5L-0.5 -0.5M-5.5 0H-0.5M-4.5 4.5L-0.5 0.5M0 0H5M2.5 -2.5"
    "L5 0L2.5 2.5",
    Sign.STAYS: "M3.8 -2.2A4.4 4.4 0 1 0 4.4 0.8M4.4 -5V-2H1.4",
    Sign.OPENS: "M-4 -4H4V4H-4ZM0 -2V2M-2 0H2",
    Sign.DOOR: "M-5 4.6H5M-3.2 4.6V-4.6H3.2V4.6M1.2 0V0.4",
    Sign.PLUS: "M-4.4 0H4.4M0 -4.4V4.4",
    Sign.MINUS: "M-4.4 0H4.4",
    Sign.PENCIL: "M-4.4 4.4L-3.4 1.2L2 -4.2L4.2 -2L-1.2 3.4ZM0.4 -2.6L2.6 -0.4",
}
_HEAD_HALF = 0.46


def families(face: Face) -> str:
    """Return the families of a face: ours, the handbook's, then those of such width."""
    font = font_at_hand()
    lent = f'"{font.family}", ' if font and font.family else ""
    return f"{_FAMILIES[face]}, {lent}{_REST}"


def to_svg(scene: Scene) -> str:
    """Return the scene as an SVG document that says what it shows."""
    width, height = number(scene.width), number(scene.height)
    paper = Element("path", f' d="M0 0H{width}V{height}H0Z"', _look(Ink(PAPER)))
    parts = [paper, *_drawn(scene.parts)]
    root = Element("svg", head(scene), inside=spoken(scene), parts=parts)
    return with_ids("\n".join([*lines_of(root), ""]))


def _drawn(shapes: Sequence[Shape]) -> list[Element]:
    found: list[Element] = []
    tick()
    for shape in shapes:
        match shape:
            case Words():
                found.append(_words(shape))
            case Group():
                found.append(_group(shape))
            case Panel() | Area() | Disc():
                found.append(_solid(shape))
            case Polyline():
                found += _line(shape)
            case Curve():
                found += _curve(shape)
            case Glyph():
                found.append(_glyph(shape))
            case _:
                assert_never(shape)
    return found


def _solid(shape: Panel | Area | Disc) -> Element:
    match shape:
        case Panel():
            return _panel(shape)
        case Area(points=points, ink=ink):
            path = "L".join(map(_place, points))
            return Element("path", f' d="M{path}Z"', _look(ink))
        case Disc(middle=(x, y), radius=radius, ink=ink):
            at = f' cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
            return Element("circle", at, _look(ink))
        case _:
            assert_never(shape)


def _glyph(glyph: Glyph) -> Element:
    move = f"translate({_place(glyph.middle)})"
    if glyph.scale != 1:
        move += f" scale({number(glyph.scale)})"
    look = _look(Ink(stroke=glyph.colour, width=1.3), cap="round", join="round")
    return Element("path", f' d="{_SIGNS[glyph.sign]}" transform="{move}"', look)


def _group(group: Group) -> Element:
    data = "".join(f" data-{key}={quoted(value)}" for key, value in group.data.items())
    if group.down:
        data += f' transform="translate(0 {number(group.down)})"'
    if group.opacity < 1:
        data += f' opacity="{group.opacity:.2f}"'
    title = f"<title>{safe(group.title)}</title>" if group.title else ""
    parts = _drawn(group.parts)
    return Element("g", f' class="{group.role}"{data}', inside=title, parts=parts)


def _panel(panel: Panel) -> Element:
    rect, radius = panel.rect, panel.radius
    if not radius and panel.ink.stroke == "none":
        # The same area in less bytes: a repository keeps thousands of them.
        x, wide, high = map(number, (rect.x, rect.width, rect.height))
        path = f"M{_place((rect.x, rect.y))}h{wide}v{high}H{x}Z"
        return Element("path", f' d="{path}"', _look(panel.ink))
    corner = f' rx="{number(radius)}"' if radius else ""
    own = (
        f' x="{number(rect.x)}" y="{number(rect.y)}"'
        f' width="{number(rect.width)}" height="{number(rect.height)}"{corner}'
    )
    return Element("rect", own, _look(panel.ink))


@lru_cache(maxsize=1024)
def _look(ink: Ink, *, cap: str = "butt", join: str = "miter") -> Look:
    """Return all that the look of a shape depends on, for shapes that look alike once.

    That is no dashes of a shape without an outline either: a page may outline it.
    """
    look = {
        "fill": ink.fill,
        "stroke": ink.stroke,
        "stroke-dasharray": ink.dash or "none",
    }
    if ink.stroke != "none":
        look["stroke-width"] = number(ink.width)
        look["stroke-linecap"], look["stroke-linejoin"] = cap, join
    return look


def _line(line: Polyline) -> Iterator[Element]:
    points = line.points
    if line.head:
        points = (*points[:-1], _shortened(points, line.head * 0.7))
    yield from _stroke(line, _rounded(points, line.radius))


def _curve(curve: Curve) -> Iterator[Element]:
    start, *rest = curve.points
    if curve.head:
        rest[-1] = _shortened(curve.points, curve.head * 0.7)
    pieces = "".join(
        f"C{' '.join(_place(point) for point in rest[at : at + 3])}"
        for at in range(0, len(rest), 3)
    )
    yield from _stroke(curve, f"M{_place(start)}{pieces}")


def _stroke(line: Polyline | Curve, path: str) -> Iterator[Element]:
    """Yield a path on its pale border, and its arrowhead."""
    own = f' d="{path}"'
    if line.casing:
        casing = Ink("none", PAPER, line.ink.width + 2 * line.casing)
        yield Element("path", own, _look(casing))
    is_round = line.ink.is_round
    cap = "round" if is_round or line.ink.dash.startswith("0") else "butt"
    join = "round" if is_round else "miter"
    yield Element("path", own, _look(line.ink, cap=cap, join=join))
    if line.head:
        head = f' d="{_arrowhead(line.points, line.head)}"'
        yield Element("path", head, _look(Ink(line.ink.stroke)))


def _direction(points: Sequence[Point]) -> Point:
    (x, y), (end, below) = points[-2], points[-1]
    length = hypot(end - x, below - y) or 1.0
    return (end - x) / length, (below - y) / length


def _shortened(points: Sequence[Point], by: float) -> Point:
    """Return where a line stops so that it does not show beside its arrowhead."""
    across, down = _direction(points)
    (x, y), (end, below) = points[-2], points[-1]
    by = min(by, hypot(end - x, below - y))
    return end - across * by, below - down * by


def _arrowhead(points: Sequence[Point], length: float) -> str:
    across, down = _direction(points)
    x, y = points[-1]
    back = x - across * length, y - down * length
    wide = length * _HEAD_HALF
    left = back[0] - down * wide, back[1] + across * wide
    right = back[0] + down * wide, back[1] - across * wide
    return f"M{_place((x, y))}L{_place(left)}L{_place(right)}Z"


def _rounded(points: Sequence[Point], radius: float) -> str:
    path = f"M{_place(points[0])}"
    corners = zip(points, points[1:], points[2:], strict=False)
    for before, corner, after in corners:
        into, out = dist(before, corner), dist(corner, after)
        turn = min(radius, into / 2, out / 2)
        if turn < 1:
            path += f"L{_place(corner)}"
            continue
        start = _toward(corner, before, turn / into)
        end = _toward(corner, after, turn / out)
        path += f"L{_place(start)}Q{_place(corner)} {_place(end)}"
    return f"{path}L{_place(points[-1])}"


def _toward(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _words(words: Words) -> Element:
    lines = words.lines
    x, y = words.at
    font = font_at_hand()
    lent = font.family if font else ""
    look = _set_in(words.fill, lines.face, lines.size, words.anchor, lent)
    own = f' transform="rotate({words.turn} {_place(words.at)})"' if words.turn else ""
    step = lines.size * words.leading
    if len(lines.lines) == 1:
        own += f' x="{number(x)}" y="{number(y)}"'
        return Element("text", own, look, safe(lines.lines[0]))
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(y + step * place)}">{safe(line)}</tspan>'
        for place, line in enumerate(lines.lines)
    )
    return Element("text", own, look, spans)


@lru_cache(maxsize=1024)
def _set_in(fill: str, face: Face, size: float, anchor: Anchor, _: str) -> Look:
    """Return how letters look, as ``_look``; ``_`` is the family of a font."""
    return {
        "fill": fill,
        "stroke": "none",
        "font-family": escape(families(face)),
        "font-size": number(size),
        "font-weight": "600" if face in _BOLD else "400",
        "text-anchor": str(anchor),
    }


def _place(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"

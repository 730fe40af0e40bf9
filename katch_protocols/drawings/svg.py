"""Write a scene as SVG: the same bytes for the same scene, on any machine.

Numbers have at most one decimal and attributes a fixed order. Nothing is used that one
of the common readers misses: no style sheet, filter, marker, foreign object or symbol
of a font.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from math import hypot
from typing import assert_never

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.graph import Point
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
from katch_protocols.drawings.text import Face, font_at_hand
from katch_protocols.drawings.theme import PAPER

__all__ = ["families", "to_svg"]

_FAMILIES = {
    Face.REGULAR: "KP Sans",
    Face.SEMIBOLD: "KP Sans",
    Face.NARROW: "KP Sans SemiCondensed",
    Face.NARROW_SEMIBOLD: "KP Sans SemiCondensed",
}
_REST = '"Noto Sans", Arial, "Liberation Sans", sans-serif'
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
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def families(face: Face) -> str:
    """Return the families of a face: ours, the handbook's, then those of such width."""
    font = font_at_hand()
    lent = f'"{font.family}", ' if font and font.family else ""
    return f'"{_FAMILIES[face]}", {lent}{_REST}'


def to_svg(scene: Scene) -> str:
    """Return the scene as an SVG document that says what it shows."""
    width, height = _number(scene.width), _number(scene.height)
    language = _quoted(scene.language)
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title desc" lang={language} '
        f"xml:lang={language} font-family={_quoted(families(Face.REGULAR))}>"
    )
    body = [
        head,
        f'<title id="title">{_safe(scene.title)}</title>',
        f'<desc id="desc">{_safe(scene.description)}</desc>',
        f'<path d="M0 0H{width}V{height}H0Z" fill="{PAPER}"/>',
    ]
    for part in scene.parts:
        body.extend(_drawn(part))
    return "\n".join([*body, "</svg>", ""])


def _drawn(shape: Shape) -> Iterator[str]:
    tick()
    match shape:
        case Group():
            yield from _group(shape)
        case Polyline():
            yield from _line(shape)
        case Curve():
            yield from _curve(shape)
        case Panel() | Area() | Disc():
            yield _solid(shape)
        case Words():
            yield _words(shape)
        case Glyph():
            yield _glyph(shape)
        case _:
            assert_never(shape)


def _solid(shape: Panel | Area | Disc) -> str:
    match shape:
        case Panel():
            return _panel(shape)
        case Area(points=points, ink=ink):
            path = "L".join(_place(point) for point in points)
            return f'<path d="M{path}Z"{_ink(ink)}/>'
        case Disc(middle=(x, y), radius=radius, ink=ink):
            at = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
            return f"<circle {at}{_ink(ink)}/>"
        case _:
            assert_never(shape)


def _glyph(glyph: Glyph) -> str:
    move = f"translate({_place(glyph.middle)})"
    if glyph.scale != 1:
        move += f" scale({_number(glyph.scale)})"
    return (
        f'<path d="{_SIGNS[glyph.sign]}" transform="{move}"'
        f' fill="none" stroke="{glyph.colour}" stroke-width="1.3"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _group(group: Group) -> Iterator[str]:
    data = "".join(f" data-{key}={_quoted(value)}" for key, value in group.data.items())
    if group.down:
        data += f' transform="translate(0 {_number(group.down)})"'
    if group.opacity < 1:
        data += f' opacity="{group.opacity:.2f}"'
    yield f'<g class="{group.role}"{data}>'
    if group.title:
        yield f"<title>{_safe(group.title)}</title>"
    for part in group.parts:
        yield from _drawn(part)
    yield "</g>"


def _panel(panel: Panel) -> str:
    rect, radius = panel.rect, panel.radius
    corner = f' rx="{_number(radius)}"' if radius else ""
    return (
        f'<rect x="{_number(rect.x)}" y="{_number(rect.y)}"'
        f' width="{_number(rect.width)}" height="{_number(rect.height)}"'
        f"{corner}{_ink(panel.ink)}/>"
    )


def _ink(ink: Ink) -> str:
    parts = f' fill="{ink.fill}"'
    if ink.stroke != "none":
        parts += f' stroke="{ink.stroke}" stroke-width="{_number(ink.width)}"'
    if ink.dash:
        parts += f' stroke-dasharray="{ink.dash}"'
    return parts


def _line(line: Polyline) -> Iterator[str]:
    points = line.points
    if line.head:
        points = (*points[:-1], _shortened(points, line.head * 0.7))
    yield from _stroke(line, _rounded(points, line.radius))


def _curve(curve: Curve) -> Iterator[str]:
    start, *rest = curve.points
    if curve.head:
        rest[-1] = _shortened(curve.points, curve.head * 0.7)
    pieces = "".join(
        f"C{' '.join(_place(point) for point in rest[at : at + 3])}"
        for at in range(0, len(rest), 3)
    )
    yield from _stroke(curve, f"M{_place(start)}{pieces}")


def _stroke(line: Polyline | Curve, path: str) -> Iterator[str]:
    """Yield a path on its pale border, and its arrowhead."""
    if line.casing:
        casing = Ink("none", PAPER, line.ink.width + 2 * line.casing)
        yield f'<path d="{path}"{_ink(casing)}/>'
    cap = ' stroke-linecap="round"' if line.ink.dash.startswith("0") else ""
    yield f'<path d="{path}"{_ink(line.ink)}{cap}/>'
    if line.head:
        yield f'<path d="{_head(line.points, line.head)}" fill="{line.ink.stroke}"/>'


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


def _head(points: Sequence[Point], length: float) -> str:
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
        into, out = _length(before, corner), _length(corner, after)
        turn = min(radius, into / 2, out / 2)
        if turn < 1:
            path += f"L{_place(corner)}"
            continue
        start = _toward(corner, before, turn / into)
        end = _toward(corner, after, turn / out)
        path += f"L{_place(start)}Q{_place(corner)} {_place(end)}"
    return f"{path}L{_place(points[-1])}"


def _length(one: Point, other: Point) -> float:
    return hypot(other[0] - one[0], other[1] - one[1])


def _toward(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _words(words: Words) -> str:
    lines = words.lines
    x, y = words.at
    weight = ' font-weight="600"' if lines.face in _BOLD else ""
    anchor = "" if words.anchor is Anchor.START else f' text-anchor="{words.anchor}"'
    turn = f' transform="rotate({words.turn} {_place(words.at)})"' if words.turn else ""
    family = ""
    if _FAMILIES[lines.face] != _FAMILIES[Face.REGULAR]:
        family = f" font-family={_quoted(families(lines.face))}"
    head = (
        f'<text{family} font-size="{_number(lines.size)}"{weight}'
        f' fill="{words.fill}"{anchor}{turn}'
    )
    step = lines.size * words.leading
    if len(lines.lines) == 1:
        return (
            f'{head} x="{_number(x)}" y="{_number(y)}">{_safe(lines.lines[0])}</text>'
        )
    spans = "".join(
        f'<tspan x="{_number(x)}" y="{_number(y + step * place)}">{_safe(line)}</tspan>'
        for place, line in enumerate(lines.lines)
    )
    return f"{head}>{spans}</text>"


def _place(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def _safe(text: str) -> str:
    return escape(_legal(text), quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(_legal(text))}"'


def _legal(text: str) -> str:
    """Replace the characters that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)

"""Arrows and signs as native shapes of a slide."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.shapes.connector import Connector

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import Ink, Polyline, Sign
from katch_protocols.papers.slides.canvas import Canvas, bare, colour, dash_style

__all__ = ["STROKES", "draw_line"]


STROKES: dict[Sign, tuple[tuple[Point, ...], ...]] = {
    Sign.CLOCK: (((0, -2.6), (0, 0), (1.9, 1.4)),),
    Sign.CHECK: (((-3.8, 0.2), (-1.2, 3), (4, -3)),),
    Sign.DOOR: (((-3.2, 4.6), (-3.2, -4.6), (3.2, -4.6), (3.2, 4.6), (-3.2, 4.6)),),
    Sign.BACK: (
        (
            (-4.5, -1.5),
            (1.5, -1.5),
            (4, 0),
            (4.5, 1.5),
            (4, 3.6),
            (1.5, 4.5),
            (-2, 4.5),
        ),
        ((-2, -4), (-4.5, -1.5), (-2, 1)),
    ),
    Sign.ANYWHERE: (
        ((-4.5, -4.5), (-0.5, -0.5)),
        ((-5.5, 0), (5, 0)),
        ((-4.5, 4.5), (-0.5, 0.5)),
        ((2.5, -2.5), (5, 0), (2.5, 2.5)),
    ),
    Sign.STAYS: (
        ((3.8, -2.2), (1.6, -4.1), (-1, -4.2), (-3.6, -2.5), (-4.4, 0), (-3.6, 2.6)),
        ((-3.6, 2.6), (-1, 4.3), (1.6, 4.1), (3.8, 2.2), (4.4, 0.8)),
        ((4.4, -5), (4.4, -2), (1.4, -2)),
    ),
    Sign.OPENS: (
        ((-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4)),
        ((0, -2), (0, 2)),
        ((-2, 0), (2, 0)),
    ),
    Sign.PLUS: (((-4.4, 0), (4.4, 0)), ((0, -4.4), (0, 4.4))),
    Sign.MINUS: (((-4.4, 0), (4.4, 0)),),
    Sign.PENCIL: (
        ((-4.4, 4.4), (-3.4, 1.2), (2, -4.2), (4.2, -2), (-1.2, 3.4), (-4.4, 4.4)),
        ((0.4, -2.6), (2.6, -0.4)),
    ),
}
"""The clock has a ring besides."""


_NEAR = 4.0
_ELBOW = {3: "bentConnector2", 4: "bentConnector3"}
_TURN = "5400000"
_WHOLE = 100_000
_SITES = {"top": 0, "left": 1, "bottom": 2, "right": 3}
_HEXAGON_SITES = {"left": 3, "right": 0}
"""Its upper and lower sites are at its corners, where no line ends."""


def draw_line(canvas: Canvas, line: Polyline, name: str, ends: Sequence[str]) -> None:
    """Draw a line; ``ends`` are the steps that it comes from and leads to."""
    points = _straightened(line.points)
    kind = _ELBOW.get(len(points))
    if len(points) != 2 and (kind is None or not _can_bend(points)):  # noqa: PLR2004
        free = canvas.stroke(points, Ink("none", *_stroke(line.ink)), name)
        _headed(free._element.spPr, line)  # noqa: SLF001 - the library lacks it
        return
    start, end = canvas.at(points[0]), canvas.at(points[-1])
    shape = canvas.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *start, *end)
    shape.name = name
    if kind is not None:
        _bent(shape, kind, points, canvas)
    _inked(shape, line, canvas)
    _glued(shape, canvas, points, ends)


def _stroke(ink: Ink) -> tuple[str, float, str]:
    return ink.stroke, ink.width, ink.dash


def _straightened(points: Sequence[Point]) -> list[Point]:
    """Leave out the points at which a line does not turn."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        (x, y), (p, q) = kept[-1], after
        level = abs(here[0] - x) * abs(q - here[1]) + abs(here[1] - y) * abs(
            p - here[0]
        )
        if level > 1:
            kept.append(here)
    return [*kept, points[-1]]


def _can_bend(points: Sequence[Point]) -> bool:
    """Whether the ends lie apart in both directions, as an elbow needs."""
    (x, y), (p, q) = points[0], points[-1]
    return abs(p - x) > 1 and abs(q - y) > 1


def _bent(shape: Connector, kind: str, points: Sequence[Point], canvas: Canvas) -> None:
    """Give a connector its route; the form knows only "across first", so it is turned.

    The form runs right, then down, in a box of its own; here it is turned by a quarter
    where the line starts upright, and mirrored where it runs left or up.
    """
    (x, y), (p, q) = points[0], points[-1]
    across = abs(points[1][0] - x) >= abs(points[1][1] - y)
    right, down = p > x, q > y
    width, height = abs(p - x), abs(q - y)
    frame: etree._Element = shape._element.spPr.find(qn("a:xfrm"))  # noqa: SLF001
    for name in ("rot", "flipH", "flipV"):
        frame.attrib.pop(name, None)
    middle = (x + p) / 2, (y + q) / 2
    if across:
        flips = not right, not down
    else:
        width, height = height, width
        frame.set("rot", _TURN)
        flips = not down, right
    for name, flipped in zip(("flipH", "flipV"), flips, strict=True):
        if flipped:
            frame.set(name, "1")
    left, top = canvas.at((middle[0] - width / 2, middle[1] - height / 2))
    _put(frame.find(qn("a:off")), x=str(left), y=str(top))
    size = {"cx": str(canvas.emu(width)), "cy": str(canvas.emu(height))}
    _put(frame.find(qn("a:ext")), **size)
    form = shape._element.spPr.find(qn("a:prstGeom"))  # noqa: SLF001
    form.set("prst", kind)
    if kind == _ELBOW[4]:
        turn = (points[1][0] - x) / (p - x) if across else (points[1][1] - y) / (q - y)
        values = form.find(qn("a:avLst"))
        guide = etree.SubElement(values, qn("a:gd"))
        _put(guide, name="adj1", fmla=f"val {round(turn * _WHOLE)}")


def _inked(shape: Connector, line: Polyline, canvas: Canvas) -> None:
    bare(shape)
    shape.line.color.rgb = colour(line.ink.stroke)
    shape.line.width = canvas.emu(line.ink.width)
    if line.ink.dash:
        shape.line.dash_style = dash_style(line.ink.dash)
    _headed(shape._element.spPr, line)  # noqa: SLF001


def _headed(properties: etree._Element, line: Polyline) -> None:
    if not line.head:
        return
    outline = properties.find(qn("a:ln"))
    head = etree.SubElement(outline, qn("a:tailEnd"))
    _put(head, type="triangle", w="med", len="med")


def _glued(
    shape: Connector, canvas: Canvas, points: Sequence[Point], ends: Sequence[str]
) -> None:
    """Tie the ends that touch their boxes; nothing moves until somebody moves a box."""
    element: etree._Element = shape._element  # noqa: SLF001 - the library lacks it
    properties = element.nvCxnSpPr.cNvCxnSpPr
    for tag, point, step in zip(
        ("a:stCxn", "a:endCxn"), (points[0], points[-1]), ends, strict=True
    ):
        if step not in canvas.boxes:
            continue
        box, rect = canvas.boxes[step]
        side = _side(point, rect)
        if side is not None:
            is_hexagon = box.auto_shape_type is MSO_SHAPE.HEXAGON
            sites = _HEXAGON_SITES if is_hexagon else _SITES
            if side not in sites:
                continue
            tie = etree.SubElement(properties, qn(tag))
            _put(tie, id=str(box.shape_id), idx=str(sites[side]))


def _side(point: Point, rect: Rect) -> str | None:
    """Return the side in whose middle a line ends; only there can it be glued.

    A program may move a glued end to the middle of its side at once.
    """
    x, y = rect.middle
    sites = {
        "top": (x, rect.y),
        "left": (rect.x, y),
        "bottom": (x, rect.bottom),
        "right": (rect.right, y),
    }
    for side, (across, down) in sites.items():
        if hypot(point[0] - across, point[1] - down) <= _NEAR:
            return side
    return None


def _put(element: etree._Element, **values: str) -> None:
    for name, value in values.items():
        element.set(name, value)

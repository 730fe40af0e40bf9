"""Plain shapes of a scene as shapes of a slide: pixels become points of paper."""

from collections.abc import Sequence

from lxml import etree
from msgspec import Struct, field
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.connector import Connector
from pptx.slide import Slide
from pptx.util import Emu, Pt

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import Anchor, Ink, Words
from katch_protocols.drawings.text import Face
from katch_protocols.papers.content.references import legal

__all__ = ["EMU", "FONT", "HEIGHT", "WIDTH", "Canvas", "colour", "say"]

EMU = 12700
"""English metric units of one point."""
WIDTH, HEIGHT = 960.0, 540.0
"""A slide of 16:9, in points."""
FONT = "Arial"
"""On every office machine, with Kazakh letters, and no wider than our own face."""

_BOLD = {Face.SEMIBOLD, Face.NARROW_SEMIBOLD}
_ALIGN = {
    Anchor.START: PP_ALIGN.LEFT,
    Anchor.MIDDLE: PP_ALIGN.CENTER,
    Anchor.END: PP_ALIGN.RIGHT,
}
_SIX = 6
_EASE = 0.4
"""A box is so much wider than our own letters, for some programs break lines in it."""


def colour(code: str) -> RGBColor:
    """Return ``#RRGGBB`` as the library has it."""
    found: RGBColor = RGBColor.from_string(code.removeprefix("#"))
    return found


def say(
    shape: Shape, lines: Sequence[str], words: Words, size: float, tag: str
) -> None:
    """Write lines into a shape, each on its own, in one language."""
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = _ALIGN[words.anchor]
    paragraph.line_spacing = Pt(round(size * words.leading, 1))
    for at, line in enumerate(lines):
        if at:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = legal(line)
        run.font.size, run.font.name = Pt(round(size, 1)), FONT
        run.font.bold = words.lines.face in _BOLD
        run.font.color.rgb = colour(words.fill)
        run._r.get_or_add_rPr().set("lang", tag)  # noqa: SLF001 - the library lacks it


class Canvas(Struct):
    """A slide to draw on; ``scale`` is points a pixel, ``origin`` where 0, 0 stands."""

    slide: Slide
    scale: float
    origin: Point
    tag: str
    boxes: dict[str, tuple[Shape, Rect]] = field(default_factory=dict)
    """The box of each step, for the lines that are glued to it."""

    def emu(self, pixels: float) -> Emu:
        """Return a length."""
        return Emu(round(pixels * self.scale * EMU))

    def at(self, point: Point) -> tuple[Emu, Emu]:
        """Return a place on the slide."""
        left, top = self.origin
        x = round((left + point[0] * self.scale) * EMU)
        return Emu(x), Emu(round((top + point[1] * self.scale) * EMU))

    def panel(self, rect: Rect, ink: Ink, radius: float, name: str) -> Shape:
        """Draw a rectangle with round corners."""
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if radius else MSO_SHAPE.RECTANGLE
        shape = self._placed(kind, rect, name)
        if radius:
            side = min(rect.width, rect.height) or 1.0
            shape.adjustments[0] = round(min(radius / side, 0.5), 4)
        self.ink(shape, ink)
        return shape

    def disc(self, rect: Rect, ink: Ink, name: str) -> Shape:
        """Draw a circle."""
        shape = self._placed(MSO_SHAPE.OVAL, rect, name)
        self.ink(shape, ink)
        return shape

    def area(self, points: Sequence[Point], ink: Ink, name: str) -> Shape:
        """Draw a polygon; six corners that lie so are the hexagon of a decision."""
        rect = bounds(points)
        if len(points) == _SIX:
            shape = self._placed(MSO_SHAPE.HEXAGON, rect, name)
            side = min(rect.width, rect.height) or 1.0
            shape.adjustments[0] = round((points[1][0] - points[0][0]) / side, 4)
            self.ink(shape, ink)
            return shape
        return self.stroke(points, ink, name, closed=True)

    def stroke(
        self, points: Sequence[Point], ink: Ink, name: str, *, closed: bool = False
    ) -> Shape:
        """Draw a line of straight stretches, or a polygon."""
        first, *rest = [self.at(point) for point in points]
        builder = self.slide.shapes.build_freeform(*first)
        builder.add_line_segments(rest, close=closed)
        shape: Shape = builder.convert_to_shape()
        shape.name = legal(name)
        self.ink(shape, ink)
        return shape

    def text(self, words: Words, rect: Rect, name: str) -> Shape:
        """Draw a text that stands by itself; ``rect`` is its room."""
        rect = self._eased(rect, words)
        left, top = self.at((rect.x, rect.y))
        width, height = self.emu(rect.width), self.emu(rect.height)
        box = self.slide.shapes.add_textbox(left, top, width, height)
        box.name = legal(name)
        margins(box, 0, 0)
        box.text_frame.word_wrap = False
        box.rotation = float(words.turn)
        self.write(box, words)
        return box

    def _eased(self, rect: Rect, words: Words) -> Rect:
        """Return more room, as far as the slide goes, so that no line breaks."""
        more = rect.width * _EASE + 4
        right = (WIDTH - self.origin[0]) / self.scale
        before = rect.x + self.origin[0] / self.scale
        behind = right - rect.right
        match words.anchor:
            case Anchor.START:
                shift, more = 0.0, min(more, behind)
            case Anchor.MIDDLE:
                more = min(more, 2 * before, 2 * behind)
                shift = more / 2
            case _:
                more = min(more, before)
                shift = more
        if words.turn or more < 0:
            return rect
        return Rect(rect.x - shift, rect.y, rect.width + more, rect.height)

    def write(self, shape: Shape, words: Words) -> None:
        """Write words into a shape that is there."""
        size = words.lines.size * self.scale
        say(shape, words.lines.lines, words, size, self.tag)

    def ink(self, shape: Shape, ink: Ink) -> None:
        """Fill and outline a shape."""
        bare(shape)
        if ink.fill == "none":
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = colour(ink.fill)
        line = shape.line
        if ink.stroke == "none":
            line.fill.background()
            return
        line.color.rgb = colour(ink.stroke)
        line.width = self.emu(max(ink.width, 0.5))
        if ink.dash:
            line.dash_style = dash_style(ink.dash)
        if ink.is_round:
            line._get_or_add_ln().set("cap", "rnd")  # noqa: SLF001 - the library lacks it

    def _placed(self, kind: MSO_SHAPE, rect: Rect, name: str) -> Shape:
        left, top = self.at((rect.x, rect.y))
        size = self.emu(rect.width), self.emu(rect.height)
        shape = self.slide.shapes.add_shape(kind, left, top, *size)
        shape.name = legal(name)
        margins(shape, 0, 0)
        return shape


def dash_style(dash: str) -> MSO_LINE_DASH_STYLE:
    """Return the style that comes nearest: dots where the drawn part is short."""
    drawn = float(dash.split(maxsplit=1)[0])
    if drawn <= 2:  # noqa: PLR2004 - pixels
        return MSO_LINE_DASH_STYLE.ROUND_DOT
    return MSO_LINE_DASH_STYLE.DASH


def bare(shape: Shape | Connector) -> None:
    """Take away the effects of the theme; some programs draw shadows for them."""
    style = shape._element.find(qn("p:style"))  # noqa: SLF001 - the library lacks it
    if style is not None:
        shape._element.remove(style)  # noqa: SLF001


def margins(shape: Shape, across: int, down: int) -> None:
    """Move a text inside its box by so many units right and down."""
    frame = shape.text_frame
    frame.margin_left, frame.margin_right = Emu(max(across, 0)), Emu(max(-across, 0))
    frame.margin_top, frame.margin_bottom = Emu(max(down, 0)), Emu(max(-down, 0))


def bounds(points: Sequence[Point]) -> Rect:
    """Return the smallest rectangle around some points."""
    xs, ys = zip(*points, strict=True)
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def described(shape: Shape, text: str) -> None:
    """Give a shape the text that a screen reader says for it."""
    properties: etree._Element = shape._element._nvXxPr.cNvPr  # noqa: SLF001
    properties.set("descr", legal(text))

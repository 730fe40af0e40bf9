"""A deck of slides: its size, titles, notes, properties, and its bytes."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.text.text import _Paragraph
from pptx.util import Emu, Pt

from katch_protocols.drawings.text import Face, wrap
from katch_protocols.drawings.theme import COLOUR, INK, MUTED, PAPER, Theme
from katch_protocols.papers.content.contents import FIRST, sealed
from katch_protocols.papers.content.references import legal, property_of
from katch_protocols.papers.slides.canvas import EMU, FONT, HEIGHT, WIDTH, bare, colour
from katch_protocols.words.languages import locale_of

__all__ = [
    "BAND_HEIGHT",
    "HEIGHT",
    "MARGIN",
    "TOP",
    "WIDER",
    "WIDER_BOLD",
    "WIDTH",
    "Show",
    "written",
]

MARGIN, TOP, BAND_HEIGHT = 32.0, 84.0, 104.0
"""The border, where the room below the title begins, and how tall a coloured band is.

A band lies behind the title of a slide that speaks of one ministry.
"""

_TITLE_ONLY = 5
_FOOT = 30.0
_TITLES = (30, 27, 24, 22, 20)
_LINE_OF_TWO = 30.0
WIDER, WIDER_BOLD = 1.18, 1.27
"""So much wider than our own face the widest font is that stands in for Arial.

That is DejaVu Sans, on machines with neither Arial nor Liberation Sans; of twenty texts
nineteen are no wider.
"""


class Show:
    """A presentation in one language, made slide by slide.

    Everything is drawn in the colours of the default theme, and shown in those of its
    own when it is done.
    """

    def __init__(
        self, title: str, language: str, foot: str, theme: Theme = COLOUR
    ) -> None:
        self._theme = theme
        self.tag = locale_of(language)
        self._deck: Deck = Presentation()
        self._foot = foot
        self._deck.slide_width = Emu(round(WIDTH * EMU))
        self._deck.slide_height = Emu(round(HEIGHT * EMU))
        about = self._deck.core_properties
        about.title, about.language = property_of(title), self.tag
        about.author = about.last_modified_by = about.keywords = about.comments = ""
        about.created = about.modified = datetime(*FIRST)  # noqa: DTZ001 - no clock
        about.revision = 1

    def slide(
        self, title: str, notes: Sequence[str] = (), band: str | None = None
    ) -> Slide:
        """Add a slide with a title and what its speaker says.

        A ``band`` is the colour behind the title, which is white there.
        """
        made: Slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        heading = made.shapes.title
        if heading is not None:
            heading.left, heading.top = Emu(round(MARGIN * EMU)), Emu(12 * EMU)
            heading.width = Emu(round((WIDTH - 2 * MARGIN) * EMU))
            heading.height = Emu(round((TOP - 18 - (12 if band else 0)) * EMU))
            frame = heading.text_frame
            frame.word_wrap = True
            frame.margin_left = frame.margin_right = Emu(0)
            frame.paragraphs[0].alignment = PP_ALIGN.LEFT
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            ink = INK if band is None else PAPER
            size = _title_size(title, 1 if band else 2)
            written(frame.paragraphs[0], title, size, self.tag, bold=True, ink=ink)
        if band is not None:
            self._behind(made, band)
        room = (MARGIN, HEIGHT - _FOOT, WIDTH - 2 * MARGIN, 24)
        self.text(made, self._foot, room, 14, align=PP_ALIGN.RIGHT)
        frame = made.notes_slide.notes_text_frame if notes else None
        if frame is not None:
            for at, line in enumerate(notes):
                paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
                written(paragraph, line, 12, self.tag)
        return made

    @staticmethod
    def _behind(slide: Slide, fill: str) -> None:
        """Draw a band across the slide, behind all that is there."""
        size = Emu(round(WIDTH * EMU)), Emu(round(BAND_HEIGHT * EMU))
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), *size)
        band.name = "band"
        bare(band)
        band.fill.solid()
        band.fill.fore_color.rgb = colour(fill)
        band.line.fill.background()
        tree = slide.shapes._spTree  # noqa: SLF001 - the library lacks an order
        tree.remove(band._element)  # noqa: SLF001
        tree.insert(2, band._element)  # noqa: SLF001

    def text(  # noqa: PLR0913 - keywords with defaults, one a wish
        self,
        slide: Slide,
        said: str,
        room: tuple[float, float, float, float],
        size: float,
        *,
        ink: str = MUTED,
        align: PP_ALIGN = PP_ALIGN.LEFT,
    ) -> None:
        """Add a text; ``room`` is left, top, width and height in points."""
        left, top, width, height = (Emu(round(side * EMU)) for side in room)
        box = slide.shapes.add_textbox(left, top, width, height)
        box.text_frame.word_wrap = True
        for at, line in enumerate(said.split("\n")):
            frame = box.text_frame
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = align
            written(paragraph, line, size, self.tag, ink=ink)

    def bytes(self) -> bytes:
        """Return the file; the same slides give the same bytes."""
        for master in self._deck.slide_masters:
            _speak(master.element, self.tag)
        for slide in self._deck.slides:
            _speak(slide.element, self.tag)
            _paint(slide.element, self._theme)
        out = io.BytesIO()
        self._deck.save(out)
        return sealed(out.getvalue())


def written(  # noqa: PLR0913 - keywords with defaults, one a wish
    paragraph: _Paragraph,
    said: str,
    size: float,
    tag: str,
    *,
    bold: bool = False,
    ink: str = INK,
) -> None:
    """Write one line into a paragraph that is empty."""
    run = paragraph.add_run()
    run.text = legal(said)
    run.font.size, run.font.name, run.font.bold = Pt(size), FONT, bold
    run.font.color.rgb = colour(ink)
    run._r.get_or_add_rPr().set("lang", tag)  # noqa: SLF001 - the library lacks it


def _title_size(title: str, most: int) -> float:
    """Return the largest size in which a title has room, in a wider font too."""
    room = (WIDTH - 2 * MARGIN) / WIDER_BOLD
    for size in _TITLES:
        if len(wrap(title, room, size, Face.SEMIBOLD)) * size <= most * _LINE_OF_TWO:
            return size
    return _TITLES[-1]


def _paint(element: etree._Element, theme: Theme) -> None:
    """Show every colour as the theme does."""
    for found in element.iter(qn("a:srgbClr")):
        found.set("val", theme.shown(f"#{found.get('val')}").removeprefix("#"))


def _speak(element: etree._Element, tag: str) -> None:
    """Set the language of everything that names none, or the template's."""
    for properties in _properties(element):
        properties.set("lang", tag)


def _properties(element: etree._Element) -> Iterator[etree._Element]:
    for name in ("a:rPr", "a:endParaRPr", "a:defRPr"):
        yield from element.iter(qn(name))

"""Tables on slides: native ones, cut where a slide is full."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Emu

from katch_protocols.drawings.deadline_looks import Look
from katch_protocols.drawings.text import wrap
from katch_protocols.drawings.theme import BAND, INK, PAPER
from katch_protocols.papers.slides.canvas import EMU, colour
from katch_protocols.papers.slides.deck import (
    HEIGHT,
    MARGIN,
    TOP,
    WIDER,
    WIDTH,
    written,
)

__all__ = ["Head", "SlideCell", "SlideTable", "cut", "fitted", "put"]

_PAD = 3.0
_LEAD = 1.25
_LEAST = 30.0
_UPRIGHT = 96.0


class Head(Struct, frozen=True):
    """The head of a column; ``upright`` ones are turned and bear a colour."""

    said: str
    fill: str = BAND
    upright: bool = False


class SlideCell(Struct, frozen=True):
    """A text; with ``across`` it fills the whole row, as a heading inside.

    The ``look`` is that of a deadline.
    """

    said: str
    across: bool = False
    bold: bool = False
    centred: bool = False
    look: Look | None = None


class SlideTable(Struct, frozen=True):
    """Heads, the shares of the columns, and the size of the text in points."""

    heads: tuple[Head, ...]
    shares: tuple[float, ...]
    size: float = 11.0

    @property
    def widths(self) -> tuple[float, ...]:
        """The width of each column, in points."""
        room = (WIDTH - 2 * MARGIN) / sum(self.shares)
        return tuple(share * room for share in self.shares)

    @property
    def head_height(self) -> float:
        """How tall the row of heads is."""
        if any(head.upright for head in self.heads):
            return _UPRIGHT
        return self.height(tuple(SlideCell(head.said) for head in self.heads))

    def height(self, row: Sequence[SlideCell]) -> float:
        """Return how tall a row becomes, with room for a wider font than Arial."""
        if row[0].across:
            return self.size * _LEAD + 2 * _PAD
        lines = max(
            len(wrap(cell.said, (width - 2 * _PAD - 2) / WIDER, self.size))
            for cell, width in zip(row, self.widths, strict=True)
        )
        return max(lines, 1) * self.size * _LEAD + 2 * _PAD


Row = tuple[SlideCell, ...]


def cut(plan: SlideTable, rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Yield the rows of each slide; a heading inside is never the last of one."""
    room = HEIGHT - TOP - _LEAST - plan.head_height
    page: list[Row] = []
    used = 0.0
    for row in rows:
        height = plan.height(row)
        if page and used + height > room:
            kept = page[:-1] if page[-1][0].across else page
            yield tuple(kept)
            page = page[len(kept) :]
            used = sum(map(plan.height, page))
        page.append(row)
        used += height
    if page:
        yield tuple(page)


def fitted(
    plan: SlideTable, rows: Sequence[Row], most: int, more: Callable[[int], str]
) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of at most so many slides; the last line counts what is left.

    ``more`` says how many rows are not shown.
    """
    pages = tuple(cut(plan, rows))
    if len(pages) <= most or not most:
        return pages[:most]
    *before, last = pages[:most]
    left = sum(map(len, pages[most:])) + 1
    said = SlideCell(more(left), across=True)
    return (*before, (*last[:-1], (said,)))


def put(slide: Slide, plan: SlideTable, rows: Sequence[Row], tag: str) -> None:
    """Put a table below the title of a slide."""
    heights = [plan.head_height, *map(plan.height, rows)]
    frame = slide.shapes.add_table(
        len(rows) + 1,
        len(plan.heads),
        Emu(round(MARGIN * EMU)),
        Emu(round(TOP * EMU)),
        Emu(round((WIDTH - 2 * MARGIN) * EMU)),
        Emu(round(sum(heights) * EMU)),
    )
    table = frame.table
    frame.name = "table"
    table.horz_banding = False
    for at, width in enumerate(plan.widths):
        table.columns[at].width = Emu(round(width * EMU))
    for at, height in enumerate(heights):
        table.rows[at].height = Emu(round(height * EMU))
    for at, head in enumerate(plan.heads):
        _head(table.cell(0, at), head, plan.size, tag)
    for down, row in enumerate(rows, start=1):
        if row[0].across:
            table.cell(down, 0).merge(table.cell(down, len(plan.heads) - 1))
            _fill(table.cell(down, 0), row[0], plan.size, tag, BAND)
            continue
        for at, cell in enumerate(row):
            _fill(table.cell(down, at), cell, plan.size, tag, PAPER)


def _head(cell: _Cell, head: Head, size: float, tag: str) -> None:
    _fill(cell, SlideCell(head.said, bold=True), size, tag, head.fill)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if head.upright:
        cell._tc.get_or_add_tcPr().set("vert", "vert270")  # noqa: SLF001
        run = cell.text_frame.paragraphs[0].runs[0]
        run.font.color.rgb = colour(PAPER)


def _fill(cell: _Cell, what: SlideCell, size: float, tag: str, fill: str) -> None:
    how = what.look
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(how.fill if how is not None else fill)
    cell.margin_left = cell.margin_right = Emu(round(_PAD * EMU))
    cell.margin_top = cell.margin_bottom = Emu(round(_PAD / 2 * EMU))
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    if what.centred:
        paragraph.alignment = PP_ALIGN.CENTER
    bold = what.bold or what.across
    ink = how.ink if how is not None else INK
    written(paragraph, what.said, size, tag, bold=bold, ink=ink)
    for end in cell._tc.iter(qn("a:endParaRPr")):  # noqa: SLF001
        end.set("lang", tag)

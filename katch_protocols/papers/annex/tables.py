"""Tables of a Word document, and how a text is written into a paragraph."""

from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from msgspec import Struct

from katch_protocols.papers.content.references import legal

__all__ = ["AnnexTable", "fill", "write"]

_UPRIGHT = 42
_HEAD, _ACROSS = "E7EBEF", "F3F5F7"


class AnnexTable(Struct, frozen=True):
    """Heads, widths in millimetres, the size of the text in points.

    The last ``upright`` heads are turned, as narrow columns need.
    """

    heads: tuple[str, ...]
    widths: tuple[float, ...]
    size: float = 11
    upright: int = 0


def fill(
    made: Table, plan: AnnexTable, rows: Sequence[Sequence[str]], tag: str
) -> None:
    """Fill a table that has one empty row; its head repeats on every page.

    A row of one cell goes across: it is a heading inside. No row is torn by a page.
    """
    made.autofit = False
    _head(made.rows[0], plan, tag)
    for row in rows:
        cells = made.add_row().cells
        if len(row) == 1:
            across = cells[0].merge(cells[-1])
            _cell(across, row[0], plan.size, tag, _ACROSS)
            continue
        for cell, said in zip(cells, row, strict=True):
            _cell(cell, said, plan.size, tag)
    for column, width in zip(made.columns, plan.widths, strict=True):
        column.width = Mm(width)
    for line in made.rows:
        _measure(line, plan.widths)


def _head(row: _Row, plan: AnnexTable, tag: str) -> None:
    for cell, head in zip(row.cells, plan.heads, strict=True):
        _cell(cell, head, plan.size, tag, _HEAD)
    if plan.upright:
        row.height = Mm(_UPRIGHT)
    for cell in row.cells[len(plan.heads) - plan.upright :]:
        _turn(cell)
    _flag(row, "w:tblHeader")


def _measure(row: _Row, widths: Sequence[float]) -> None:
    """Give the cells their widths; a merged row has only one."""
    _flag(row, "w:cantSplit")
    own = row._tr.tc_lst  # noqa: SLF001 - the library repeats a merged cell
    for cell, width in zip(own, widths, strict=False):
        cell.width = Mm(width if len(own) == len(widths) else sum(widths))


def _cell(cell: _Cell, said: str, size: float, tag: str, ground: str = "") -> None:
    """Write a cell; one with a ground is a heading."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    write(paragraph, said, tag, size=size, bold=bool(ground))
    if ground:
        # It never stands alone at the end of a page.
        paragraph.paragraph_format.keep_with_next = True
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), ground)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - the library lacks it


def _turn(cell: _Cell) -> None:
    turn = OxmlElement("w:textDirection")
    turn.set(qn("w:val"), "btLr")
    cell._tc.get_or_add_tcPr().append(turn)  # noqa: SLF001 - the library lacks it


def _flag(row: _Row, name: str) -> None:
    properties: BaseOxmlElement = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement(name))


def write(
    paragraph: Paragraph, said: str, tag: str, *, size: float = 0, bold: bool = False
) -> None:
    """Write a text in one language at the end of a paragraph; line breaks stay."""
    run = paragraph.add_run()
    for at, line in enumerate(legal(said).split("\n")):
        if at:
            run.add_break()
        run.add_text(line)
    if size:
        run.font.size = Pt(size)
    run.font.bold = bold or None
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), tag)
    run._r.get_or_add_rPr().append(language)  # noqa: SLF001 - the library lacks it

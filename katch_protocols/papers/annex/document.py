"""The parts of an annex as Word knows them: headings, numbers, paragraphs."""

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from msgspec import Struct

from katch_protocols.papers.annex.tables import AnnexTable, fill, write
from katch_protocols.papers.content.contents import FIRST, sealed
from katch_protocols.papers.content.references import legal, property_of
from katch_protocols.words.languages import locale_of
from katch_protocols.words.unparted import on_paper

__all__ = ["Letter", "Lists", "number", "numbered"]


_FIRST = 900
"""Above the lists of the template, which stay unused."""
_TWIPS = 567
"""One centimetre."""


class Lists(Struct, frozen=True):
    """The numbers of the lists, as paragraphs name them."""

    chapters: int
    points: int
    sources: int


def numbered(numbering: BaseOxmlElement, chapter: str) -> Lists:
    """Add the lists; ``chapter`` is the number of one, with ``%1``: ``Chapter %1.``."""
    kinds = (
        ((chapter, 0, 0),),
        (("%1.", _TWIPS, _TWIPS), ("%2)", 2 * _TWIPS, _TWIPS)),
        (("[%1]", _TWIPS, _TWIPS),),
    )
    for at, levels in enumerate(kinds):
        _define(numbering, _FIRST + at, levels)
    return Lists(*range(_FIRST, _FIRST + len(kinds)))


def _define(
    numbering: BaseOxmlElement, name: int, levels: tuple[tuple[str, int, int], ...]
) -> None:
    shape = OxmlElement("w:abstractNum")
    shape.set(qn("w:abstractNumId"), str(name))
    shape.append(_valued("w:multiLevelType", "multilevel"))
    for at, (text, left, hanging) in enumerate(levels):
        shape.append(_level(at, text, left, hanging))
    # Word wants every shape before the first list.
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(shape)
    else:
        first.addprevious(shape)
    used = OxmlElement("w:num")
    used.set(qn("w:numId"), str(name))
    used.append(_valued("w:abstractNumId", str(name)))
    numbering.append(used)


def _level(at: int, text: str, left: int, hanging: int) -> BaseOxmlElement:
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), str(at))
    level.append(_valued("w:start", "1"))
    level.append(_valued("w:numFmt", "decimal"))
    if not hanging:
        level.append(_valued("w:suff", "space"))
    level.append(_valued("w:lvlText", text))
    level.append(_valued("w:lvlJc", "left"))
    properties = OxmlElement("w:pPr")
    indent = OxmlElement("w:ind")
    indent.set(qn("w:left"), str(left))
    indent.set(qn("w:hanging"), str(hanging))
    properties.append(indent)
    level.append(properties)
    return level


def _valued(name: str, value: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


def number(paragraph: Paragraph, list_number: int, level: int) -> None:
    """Make a paragraph the next of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = list_number


_FONT = "Times New Roman"
_SIZE = 14
_SMALL = 11


class Letter:
    """A document that is written from top to bottom."""

    def __init__(self, title: str, language: str, chapter: str) -> None:
        self.tag = locale_of(language)
        self._word: Word = Document()
        self._styles()
        self._lists = numbered(self._word.part.numbering_part.element, chapter)
        _portrait(self._word.sections[0])
        about = self._word.core_properties
        about.title, about.language = property_of(title), self.tag
        about.author = about.last_modified_by = about.comments = about.keywords = ""
        about.created = about.modified = datetime(*FIRST)  # noqa: DTZ001 - no clock
        about.revision = 1

    def _styles(self) -> None:
        styles = self._word.styles
        for name, size in (("Normal", _SIZE), ("Heading 1", _SIZE), ("Title", 16)):
            style = styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in tuple(fonts.attrib):
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{key}"), _FONT)
        border = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if border is not None:
            styles["Title"].element.pPr.remove(border)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), self.tag)
        styles["Normal"].paragraph_format.space_after = Pt(4)
        styles["Heading 1"].paragraph_format.space_before = Pt(14)
        styles["Heading 1"].paragraph_format.space_after = Pt(8)

    def line(self, said: str, *, right: bool = False, size: float = 0) -> None:
        """Write a paragraph; line breaks stay."""
        paragraph = self._word.add_paragraph()
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._run(paragraph, said, size=size)

    def title(self, said: str) -> None:
        """Write the title of the document."""
        paragraph = self._word.add_paragraph(style="Title")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, said, bold=True)

    def heading(self, said: str, *, counted: bool = True) -> None:
        """Write the heading of a chapter; a counted one has a number of its own."""
        paragraph = self._word.add_paragraph(style="Heading 1")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if counted:
            number(paragraph, self._lists.chapters, 0)
        self._run(paragraph, said, bold=True)

    def point(self, said: str, level: int = 0) -> None:
        """Write a numbered point, or with level 1 one of its parts."""
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.keep_with_next = False
        number(paragraph, self._lists.points, level)
        self._run(paragraph, said)

    def source(self, said: str) -> None:
        """Write an entry of the list of sources, with its number in brackets."""
        paragraph = self._word.add_paragraph()
        number(paragraph, self._lists.sources, 0)
        self._run(paragraph, said, size=_SMALL)

    def picture(self, png: bytes, alt: str, width: float, height: float) -> None:
        """Place a picture that fits into ``width`` and ``height``, in millimetres."""
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))
        if shape.height > Mm(height):
            shape.width = round(shape.width * Mm(height) / shape.height)
            shape.height = Mm(height)
        properties = shape._inline.docPr  # noqa: SLF001 - the library lacks it
        properties.set("descr", legal(alt))

    def table(self, plan: AnnexTable, rows: Sequence[Sequence[str]]) -> None:
        """Write a table; a row of one cell goes across, as a heading inside."""
        made = self._word.add_table(rows=1, cols=len(plan.heads), style="Table Grid")
        fill(made, plan, rows, self.tag)

    def turn(self) -> None:
        """Begin a section of A3 in landscape; the page numbers go on."""
        section = self._word.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(420), Mm(297)
        section.left_margin = section.right_margin = Mm(15)
        section.top_margin = section.bottom_margin = Mm(15)

    def back(self) -> None:
        """Begin a section of A4 again."""
        _portrait(self._word.add_section(WD_SECTION.NEW_PAGE))

    def foot(self, said: str, pages: str) -> None:
        """Write the foot of every page; ``pages`` holds ``{page}`` and ``{pages}``."""
        paragraph = self._word.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, f"{said} · ", size=9)
        fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
        for part in pages.replace("{", "\0{").replace("}", "}\0").split("\0"):
            if part in fields:
                self._field(paragraph, fields[part])
            elif part:
                self._run(paragraph, part, size=9)

    def _field(self, paragraph: Paragraph, code: str) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        self._run(paragraph, "1", size=9)
        run = paragraph.runs[-1]._r  # noqa: SLF001
        paragraph._p.append(field)  # noqa: SLF001
        field.append(run)

    def _run(
        self, paragraph: Paragraph, said: str, *, size: float = 0, bold: bool = False
    ) -> None:
        # Not in tables: in a narrow column a word would break inside instead.
        write(paragraph, on_paper(said), self.tag, size=size, bold=bold)

    def bytes(self) -> bytes:
        """Return the file; the same words give the same bytes."""
        out = io.BytesIO()
        self._word.save(out)
        return sealed(out.getvalue())


def _portrait(section: Section) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)

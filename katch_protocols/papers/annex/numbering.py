"""Word's own numbering: chapters, points with parts, sources in brackets."""

from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

__all__ = ["Lists", "number", "numbered"]

_FIRST = 900
"""Above the lists of the template, which stay unused."""
_TWIPS = 567
"""One centimetre."""


@dataclass(frozen=True, slots=True)
class Lists:
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

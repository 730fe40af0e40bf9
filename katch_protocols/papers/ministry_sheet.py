"""The sheet of a ministry on paper, with a code that leads to the page."""

from collections.abc import Mapping

from msgspec import to_builtins

from katch_protocols.drawings.pictograms import pictograms
from katch_protocols.drawings.printing import typeset
from katch_protocols.duties.family_duties import FamilyReader
from katch_protocols.errors import MissingExtraError
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.noun import Id
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.ministry import ministry
from katch_protocols.papers.print import TEMPLATES, theme_in, words_in

__all__ = ["ministry_pdf", "page_code"]


def ministry_pdf(
    reader: FamilyReader,
    family: Id,
    found: Gathered,
    language: str,
    address: str | None = None,
) -> bytes:
    """Return the sheet of one ministry as a PDF: always one page of A4.

    ``found`` is any of its protocols, for colours and theme. With the ``address`` of a
    page it has a code that leads to the ministry's place there.
    """
    wording = found.wording(language)
    sheet = ministry(reader, family, wording, found.colours)
    bases = {each.due.basis: each.due.said for each in sheet.lines if each.due}
    data = {
        "language": language,
        "words": words_in(wording),
        "theme": theme_in(found.theme),
        "title": sheet.title,
        "sheet": to_builtins(sheet),
        "bases": [[each.value, bases[each.value]] for each in Basis if each in bases],
        "pictures": {name: each.path for name, each in pictograms().items()},
        "code": page_code(address, family, language),
    }
    return typeset(TEMPLATES / "ministry.typ", data)


def page_code(
    address: str | None, family: Id, language: str
) -> Mapping[str, str] | None:
    """Return a QR code that leads to a ministry's place on the page, with its text."""
    if address is None:
        return None
    place = f"{address}#ministry/{family}@{language}"
    try:
        import segno  # noqa: PLC0415 - lazy: an optional package
    except ImportError:
        raise MissingExtraError("papers", "code") from None
    return {"svg": segno.make_qr(place, error="m").svg_inline(border=0), "alt": place}

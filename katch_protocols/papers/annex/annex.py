"""The annex of one protocol: points, steps, drawing, who does what, sources."""

from collections.abc import Iterator, Sequence

from katch_protocols.drawings.printing import to_png
from katch_protocols.drawings.svg import to_svg
from katch_protocols.papers.annex.document import Letter
from katch_protocols.papers.annex.tables import AnnexTable
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.nouns import RaciRow
from katch_protocols.papers.content.points import chapters
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.telling.checklist_form import ChecklistForm
from katch_protocols.words.lists import enumerated, one_line

__all__ = ["annex"]

_DOTS = 3300
"""The width of a picture in pixels: 212 dots an inch on A3."""
_BOX = "☐"
_PARTS = ("responsible", "accountable", "with", "consulted", "informed")


def annex(found: Gathered, language: str) -> bytes:
    """Return the annex as a DOCX file: what a lawyer can put under a joint order."""
    wording, own = (
        found.wording(language),
        PaperTexts(found.handbook, language, "annex"),
    )
    title = wording.label(found.protocol.title, found.protocol.id)
    letter = Letter(title, language, _heading(own))
    letter.foot(
        wording.foot(found.protocol), own.say("page-of", page="{page}", pages="{pages}")
    )
    letter.line(own.say("annex-to"), right=True)
    letter.title(title)
    references = References(wording)
    for chapter in chapters(found, language, references):
        letter.heading(chapter.title)
        for point in chapter.points:
            letter.point(_ended(point.said, ":" if point.below else "."))
            for at, part in enumerate(point.below, start=1):
                letter.point(_ended(part, ";" if at < len(point.below) else "."), 1)
    _steps(letter, found, wording, own)
    _checklists(letter, found, wording)
    _sheets(letter, found, wording)
    letter.back()
    letter.heading(own.say("list-of-sources"), counted=False)
    for source in references.listed():
        letter.source(_ended(source, "."))
    return letter.bytes()


def _heading(own: PaperTexts) -> str:
    """Return the number of a chapter as Word counts it."""
    return own.say("chapter", number="%1", title="").strip()


def _ended(said: str, mark: str) -> str:
    """End a sentence with a mark in the place of its full stop."""
    bare = said.rstrip()
    if bare.endswith(("?", "!")):
        return bare
    return bare.rstrip(".:;") + mark


def _steps(
    letter: Letter, found: Gathered, wording: PaperTexts, own: PaperTexts
) -> None:
    heads = tuple(map(wording.say, ("number", "step", "holder", "by-when", "next")))
    rows = [
        (str(s.number), s.title, s.holder, s.due, "\n".join(s.ways))
        for s in found.steps(wording.language)
    ]
    letter.heading(own.say("list-of-steps"), counted=False)
    letter.table(AnnexTable(heads, (9, 38, 37, 24, 57)), rows)


def _checklists(letter: Letter, found: Gathered, wording: PaperTexts) -> None:
    """Write each checklist as a form that can be filled in by hand."""
    for each in found.chart.checklists.values():
        form = ChecklistForm(each, wording.language)
        letter.heading(form.title, counted=False)
        if each.note is not None:
            letter.line(wording.label(each.note))
        heads = ("", wording.say("checklists.item"), wording.say("checklists.weight"))
        rows = [(_BOX, title, weight) for _, title, weight in form.items()]
        letter.table(AnnexTable(heads, (10, 115, 40)), rows)
        given = (wording.say("checklists.when"), wording.say("checklists.follows"))
        letter.table(
            AnnexTable(given, (95, 70)), [(when, value) for value, when in form.lines()]
        )
        letter.line(form.advice, size=10)


def _sheets(letter: Letter, found: Gathered, wording: PaperTexts) -> None:
    """Write the part in landscape: the drawing, then the table of responsibility."""
    letter.turn()
    for scene in found.pictures.sheets(wording.language):
        png = to_png(to_svg(found.shown(scene)), width=_DOTS)
        letter.picture(png, scene.description, 385, 255)
    letter.heading(wording.say("raci"), counted=False)
    table = found.raci(wording.language)
    heads = (wording.say("number"), wording.say("duty"), wording.say("by-when"))
    names = tuple(column.short for column in table.columns)
    room = 390 - 10 - 105 - 45
    widths = (10, 105, 45, *(room / len(names) for _ in names))
    rows = tuple(_raci(found, wording))
    letter.table(AnnexTable((*heads, *names), widths, 9, len(names)), rows)
    key = enumerated(
        f"{wording.say(f'duties.letter-{part}')}: {wording.say(f'duties.means-{part}')}"
        for part in _PARTS
    )
    letter.line(key, size=10)


def _raci(found: Gathered, wording: PaperTexts) -> Iterator[Sequence[str]]:
    for group in found.raci(wording.language).groups:
        if group.title:
            yield (group.title,)
        for row in group.rows:
            letters = (
                " ".join(wording.say(f"duties.letter-{part}") for part in cell)
                for cell in row.cells
            )
            yield (str(row.number), row.title, _due(row), *letters)


def _due(row: RaciRow) -> str:
    own = [] if row.due is None else [f"{row.due.span} ({row.due.said})"]
    return one_line((*own, *row.beside))

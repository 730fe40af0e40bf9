"""Sheets of paper: posters, cards and the booklet, set with typst."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import to_builtins

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.drawings.deadline_looks import looks
from katch_protocols.drawings.paper import A2, A3, A4, Paper
from katch_protocols.drawings.printing import told_by, typeset
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.theme import Theme
from katch_protocols.duties.phrases import say_progress
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.papers.content.cards import cards
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.nouns import Card
from katch_protocols.papers.content.points import (
    open_questions,
    unbound_roles,
    unread_sources,
)
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.content.tables import deadline_rows
from katch_protocols.papers.glossary import heading_of, sections
from katch_protocols.telling.checklist_form import ChecklistForm
from katch_protocols.words.languages import own_name
from katch_protocols.words.say import entries, say

__all__ = [
    "TEMPLATES",
    "booklet",
    "cards_pdf",
    "drawn",
    "poster",
    "theme_in",
    "words_in",
]


TEMPLATES = Path(__file__).parent / "templates"


def poster(found: Gathered, language: str) -> bytes:
    """Return the poster as a PDF: the drawing, then who does what, on sheets of A3.

    A drawing that cannot be read on A3 comes on A2 first, then phase by phase on A3.
    """
    wording = found.wording(language)
    data = {
        "language": language,
        "words": words_in(wording),
        "theme": theme_in(found.theme),
        "title": wording.label(found.protocol.title, found.protocol.id),
        "foot": wording.foot(found.protocol),
        "sheets": list(drawn(found, language, wording)),
        "raci": _raci_data(found, language),
    }
    return typeset(TEMPLATES / "poster.typ", data)


def drawn(
    found: Gathered, language: str, wording: PaperTexts
) -> Iterator[Mapping[str, object]]:
    """Yield the drawings with their sheets; a large one is whole on A2 first."""
    scenes = tuple(found.pictures.sheets(language))
    if len(scenes) > 1:
        whole = found.pictures.whole.scene(language)
        yield _sheet(found.shown(whole), A2, wording)
    for scene in scenes:
        yield _sheet(found.shown(scene), A3, wording)


def _path(found: Gathered, language: str, wording: PaperTexts) -> Mapping[str, object]:
    """Return the path of the child as a sheet of A4."""
    sheet = _sheet(found.shown(found.path.scene(language)), A4, wording)
    return {**sheet, "title": wording.say("deck-path")}


def _sheet(scene: Scene, paper: Paper, wording: PaperTexts) -> Mapping[str, object]:
    sides = paper.width, paper.height
    width, height = sides if scene.width >= scene.height else sides[::-1]
    return {
        "svg": to_svg(scene),
        "alt": scene.description,
        "title": f"{wording.say('drawing')}: {scene.title}",
        "width": width,
        "height": height,
    }


def _raci_data(found: Gathered, language: str) -> Mapping[str, object]:
    """Return the table of responsibility as plain data."""
    table: Mapping[str, object] = to_builtins(found.raci(language))
    return table


def cards_pdf(found: Gathered, language: str) -> bytes:
    """Return the cards of a protocol as a PDF: an agency a sheet of A4.

    A card that cannot be read on one sheet says that it goes on.
    """
    wording = found.wording(language)
    title = wording.label(found.protocol.title, found.protocol.id)
    data = {
        "language": wording.language,
        "words": words_in(wording),
        "theme": theme_in(found.theme),
        "title": f"{wording.say('agencies')}: {title}",
        "cards": _card_data(found.cards(language), found, language),
    }
    return typeset(TEMPLATES / "cards.typ", data)


def _card_data(
    made: Iterable[Card], found: Gathered, language: str
) -> list[Mapping[str, object]]:
    """Return cards as plain data, each with its little map."""
    return [{**to_builtins(card), **_map(found, card, language)} for card in made]


def _map(found: Gathered, card: Card, language: str) -> Mapping[str, object]:
    little = found.map_of(card.id)
    width, height = little.size
    scene = little.scene(language)
    return {
        "map": to_svg(found.shown(scene)),
        "alt": scene.title,
        "aspect": width / height,
    }


def words_in(wording: PaperTexts) -> Mapping[str, str]:
    """Return our own words, for a template."""
    return {
        **entries("duties", wording.language),
        **entries("papers", wording.language),
    }


def theme_in(theme: Theme) -> Mapping[str, object]:
    """Return the colours of a theme for a template, with how deadlines look."""
    shown = {name: to_builtins(each) for name, each in looks(theme).items()}
    return {**to_builtins(theme), "looks": shown}


Data = Mapping[str, object]

_HEADS = ("item", "weight", "when", "follows")


def booklet(
    found: Sequence[Gathered], answer: Responsibility, handbook: Handbook, language: str
) -> bytes:
    """Return some protocols, their agencies and the lists of a handbook as one PDF.

    ``answer`` is about the same protocols. Its contents name every part.
    """
    wording = PaperTexts(handbook, language)
    alone = found[0].protocol if len(found) == 1 else None
    title = handbook.title if alone is None else alone.title
    made = _cards(found, answer, wording)
    shared = {
        "language": language,
        "words": words_in(wording),
        "theme": theme_in(found[0].theme),
        "title": wording.label(title, handbook.id),
    }
    data = {
        **shared,
        "protocols": [_protocol(each, language) for each in found],
        "progress": list(_progress(answer, wording)),
        "cards": made,
        "fits": list(_fits(made, shared)),
        "never": _never(found, language),
        "languages": [own_name(each) for each in _order(wording)],
        "glossary": list(_glossary(wording)),
        "questions": list(_questions(wording)),
    }
    return typeset(TEMPLATES / "booklet.typ", data)


def _cards(
    found: Sequence[Gathered], answer: Responsibility, wording: PaperTexts
) -> list[Data]:
    """Return the cards; only that of a single protocol has a map, and says never."""
    if len(found) == 1:
        return _card_data(found[0].cards(wording.language), found[0], wording.language)
    return [to_builtins(card) for card in cards(answer, wording, found[0].colours)]


def _never(found: Sequence[Gathered], language: str) -> list[str]:
    """Return what all are asked never to do, once: of many protocols it is much."""
    if len(found) == 1:
        return []
    return list(dict.fromkeys(text for each in found for text in each.never(language)))


def _fits(made: Sequence[Data], shared: Data) -> Iterator[Data]:
    """Yield how each card fits on its page of the booklet.

    One after another: of all of them at once typst would remember gigabytes.
    """
    for card in made:
        asked = {**shared, "cards": [card]}
        yield from told_by(TEMPLATES / "booklet_fits.typ", asked, "fit")


def _progress(answer: Responsibility, wording: PaperTexts) -> Iterator[Data]:
    """Yield how far each region is, protocol by protocol; nothing where none tells."""
    if not any(each.reached for each in answer.progress):
        return
    book = wording.handbook
    for name in dict.fromkeys(each.protocol for each in answer.progress):
        yield {
            "title": wording.label(book.protocols[name].title, name),
            "rows": [
                [
                    wording.label(book.regions[each.region].title, each.region),
                    say_progress(each, wording.language),
                ]
                for each in answer.progress
                if each.protocol == name
            ],
        }


def _protocol(found: Gathered, language: str) -> Data:
    wording, protocol = found.wording(language), found.protocol
    page, references = found.proofs[language], References(wording)
    bound = binding_safeguards(found.chart, found.handbook)
    promises = dict(_promises(bound, wording))
    references.cite(protocol.source)
    deadlines = [list(row) for row in deadline_rows(protocol, wording, references)]
    return {
        "title": wording.label(protocol.title, protocol.id),
        "note": wording.label(protocol.note) if protocol.note else "",
        "foot": wording.foot(protocol),
        "counts": wording.sizes(found.sizes),
        "deadlines": deadlines,
        "sources": references.listed(),
        "sheets": [_path(found, language, wording), *drawn(found, language, wording)],
        "raci": _raci_data(found, language),
        "summary": page.summary,
        "checklists": [
            {
                "title": form.title,
                "items": [[title, weight] for _, title, weight in form.items()],
                "lines": [[when, value] for value, when in form.lines()],
                "heads": [say(f"checklists.{key}", language) for key in _HEADS],
                "advice": form.advice,
            }
            for form in (
                ChecklistForm(each, language)
                for each in found.chart.checklists.values()
            )
        ],
        "promises": [
            {
                "sentence": each.sentence,
                "promise": promises.get(each.safeguard, ""),
                "verdict": each.verdict,
                "remarks": [*each.remarks, *each.story],
            }
            for each in (page.soundness, *page.safeguards)
        ],
    }


def _promises(
    bound: Mapping[Id, Safeguard], wording: PaperTexts
) -> Iterator[tuple[Id, str]]:
    """Yield what safeguards promise the child, each promise once: where it is first."""
    said: set[str] = set()
    for name, safeguard in bound.items():
        text = wording.label(safeguard.promise) if safeguard.promise else ""
        if text not in said:
            said.add(text)
            yield name, text


def _order(wording: PaperTexts) -> Sequence[str]:
    rest = (each for each in wording.handbook.languages if each != wording.language)
    return (wording.language, *rest)


def _glossary(wording: PaperTexts) -> Iterator[Data]:
    for key, titles in sections(wording.handbook):
        if titles:
            rows = [
                [label.texts.get(each, "") for each in _order(wording)]
                for label in titles.values()
            ]
            yield {"title": heading_of(key, wording.language), "rows": rows}


def _questions(wording: PaperTexts) -> Iterator[Data]:
    parts = (
        ("open", ("open", "concerns"), (2, 1), open_questions(wording)),
        ("unread", ("source", "cite"), (1, 1), unread_sources(wording)),
        ("unbound", ("region", "role", "reason"), (1, 1, 2), unbound_roles(wording)),
    )
    for title, heads, columns, rows in parts:
        yield {
            "title": say(f"questions.{title}", wording.language),
            "heads": [say(f"questions.{head}", wording.language) for head in heads],
            "columns": columns,
            "rows": [list(row) for row in rows],
        }

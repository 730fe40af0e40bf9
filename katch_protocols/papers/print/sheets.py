"""The sheets of one protocol: the poster and the cards."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from katch_protocols.drawings.deadline_looks import looks
from katch_protocols.drawings.drawing import A2, A3, Paper
from katch_protocols.drawings.printing import typeset
from katch_protocols.drawings.scene import Scene
from katch_protocols.drawings.svg import to_svg
from katch_protocols.drawings.theme import Theme
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.nouns import Card
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.words.say import entries

__all__ = [
    "TEMPLATES",
    "card_data",
    "cards_pdf",
    "drawn",
    "poster",
    "raci_data",
    "theme_in",
    "words_in",
]

TEMPLATES = Path(__file__).parent / "templates"


def poster(found: Gathered, language: str) -> bytes:
    """Return the poster as a PDF: the drawing, then who does what, on sheets of A3.

    A drawing that cannot be read on A3 comes on A2 first, then phase by phase on A3.
    """
    tongue = found.tongue(language)
    data = {
        "language": language,
        "words": words_in(tongue),
        "theme": theme_in(found.theme),
        "title": tongue.label(found.protocol.title, found.protocol.id),
        "foot": tongue.foot(found.protocol),
        "sheets": list(drawn(found, language, tongue)),
        "raci": raci_data(found, language),
    }
    return typeset(TEMPLATES / "poster.typ", data)


def drawn(
    found: Gathered, language: str, tongue: PaperTexts
) -> Iterator[Mapping[str, object]]:
    """Yield the drawings with their sheets; a large one is whole on A2 first."""
    scenes = tuple(found.pictures.sheets(language))
    if len(scenes) > 1:
        whole = found.pictures.whole.scene(language)
        yield _sheet(found.shown(whole), A2, tongue)
    for scene in scenes:
        yield _sheet(found.shown(scene), A3, tongue)


def _sheet(scene: Scene, paper: Paper, tongue: PaperTexts) -> Mapping[str, object]:
    sides = paper.width, paper.height
    width, height = sides if scene.width >= scene.height else sides[::-1]
    return {
        "svg": to_svg(scene),
        "alt": scene.description,
        "title": f"{tongue.say('drawing')}: {scene.title}",
        "width": width,
        "height": height,
    }


def raci_data(found: Gathered, language: str) -> Mapping[str, object]:
    """Return the table of responsibility as plain data."""
    return asdict(found.raci(language))


def cards_pdf(found: Gathered, language: str) -> bytes:
    """Return the cards of a protocol as a PDF: an agency a sheet of A4.

    A card that cannot be read on one sheet says that it goes on.
    """
    tongue = found.tongue(language)
    title = tongue.label(found.protocol.title, found.protocol.id)
    data = {
        "language": tongue.language,
        "words": words_in(tongue),
        "theme": theme_in(found.theme),
        "title": f"{tongue.say('agencies')}: {title}",
        "cards": card_data(found.cards(language), found, language),
    }
    return typeset(TEMPLATES / "cards.typ", data)


def card_data(
    made: Iterable[Card], found: Gathered, language: str
) -> list[Mapping[str, object]]:
    """Return cards as plain data, each with its little map."""
    return [{**asdict(card), **_map(found, card, language)} for card in made]


def _map(found: Gathered, card: Card, language: str) -> Mapping[str, object]:
    little = found.map_of(card.id)
    width, height = little.size
    scene = little.scene(language)
    return {
        "map": to_svg(found.shown(scene)),
        "alt": scene.title,
        "aspect": width / height,
    }


def words_in(tongue: PaperTexts) -> Mapping[str, str]:
    """Return our own words, for a template."""
    return {**entries("duties", tongue.language), **entries("papers", tongue.language)}


def theme_in(theme: Theme) -> Mapping[str, object]:
    """Return the colours of a theme for a template, with how deadlines look."""
    shown = {name: asdict(each) for name, each in looks(theme).items()}
    return {**asdict(theme), "looks": shown}

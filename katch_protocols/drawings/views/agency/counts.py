"""The head of a card: the name of the body, how many duties, ways in and out."""

from collections.abc import Iterator, Sequence

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import INK, PAPER, lane_tint
from katch_protocols.duties.nouns import DutyCount
from katch_protocols.duties.phrases import say_count
from katch_protocols.model.noun import Id, Label

__all__ = ["counted", "headed"]

_GAP = 12.0


def headed(  # noqa: PLR0913, PLR0917 - one caller
    agency: Id,
    title: Label,
    rect: Rect,
    colour: str,
    languages: Sequence[str],
    language: str,
) -> Iterator[Shape]:
    """Yield the name of the body on its colour."""
    room, bold = rect.width - 40, Face.SEMIBOLD
    text = fitted(title, languages, room, size=26, face=bold, most=2, least=11)
    words = text.within(rect.grown(-20), language, PAPER)
    yield Group("agency", (Panel(rect, Ink(colour), 8), words), {"agency": agency})


def counted(
    found: DutyCount,
    rect: Rect,
    colour: str,
    languages: Sequence[str],
    language: str,
) -> Iterator[Shape]:
    """Yield the counts side by side in a rectangle."""
    said = {code: say_count(found, code) for code in languages}
    many, bold = len(said[language]), Face.SEMIBOLD
    wide = (rect.width - (many - 1) * _GAP) / many
    for at, (key, (number_of, _)) in enumerate(said[language].items()):
        box = Rect(rect.x + at * (wide + _GAP), rect.y, wide, rect.height)
        yield Panel(box, Ink(lane_tint(colour)), 8)
        number = Label(texts=dict.fromkeys(languages, str(number_of)))
        figure = fitted(number, languages, 56, size=26, face=bold, most=1)
        left = Rect(box.x + 16, box.y, 56, box.height)
        yield figure.within(left, language, INK)
        label = Label(texts={code: said[code][key][1] for code in said})
        text = fitted(label, languages, wide - 90, size=13.5, most=2)
        right = Rect(box.x + 76, box.y, wide - 90, box.height)
        yield text.within(right, language, INK)

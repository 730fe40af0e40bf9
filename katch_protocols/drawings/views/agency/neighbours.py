"""From whom a case comes to one agency, and to whom it goes."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import fitted, stacked
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import INK, MUTED
from katch_protocols.drawings.views.agency.words import CardWords
from katch_protocols.duties.agency import AgencyDuties
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line

__all__ = ["SECTION", "Neighbours", "section"]

SECTION = 40.0
"""How tall the title of a section is, in pixels."""
_GAP, _BETWEEN, _SQUARES = 12.0, 32.0, 16.0


def section(label: Label, rect: Rect, colour: str, language: str) -> Iterator[Shape]:
    """Yield the title of a section at the top of a rectangle, underlined."""
    room, bold = rect.width, Face.SEMIBOLD
    text = fitted(label, tuple(label.texts), room, size=17, face=bold, most=1)
    yield text.within(Rect(rect.x, rect.y, room, SECTION - 8), language, INK)
    yield Panel(Rect(rect.x, rect.y + SECTION - 8, room, 2), Ink(colour))


class Neighbours(Struct, frozen=True):
    """Draws whom one agency gets the case from, and whom it hands it to."""

    words: CardWords
    found: AgencyDuties
    colour: str

    def drawn(self, rect: Rect, language: str) -> tuple[list[Shape], float]:
        """Return both columns, what is told elsewhere, and where that ends."""
        shapes, bottom = list[Shape](), rect.y
        if self.found.receives or self.found.hands:
            shapes, bottom = self._columns(rect, language)
        for label in self.words.subject.told_inside:
            text = fitted(label, tuple(label.texts), rect.width, size=12, most=3)
            place = Rect(rect.x, bottom, rect.width, text.height)
            shapes.append(text.within(place, language, MUTED))
            bottom = place.bottom + _GAP
        return shapes, bottom

    def _columns(self, rect: Rect, language: str) -> tuple[list[Shape], float]:
        shapes: list[Shape] = []
        top = bottom = rect.y
        half = (rect.width - _BETWEEN) / 2
        right = rect.x + rect.width - half
        sides = (
            ("comes-to-us", rect.x, self.found.receives, True),
            ("goes-from-us", right, self.found.hands, False),
        )
        for key, x, handoffs, comes in sides:
            place = Rect(x, top, half, 0)
            title = self.words.subject.word(key)
            shapes += section(title, place, self.colour, language)
            y = top + SECTION
            for others, titles in self.words.by_other(handoffs, comes=comes):
                place = Rect(x, y, half, 0)
                group, y = self._way(others, titles, place, language)
                shapes.append(group)
            if not handoffs:
                nobody = self.words.subject.word("nobody")
                text = fitted(nobody, tuple(nobody.texts), half, size=12, most=1)
                place = Rect(x, y, half, text.height)
                shapes.append(text.within(place, language, MUTED))
                y = place.bottom
            bottom = max(bottom, y)
        return shapes, bottom + _GAP

    def _way(
        self, others: Sequence[Id], titles: Sequence[Label], rect: Rect, language: str
    ) -> tuple[Group, float]:
        who, room = self.words.parties(others), rect.width - 22
        languages = self.words.subject.languages
        bold = Face.SEMIBOLD
        texts = [fitted(who, languages, room, size=13.5, face=bold, most=4)]
        texts += [fitted(title, languages, room, size=12, most=2) for title in titles]
        height = sum(text.height + 2 for text in texts)
        down = 0.0 if len(others) == 1 else _SQUARES
        shapes: list[Shape] = []
        for at, other in enumerate(others):
            square = Rect(rect.x + at * _SQUARES, rect.y + 3, 12, 12)
            shapes.append(Panel(square, Ink(self.words.subject.colour(other)), 3))
        below = Rect(rect.x + 20, rect.y + down, room, height)
        for at, (text, place) in enumerate(stacked(texts, below, 2)):
            shapes.append(text.within(place, language, MUTED if at else INK))
        said = one_line(title.say(language) for title in titles)
        data = {"agency": " ".join(others)}
        group = Group("way", tuple(shapes), data, f"{who.say(language)}: {said}")
        return group, rect.y + down + height + 8

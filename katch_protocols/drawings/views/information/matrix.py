"""The matrix of one sheet: a row an agency, a column a category of data."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product

from msgspec import Struct

from katch_protocols.charts.titles import body_told_apart
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Disc, Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import Fitted
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.theme import ALERT, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.views.information.knowing import Knowing
from katch_protocols.model.noun import Id, Label

__all__ = ["HEAD", "SMALLEST", "InformationMatrix", "columns_across", "dot"]

SMALLEST = 11.5
"""No letter of the matrix is smaller, in pixels."""
HEAD = 176.0
"""The height of the heads of the columns."""
_SIDE, _COLUMN, _PADDING = 210.0, 76.0, 6.0
_ROW, _DOT, _LEAST, _ABOVE = 56.0, 6.5, 640.0, 22.0


def columns_across(room: float) -> int:
    """Return how many columns stand side by side on a sheet of so many pixels."""
    return max(1, int((room - 2 * LEFT - _SIDE) // _COLUMN))


class InformationMatrix(Struct, frozen=True, dict=True):
    """What some agencies come to know of some categories."""

    knowing: Knowing
    agencies: Sequence[Id]
    categories: Sequence[Id]

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(LEFT + _SIDE + len(self.categories) * _COLUMN, LEFT + _LEAST)

    def drawn(self, top: float, language: str) -> tuple[list[Shape], float]:
        """Return the heads and the rows, and where they end."""
        shapes: list[Shape] = [*self._heads(top, language)]
        top += HEAD
        for agency in self.agencies:
            shapes += self._row(agency, top, language)
            top += self.heights[agency]
        return shapes, top

    @cached_property
    def heights(self) -> Mapping[Id, float]:
        """The height of each row: every number of a step has its place."""
        return {agency: self._height(agency) for agency in self.agencies}

    def _height(self, agency: Id) -> float:
        numbers = (self._numbers[agency, each].height for each in self.categories)
        name = self._name(agency).height + 2 * _PADDING
        return max(_ROW, _ABOVE + 8 + max(numbers, default=0.0), name)

    def _heads(self, top: float, language: str) -> Iterator[Shape]:
        subject = self.knowing.subject
        for at, category in enumerate(self.categories):
            label = subject.handbook.data[category].title
            text = subject.fitted(label, HEAD - 20, most=4, least=SMALLEST)
            rect = Rect(LEFT + _SIDE + at * _COLUMN + 2, top, _COLUMN - 4, HEAD - 8)
            yield Group("category", (text.upright(rect, language, INK),))

    def _name(self, agency: Id) -> Fitted:
        subject, room = self.knowing.subject, _SIDE - 8 - 2 * _PADDING
        label = body_told_apart(subject.handbook, agency)
        return subject.fitted(label, room, bold=True, most=4, least=SMALLEST)

    def _row(self, agency: Id, top: float, language: str) -> Iterator[Shape]:
        subject, tall = self.knowing.subject, self.heights[agency] - 4
        rect = Rect(LEFT, top + 2, _SIDE - 8, tall)
        panel = Panel(rect, Ink(subject.colour(agency)), 5)
        words = self._name(agency).within(rect, language, PAPER, Anchor.MIDDLE)
        title = subject.full(agency).say(language)
        yield Group("party", (panel, words), {"lane": agency}, title)
        for at, category in enumerate(self.categories):
            x = LEFT + _SIDE + at * _COLUMN + 2
            place = Rect(x, top + 2, _COLUMN - 4, tall)
            yield self._cell(agency, category, place, language)

    def _cell(self, agency: Id, category: Id, rect: Rect, language: str) -> Group:
        knowing = self.knowing
        if not knowing.flow.ways(agency, category):
            return Group("unknown", (Panel(rect, Ink(PAPER, HAIRLINE, 1), 4),))
        colour = knowing.subject.colour(agency)
        edge = Ink(PAPER, colour, 1.4)
        if (agency, category) in knowing.beyond:
            edge = Ink(PAPER, ALERT, 2.2, "5 3")
        elif (agency, category) in knowing.outside:
            edge = Ink(PAPER, MUTED, 1.6, "2 3")
        middle, is_sent = (rect.middle[0], rect.y + 14), knowing.is_sent
        shapes: list[Shape] = [Panel(rect, edge, 4)]
        shapes += dot(middle, colour, is_filled=is_sent(agency, category))
        numbers = self._numbers[agency, category]
        high = rect.height - _ABOVE - 2
        room = Rect(rect.x + 3, rect.y + _ABOVE, rect.width - 6, high)
        shapes.append(numbers.within(room, language, INK, Anchor.MIDDLE))
        mark = knowing.report(language).mark(knowing.flow, agency, category)
        data = {"agency": agency, "category": category, "mark": mark}
        title = knowing.subject.handbook.data[category].title.say(language)
        said = f"{knowing.subject.full(agency).say(language)}: {title}"
        return Group("knows", tuple(shapes), data, said)

    @cached_property
    def _numbers(self) -> Mapping[tuple[Id, Id], Fitted]:
        """The numbers of the steps in each cell, set once for every language."""
        every = product(self.agencies, self.categories)
        return {(who, what): self._set(who, what) for who, what in every}

    def _set(self, agency: Id, category: Id) -> Fitted:
        languages = self.knowing.subject.languages
        label = Label(texts=dict.fromkeys(languages, self.knowing.at(agency, category)))
        many = len(label.say(languages[0]))
        room = _COLUMN - 10
        subject = self.knowing.subject
        return subject.fitted(label, room, 12, most=many, least=SMALLEST)


def dot(
    middle: tuple[float, float], colour: str, *, is_filled: bool
) -> Iterator[Shape]:
    """Yield the mark of one who comes to know: filled for who is sent it."""
    yield Disc(middle, _DOT, Ink(colour if is_filled else PAPER, colour, 1.8))

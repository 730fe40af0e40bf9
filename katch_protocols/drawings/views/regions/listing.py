"""The list of functions: who answers for each where, and which roles nobody plays."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, stacked
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.theme import HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.views.regions.tiles import Lacking
from katch_protocols.duties.coverage import Cell
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import one_line

__all__ = ["LEAST", "FunctionsList", "fit", "joined", "region"]

LEAST = 11.5
"""No letter is smaller, in pixels."""
_TEXT_GAP, _MANY = 10.0, 6


def fit(  # noqa: PLR0913 - keywords with defaults, one a wish
    subject: Subject,
    label: Label,
    room: float,
    size: float,
    most: int,
    *,
    bold: bool = False,
) -> Fitted:
    """Set a label in its room, no letter under the least."""
    return subject.fitted(label, room, size, bold=bold, most=most, least=LEAST)


def joined(subject: Subject, labels: Iterable[Label]) -> Label:
    """Return several names on a line; nobody where there is none."""
    found = [*labels] or [subject.word("nobody")]
    return together(found, subject.languages, one_line)


def region(subject: Subject, place: Id | None) -> Label:
    """Return the title of a region, or of the country."""
    if place is None:
        return subject.word("whole-country")
    return subject.handbook.regions[place].title


Draw = Callable[[float, str], Shape]
"""Draws a line of the list at its top, in one language."""


class FunctionsList(Struct, frozen=True, dict=True):
    """The lines below the tiles, each with its height."""

    subject: Subject
    functions: Sequence[Id]
    places: Sequence[Id | None]
    cells: Mapping[tuple[Id | None, Id], Cell]
    lacking: Lacking
    right: float

    @cached_property
    def lines(self) -> Sequence[tuple[float, Draw]]:
        """A line a function, then one for each set of regions with vacant roles."""
        return [*map(self._line, self.functions), *map(self._text, self._vacant())]

    def drawn(
        self, rows: range, top: float, language: str
    ) -> tuple[list[Shape], float]:
        """Return some lines from the top down, and where they end."""
        shapes = []
        for height, draw in self.lines[rows.start : rows.stop]:
            shapes.append(draw(top, language))
            top += height
        return shapes, top

    def _text(self, label: Label) -> tuple[float, Draw]:
        room = self.right - LEFT
        text = fit(self.subject, label, room, 12.5, _MANY)

        def draw(top: float, language: str) -> Shape:
            return text.within(Rect(LEFT, top, room, text.height), language, INK)

        return text.height + 4, draw

    def _line(self, function: Id) -> tuple[float, Draw]:
        """Return a line of the list: number, function, who answers, gaps."""
        subject, room = self.subject, self.right - LEFT - 40
        title = subject.handbook.functions[function].title
        texts = [fit(subject, title, room, 14, 1, bold=True)]
        outcomes = self._outcomes(function)
        texts += [fit(subject, label, room, 12, _MANY) for label in outcomes]
        height = sum(text.height + 2 for text in texts) + _TEXT_GAP
        number = str(self.functions.index(function) + 1)
        label = Label(texts=dict.fromkeys(subject.languages, number))
        figure = fit(subject, label, 26, 13, 1, bold=True)

        def draw(top: float, language: str) -> Shape:
            square = Rect(LEFT, top + 2, 28, 22)
            shapes: list[Shape] = [
                Panel(square, Ink(PAPER, INK, 1.2), 4),
                figure.within(square, language, INK, Anchor.MIDDLE),
                Panel(Rect(LEFT, top + height - 5, room + 40, 1), Ink(HAIRLINE)),
            ]
            place = Rect(LEFT + 40, top + 3, room, height)
            for at, (text, part) in enumerate(stacked(texts, place, 2)):
                shapes.append(text.within(part, language, MUTED if at else INK))
            return Group("function", tuple(shapes), {"function": function})

        return height, draw

    def _outcomes(self, function: Id) -> Iterator[Label]:
        """Yield who answers, for each set of regions, then the gaps."""
        subject = self.subject
        alike: dict[tuple[Id, ...], list[Id | None]] = {}
        lacking: dict[tuple[Id, ...], list[Id | None]] = {}
        for place in self.places:
            cell = self.cells[place, function]
            who = tuple(each.agency for each in cell.answering)
            alike.setdefault(who, []).append(place)
            missing = dict.fromkeys(role for gap in cell.gaps for role in gap.roles)
            if cell.gaps:
                lacking.setdefault(tuple(missing), []).append(place)
        for who, places in alike.items():
            names = joined(subject, map(subject.short, who))
            yield together([names, self._where(places)], subject.languages, ": ".join)
        for roles, places in lacking.items():
            names = joined(subject, map(subject.short, roles))
            yield subject.word("gap-in", regions=self._where(places), roles=names)

    def _vacant(self) -> Iterator[Label]:
        """Yield a line for each set of regions in which the same roles are vacant."""
        for roles, places in self.lacking.together():
            names = joined(self.subject, map(self.subject.short, roles))
            where = self._where(places)
            yield self.subject.word("vacant-in", regions=where, roles=names)

    def _where(self, places: Sequence[Id | None]) -> Label:
        if len(places) == len(self.places):
            return self.subject.word("everywhere")
        return joined(self.subject, (region(self.subject, each) for each in places))

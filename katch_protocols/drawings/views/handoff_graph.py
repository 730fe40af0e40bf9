"""The handoffs as a net: bodies on an ellipse, an arrow a pair, as thick as it is busy.

The matrix says by which activity; this picture shows who stands in the middle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, sin

from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import (
    Anchor,
    Curve,
    Disc,
    Group,
    Ink,
    Panel,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.curves import curves, discs
from katch_protocols.drawings.sheets.fitting import Fitted, fitted
from katch_protocols.drawings.sheets.sheet import (
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    families,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import INK, PAPER
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.handoffs import HandoffsView
from katch_protocols.model.noun import Id

__all__ = ["VIEW", "HandoffGraphView"]

_WIDE, _TALL, _RADIUS, _MARGIN = 168.0, 52.0, 11.0, 26.0
_LEAST_ACROSS, _LEAST_DOWN, _ACROSS, _DOWN = 320.0, 200.0, 62.0, 42.0
_THIN, _THICKER, _THICKEST = 1.6, 0.9, 6.0


@dataclass(frozen=True)
class HandoffGraphView:
    """The net of one protocol, laid out once for all languages."""

    subject: Subject

    @cached_property
    def matrix(self) -> HandoffsView:
        """The same handoffs as a matrix: its parties, cells and words."""
        return HandoffsView(self.subject)

    @property
    def reach(self) -> tuple[float, float]:
        """The half axes of the ellipse on which the cards stand."""
        count = len(self.matrix.parties)
        across = max(_LEAST_ACROSS, count * _ACROSS)
        return across, max(_LEAST_DOWN, count * _DOWN)

    @property
    def middle(self) -> Point:
        """The centre of the ellipse."""
        across, down = self.reach
        return LEFT + across + _WIDE / 2, TOP + down + _TALL / 2 + 6

    @cached_property
    def cards(self) -> Mapping[Id, Rect]:
        """Where each party stands: the first on top, then clockwise."""
        (x, y), (across, down) = self.middle, self.reach
        parties, found = self.matrix.parties, {}
        for at, party in enumerate(parties):
            turn = 2 * pi * at / len(parties)
            left, top = x + across * sin(turn), y - down * cos(turn)
            found[party] = Rect(left - _WIDE / 2, top - _TALL / 2, _WIDE, _TALL)
        return found

    @cached_property
    def arrows(self) -> Mapping[tuple[Id, Id], tuple[Point, ...]]:
        """The curve of each pair, from border to border; never two in one place."""
        across, down = self.reach
        page = Rect(LEFT, TOP, 2 * across + _WIDE, 2 * down + _TALL + _MARGIN)
        return curves(self.matrix.cells, self.cards, page)

    @cached_property
    def counts(self) -> Mapping[tuple[Id, Id], Point]:
        """Where the number of each arrow stands; where it would hide another, none."""
        return discs(self.arrows, self.cards, _RADIUS)

    def scene(self, language: str) -> Scene:
        """Draw the net in one language."""
        across, down = self.reach
        right = LEFT + 2 * across + _WIDE
        bottom = TOP + 2 * down + _TALL + _MARGIN
        shapes: list[Shape] = [self._arrow(pair, language) for pair in self.arrows]
        shapes += [self._count(pair) for pair in self.counts]
        shapes += [self._card(party, language) for party in self.cards]
        if not self.cards:
            label, languages = self.subject.word("no-handoffs"), self.subject.languages
            text = fitted(label, languages, right - LEFT, size=14)
            place = Rect(LEFT, TOP, right - LEFT, 40)
            shapes, bottom = [text.within(place, language, INK)], TOP + 50
        sample = Sample(22, _sample, self.subject.word("key-count"))
        found = families(self.subject.families(self.cards))
        items = (sample, *found) if self.cards else ()
        marks, bottom = Legend(items, self.subject.languages).written(
            language, right, bottom
        )
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            self.subject.kind("view-handoff-graph"),
            self.subject.languages,
            right,
        )
        said = self.matrix.scene(language).description
        shown = (*shapes, *marks)
        return sheet.scene(language, shown, bottom, said=said, is_read=True)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        return self.matrix.twin(language)

    def _arrow(self, pair: tuple[Id, Id], language: str) -> Group:
        count = len(self.matrix.cells[pair].titles)
        thick = min(_THIN + _THICKER * (count - 1), _THICKEST)
        ink = Ink("none", self.subject.colour(pair[0]), thick)
        curve = Curve(self.arrows[pair], ink, 8 + thick, 1.6)
        data = {"from": pair[0], "to": pair[1]}
        sender, receiver, titles, confirmed = self.matrix.spoken(pair, language)
        title = f"{sender} → {receiver}: {titles}"
        if confirmed:
            title += (
                f"; {self.subject.word('key-confirmed').say(language)}: {confirmed}"
            )
        return Group("handoff", (curve,), data, title)

    def _count(self, pair: tuple[Id, Id]) -> Group:
        count = str(len(self.matrix.cells[pair].titles))
        return Group(
            "count",
            tuple(_disc(count, self.counts[pair], self.subject.colour(pair[0]))),
        )

    def _card(self, party: Id, language: str) -> Group:
        rect, languages = self.cards[party], self.subject.languages
        label = self.subject.short(party)
        text = fitted(label, languages, _WIDE - 16, size=14, face=Face.SEMIBOLD, most=2)
        words = text.within(rect, language, PAPER, Anchor.MIDDLE)
        panel = Panel(rect, Ink(self.subject.colour(party)), 8)
        name = self.subject.full(party).say(language)
        return Group("party", (panel, words), {"lane": party}, name)


def _disc(count: str, middle: Point, colour: str) -> Iterator[Shape]:
    yield Disc(middle, _RADIUS, Ink(PAPER, colour, 1.8))
    text = Fitted({"": TextLines((count,), Face.SEMIBOLD, 12)})
    place = Rect(middle[0] - _RADIUS, middle[1] - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
    yield text.within(place, "", INK, Anchor.MIDDLE)


def _sample(rect: Rect, _: str) -> Iterator[Shape]:
    yield from _disc("2", rect.middle, INK)


VIEW: View[Material] = View(
    "handoff-graph",
    place=50,
    lay_out=lambda given: HandoffGraphView(Subject.of(given)),
    kept="handoff-graph",
)

"""The handoffs as a net: bodies on an ellipse, an arrow a pair, as thick as it is busy.

The matrix says by which activity; this picture shows who stands in the middle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import cos, hypot, pi, sin

from katch_protocols.drawings.layout.graph import Point, Rect
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
from katch_protocols.drawings.text import Face, Lines
from katch_protocols.drawings.theme import INK, PAPER
from katch_protocols.drawings.views.fitting import Fitted, fitted
from katch_protocols.drawings.views.handoffs import HandoffsView
from katch_protocols.drawings.views.sheet import LEFT, TOP, Key, Row, Sample, Sheet
from katch_protocols.drawings.views.subject import Subject
from katch_protocols.model.noun import Id

__all__ = ["HandoffGraphView"]

_WIDE, _TALL, _RADIUS, _MARGIN = 168.0, 52.0, 11.0, 26.0
_LEAST_ACROSS, _LEAST_DOWN, _ACROSS, _DOWN = 320.0, 200.0, 62.0, 42.0
_BEND, _THIN, _THICKER, _THICKEST = 0.16, 1.6, 0.9, 6.0
_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.28, 0.72)
_STEPS = 64


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
        return {
            pair: _between(self.cards[pair[0]], self.cards[pair[1]])
            for pair in self.matrix.cells
        }

    @cached_property
    def counts(self) -> Mapping[tuple[Id, Id], Point]:
        """Where the number of each arrow stands; where it would hide another, none."""
        taken = [card.grown(2) for card in self.cards.values()]
        found: dict[tuple[Id, Id], Point] = {}
        for pair, curve in self.arrows.items():
            for share in _SHARES:
                x, y = _at(curve, share)
                place = Rect(x - _RADIUS, y - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
                if not any(place.meets(other) for other in taken):
                    taken.append(place)
                    found[pair] = x, y
                    break
        return found

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
        items = (sample,) if self.cards else ()
        marks, bottom = Key(items, self.subject.languages).written(
            language, right, bottom
        )
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            "view-handoff-graph",
            self.subject.languages,
            right,
        )
        said = self.matrix.scene(language).description
        return sheet.scene(language, (*shapes, *marks), bottom, said=said)

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        return self.matrix.twin(language)

    def _arrow(self, pair: tuple[Id, Id], language: str) -> Group:
        count = len(self.matrix.cells[pair].titles)
        thick = min(_THIN + _THICKER * (count - 1), _THICKEST)
        ink = Ink("none", self.subject.colour(pair[0]), thick)
        curve = Curve(self.arrows[pair], ink, 8 + thick, 1.6)
        data = {"from": pair[0], "to": pair[1]}
        said = self.matrix.spoken(pair, language)
        title = f"{said[0]} → {said[1]}: {said[2]}"
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


def _between(one: Rect, other: Rect) -> tuple[Point, ...]:
    """Return a curve that bends to its right, cut at the borders of both cards."""
    (x, y), (end, below) = one.middle, other.middle
    length = hypot(end - x, below - y)
    aside = -(below - y) / length * _BEND * length, (end - x) / length * _BEND * length
    curve = (
        (x, y),
        (x + (end - x) / 3 + aside[0], y + (below - y) / 3 + aside[1]),
        (x + (end - x) * 2 / 3 + aside[0], y + (below - y) * 2 / 3 + aside[1]),
        (end, below),
    )
    inside = [step / _STEPS for step in range(_STEPS + 1)]
    start = max(t for t in inside if _holds(one, _at(curve, t)))
    stop = min(t for t in inside if _holds(other.grown(3), _at(curve, t)))
    if start >= stop:
        return curve
    return _part(curve, start, stop)


def _holds(rect: Rect, point: Point) -> bool:
    return rect.x <= point[0] <= rect.right and rect.y <= point[1] <= rect.bottom


def _mix(one: Point, other: Point, share: float) -> Point:
    return (
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
    )


def _at(curve: tuple[Point, ...], share: float) -> Point:
    """Return a point of a cubic Bézier curve (de Casteljau)."""
    while len(curve) > 1:
        curve = tuple(_mix(one, other, share) for one, other in pairwise(curve))
    return curve[0]


def _part(curve: tuple[Point, ...], start: float, stop: float) -> tuple[Point, ...]:
    """Return the piece of a cubic Bézier curve between two of its shares."""
    return _head(_tail(curve, start), (stop - start) / (1 - start))


def _head(curve: tuple[Point, ...], share: float) -> tuple[Point, ...]:
    found = [curve[0]]
    while len(curve) > 1:
        curve = tuple(_mix(one, other, share) for one, other in pairwise(curve))
        found.append(curve[0])
    return tuple(found)


def _tail(curve: tuple[Point, ...], share: float) -> tuple[Point, ...]:
    return _head(curve[::-1], 1 - share)[::-1]


def _disc(count: str, middle: Point, colour: str) -> Iterator[Shape]:
    yield Disc(middle, _RADIUS, Ink(PAPER, colour, 1.8))
    text = Fitted({"": Lines((count,), Face.SEMIBOLD, 12)})
    place = Rect(middle[0] - _RADIUS, middle[1] - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
    yield text.within(place, "", INK, Anchor.MIDDLE)


def _sample(rect: Rect, _: str) -> Iterator[Shape]:
    yield from _disc("2", rect.middle, INK)

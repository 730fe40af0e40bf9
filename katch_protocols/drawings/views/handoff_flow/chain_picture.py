"""A chain of handoffs as it is drawn: stations from left to right, gates between."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Group,
    Ink,
    Panel,
    Polyline,
    Shape,
)
from katch_protocols.drawings.sheets.fitting import Fitted, stacked
from katch_protocols.drawings.theme import FRAME, HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.views.handoff_flow.chains import Gate
from katch_protocols.drawings.views.handoff_flow.lines import FlowChain, FlowStation
from katch_protocols.drawings.views.handoff_flow.signs import DISC, numbered
from katch_protocols.drawings.views.handoff_flow.words import PILL, GateWords

__all__ = ["ACROSS", "WIDE", "ChainPicture"]

ACROSS = 6
"""So many stations stand side by side."""
_STATION, _GAP = 158.0, 84.0
WIDE = ACROSS * _STATION + (ACROSS - 1) * _GAP
"""The width of so many stations, in pixels."""
_HEAD, _PAD, _LINES = 44.0, 14.0, 4
_DOWN, _ENDS = 18.0, 2
"""``_DOWN``: from a body to its ends; ``_ENDS``: so many are named."""


class ChainPicture(Struct, frozen=True, dict=True):
    """Draws one chain; a branch has a frame."""

    chain: FlowChain

    @property
    def words(self) -> GateWords:
        """What is said of its gates."""
        return GateWords(self.chain.subject)

    @property
    def width(self) -> float:
        """The width of its stations and gaps, and of its frame."""
        count = len(self.chain.gates)
        return (count + 1) * _STATION + count * _GAP + 2 * self._pad

    @property
    def _pad(self) -> float:
        return _PAD if self.chain.is_branch else 0.0

    @cached_property
    def above(self) -> float:
        """How much room heading, start and gates need above the stations."""
        titles = [self._title(gate) for gate in self.chain.gates]
        gates = 2 * DISC + 4 + max(title.height for title in titles) + 4 + PILL + 10
        start = self._start(self.chain.stations[0])
        if start is None:
            return self._heading_room + gates
        room = start.height + 8
        # A wide title of the first gate reaches over the first body.
        is_wide = titles[0].width > _GAP
        both = room + 4 + gates if is_wide else max(gates, room + _DOWN)
        return self._heading_room + both

    def height(self, above: float) -> float:
        """Return how tall it is, its stations ``above`` below its top."""
        return above + self._tall + self._below + 2 * self._pad

    @cached_property
    def _below(self) -> float:
        """How much room the ends need below the stations."""
        ends = (self._ends(station) for station in self.chain.stations)
        pills = (sum(text.height + 12 for text in each) for each in ends)
        tall = max(pills)
        return tall + _DOWN if tall else 0.0

    def _start(self, station: FlowStation) -> Fitted | None:
        if station.start is None:
            return None
        return self.words.fit(station.start, _STATION - 20, 12.5, 2, bold=True)

    def _ends(self, station: FlowStation) -> Sequence[Fitted]:
        """Set the ends of a body: the first of many, and how many more there are."""
        labels = [*station.ends[:_ENDS]]
        if len(station.ends) > _ENDS:
            more = str(len(station.ends) - _ENDS)
            labels.append(self.chain.subject.word("and-more", count=more))
        return [
            self.words.fit(each, _STATION - 24, 12, 2, bold=True) for each in labels
        ]

    @cached_property
    def _heading(self) -> Fitted | None:
        if self.chain.heading is None:
            return None
        room = self.width - 2 * self._pad
        return self.words.fit(self.chain.heading, room, 14, 3, bold=True)

    @property
    def _heading_room(self) -> float:
        return 0.0 if self._heading is None else self._heading.height + 8

    @cached_property
    def _texts(self) -> Sequence[Sequence[Fitted]]:
        """What is said at each station."""
        return [[*self._said(station)] for station in self.chain.stations]

    def _said(self, station: FlowStation) -> Iterator[Fitted]:
        for label in station.texts:
            yield self.words.fit(label, _STATION - 16, 12, 4)

    def _name(self, station: FlowStation) -> Fitted:
        short = self.chain.subject.short(station.party)
        return self.words.fit(short, _STATION - 12, 14, 2, bold=True)

    @cached_property
    def _head(self) -> float:
        """The height of the name of every station."""
        names = (self._name(station).height for station in self.chain.stations)
        return max(_HEAD, max(names) + 8)

    @property
    def _tall(self) -> float:
        """The height of every station."""
        bodies = (sum(text.height + 3 for text in each) for each in self._texts)
        return self._head + max(bodies) + 12

    def _title(self, gate: Gate) -> Fitted:
        room = _STATION + _GAP - 14
        return self.words.fit(self.words.title(gate), room, 13, _LINES, bold=True)

    def drawn(
        self, corner: tuple[float, float], size: tuple[float, float], language: str
    ) -> Iterator[Shape]:
        """Yield its shapes; ``size``: how far down its stations begin, its height."""
        (x, top), (above, tall) = corner, size
        if self.chain.is_branch:
            yield Panel(Rect(x, top, self.width, tall), Ink(FRAME, HAIRLINE, 1.4), 10)
        x, top = x + self._pad, top + self._pad
        if self._heading is not None:
            place = Rect(x, top - 2, self._heading.width, self._heading.height)
            yield self._heading.within(place, language, INK)
        level, first = top + above, top + self._heading_room
        for at, station in enumerate(self.chain.stations):
            place = Rect(x + at * (_STATION + _GAP), level, _STATION, self._tall)
            yield self._station(station, self._texts[at], place, language)
            yield from self._begins(station, place, first, language)
            yield from self._finishes(station, place, language)
        for at, gate in enumerate(self.chain.gates):
            left = x + _STATION + at * (_STATION + _GAP)
            place = Rect(left, first, _GAP, level - first)
            yield self._gate(gate, self.chain.first + at, place, language)

    def _begins(
        self, station: FlowStation, rect: Rect, top: float, language: str
    ) -> Iterator[Shape]:
        """Yield the step with which a case begins, and the arrow down to the body."""
        text = self._start(station)
        if text is not None:
            pill = Rect(rect.x, top, _STATION - 8, text.height + 8)
            colour, x = self.chain.subject.colour(station.party), rect.x + 16
            arrow = (x, pill.bottom), (x, rect.y - 2)
            shapes = (
                Polyline(arrow, Ink("none", INK, 2), head=9),
                Panel(pill, Ink(colour), min(pill.height / 2, 14)),
                text.within(pill, language, PAPER, Anchor.MIDDLE),
            )
            yield Group("start", shapes)

    def _finishes(
        self, station: FlowStation, rect: Rect, language: str
    ) -> Iterator[Shape]:
        """Yield the ends of a case below a body, the arrow to them first."""
        texts, x = self._ends(station), rect.middle[0]
        top = rect.bottom + _DOWN
        if texts:
            arrow = (x, rect.bottom + 1), (x, top - 1)
            yield Polyline(arrow, Ink("none", INK, 2), head=8)
        for at, text in enumerate(texts):
            pill = Rect(rect.x + 2, top, rect.width - 4, text.height + 8)
            radius = min(pill.height / 2, 14)
            fill, ink = (MUTED, PAPER) if at < _ENDS else (PAPER, INK)
            shapes = (
                Panel(pill, Ink(fill, MUTED, 1.2), radius),
                Panel(pill.grown(-2.5), Ink("none", PAPER, 1.2), radius - 2.5),
                text.within(pill, language, ink, Anchor.MIDDLE),
            )
            yield Group("end", shapes)
            top = pill.bottom + 4

    def _station(
        self, station: FlowStation, texts: Sequence[Fitted], rect: Rect, language: str
    ) -> Group:
        subject, party = self.chain.subject, station.party
        colour = subject.colour(party)
        head = Rect(rect.x, rect.y, rect.width, self._head)
        square = Rect(rect.x, head.bottom - 8, rect.width, 8)
        name = self._name(station)
        shapes: list[Shape] = [
            Panel(rect, Ink(PAPER, colour, 1.8), 9),
            Panel(head, Ink(colour), 9),
            Panel(square, Ink(colour)),
            name.within(head, language, PAPER, Anchor.MIDDLE),
        ]
        room = Rect(rect.x + 8, head.bottom + 6, rect.width - 16, 0)
        for text, place in stacked(texts, room, 3):
            shapes.append(text.within(place, language, INK))
        title = subject.full(party).say(language)
        return Group("party", tuple(shapes), {"lane": party}, title)

    def _gate(self, gate: Gate, number: int, rect: Rect, language: str) -> Group:
        """Draw a gate: its number, what is done, the time to acknowledge, the arrow."""
        colour, x = self.chain.subject.colour(gate.sender), rect.middle[0]
        text = self._title(gate)
        down = rect.bottom + self._head / 2
        wide = self.words.pill_width(gate)
        pill = Rect(x - wide / 2, rect.bottom - 10 - PILL, wide, PILL)
        words = Rect(rect.x, pill.y - 4 - text.height, rect.width, text.height)
        disc = x, words.y - 4 - DISC
        dash = "" if gate.acknowledged else "7 5"
        arrow = (rect.x + 2, down), (rect.right - 2, down)
        shapes: list[Shape] = [
            Polyline(((x, pill.bottom), (x, down - 8)), Ink("none", HAIRLINE, 1.4)),
            Polyline(arrow, Ink("none", colour, 4, dash), head=13),
            *numbered(str(number), disc, colour),
            text.within(words, language, INK, Anchor.MIDDLE),
            *self.words.pill(gate, pill, language),
        ]
        data = {"from": gate.sender, "to": gate.receiver}
        return Group("handoff", tuple(shapes), data, self.words.said(gate, language))

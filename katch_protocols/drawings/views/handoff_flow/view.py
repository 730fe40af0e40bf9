"""The handoff flow: who passes the case to whom, in the order of the story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from katch_protocols.drawings.lanes.cards import badge
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.material import Material
from katch_protocols.drawings.scene import (
    Anchor,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Sign,
)
from katch_protocols.drawings.sheets.fitting import Fitted, stacked
from katch_protocols.drawings.sheets.paging import tallest
from katch_protocols.drawings.sheets.sheet import (
    FOOT,
    LEFT,
    TOP,
    Legend,
    Row,
    Sample,
    Sheet,
    families,
    spoken_rows,
)
from katch_protocols.drawings.sheets.subject import Subject
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import (
    FRAME,
    HAIRLINE,
    INK,
    PAPER,
)
from katch_protocols.drawings.view import View
from katch_protocols.drawings.views.handoff_flow.chains import Chains, Gate
from katch_protocols.drawings.views.handoff_flow.folded import FoldedGates
from katch_protocols.drawings.views.handoff_flow.words import PILL, GateWords
from katch_protocols.drawings.views.handoffs import HandoffsView
from katch_protocols.model.noun import Id, Label

__all__ = ["VIEW", "HandoffFlowView"]

_STATION, _GAP, _ACROSS = 158.0, 84.0, 6
_WIDE = _ACROSS * _STATION + (_ACROSS - 1) * _GAP
_RIGHT = LEFT + _WIDE
_HEAD, _DISC, _PAD = 46.0, 11.0, 14.0
_LINES, _STEPS = 4, 3
_BETWEEN, _UNDER, _LEAST = 22.0, 110.0, 11.5


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain as it is drawn: its gates, their numbers, whether it has a frame."""

    gates: tuple[Gate, ...]
    first: int
    is_branch: bool

    @property
    def width(self) -> float:
        """The width of its stations and gaps, and of its frame."""
        count = len(self.gates)
        bare = (count + 1) * _STATION + count * _GAP
        return bare + 2 * _PAD if self.is_branch else bare


@dataclass(frozen=True)
class HandoffFlowView:
    """The flow of one protocol, laid out once for all languages."""

    subject: Subject
    lanes: LanesView
    """The lanes of the whole protocol: the same numbers are used here."""

    @cached_property
    def matrix(self) -> HandoffsView:
        """The same handoffs as a matrix: its words."""
        return HandoffsView(self.subject)

    @property
    def words(self) -> GateWords:
        """What is said of a gate."""
        return GateWords(self.subject)

    @cached_property
    def chains(self) -> Chains:
        """Which handoff follows which."""
        return Chains(self.subject, self.lanes)

    @cached_property
    def rows(self) -> tuple[tuple[_Chain, ...], ...]:
        """The chains line by line: the main one in pieces, then branches side by side.

        A body at the end of a line stands again at the start of the next.
        """
        lines: list[tuple[_Chain, ...]] = []
        beside: list[_Chain] = []
        number = 1
        for at, chain in enumerate(self.chains.chains):
            for start in range(0, len(chain), _ACROSS - 1 - bool(at)):
                piece = chain[start : start + _ACROSS - 1 - bool(at)]
                drawn = _Chain(piece, number, is_branch=at > 0)
                number += len(piece)
                taken = sum(each.width + _BETWEEN for each in beside)
                if beside and (not at or taken + drawn.width > _WIDE):
                    lines.append(tuple(beside))
                    beside = []
                beside.append(drawn)
            if not at:
                lines.append(tuple(beside))
                beside = []
        return (*lines, tuple(beside)) if beside else tuple(lines)

    def scene(self, language: str) -> Scene:
        """Draw the flow in one language."""
        languages = self.subject.languages
        headline = self.words.fit(self._headline(), _WIDE, 15, 2)
        place = Rect(LEFT, TOP, _WIDE, headline.height)
        shapes: list[Shape] = [headline.within(place, language, INK)]
        top = place.bottom + 16
        cuts, room = [0.0], tallest(_RIGHT + LEFT, _LEAST)
        for line in self.rows:
            above = max(self._above(chain) for chain in line)
            height = max(self._height(chain, above) for chain in line)
            if top + height + _BETWEEN - cuts[-1] > room:
                cuts.append(top - _BETWEEN / 2)
            x = LEFT
            for chain in line:
                rect = Rect(x, top, chain.width, height)
                shapes += self._chain(chain, rect, above, language)
                x += chain.width + _BETWEEN
            top += height + _BETWEEN
        if self.chains.exceptions:
            folded = FoldedGates(self.chains, self.words)
            more, bottom = folded.drawn(Rect(LEFT, top, _WIDE, 0), language)
            if bottom + _UNDER - cuts[-1] > room:
                cuts.append(top - _BETWEEN / 2)
            shapes += more
            top = bottom + _BETWEEN
        key = Legend(tuple(self._key()), languages)
        marks, bottom = key.written(language, _RIGHT, top)
        sheet = Sheet(
            self.subject.chart.protocol,
            self.subject.title,
            self.subject.kind("view-handoff-flow"),
            languages,
            _RIGHT,
        )
        said = " ".join(spoken_rows(self.twin(language)))
        shown = (*shapes, *marks)
        pages = self._pages((*cuts, bottom + FOOT))
        return sheet.scene(language, shown, bottom, said=said, sheets=pages)

    def _pages(self, cuts: Sequence[float]) -> tuple[Rect, ...]:
        """Return the sheets of paper between some heights, if there are several."""
        pages = (Rect(0, a, _RIGHT + LEFT, b - a) for a, b in pairwise(cuts))
        return tuple(pages) if len(cuts) > 2 else ()  # noqa: PLR2004 - two ends: one

    def twin(self, language: str) -> tuple[Row, ...]:
        """Return the same as rows of text, the head first."""
        return self.matrix.twin(language)

    def _headline(self) -> Label:
        """Say how many handoffs there are, and how many nobody has to acknowledge."""
        gates = self.chains.gates
        if not gates:
            return self.subject.word("no-handoffs")
        silent = sum(not gate.acknowledged for gate in gates)
        key = "handoffs-counted" if silent else "handoffs-all-acknowledged"
        return self.subject.word(key, count=str(len(gates)), silent=str(silent))

    def _gate_text(self, gate: Gate) -> Fitted:
        title = self.subject.chart.short_of(gate.activity)
        label = self.subject.named(title, gate.activity)
        return self.words.fit(label, _STATION + _GAP - 14, 13, _LINES, bold=True)

    def _above(self, chain: _Chain) -> float:
        """Return how much room the gates of a chain need above its stations."""
        tall = max(self._gate_text(gate).height for gate in chain.gates)
        return 2 * _DISC + 4 + tall + 4 + PILL + 10

    def _height(self, chain: _Chain, above: float) -> float:
        bodies = max(self._body(steps) for _, steps in self._stations(chain))
        frame = 2 * _PAD if chain.is_branch else 0.0
        return above + _HEAD + bodies + frame

    def _stations(self, chain: _Chain) -> Iterator[tuple[Id, tuple[str, ...]]]:
        """Yield each body of a chain, with the steps at which it holds the case."""
        stay, gates = self.chains.stay, chain.gates
        yield gates[0].sender, tuple(stay(None, gates[0]))
        for one, other in pairwise(gates):
            yield one.receiver, tuple(stay(one, other))
        yield gates[-1].receiver, tuple(stay(gates[-1], None))

    def _texts(self, steps: Sequence[str]) -> tuple[Fitted, ...]:
        numbers, story = self.lanes.numbers, self.lanes.story
        labels = []
        for name in steps[:_STEPS]:
            step = story.step[name]
            title = self.subject.named(step.title, name)
            due = step.deadline
            said = {
                code: f"{numbers[name]} {title.say(code)}"
                + (f" · {due.text.say(code)}" if due is not None else "")
                for code in self.subject.languages
            }
            labels.append(Label(texts=said))
        if len(steps) > _STEPS:
            rest = str(len(steps) - _STEPS)
            labels.append(self.subject.word("and-more", count=rest))
        return tuple(self.words.fit(label, _STATION - 16, 12, 3) for label in labels)

    def _body(self, steps: Sequence[str]) -> float:
        """Return how tall a station is below its head."""
        texts = sum(text.height + 3 for text in self._texts(steps))
        return texts + 12

    def _chain(
        self, chain: _Chain, rect: Rect, above: float, language: str
    ) -> Iterator[Shape]:
        x, top = rect.x, rect.y
        if chain.is_branch:
            yield Panel(rect, Ink(FRAME, HAIRLINE, 1.4), 10)
            x, top = x + _PAD, top + _PAD
        level = top + above
        stations = tuple(self._stations(chain))
        tall = _HEAD + max(self._body(steps) for _, steps in stations)
        for at, (party, steps) in enumerate(stations):
            place = Rect(x + at * (_STATION + _GAP), level, _STATION, tall)
            yield self._station(party, steps, place, language)
        for at, gate in enumerate(chain.gates):
            left = x + _STATION + at * (_STATION + _GAP)
            place = Rect(left, top, _GAP, above)
            yield self._gate(gate, chain.first + at, place, language)

    def _station(
        self, party: Id, steps: Sequence[str], rect: Rect, language: str
    ) -> Group:
        colour = self.subject.colour(party)
        head = Rect(rect.x, rect.y, rect.width, _HEAD)
        square = Rect(rect.x, head.bottom - 8, rect.width, 8)
        name = self.words.fit(
            self.subject.short(party), _STATION - 12, 14, 2, bold=True
        )
        shapes: list[Shape] = [
            Panel(rect, Ink(PAPER, colour, 1.8), 9),
            Panel(head, Ink(colour), 9),
            Panel(square, Ink(colour)),
            name.within(head, language, PAPER, Anchor.MIDDLE),
        ]
        room = Rect(rect.x + 8, head.bottom + 6, rect.width - 16, 0)
        for text, place in stacked(self._texts(steps), room, 3):
            shapes.append(text.within(place, language, INK))
        title = self.subject.full(party).say(language)
        return Group("party", tuple(shapes), {"lane": party}, title)

    def _gate(self, gate: Gate, number: int, rect: Rect, language: str) -> Group:
        """Draw a gate: its number, what is done, the time to acknowledge, the arrow."""
        colour, x = self.subject.colour(gate.sender), rect.middle[0]
        text = self._gate_text(gate)
        down = rect.bottom + _HEAD / 2
        wide = self.words.pill_width(gate)
        pill = Rect(x - wide / 2, rect.bottom - 10 - PILL, wide, PILL)
        words = Rect(rect.x, pill.y - 4 - text.height, rect.width, text.height)
        disc = x, words.y - 4 - _DISC
        dash = "" if gate.acknowledged else "7 5"
        arrow = (rect.x + 2, down), (rect.right - 2, down)
        shapes: list[Shape] = [
            Polyline(((x, pill.bottom), (x, down - 8)), Ink("none", HAIRLINE, 1.4)),
            Polyline(arrow, Ink("none", colour, 4, dash), head=13),
            *_numbered(str(number), disc, colour),
            text.within(words, language, INK, Anchor.MIDDLE),
            *self.words.pill(gate, pill, language),
        ]
        return Group(
            "handoff",
            tuple(shapes),
            {"from": gate.sender, "to": gate.receiver},
            self.words.said(gate, language),
        )

    def _key(self) -> Iterator[Sample]:
        gates, word = self.chains.gates, self.subject.word
        if any(gate.acknowledged and gate.targets for gate in gates):
            yield Sample(34, _ticked, word("key-acknowledge"))
        if any(not gate.acknowledged for gate in gates):
            yield Sample(48, _dashed, word("key-not-confirmed"))
        if any(not gate.targets for gate in gates):
            yield Sample(18, _door, word("key-door"))
        parties = dict.fromkeys(p for g in gates for p in (g.sender, g.receiver))
        yield from families(self.subject.families(parties))


def _ticked(rect: Rect, _: str) -> Iterator[Shape]:
    yield from badge(rect, "", None, sign=Sign.CHECK)


def _dashed(rect: Rect, _: str) -> Iterator[Shape]:
    y = rect.middle[1]
    points = (rect.x, y), (rect.right, y)
    yield Polyline(points, Ink("none", INK, 4, "7 5"), head=13)


def _door(rect: Rect, _: str) -> Iterator[Shape]:
    yield Glyph(Sign.DOOR, rect.middle, INK)


def _numbered(number: str, middle: tuple[float, float], colour: str) -> Iterator[Shape]:
    yield Disc(middle, _DISC, Ink(colour))
    text = Fitted({"": TextLines((number,), Face.SEMIBOLD, 13)})
    x, y = middle
    place = Rect(x - _DISC, y - _DISC, 2 * _DISC, 2 * _DISC)
    yield text.within(place, "", PAPER, Anchor.MIDDLE)


VIEW: View[Material] = View(
    "handoff-flow",
    place=50,
    lay_out=lambda given: HandoffFlowView(Subject.of(given), given.whole),
)

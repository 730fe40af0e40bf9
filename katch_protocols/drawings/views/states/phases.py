"""The phases of a protocol as a flow: the first level, which opens into the states."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.lanes.view import LanesView
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
)
from katch_protocols.drawings.sheets.fitting import Fitted, fitted, stacked
from katch_protocols.drawings.sheets.sheet import LEFT, TOP, Sheet
from katch_protocols.drawings.story.nouns import MoveKind, Phase, StepLook, Story
from katch_protocols.drawings.story.saying import together, word
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import BAND, HAIRLINE, INK, PAPER
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.lists import enumerated

__all__ = ["PhasesFlow"]

_WIDE, _GAP, _ACROSS, _PAD, _LEAST = 300.0, 48.0, 4, 12.0, 11.5
_RIGHT = LEFT + _ACROSS * _WIDE + (_ACROSS - 1) * _GAP
_BETWEEN = 28.0


class PhasesFlow(Struct, frozen=True, dict=True):
    """Draws a box a phase: its steps, who holds the case, where it leads, its ends."""

    lanes: LanesView

    @property
    def story(self) -> Story:
        """The whole story."""
        return self.lanes.story

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """Those that have a title."""
        return tuple(each for each in self.story.phases if each.title is not None)

    @cached_property
    def _places(self) -> Mapping[Id, int]:
        return {phase.id: at for at, phase in enumerate(self.phases, start=1)}

    def scene(self, language: str) -> Scene:
        """Draw the phases from left to right, in rows."""
        shapes: list[Shape] = []
        top = TOP
        for start in range(0, len(self.phases), _ACROSS):
            row = self.phases[start : start + _ACROSS]
            tall = max(map(self._height, row))
            for at, phase in enumerate(row):
                rect = Rect(LEFT + at * (_WIDE + _GAP), top, _WIDE, tall)
                if at and self._places[phase.id] in self._onward(row[at - 1]):
                    ends = (rect.x - _GAP + 4, top + 22), (rect.x - 4, top + 22)
                    shapes.append(Polyline(ends, Ink("none", INK, 2.4), head=11))
                shapes.append(self._box(phase, rect, language))
            top += tall + _BETWEEN
        languages, protocol = self.story.languages, self.lanes.protocol
        kind = "view-states-phases"
        sheet = Sheet(protocol, self.story.title, kind, languages, self._right)
        said = " ".join(self._told(phase, language) for phase in self.phases)
        return sheet.scene(language, shapes, top - _BETWEEN, said=said)

    @property
    def _right(self) -> float:
        count = min(len(self.phases), _ACROSS)
        return LEFT + count * _WIDE + (count - 1) * _GAP

    def _told(self, phase: Phase, language: str) -> str:
        said = [self._title(phase), *self._lines(phase)]
        return enumerated(each.say(language) for each in said) + "."

    def _title(self, phase: Phase) -> Label:
        texts = {code: phase.say(code) for code in self.story.languages}
        return Label(texts=texts)

    def _lines(self, phase: Phase) -> Iterator[Label]:
        """Say of a phase: its steps, its handoffs, where it leads, how it ends."""
        story, languages = self.story, self.story.languages
        inside, numbers = self._inside(phase), self.lanes.numbers
        steps = [numbers[name] for name in inside if name in numbers]
        if steps:
            yield word("phase-steps", languages, steps=spoken(steps))
        out = [move for move in story.moves if move.source in inside]
        passed = sum(move.kind is MoveKind.HANDOFF for move in out)
        if passed:
            yield word("phase-handoffs", languages, count=str(passed))
        others = self._onward(phase)
        if others:
            yield word("phase-onward", languages, steps=spoken(others))
        ends = [
            step.title
            for step in story.steps
            if step.id in inside and step.look is StepLook.END and step.title
        ]
        if ends:
            titles = together(ends, languages, how=enumerated)
            yield word("phase-ends", languages, titles=titles)

    def _inside(self, phase: Phase) -> frozenset[str]:
        return frozenset(s.id for s in self.story.steps if s.phase == phase.id)

    def _onward(self, phase: Phase) -> frozenset[int]:
        """Return the numbers of the phases to which one leads."""
        inside, step = self._inside(phase), self.story.step
        led = {step[m.target].phase for m in self.story.moves if m.source in inside}
        places = self._places
        return frozenset(places[n] for n in led - {phase.id} if n in places)

    def _holders(self, phase: Phase) -> Sequence[Id]:
        lanes = [
            step.lane
            for step in self.story.steps
            if step.phase == phase.id and step.is_held and step.id in self.lanes.numbers
        ]
        return tuple(dict.fromkeys(lane for lane in lanes if lane))

    def _fit(self, label: Label, size: float, most: int, *, bold: bool) -> Fitted:
        face = Face.SEMIBOLD if bold else Face.REGULAR
        room, languages = _WIDE - 2 * _PAD, self.story.languages
        return fitted(
            label, languages, room, size=size, face=face, most=most, least=_LEAST
        )

    def _head(self, phase: Phase) -> Fitted:
        place, title = self._places[phase.id], self._title(phase)
        texts = {code: f"{place}. {title.say(code)}" for code in title.texts}
        return self._fit(Label(texts=texts), 15, 3, bold=True)

    def _texts(self, phase: Phase) -> Sequence[Fitted]:
        return [self._fit(each, 13, 5, bold=False) for each in self._lines(phase)]

    def _held(self, lane: Id) -> Fitted:
        return self._fit(self.story.lane[lane].short, 12.5, 2, bold=True)

    def _height(self, phase: Phase) -> float:
        texts = sum(text.height + 5 for text in self._texts(phase))
        bars = sum(self._held(each).height + 12 for each in self._holders(phase))
        return 10 + self._head(phase).height + 14 + bars + texts + 8

    def _box(self, phase: Phase, rect: Rect, language: str) -> Group:
        head = self._head(phase)
        band = Rect(rect.x, rect.y, rect.width, head.height + 18)
        shapes: list[Shape] = [
            Panel(rect, Ink(PAPER, HAIRLINE, 1.6), 10),
            Panel(band, Ink(BAND), 10),
            head.within(band.grown(-_PAD), language, INK),
        ]
        top = band.bottom + 6
        for lane in self._holders(phase):
            name = self._held(lane)
            bar = Rect(rect.x + _PAD, top, rect.width - 2 * _PAD, name.height + 8)
            colour = self.lanes.colours[lane]
            shapes.append(Panel(bar, Ink(colour), 6))
            shapes.append(name.within(bar, language, PAPER, Anchor.MIDDLE))
            top = bar.bottom + 4
        room = Rect(rect.x + _PAD, top + 4, rect.width - 2 * _PAD, 0)
        for text, place in stacked(self._texts(phase), room, 5):
            shapes.append(text.within(place, language, INK))
        said = self._told(phase, language)
        return Group("chapter", tuple(shapes), {"phase": phase.id}, said)

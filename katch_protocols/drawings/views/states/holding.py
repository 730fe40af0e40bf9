"""Who holds which steps: a list under the states, which have no lanes."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Shape, Words
from katch_protocols.drawings.story.nouns import Lane, Story
from katch_protocols.drawings.text import Face, TextLines, fit, width
from katch_protocols.drawings.theme import INK, MUTED
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["Holding"]

_SIZE, _TITLE, _ROW, _GAP, _SIGN = 13.0, 14.0, 22.0, 26.0, 20.0


class Holding(Struct, frozen=True):
    """Writes who holds which steps; it takes the same room in every language."""

    story: Story
    colours: Mapping[Id, str]
    numbers: Mapping[str, int]

    def written(
        self, language: str, left: float, right: float, top: float
    ) -> tuple[tuple[Shape, ...], float]:
        """Return the shapes, and where they end."""
        titles = {
            each: fit(
                say("drawings.held-by", each), right - left, _TITLE, Face.SEMIBOLD
            )
            for each in self.story.languages
        }
        lines = max(len(title.lines) for title in titles.values())
        shapes: list[Shape] = [Words((left, top + _TITLE), titles[language], INK)]
        x, y = left, top + lines * _ROW + _ROW / 2 + 4
        for lane in self._holders():
            widest = max(
                width(self._said(lane, code), _SIZE) for code in self.story.languages
            )
            if x > left and x + _SIGN + widest > right:
                x, y = left, y + _ROW
            shapes.append(self._entry(lane, language, (x, y)))
            x += _SIGN + widest + _GAP
        return tuple(shapes), y + _ROW / 2

    def _holders(self) -> Iterator[Lane]:
        for lane in self.story.lanes:
            if lane.id and self._steps(lane.id):
                yield lane

    def _steps(self, lane: Id) -> list[int]:
        return [
            self.numbers[step.id]
            for step in self.story.steps
            if step.lane == lane and step.id in self.numbers
        ]

    def _said(self, lane: Lane, language: str) -> str:
        return f"{lane.short.say(language)}: {spoken(self._steps(lane.id))}"

    def _entry(self, lane: Lane, language: str, at: tuple[float, float]) -> Group:
        x, y = at
        square = Panel(Rect(x, y - 6, 14, 12), Ink(self.colours.get(lane.id, MUTED)), 2)
        text = TextLines((self._said(lane, language),), Face.REGULAR, _SIZE)
        words = Words((x + _SIGN, y + _SIZE * 0.36), text, INK)
        return Group("holder", (square, words), {"lane": lane.id})

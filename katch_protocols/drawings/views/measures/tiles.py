"""The large figures: a tile each, and below them what makes a figure endless."""

from collections.abc import Sequence
from dataclasses import dataclass

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, fitted, stacked
from katch_protocols.drawings.sheets.sheet import LEFT
from katch_protocols.drawings.story.saying import together
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import ALERT, BAND, INK, MUTED, PAPER
from katch_protocols.drawings.views.measures.figures import Figure
from katch_protocols.model.noun import Label

__all__ = ["Tiles"]

_GAP, _INNER, _FEW, _ROW = 12.0, 14.0, 3, 5
"""``_ROW``: at most so many tiles stand side by side; ``_FEW``: room for so many."""
_NUMBER = 30.0


@dataclass(frozen=True)
class Tiles:
    """Figures side by side, as wide as the sheet."""

    figures: Sequence[Figure]
    width: float
    languages: Sequence[str]

    def drawn(self, top: float, language: str) -> tuple[list[Shape], float]:
        """Return the tiles, the notes below them, and where they end."""
        shapes: list[Shape] = []
        for start in range(0, len(self.figures), _ROW):
            row = self.figures[start : start + _ROW]
            height = max(map(self._height, row))
            for at, figure in enumerate(row):
                x = LEFT + at * (self._wide + _GAP)
                rect = Rect(x, top, self._wide, height)
                shapes.append(self._tile(figure, rect, language))
            top += height + _GAP
        for figure in self.figures:
            if figure.endless and figure.why is not None:
                text = self._why(figure.title, figure.why)
                place = Rect(LEFT, top, self.width, text.height)
                shapes.append(text.within(place, language, MUTED))
                top = place.bottom + 4
        return shapes, top

    @property
    def _wide(self) -> float:
        count = min(max(len(self.figures), _FEW), _ROW)
        return (self.width - (count - 1) * _GAP) / count

    def _texts(self, figure: Figure) -> Sequence[Fitted]:
        room, languages = self._wide - 2 * _INNER, self.languages
        bold = Face.SEMIBOLD
        texts = [
            fitted(figure.title, languages, room, size=14, face=bold, most=2),
            fitted(figure.number, languages, room, size=_NUMBER, face=bold, most=1),
            fitted(figure.note, languages, room, size=12, most=2),
        ]
        if figure.why is not None and not figure.endless:
            texts.append(fitted(figure.why, languages, room, size=11.5, most=3))
        return texts

    def _height(self, figure: Figure) -> float:
        return sum(text.height + 3 for text in self._texts(figure)) + 2 * _INNER

    def _tile(self, figure: Figure, rect: Rect, language: str) -> Group:
        edge = Ink(PAPER, ALERT, 2, "7 4") if figure.endless else Ink(BAND)
        shapes: list[Shape] = [Panel(rect, edge, 8)]
        texts = self._texts(figure)
        for at, (text, place) in enumerate(stacked(texts, rect.grown(-_INNER), 3)):
            shapes.append(text.within(place, language, INK if at < 2 else MUTED))  # noqa: PLR2004 - the title and the number
        return Group("figure", tuple(shapes), title=_spoken(figure, language))

    def _why(self, title: Label, why: Label) -> Fitted:
        label = together((title, why), self.languages, separator=": ")
        return fitted(label, self.languages, self.width, size=12, most=3)


def _spoken(figure: Figure, language: str) -> str:
    said = (figure.number, figure.note, figure.why)
    rest = ". ".join(each.say(language).rstrip(".") for each in said if each)
    return f"{figure.title.say(language)}: {rest}."

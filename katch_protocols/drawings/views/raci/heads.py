"""The heads of the table: families above bodies, each body above its ground."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import fitted
from katch_protocols.drawings.text import Face
from katch_protocols.drawings.theme import INK, PAPER, lane_tint
from katch_protocols.drawings.views.raci.columns import TableColumn, TableColumns

__all__ = ["COLUMN", "HEADS", "TableHeads"]

COLUMN = 42.0
_FAMILY, _HEAD, _SMALLEST = 36.0, 156.0, 11.5
HEADS = _FAMILY + _HEAD
"""How tall the heads are, in pixels; ``COLUMN`` is how wide a column is."""


@dataclass(frozen=True)
class TableHeads:
    """Draws the heads of a table whose first column begins at ``left``."""

    columns: TableColumns
    left: float

    def at(self, column: int) -> float:
        """Return where a column begins."""
        return self.left + column * COLUMN

    def drawn(self, top: float, bottom: float, language: str) -> Iterator[Shape]:
        """Yield the families, and below them the bodies, each above its tint."""
        places = enumerate(self.columns.every)
        for name, group in groupby(places, key=lambda each: each[1].family):
            found = [*group]
            first, last = found[0][0], found[-1][0]
            left, wide = self.at(first) + 1, (last - first + 1) * COLUMN - 2
            for at, column in found:
                yield self._head(at, column, (top, bottom), language)
            if name and name not in self.columns.folded:
                rect = Rect(left, top, wide, _FAMILY - 2)
                yield from self._family(name, found[0][1], rect, language)

    def _family(
        self, name: str, column: TableColumn, rect: Rect, language: str
    ) -> Iterator[Shape]:
        """Yield the head of a family: its title where there is room; the key has it."""
        yield Panel(rect, Ink(self._colour(column)), 5)
        title = self.columns.subject.handbook.families[name].title
        text = fitted(
            title,
            self.columns.subject.languages,
            rect.width - 8,
            size=12.5,
            face=Face.SEMIBOLD,
            most=2,
            least=_SMALLEST,
        )
        if text.holds(title, rect.width - 8):
            yield text.within(rect, language, PAPER, Anchor.MIDDLE)

    def _head(
        self, at: int, column: TableColumn, ends: tuple[float, float], language: str
    ) -> Group:
        """Draw the head of a column, and its ground between two ``ends``."""
        start, bottom = ends
        is_folded = column.family in self.columns.folded
        top = start if is_folded else start + _FAMILY
        room = start + _FAMILY + _HEAD - 6 - top
        rect = Rect(self.at(at) + 1, top, COLUMN - 2, room)
        text = fitted(
            column.label,
            self.columns.subject.languages,
            room - 20,
            size=13,
            face=Face.SEMIBOLD,
            most=2,
            least=_SMALLEST,
        )
        colour = self._colour(column)
        ground = Rect(rect.x, rect.bottom, rect.width, bottom - rect.bottom)
        words = text.upright(
            Rect(rect.x, rect.y, rect.width, rect.height - 10),
            language,
            PAPER if is_folded else INK,
        )
        ink = Ink(colour) if is_folded else Ink(lane_tint(colour), colour, 1.4)
        shapes = (Panel(ground, Ink(lane_tint(colour))), Panel(rect, ink, 5), words)
        data = {"lane": " ".join(column.parties)}
        return Group("column", shapes, data, column.title.say(language))

    def _colour(self, column: TableColumn) -> str:
        return self.columns.subject.colour(column.parties[0])

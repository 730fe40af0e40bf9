"""The heads of the table: families above bodies, each body above its ground."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Panel, Shape
from katch_protocols.drawings.sheets.fitting import Fitted, apart
from katch_protocols.drawings.theme import INK, PAPER, lane_tint
from katch_protocols.drawings.views.raci.columns import TableColumn, TableColumns
from katch_protocols.model.noun import Label

__all__ = ["COLUMN", "TableHeads"]

COLUMN = 42.0
"""How wide a column is, in pixels."""
_FAMILY, _HEAD, _SMALLEST = 36.0, 156.0, 11.5
_CORNER, _ROW = 300.0, 21.0
_TALLEST, _MORE = 316.0, 20.0
"""How tall a head may get for a long name, and in which steps."""


class TableHeads(Struct, frozen=True, dict=True):
    """Draws the heads of a table whose first column begins at ``left``."""

    columns: TableColumns
    left: float

    @property
    def height(self) -> float:
        """How tall the heads are: as tall as the longest name asks, if not too tall."""
        return _FAMILY + self._tall

    @cached_property
    def _tall(self) -> float:
        tall = _HEAD
        while tall < _TALLEST and not all(
            self._fit(each, each.label, tall).holds(each.label, tall)
            for each in self.columns.every
        ):
            tall += _MORE
        return tall

    def _fit(self, column: TableColumn, label: Label, tall: float) -> Fitted:
        """Set the name of a column upright; a folded family has no head above it."""
        above = _FAMILY if column.family in self.columns.folded else 0.0
        subject, room = self.columns.subject, tall + above - 26
        return subject.fitted(label, room, bold=True, most=2, least=_SMALLEST)

    @cached_property
    def _names(self) -> Sequence[Fitted]:
        """The name of each column; those that are cut alike tell what is unlike."""
        every = self.columns.every
        said = [dict(each.label.texts) for each in every]
        names = [self._fit(each, each.label, self._tall) for each in every]
        for language in self.columns.subject.languages:
            alike = defaultdict[tuple[str, ...], list[int]](list)
            for at, name in enumerate(names):
                alike[name.texts[language].lines].append(at)
            for group in alike.values():
                texts = apart([every[at].label.say(language) for at in group])
                for at, text in zip(group, texts, strict=True):
                    said[at][language] = text
        return [
            self._fit(each, Label(texts=texts), self._tall)
            for each, texts in zip(every, said, strict=True)
        ]

    def at(self, column: int) -> float:
        """Return where a column begins."""
        return self.left + column * COLUMN

    def drawn(self, top: float, bottom: float, language: str) -> Iterator[Shape]:
        """Yield the families, and below them the bodies, each above its tint.

        A family whose head is too narrow for its name has a number there, and its name
        behind the same number in the left corner: no colour alone tells it.
        """
        places, narrow = enumerate(self.columns.every), dict[str, str]()
        for name, group in groupby(places, key=lambda each: each[1].family):
            found = [*group]
            first, last = found[0][0], found[-1][0]
            left, wide = self.at(first) + 1, (last - first + 1) * COLUMN - 2
            for at, column in found:
                yield self._head(at, column, (top, bottom), language)
            if name and name not in self.columns.folded:
                rect = Rect(left, top, wide, _FAMILY - 2)
                yield Panel(rect, Ink(self._colour(found[0][1])), 5)
                text = self._set(name, wide)
                if text is None:
                    narrow[name] = self._colour(found[0][1])
                    text = self._number(len(narrow))
                yield text.within(rect, language, PAPER, Anchor.MIDDLE)
        if narrow:
            named = tuple(self._named(narrow, top, language))
            yield Group("families", named)

    def _set(self, name: str, wide: float) -> Fitted | None:
        """Set the title of a family in its head; ``None`` where there is no room."""
        subject, room = self.columns.subject, wide - 8
        title = subject.handbook.families[name].title
        text = subject.fitted(title, room, 12.5, bold=True, most=2, least=_SMALLEST)
        return text if text.holds(title, room) else None

    def _number(self, number: int) -> Fitted:
        """Set the number by which a narrow head and the name of its family meet."""
        subject = self.columns.subject
        said = Label(texts=dict.fromkeys(subject.languages, str(number)))
        return subject.fitted(said, COLUMN, 12.5, bold=True, most=1, least=_SMALLEST)

    def _named(
        self, narrow: Mapping[str, str], top: float, language: str
    ) -> Iterator[Shape]:
        """Yield the names of the families whose heads are narrow, left of all heads."""
        subject, left = self.columns.subject, self.left - _CORNER
        for at, (name, colour) in enumerate(narrow.items()):
            title, room = subject.handbook.families[name].title, _CORNER - 36
            text = subject.fitted(title, room, 12.5, most=1, least=_SMALLEST)
            row = Rect(left + 24, top + at * _ROW, room, _ROW)
            sample = Rect(left, row.middle[1] - 9, 18, 18)
            yield Panel(sample, Ink(colour), 3)
            number = self._number(at + 1)
            yield number.within(sample, language, PAPER, Anchor.MIDDLE)
            yield text.within(row, language, INK)

    def _head(
        self, at: int, column: TableColumn, ends: tuple[float, float], language: str
    ) -> Group:
        """Draw the head of a column, and its ground between two ``ends``."""
        start, bottom = ends
        is_folded = column.family in self.columns.folded
        top = start if is_folded else start + _FAMILY
        room = start + self.height - 6 - top
        rect = Rect(self.at(at) + 1, top, COLUMN - 2, room)
        text = self._names[at]
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

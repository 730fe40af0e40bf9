"""The sentences under the picture: agency by agency, in columns, a sign before each."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.changes.nouns import ChangeKind
from katch_protocols.drawings.changes.marks import change_mark, sample_line
from katch_protocols.drawings.lanes.numbers import (
    COLUMN_GAP,
    column_width,
    columned,
)
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Group, Shape, Words
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.drawings.theme import INK
from katch_protocols.words.say import say

__all__ = ["ChangesList", "ToldChange", "told_rows"]

_TITLE, _SIZE, _LEADING = 14.0, 12.0, 1.25
_ABOUT, _ROW, _MARK, _ARROW = 32.0, 30.0, 14.0, 34.0


class ToldChange(Struct, frozen=True):
    """A sentence of the list; without a kind it is the title of a section."""

    kind: ChangeKind | None
    text: str


class ChangesList(Struct, frozen=True):
    """Writes what changes; every language gets the same places.

    ``told`` has the same sentences in each language; ``counts`` says how many parts of
    the picture were added, removed, changed.
    """

    told: Mapping[str, Sequence[ToldChange]]
    counts: Mapping[ChangeKind, int]
    page: Rect

    def written(self, language: str, top: float) -> tuple[tuple[Shape, ...], float]:
        """Return the key of the marks and the list, and where they end."""
        key, top = self._key(language, top)
        count, width = column_width(self.page.width)
        texts = {
            code: [self._fitted(each, width) for each in self.told[code]]
            for code in self.told
        }
        heights = [
            max(_height(texts[code][at]) for code in self.told)
            for at in range(len(texts[language]))
        ]
        told = self.told[language]
        titles = {at for at, each in enumerate(told) if each.kind is None}
        shapes, lowest = list(key), top
        for column, places in enumerate(columned(heights, titles, count)):
            x, y = self.page.x + column * (width + COLUMN_GAP), top
            for at in places:
                shapes.append(_entry(told[at], texts[language][at], (x, y)))
                y += heights[at] + 4
            lowest = max(lowest, y)
        return tuple(shapes), lowest

    @staticmethod
    def _fitted(told: ToldChange, width: float) -> TextLines:
        if told.kind is None:
            return fit(told.text, width - 4, _TITLE, Face.SEMIBOLD)
        return fit(told.text, width - _ABOUT - 8, _SIZE)

    def _key(self, language: str, top: float) -> tuple[tuple[Shape, ...], float]:
        """Return what each mark means and how often it stands in the picture."""
        shapes: list[Shape] = []
        x, y = self.page.x, top + _ROW / 2
        for kind in ChangeKind:
            labels = {
                code: fit(
                    say(f"drawings.key-{kind}", code, count=self.counts[kind]),
                    1e6,
                    13.0,
                )
                for code in self.told
            }
            widest = max(label.width for label in labels.values())
            room = _ARROW + 3 * _MARK + widest + 30
            if x > self.page.x and x + room > self.page.right:
                x, y = self.page.x, y + _ROW
            shapes += sample_line(kind, (x, y), (x + _ARROW, y))
            shapes += change_mark(kind, (x + _ARROW + 1.6 * _MARK, y))
            at = x + _ARROW + 3 * _MARK, y + 13.0 * 0.36
            shapes.append(Words(at, labels[language], INK))
            x += room
        return tuple(shapes), y + _ROW / 2 + 6


def _entry(told: ToldChange, lines: TextLines, at: tuple[float, float]) -> Group:
    x, y = at
    if told.kind is None:
        words = Words((x, y + 8 + lines.size), lines, INK, leading=_LEADING)
        return Group("change-head", (words,))
    words = Words((x + _ABOUT, y + 3 + lines.size), lines, INK, leading=_LEADING)
    mark = tuple(change_mark(told.kind, (x + _MARK, y + _MARK - 1)))
    return Group(f"change-note {told.kind}", (*mark, words))


def _height(lines: TextLines) -> float:
    high = len(lines.lines) * lines.size * _LEADING + 6
    if lines.size == _TITLE:
        return high + 6
    return max(high, 2 * _MARK - 1)


def told_rows(told: Sequence[ToldChange]) -> Iterator[tuple[str, ToldChange]]:
    """Yield each sentence with the title of its section."""
    title = ""
    for each in told:
        if each.kind is None:
            title = each.text
        else:
            yield title, each

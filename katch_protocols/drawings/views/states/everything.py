"""Everything about the states of a phase, in words: the third level of the view."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.drawings.lanes.arrows import row_shape
from katch_protocols.drawings.lanes.cards import badge, block
from katch_protocols.drawings.lanes.measures import pill_box
from katch_protocols.drawings.lanes.numbers import (
    COLUMN_GAP,
    ROW_GAP,
    columned,
)
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import (
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Words,
)
from katch_protocols.drawings.sheets.paging import fits, tallest
from katch_protocols.drawings.sheets.sheet import FOOT, LEFT, TOP, Sheet
from katch_protocols.drawings.story.nouns import (
    StoryStep,
)
from katch_protocols.drawings.story.saying import together, word
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.drawings.theme import HAIRLINE, INK, MUTED, PAPER
from katch_protocols.drawings.views.states.state_blocks import (
    TARGET_INDENT,
    WORDS_ROOM,
    StateBlock,
    StateBlocks,
)
from katch_protocols.words.lists import one_line

__all__ = ["StatesInWords"]

_BESIDE, _ACROSS = 20.0, 3
"""What a column has beside its words, in pixels, and how many stand side by side."""
_TITLE = 14.0
_NUMBER, _HEAD_GAP, _AIR = 28.0, 4.0, 14.0
_ARROW = 22.0
_LEAST = 12.0
"""No letter is smaller, in pixels."""


class StatesInWords(Struct, frozen=True, dict=True):
    """Draws what is told of states, on as many sheets as can be read on A3."""

    blocks: StateBlocks

    def scenes(self, language: str) -> Iterator[Scene]:
        """Draw the sheets in one language."""
        sheets, languages = self._sheets, self.blocks.story.languages
        wide = max((len(columns) for columns in sheets), default=0)
        right = LEFT + wide * (self._column + COLUMN_GAP) - COLUMN_GAP
        for at, columns in enumerate(sheets):
            title = self.blocks.story.title
            if len(sheets) > 1:
                at_most = str(len(sheets))
                place = word("sheet-of", languages, number=str(at + 1), count=at_most)
                title = together((title, place), languages, how=" · ".join)
            shapes, lowest = [], TOP
            for column, blocks in enumerate(columns):
                x, y = LEFT + column * (self._column + COLUMN_GAP), TOP
                for each in blocks:
                    shapes.append(self._drawn(each, x, y, language))
                    y += self._height(each)
                lowest = max(lowest, y)
            kind = "view-states-everything"
            sheet = Sheet(
                self.blocks.lanes.protocol,
                title,
                kind,
                self.blocks.story.languages,
                right,
            )
            said = " ".join(self._said(each, language) for c in columns for each in c)
            yield sheet.scene(language, shapes, lowest, said=said)

    @cached_property
    def _sheets(self) -> Sequence[Sequence[Sequence[StateBlock]]]:
        """The blocks of each column of each sheet."""
        blocks = self.blocks.told
        heights = [self._height(each) for each in blocks]
        if not blocks:
            return ()
        across = min(_ACROSS, len(blocks))
        while across > 1 and not fits(self._wide(across), 1, _LEAST):
            across -= 1
        room, count = tallest(self._wide(across), _LEAST) - TOP - FOOT, across
        found = columned(heights, set(), count)
        while _tallest(found, heights) > room and count < len(blocks):
            count += across
            found = columned(heights, set(), count)
        columns = [[blocks[at] for at in each] for each in found]
        return [columns[at : at + across] for at in range(0, len(columns), across)]

    @cached_property
    def _column(self) -> float:
        """The width of a column; a word too long for its room makes all of them wider.

        No word is broken or cut, as in a lane.
        """
        wide = WORDS_ROOM + _BESIDE
        for each in self.blocks.told:
            beside = self._beside(each)
            heads = self._set(each, wide - beside)
            needed = [beside + head.width for head in heads.values()]
            for line in each.lines:
                lead = _BESIDE if line.target is None else _BESIDE + TARGET_INDENT
                needed += [lead + row.lines.width for row in line.rows.values()]
            wide = max(wide, *needed)
        return wide

    def _wide(self, across: int) -> float:
        """Return the width of a sheet of so many columns."""
        return 2 * LEFT + across * (self._column + COLUMN_GAP) - COLUMN_GAP

    @staticmethod
    def _beside(each: StateBlock) -> float:
        """Return what stands in a line with the title: number, margins and badge."""
        beside = _NUMBER + 14
        if each.badge is not None:
            box = pill_box(each.badge.values(), has_clock=True)
            beside += 0.0 if box is None else box.width + 8
        return beside

    def _heads(self, each: StateBlock) -> Mapping[str, TextLines]:
        return self._set(each, self._column - self._beside(each))

    def _set(self, each: StateBlock, room: float) -> Mapping[str, TextLines]:
        return {
            code: fit(each.title.say(code), room, _TITLE, Face.SEMIBOLD)
            for code in self.blocks.story.languages
        }

    def _head(self, each: StateBlock) -> float:
        heads = self._heads(each).values()
        tall = max(len(lines.lines) * lines.size * 1.2 for lines in heads)
        return max(tall, 22.0) + _HEAD_GAP

    def _height(self, each: StateBlock) -> float:
        return self._head(each) + sum(line.height for line in each.lines) + _AIR

    def _drawn(self, each: StateBlock, x: float, top: float, language: str) -> Group:
        shapes = [*self._top(each, x, top, language)]
        y = top + self._head(each)
        colours = self.blocks.lanes.colours
        for line in each.lines:
            row = line.rows[language]
            if line.target is None:
                shapes += row_shape(row, (x + 4, y), colours)
            else:
                shapes += self._leads(line.target, x, y + line.height / 2)
                start = x + TARGET_INDENT
                at = start, y + (line.height - row.height) / 2
                shapes += row_shape(row, at, colours)
            y += line.height
        shapes.append(Panel(Rect(x, y + 4, self._column, 1), Ink(HAIRLINE)))
        data = {} if each.step is None else {"state": each.step.id}
        return Group("state-in-words", tuple(shapes), data, self._said(each, language))

    def _top(
        self, each: StateBlock, x: float, top: float, language: str
    ) -> Iterator[Shape]:
        head, left = self._heads(each)[language], x + 4
        step, numbers = each.step, self.blocks.lanes.numbers
        if step is not None and step.id in numbers:
            square = Rect(x, top, _NUMBER, 22)
            yield Panel(square, Ink(self.blocks.lanes.colours.get(step.lane, MUTED)), 5)
            said = TextLines((str(numbers[step.id]),), Face.SEMIBOLD, 13)
            yield block(said, square.middle, PAPER)
            left = square.right + 8
        yield Words((left, top + 16), head, INK, leading=1.2)
        if each.badge is not None and step is not None:
            box = pill_box(each.badge.values(), has_clock=step.deadline is not None)
            if box is not None:
                place = Rect(
                    x + self._column - box.width, top + 1, box.width, box.height
                )
                basis = None if step.deadline is None else step.deadline.basis
                yield from badge(place, each.badge[language], basis)

    def _leads(self, target: StoryStep, x: float, y: float) -> Iterator[Shape]:
        ends = (x + 6, y), (x + _ARROW, y)
        yield Polyline(ends, Ink("none", INK, 1.7), head=8)
        number = self.blocks.lanes.numbers.get(target.id)
        square = Rect(x + _ARROW + 5, y - 9, 24, 18)
        colour = self.blocks.lanes.colours.get(target.lane, MUTED)
        if number is None:
            yield Panel(square.grown(-2), Ink(PAPER, MUTED, 1.4), 7)
            return
        yield Panel(square, Ink(colour), 4)
        said = TextLines((str(number),), Face.SEMIBOLD, 12)
        yield block(said, square.middle, PAPER)

    def _said(self, each: StateBlock, language: str) -> str:
        rows = [" ".join(line.rows[language].lines.lines) for line in each.lines]
        due = [] if each.badge is None else [each.badge[language]]
        return f"{each.title.say(language)}: {one_line([*due, *rows])}."


def _tallest(columns: Sequence[Sequence[int]], heights: Sequence[float]) -> float:
    return max(sum(heights[at] + ROW_GAP for at in each) for each in columns)

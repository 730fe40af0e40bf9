"""The sheets of an overview: lanes with steps and handoffs, exceptions in lines below.

Of a protocol that is too large for one sheet each sheet has phases that follow one
another, so that no letter on A3 is too small to read.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.drawings.lanes.arrows import arrow_ink
from katch_protocols.drawings.lanes.cards import badge, block
from katch_protocols.drawings.lanes.frame import HEAD_TOP, LEFT
from katch_protocols.drawings.lanes.heads import head_height
from katch_protocols.drawings.lanes.measures import pill_box
from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.lanes.step_sizes import StepSizes
from katch_protocols.drawings.lanes.view import FOOT, LanesView
from katch_protocols.drawings.lanes.warning import OverviewWarning
from katch_protocols.drawings.layout.graph import Options, Point, Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Scene,
    Shape,
    Sign,
    Words,
)
from katch_protocols.drawings.story.folding import families_of_lanes, told_in_phases
from katch_protocols.drawings.story.nouns import MoveKind, StoryStep
from katch_protocols.drawings.story.overview import Exceptional, StoryOverview
from katch_protocols.drawings.story.saying import together, word
from katch_protocols.drawings.text import Face, TextLines, width
from katch_protocols.drawings.theme import INK, MUTED, PAPER
from katch_protocols.model.noun import Id, Label

__all__ = ["OVERVIEW_SIZES", "OverviewSheet", "sheet_of", "sheets_of"]

_SIZE, _ROW, _GAP, _PAD = 13.0, 28.0, 10.0, 12.0
_NUMBER, _ARROW = 24.0, 30.0
OVERVIEW_SIZES = StepSizes(width=150.0, title=13.5)
_OPTIONS = Options(
    left=LEFT, foot=110, lane_margin=6, gutter=30, corridor=18, corridor_margin=10
)


class _LinePiece(Struct, frozen=True):
    """Something in a line: its width in every language, and how it is drawn there."""

    width: float
    draw: Callable[[Point, str], Iterator[Shape]]


class OverviewSheet(LanesView, frozen=True):
    """One sheet of an overview, laid out once for all languages."""

    exceptions: tuple[Exceptional, ...] = ()

    def scene(self, language: str) -> Scene:
        """Draw the sheet in one language, its warning where there is room."""
        below, bottom = self._below(language)
        picture = self.picture(language, "view-overview")
        return self.sheet(language, (*picture, *below), bottom)

    @property
    def height(self) -> float:
        """How tall the sheet is, in the language that needs most."""
        return max(self._below(each)[1] for each in self.story.languages) + FOOT

    def _below(self, language: str) -> tuple[tuple[Shape, ...], float]:
        """Return the warning, and what is below the picture; where it ends."""
        top, warned = self.layout.page.bottom + 14, list[Shape]()
        warning = OverviewWarning(self.story, self.layout, self.numbers)
        if warning.steps:
            place = warning.place
            if place is None:
                place = Rect(self.layout.page.x, top, *warning.size)
                top = place.bottom + 10
            warned.append(warning.drawn(place, language))
        under, bottom = self.foot(language, top)
        return (*warned, *under), bottom

    def foot(self, language: str, top: float) -> tuple[tuple[Shape, ...], float]:
        """Return the exceptions and the key below the picture, and where they end."""
        shapes: list[Shape] = []
        for each in self.exceptions:
            group, top = self._line(each, language, top)
            shapes.append(group)
        left = self.layout.page.x
        marks, bottom = self.key.written(language, left, self.right, top + 4)
        return (*shapes, *marks), bottom

    def _line(
        self, each: Exceptional, language: str, top: float
    ) -> tuple[Group, float]:
        left, right = self.layout.page.x, self.right
        shapes: list[Shape] = []
        x, y = left + _PAD, top + _ROW / 2
        for kept in self._pieces(each):
            room = sum(piece.width + _GAP for piece in kept) - _GAP
            if x > left + _PAD and x + room + _PAD > right:
                x, y = left + _PAD, y + _ROW
            for piece in kept:
                shapes += piece.draw((x, y), language)
                x += piece.width + _GAP
        bottom = y + _ROW / 2
        frame = Panel(
            Rect(left, top, right - left, bottom - top),
            Ink(PAPER, MUTED, 1.2, "4 3"),
            8,
        )
        return Group("exception", (frame, *shapes)), bottom + 6

    def _pieces(self, each: Exceptional) -> Iterator[Sequence[_LinePiece]]:
        """Yield what stays on one line: a sign with its meaning, a step and number."""
        whence = self._text(self._whence(each), Face.SEMIBOLD)
        yield _LinePiece(14, _anywhere), whence
        for said in each.said[:1]:
            yield (self._text(said),)
        if len(each.said) > 1:
            rest = str(len(each.said) - 1)
            yield (self._text(word("and-more", self.story.languages, count=rest)),)
        order = self.numbers
        for step in sorted(each.steps, key=lambda s: order.get(s.id, len(order) + 1)):
            arrow = _LinePiece(_ARROW, _arrow)
            if step.id in each.passes:
                taken = self._text(each.passes[step.id], Face.SEMIBOLD)
                yield arrow, _LinePiece(12, _check), taken
                arrow = _LinePiece(_ARROW / 2, _short)
            number, deadline = [*self._number(step)], [*self._deadline(step)]
            title = [] if step.title is None else [self._text(step.title)]
            yield arrow, *number, *title
            if deadline:
                yield deadline
        if each.is_back:
            back = self._text(word("back", self.story.languages))
            yield _LinePiece(14, _back), back

    def _whence(self, each: Exceptional) -> Label:
        languages = self.story.languages
        if set(self.numbers) - {step.id for step in each.steps} <= {*each.whence}:
            return word("any-step", languages)
        found = [self.numbers[name] for name in each.whence if name in self.numbers]
        key = "from-step" if len(found) == 1 else "from-steps"
        return word(key, languages, steps=spoken(found))

    def _text(self, label: Label, face: Face = Face.REGULAR) -> _LinePiece:
        room = max(width(label.say(each), _SIZE, face) for each in self.story.languages)
        return _LinePiece(room, partial(_text, label, face))

    def _number(self, step: StoryStep) -> Iterator[_LinePiece]:
        if step.id in self.numbers:
            number, colour = str(self.numbers[step.id]), self.colours[step.lane]
            yield _LinePiece(_NUMBER, partial(_number, number, colour))

    def _deadline(self, step: StoryStep) -> Iterator[_LinePiece]:
        if step.deadline is not None:
            said, basis = step.deadline.text, step.deadline.basis
            texts = [said.say(each) for each in self.story.languages]
            box = pill_box(texts, has_clock=True)
            if box is not None:
                place = Rect(0, 0, box.width, box.height)

                def pill(at: Point, language: str) -> Iterator[Shape]:
                    rect = replace(place, x=at[0], y=at[1] - place.height / 2)
                    return badge(rect, said.say(language), basis)

                yield _LinePiece(box.width, pill)


def _text(label: Label, face: Face, at: Point, language: str) -> Iterator[Shape]:
    lines = TextLines((label.say(language),), face, _SIZE)
    yield Words((at[0], at[1] + _SIZE * 0.36), lines, INK, Anchor.START)


def _number(number: str, colour: str, at: Point, _: str) -> Iterator[Shape]:
    square = Rect(at[0], at[1] - 10, _NUMBER, 20)
    yield Panel(square, Ink(colour), 5)
    yield block(TextLines((number,), Face.SEMIBOLD, _SIZE), square.middle, PAPER)


def _arrow(at: Point, _: str) -> Iterator[Shape]:
    ink = arrow_ink(MoveKind.STEP, INK)
    yield Polyline((at, (at[0] + _ARROW, at[1])), ink, head=9)


def _short(at: Point, _: str) -> Iterator[Shape]:
    ink = arrow_ink(MoveKind.STEP, INK)
    yield Polyline((at, (at[0] + _ARROW / 2, at[1])), ink, head=9)


def _check(at: Point, _: str) -> Iterator[Shape]:
    yield Glyph(Sign.CHECK, (at[0] + 6, at[1]), INK)


def _anywhere(at: Point, _: str) -> Iterator[Shape]:
    yield Glyph(Sign.ANYWHERE, (at[0] + 6, at[1]), MUTED, 1.2)


def _back(at: Point, _: str) -> Iterator[Shape]:
    yield Glyph(Sign.BACK, (at[0] + 6, at[1]), MUTED, 1.2)


def sheets_of(
    overview: StoryOverview, whole: LanesView, fits: Callable[[float, float], bool]
) -> tuple[OverviewSheet, ...]:
    """Return the sheets of an overview: as few as fit, in the order of the phases.

    ``fits`` tells whether a page of a width and height is large enough in print. The
    exceptions stand on the last sheet.
    """
    alone = sheet_of(overview, whole)
    phases = alone.layout.phases
    if len(phases) < 2 or fits(alone.right, alone.height):  # noqa: PLR2004 - one sheet
        return (alone,)
    found: tuple[OverviewSheet, ...] = (alone,)
    heights = [band.end - band.start for band in phases]
    for count in range(2, len(phases) + 1):
        cuts = _cuts(heights, count)
        parts = [[band.id for band in phases[a:b]] for a, b in pairwise(cuts)]
        found = tuple(_part(overview, whole, parts, at) for at in range(count))
        if all(fits(sheet.right, sheet.height) for sheet in found):
            break
    return found


def sheet_of(overview: StoryOverview, whole: LanesView) -> OverviewSheet:
    """Return an overview on one sheet."""
    story = overview.story
    top = ceil(HEAD_TOP + head_height(story, OVERVIEW_SIZES.head) + 4)
    return OverviewSheet(
        story,
        whole.protocol,
        replace(_OPTIONS, top=top),
        whole,
        OVERVIEW_SIZES,
        overview.exceptions,
    )


def _part(
    overview: StoryOverview, whole: LanesView, parts: Sequence[Sequence[Id]], at: int
) -> OverviewSheet:
    story, languages = overview.story, overview.story.languages
    place = word("sheet-of", languages, number=str(at + 1), count=str(len(parts)))
    title = together((story.title, place), languages, how=" · ".join)
    part = replace(told_in_phases(story, parts[at]), title=title)
    exceptions = overview.exceptions if at == len(parts) - 1 else ()
    steps = *part.steps, *(step for each in exceptions for step in each.steps)
    families = families_of_lanes(story, {step.lane for step in steps})
    found = StoryOverview(replace(part, families=families), exceptions)
    return sheet_of(found, whole)


def _cuts(heights: Sequence[float], count: int) -> list[int]:
    """Return where ``count`` parts of a row begin, the last end too, the tallest least.

    Dynamic programming over the places of the cuts.
    """
    sums = [0.0]
    for height in heights:
        sums.append(sums[-1] + height)
    best = {0: (0.0, [0])}
    for _ in range(count):
        ways = [
            (max(tallest, sums[end] - sums[start]), [*cuts, end])
            for start, (tallest, cuts) in best.items()
            for end in range(start + 1, len(sums))
        ]
        best = {}
        for tallest, cuts in sorted(ways, reverse=True):
            best[cuts[-1]] = tallest, cuts
    return best[len(heights)][1]

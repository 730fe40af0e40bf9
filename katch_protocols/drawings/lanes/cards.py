"""The steps: cards with a bar and a number, pills, hexagons, bars and marks."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.drawings.deadline_looks import look
from katch_protocols.drawings.lanes.measures import (
    BADGE_DROP,
    BADGE_SIZE,
    STEP_LEADING,
    badge_text,
    mark_text,
    step_lines,
)
from katch_protocols.drawings.lanes.numbers import spoken
from katch_protocols.drawings.lanes.step_sizes import CARD_BAR, STEP_SIZES, StepSizes
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.coordinates import SLANT
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.scene import (
    Anchor,
    Area,
    Disc,
    Glyph,
    Group,
    Ink,
    Panel,
    Shape,
    Sign,
    Words,
)
from katch_protocols.drawings.story.nouns import StepLook, Story, StoryStep
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import CHOICE, INK, MUTED, PAPER, lane_tint
from katch_protocols.model.deadlines import Basis
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["Cards", "badge", "block"]

_RADIUS, _ROUNDEST = 8.0, 28.0
_CAP = 0.36
"""From the middle of a line to its baseline, in shares of the size."""
_LETTER = 9.0
_CLOCK = 14.0


def block(
    lines: TextLines, middle: Point, fill: str, leading: float = STEP_LEADING
) -> Words:
    """Return a text that is centred on ``middle``, both ways."""
    drop = (len(lines.lines) - 1) / 2 * lines.size * leading
    at = middle[0], middle[1] - drop + lines.size * _CAP
    return Words(at, lines, fill, Anchor.MIDDLE, leading)


def badge(
    rect: Rect, text: str, basis: Basis | None, *, sign: Sign | None = None
) -> Iterator[Shape]:
    """Yield a pill that looks as its basis does.

    Without a basis it is no deadline, and has no clock, unless a ``sign`` is wanted.
    """
    how = look(basis)
    ink = how.ink
    yield Panel(rect, Ink(how.fill, how.edge, 1.2), rect.height / 2)
    lines = TextLines((text,), Face.SEMIBOLD, BADGE_SIZE)
    x, y = rect.middle
    if basis is not None:
        sign = sign or Sign.CLOCK
    if sign is not None:
        clock = _CLOCK if text else 0.0
        yield Glyph(sign, (x - (lines.width + clock) / 2 + clock / 3, y), ink)
        x += clock / 2
    yield block(lines, (x, y), ink)


def _round(rect: Rect) -> float:
    """Return the radius of a pill: a tall one is no circle, which would cut a title."""
    return min(rect.height / 2, _ROUNDEST)


class Cards(Struct, frozen=True):
    """Draws every step of a story in one language."""

    story: Story
    layout: PageLayout
    colours: Mapping[Id, str]
    numbers: Mapping[str, int]
    language: str
    sizes: StepSizes = STEP_SIZES

    def groups(self) -> Iterator[Group]:
        """Yield one group a step, in the order of the page."""
        for name in self.layout.order:
            step = self.story.step[name]
            parts = tuple(self._parts(step, self.layout.nodes[name]))
            data = {"step": name, "lane": step.lane}
            if name in self.numbers:
                data["number"] = str(self.numbers[name])
            yield Group(f"step {step.look.value.replace(' ', '-')}", parts, data)

    def _parts(self, step: StoryStep, rect: Rect) -> Iterator[Shape]:
        match step.look:
            case StepLook.FORK | StepLook.JOIN:
                yield Panel(rect, Ink(INK), 3)
            case StepLook.CHOICE:
                yield from self._choice(step, rect)
            case StepLook.START | StepLook.END | StepLook.STRAND_END:
                yield from self._pill(step, rect)
            case StepLook.ANYWHERE | StepLook.BACK:
                yield from self._mark(step, rect)
            case StepLook.STATE | StepLook.RUN:
                yield from self._card(step, rect)
        yield from self._letter(step, rect)
        yield from self._badge(step)

    def _card(self, step: StoryStep, rect: Rect) -> Iterator[Shape]:
        colour = self.colours[step.lane]
        yield Panel(rect, Ink(PAPER, colour, 1.3), _RADIUS)
        bar = Rect(rect.x, rect.y, CARD_BAR, rect.height)
        square = Rect(rect.x + _RADIUS, rect.y, CARD_BAR - _RADIUS, rect.height)
        yield Panel(bar, Ink(colour), _RADIUS)
        yield Panel(square, Ink(colour))
        if step.look is StepLook.RUN:
            inner = Rect(rect.x + CARD_BAR, rect.y, rect.width - CARD_BAR, rect.height)
            yield Panel(inner.grown(-4), Ink("none", colour, 1), _RADIUS - 4)
        yield self._number(step, bar.middle)
        middle = (bar.right + rect.right) / 2, rect.middle[1] + self._drop(step, rect)
        yield block(self._lines(step), middle, INK)

    def _lines(self, step: StoryStep, title: str | None = None) -> TextLines:
        return step_lines(step, self.language, title, self.sizes)

    def _drop(self, step: StoryStep, rect: Rect) -> float:
        """Return how far a title gives way to the pill on its box."""
        pill = self.layout.badges.get(step.id)
        if pill is None:
            return 0.0
        return BADGE_DROP if pill.middle[1] < rect.middle[1] else -BADGE_DROP

    def _number(self, step: StoryStep, middle: Point) -> Shape:
        number = str(self.numbers.get(step.id, ""))
        return block(TextLines((number,), Face.SEMIBOLD, 13), middle, PAPER)

    def _pill(self, step: StoryStep, rect: Rect) -> Iterator[Shape]:
        colour = self.colours[step.lane]
        lines = self._lines(step)
        if step.look is StepLook.STRAND_END:
            colour = colour if step.is_held else MUTED
            yield Panel(rect, Ink(PAPER, colour, 1.3), _round(rect))
            inner = rect.grown(-3)
            ground = Ink(lane_tint(colour), colour, 1)
            yield Panel(inner, ground, _round(inner))
            yield block(lines, rect.middle, INK)
            return
        if step.look is StepLook.END:
            colour = colour if step.is_held else MUTED
            yield Panel(rect, Ink(PAPER, colour, 1.6), _round(rect))
            rect = rect.grown(-3.5)
        yield Panel(rect, Ink(colour), _round(rect))
        if step.id in self.numbers:
            disc = rect.x + 17, rect.middle[1]
            yield Disc(disc, 11, Ink(PAPER))
            number = TextLines((str(self.numbers[step.id]),), Face.SEMIBOLD, 13)
            yield block(number, disc, INK)
        across = 12 if step.id in self.numbers else 0
        down = rect.middle[1] + self._drop(step, rect)
        yield block(lines, (rect.middle[0] + across, down), PAPER)

    def _choice(self, step: StoryStep, rect: Rect) -> Iterator[Shape]:
        level = rect.middle[1]
        outline = (
            (rect.x, level),
            (rect.x + SLANT, rect.y),
            (rect.right - SLANT, rect.y),
            (rect.right, level),
            (rect.right - SLANT, rect.bottom),
            (rect.x + SLANT, rect.bottom),
        )
        yield Area(outline, Ink(CHOICE, INK, 1.4))
        yield block(self._lines(step), rect.middle, INK)

    def _mark(self, step: StoryStep, rect: Rect) -> Iterator[Shape]:
        yield Panel(rect, Ink(PAPER, MUTED, 1.3, "4 3"), _round(rect))
        sign = Sign.BACK if step.look is StepLook.BACK else Sign.ANYWHERE
        yield Glyph(sign, (rect.x + 18, rect.middle[1]), MUTED, 1.2)
        title = None
        if step.look is StepLook.ANYWHERE:
            title = self._whence(step)
        lines = self._lines(step, title)
        yield block(lines, (rect.middle[0] + 10, rect.middle[1]), INK)

    def _whence(self, step: StoryStep) -> str:
        """Return what a mark says: from which steps."""
        if set(self.numbers).issubset(step.members):
            return say("drawings.any-step", self.language)
        numbers = (self.numbers[name] for name in step.members)
        return mark_text(step, self.language, spoken(numbers))

    def _letter(self, step: StoryStep, rect: Rect) -> Iterator[Shape]:
        if step.letter is None or step.look.is_bar:
            return
        at = rect.x + 3, rect.y + 1
        yield Disc(at, _LETTER, Ink(PAPER, INK, 1.2))
        yield block(TextLines((step.letter,), Face.SEMIBOLD, 13), at, INK)

    def _badge(self, step: StoryStep) -> Iterator[Shape]:
        text = badge_text(step, self.language)
        rect = self.layout.badges.get(step.id)
        if text is not None and rect is not None:
            yield from badge(rect, text, step.deadline.basis if step.deadline else None)

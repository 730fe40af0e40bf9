"""How large everything on the lanes is: rows of text, boxes, the graph to lay out."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from katch_protocols.drawings.lanes.heads import head_overflow, phase_height
from katch_protocols.drawings.lanes.numbers import LONGEST
from katch_protocols.drawings.lanes.step_sizes import STEP_SIZES, StepSizes
from katch_protocols.drawings.layout.coordinates import BAR
from katch_protocols.drawings.layout.graph import (
    Arrow,
    Box,
    Edge,
    Graph,
    LayoutNode,
    NodeShape,
)
from katch_protocols.drawings.scene import Sign
from katch_protocols.drawings.story.nouns import (
    ArrowDuty,
    MoveKind,
    StepLook,
    Story,
    StoryMove,
    StoryStep,
)
from katch_protocols.drawings.text import Face, TextLines, fit, width
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.say import say

__all__ = [
    "BADGE_DROP",
    "BADGE_SIZE",
    "LEADING",
    "ROOMS",
    "SMALLEST",
    "STEP_LEADING",
    "TEXT_SIZE",
    "TextRow",
    "badge_text",
    "block_size",
    "gap_before",
    "graph_of",
    "is_choice",
    "is_long",
    "mark_text",
    "on_condition",
    "only_if",
    "pill_box",
    "rows",
    "shape_of",
    "step_lines",
]


SMALLEST = 13.0
"""No letter on lanes is smaller, in pixels."""
TEXT_SIZE, _SMALL = SMALLEST, SMALLEST
LEADING = 1.19
_LONG = 44
_INDENT, _BETWEEN, _PADDING = 13.0, 4.0, 3.0


class TextRow(Struct, frozen=True):
    """One paragraph of a label; ``lane`` colours the square before a doer."""

    lines: TextLines
    sign: Sign | None = None
    lane: Id | None = None
    starts_duty: bool = False

    @property
    def indent(self) -> float:
        """The room of the sign or square before the text."""
        return _INDENT if self.sign is not None or self.lane is not None else 0.0

    @property
    def width(self) -> float:
        """The width with its sign."""
        return self.lines.width + self.indent

    @property
    def height(self) -> float:
        """The height of its lines, or of its sign."""
        return max(len(self.lines.lines), 1) * self.lines.size * LEADING


def rows(
    move: StoryMove, room: float, language: str, *, bold: bool
) -> tuple[TextRow, ...]:
    """Set the text of a move in lines of at most ``room`` pixels."""
    return tuple(
        row for duty in move.duties for row in _duty(duty, room, language, bold=bold)
    )


def _duty(
    duty: ArrowDuty, room: float, language: str, *, bold: bool
) -> Iterator[TextRow]:
    face = Face.SEMIBOLD if bold else Face.REGULAR
    sign = Sign.CLOCK if duty.is_clock else None
    if duty.is_confirm:
        sign, face = Sign.CHECK, Face.SEMIBOLD
    inner = room - _INDENT
    text = fit(duty.text.say(language), inner if sign else room, TEXT_SIZE, face)
    yield TextRow(text, sign, starts_duty=True)
    if duty.guard is not None:
        only = fit(on_condition(duty, language), room, _SMALL)
        yield TextRow(only)
    if duty.doer is not None:
        doer = fit(duty.doer.say(language), inner, _SMALL, Face.SEMIBOLD)
        yield TextRow(doer, lane=duty.lane)
    if duty.companions is not None:
        beside = say("drawings.with", language, names=duty.companions.say(language))
        yield TextRow(fit(beside, room, _SMALL))
    if duty.opens is not None:
        door = fit(duty.opens.say(language), inner, _SMALL, Face.SEMIBOLD)
        yield TextRow(door, Sign.DOOR)
    if duty.confirm is not None:
        confirm = fit(duty.confirm.say(language), inner, _SMALL, Face.SEMIBOLD)
        yield TextRow(confirm, Sign.CHECK)


def is_long(guard: Label) -> bool:
    """Whether a condition is too long for an arrow, in some language."""
    return max(map(len, guard.texts.values())) > _LONG


def on_condition(duty: ArrowDuty, language: str) -> str:
    """Say on which condition a duty may be done; a long one stands in the list."""
    if duty.guard is None:
        return ""
    if is_long(duty.guard):
        return say("drawings.on-condition", language)
    return only_if(duty.guard, language)


def only_if(guard: Label, language: str) -> str:
    """Say a condition whole."""
    return say("drawings.only-if", language, condition=guard.say(language))


def block_size(block: Sequence[TextRow]) -> tuple[float, float]:
    """Return the width and height of a label, with its padding."""
    width = max((row.width for row in block), default=0.0)
    duties = sum(row.starts_duty for row in block)
    height = sum(row.height for row in block) + max(duties - 1, 0) * _BETWEEN
    return width + 2 * _PADDING, height + _PADDING


def gap_before(block: Sequence[TextRow], place: int) -> float:
    """Return the room above a row: duties stand a little apart."""
    return _BETWEEN if place and block[place].starts_duty else 0.0


ROOMS = (250.0, 165.0, 122.0)
"""The widths at which the text of an arrow may break."""
BADGE_SIZE = SMALLEST
STEP_LEADING = 1.2
BADGE_DROP = 3.0
"""How far the title of a step stands lower to clear its pill."""

_MARK = 13.5
_LEAST_HEIGHT = 40.0
_BADGE_HEIGHT, _BADGE_ROOM, _CLOCK_ROOM = 20.0, 14.0, 15.0
_ARROWS = {
    MoveKind.STEP: Arrow.STEP,
    MoveKind.HANDOFF: Arrow.HANDOFF,
    MoveKind.CLOCK: Arrow.STEP,
    MoveKind.RETURN: Arrow.RETURN,
}
_SHAPES = {
    StepLook.CHOICE: NodeShape.HEXAGON,
    StepLook.FORK: NodeShape.BAR,
    StepLook.JOIN: NodeShape.BAR,
    StepLook.START: NodeShape.PILL,
    StepLook.END: NodeShape.PILL,
    StepLook.STRAND_END: NodeShape.PILL,
    StepLook.ANYWHERE: NodeShape.PILL,
    StepLook.BACK: NodeShape.PILL,
}


def graph_of(story: Story, sizes: StepSizes = STEP_SIZES) -> Graph:
    """Return what is to be laid out, with sizes that hold every language."""
    overflow = max(_overflow(story, sizes), head_overflow(story, sizes.head))
    wide = sizes.width + overflow
    return Graph(
        tuple(lane.id for lane in story.lanes),
        tuple(phase.id for phase in story.phases),
        tuple(_node(step, story.languages, wide, sizes) for step in story.steps),
        tuple(_edge(move, story) for move in story.moves),
        {phase.id: phase_height(phase, story.languages) for phase in story.phases},
    )


def _overflow(story: Story, sizes: StepSizes) -> float:
    """Return how much the widest word sticks out of its step."""
    return max(
        (
            step_lines(step, language, sizes=sizes).width
            - sizes.room(shape_of(step.look))
            for step in story.steps
            for language in story.languages
        ),
        default=0.0,
    )


def shape_of(look: StepLook) -> NodeShape:
    """Return the outline of a step."""
    return _SHAPES.get(look, NodeShape.CARD)


def _node(
    step: StoryStep, languages: Sequence[str], wide: float, sizes: StepSizes
) -> LayoutNode:
    shape = shape_of(step.look)
    group = step.strand.rpartition(".")[0] if step.strand is not None else None
    tall = BAR if shape is NodeShape.BAR else _height(step, languages, sizes)
    size = Box(wide, tall)
    badge = _badge(step, languages)
    return LayoutNode(
        step.id, step.lane, step.phase, size, shape, badge, step.strand, group
    )


def _height(step: StoryStep, languages: Sequence[str], sizes: StepSizes) -> float:
    lines = max(
        len(step_lines(step, language, text, sizes).lines)
        for language in languages
        for text in (None, *_counted(step, language))
    )
    size = _MARK if step.look in {StepLook.ANYWHERE, StepLook.BACK} else sizes.title
    room = 12.0 if size == _MARK else 15.0
    if step.deadline is not None or step.outcome is not None:
        room += 2 * BADGE_DROP
    return max(_LEAST_HEIGHT, lines * size * STEP_LEADING + room)


def _counted(step: StoryStep, language: str) -> Iterator[str]:
    """Yield what a mark says where its numbers are too long; no other step has any."""
    if step.look is StepLook.ANYWHERE:
        yield _from_many(step, language)


def _from_many(step: StoryStep, language: str) -> str:
    return say("drawings.from-many", language, count=len(step.members))


def step_lines(
    step: StoryStep,
    language: str,
    title: str | None = None,
    sizes: StepSizes = STEP_SIZES,
) -> TextLines:
    """Set the title of a step in lines; a mark has its ``title`` from its numbers."""
    shape = shape_of(step.look)
    room = sizes.room(shape)
    if step.look in {StepLook.ANYWHERE, StepLook.BACK}:
        text = title or mark_text(step, language)
        return fit(text, room - 12, _MARK)
    is_named = step.title is not None and not step.look.is_bar
    text = step.title.say(language) if step.title and is_named else ""
    plain = shape is NodeShape.CARD or step.look is StepLook.STRAND_END
    return fit(text, room, sizes.title, Face.REGULAR if plain else Face.SEMIBOLD)


def mark_text(step: StoryStep, language: str, numbers: str = LONGEST) -> str:
    """Return what a mark says; numbers that get too long are only counted."""
    if step.look is StepLook.BACK:
        return step.title.say(language) if step.title is not None else ""
    if len(numbers) > len(LONGEST):
        return _from_many(step, language)
    return say("drawings.from-steps", language, steps=numbers)


def badge_text(step: StoryStep, language: str) -> str | None:
    """Return the text of the pill on a step: its deadline, or how it ends."""
    if step.deadline is not None:
        return step.deadline.text.say(language)
    if step.outcome is not None:
        return say(f"drawings.{step.outcome.value}", language)
    return None


def _badge(step: StoryStep, languages: Sequence[str]) -> Box | None:
    texts = [badge_text(step, language) for language in languages]
    return pill_box(texts, has_clock=step.deadline is not None)


def pill_box(texts: Iterable[str | None], *, has_clock: bool) -> Box | None:
    """Return the size of a pill that holds each of the texts; none without a text."""
    widths = [width(text, BADGE_SIZE, Face.SEMIBOLD) for text in texts if text]
    if not widths:
        return None
    clock = _CLOCK_ROOM if has_clock else 0.0
    return Box(round(max(widths) + _BADGE_ROOM + clock, 1), _BADGE_HEIGHT)


def is_choice(move: StoryMove, story: Story) -> bool:
    """Whether a move leaves a choice: its text is an answer, and set in bold."""
    return story.step[move.source].look is StepLook.CHOICE


def _edge(move: StoryMove, story: Story) -> Edge:
    arrow = _ARROWS[move.kind]
    labels = tuple(_labels(move, story)) if move.duties else ()
    return Edge(move.id, move.source, move.target, arrow, labels)


def _labels(move: StoryMove, story: Story) -> Iterator[Box]:
    bold = is_choice(move, story)
    for room in ROOMS:
        sizes = [
            block_size(rows(move, room, language, bold=bold))
            for language in story.languages
        ]
        across = max(across for across, _ in sizes)
        down = max(down for _, down in sizes)
        yield Box(round(across, 1), round(down, 1))

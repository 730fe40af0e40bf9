"""How large every text is, the largest of all languages: the same picture in each."""

from collections.abc import Iterable, Iterator, Sequence

from katch_protocols.drawings.lanes.heads import head_overflow, phase_height
from katch_protocols.drawings.lanes.numbers import LONGEST
from katch_protocols.drawings.lanes.rows import block_size, rows
from katch_protocols.drawings.layout.coordinates import BAR, SLANT
from katch_protocols.drawings.layout.graph import (
    Arrow,
    Box,
    Edge,
    Graph,
    Node,
    Shape,
)
from katch_protocols.drawings.story.nouns import Look, Move, MoveKind, Step, Story
from katch_protocols.drawings.text import Face, Lines, fit, width
from katch_protocols.words.say import say

__all__ = [
    "BADGE_DROP",
    "BADGE_SIZE",
    "CARD_BAR",
    "NODE_WIDTH",
    "ROOMS",
    "STEP_LEADING",
    "STEP_SIZE",
    "badge_text",
    "graph_of",
    "is_choice",
    "mark_text",
    "pill_box",
    "shape_of",
    "step_lines",
]

NODE_WIDTH = 192.0
"""How wide a step is, unless a word of some title needs more."""
CARD_BAR = 24.0
ROOMS = (250.0, 165.0, 122.0)
"""The widths at which the text of an arrow may break."""
BADGE_SIZE = 11.5
STEP_LEADING = 1.2
BADGE_DROP = 3.0
"""How far the title of a step stands lower to clear its pill."""

STEP_SIZE, _MARK = 16.0, 13.5
_LEAST_HEIGHT = 40.0
_BADGE_HEIGHT, _BADGE_ROOM, _CLOCK_ROOM = 20.0, 14.0, 15.0
_ARROWS = {
    MoveKind.STEP: Arrow.STEP,
    MoveKind.HANDOFF: Arrow.HANDOFF,
    MoveKind.CLOCK: Arrow.STEP,
    MoveKind.RETURN: Arrow.RETURN,
}
_SHAPES = {
    Look.CHOICE: Shape.HEXAGON,
    Look.FORK: Shape.BAR,
    Look.JOIN: Shape.BAR,
    Look.START: Shape.PILL,
    Look.END: Shape.PILL,
    Look.STRAND_END: Shape.PILL,
    Look.ANYWHERE: Shape.PILL,
    Look.BACK: Shape.PILL,
}
_TEXT_ROOM = {
    Shape.CARD: NODE_WIDTH - CARD_BAR - 14,
    Shape.PILL: NODE_WIDTH - 42,
    Shape.HEXAGON: NODE_WIDTH - 2 * SLANT - 4,
    Shape.BAR: 0.0,
}


def graph_of(story: Story) -> Graph:
    """Return what is to be laid out, with sizes that hold every language."""
    wide = NODE_WIDTH + max(_overflow(story), head_overflow(story))
    return Graph(
        tuple(lane.id for lane in story.lanes),
        tuple(phase.id for phase in story.phases),
        tuple(_node(step, story.languages, wide) for step in story.steps),
        tuple(_edge(move, story) for move in story.moves),
        {phase.id: phase_height(phase, story.languages) for phase in story.phases},
    )


def _overflow(story: Story) -> float:
    """Return how much the widest word sticks out of its step."""
    return max(
        (
            step_lines(step, language).width - _TEXT_ROOM[shape_of(step.look)]
            for step in story.steps
            for language in story.languages
        ),
        default=0.0,
    )


def shape_of(look: Look) -> Shape:
    """Return the outline of a step."""
    return _SHAPES.get(look, Shape.CARD)


def _node(step: Step, languages: Sequence[str], wide: float) -> Node:
    shape = shape_of(step.look)
    group = step.strand.rpartition(".")[0] if step.strand is not None else None
    size = Box(wide, BAR if shape is Shape.BAR else _height(step, languages))
    badge = _badge(step, languages)
    return Node(step.id, step.lane, step.phase, size, shape, badge, step.strand, group)


def _height(step: Step, languages: Sequence[str]) -> float:
    lines = max(len(step_lines(step, language).lines) for language in languages)
    size = _MARK if step.look in {Look.ANYWHERE, Look.BACK} else STEP_SIZE
    room = 12.0 if size == _MARK else 15.0
    if step.deadline is not None or step.outcome is not None:
        room += 2 * BADGE_DROP
    return max(_LEAST_HEIGHT, lines * size * STEP_LEADING + room)


def step_lines(step: Step, language: str, title: str | None = None) -> Lines:
    """Set the title of a step in lines; a mark has its ``title`` from its numbers."""
    shape, room = shape_of(step.look), _TEXT_ROOM[shape_of(step.look)]
    if step.look in {Look.ANYWHERE, Look.BACK}:
        text = title or mark_text(step, language)
        return fit(text, room - 12, _MARK)
    is_named = step.title is not None and not step.look.is_bar
    text = step.title.say(language) if step.title and is_named else ""
    plain = shape is Shape.CARD or step.look is Look.STRAND_END
    return fit(text, room, STEP_SIZE, Face.REGULAR if plain else Face.SEMIBOLD)


def mark_text(step: Step, language: str, numbers: str = LONGEST) -> str:
    """Return what a mark says; numbers that get too long are only counted."""
    if step.look is Look.BACK:
        return step.title.say(language) if step.title is not None else ""
    if len(numbers) > len(LONGEST):
        return say("drawings.from-many", language, count=len(step.members))
    return say("drawings.from-steps", language, steps=numbers)


def badge_text(step: Step, language: str) -> str | None:
    """Return the text of the pill on a step: its deadline, or how it ends."""
    if step.deadline is not None:
        return step.deadline.text.say(language)
    if step.outcome is not None:
        return say(f"drawings.{step.outcome.value}", language)
    return None


def _badge(step: Step, languages: Sequence[str]) -> Box | None:
    texts = [badge_text(step, language) for language in languages]
    return pill_box(texts, has_clock=step.deadline is not None)


def pill_box(texts: Iterable[str | None], *, has_clock: bool) -> Box | None:
    """Return the size of a pill that holds each of the texts; none without a text."""
    widths = [width(text, BADGE_SIZE, Face.SEMIBOLD) for text in texts if text]
    if not widths:
        return None
    clock = _CLOCK_ROOM if has_clock else 0.0
    return Box(round(max(widths) + _BADGE_ROOM + clock, 1), _BADGE_HEIGHT)


def is_choice(move: Move, story: Story) -> bool:
    """Whether a move leaves a choice: its text is an answer, and set in bold."""
    return story.step[move.source].look is Look.CHOICE


def _edge(move: Move, story: Story) -> Edge:
    arrow = _ARROWS[move.kind]
    labels = tuple(_labels(move, story)) if move.duties else ()
    return Edge(move.id, move.source, move.target, arrow, labels)


def _labels(move: Move, story: Story) -> Iterator[Box]:
    bold = is_choice(move, story)
    for room in ROOMS:
        sizes = [
            block_size(rows(move, room, language, bold=bold))
            for language in story.languages
        ]
        across = max(across for across, _ in sizes)
        down = max(down for _, down in sizes)
        yield Box(round(across, 1), round(down, 1))

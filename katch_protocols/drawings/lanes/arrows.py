"""The arrows and their texts: handoffs in the sender's colour, the rest in slate."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from msgspec import Struct

from katch_protocols.drawings.lanes.cards import block
from katch_protocols.drawings.lanes.measures import (
    LEADING,
    ROOMS,
    TextRow,
    block_size,
    gap_before,
    is_choice,
    rows,
)
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.graph import Point, Rect
from katch_protocols.drawings.layout.label_spots import PlacedLabel
from katch_protocols.drawings.scene import (
    Anchor,
    Glyph,
    Group,
    Ink,
    Panel,
    Polyline,
    Shape,
    Words,
)
from katch_protocols.drawings.story.nouns import MoveKind, Story, StoryMove
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import INK, MUTED, PAPER
from katch_protocols.model.noun import Id

__all__ = [
    "CLOCK_DASH",
    "RETURN_DASH",
    "Arrows",
    "arrow_ink",
    "chip_name",
    "row_shape",
    "row_shapes",
    "sender_colour",
]

RETURN_DASH, CLOCK_DASH = "6 4", "0.1 4.4"
_ORDER = (MoveKind.RETURN, MoveKind.CLOCK, MoveKind.STEP, MoveKind.HANDOFF)
_CORNER, _CASING, _HEAD = 7.0, 1.8, 9.0


def arrow_ink(kind: MoveKind, colour: str) -> Ink:
    """Return the ink of a kind of arrow; ``colour`` is the sender's."""
    match kind:
        case MoveKind.HANDOFF:
            return Ink("none", colour, 2.2)
        case MoveKind.RETURN:
            return Ink("none", MUTED, 1.6, RETURN_DASH)
        case MoveKind.CLOCK:
            return Ink("none", INK, 2.2, CLOCK_DASH)
        case MoveKind.STEP:
            return Ink("none", MUTED, 1.7)


def sender_colour(move: StoryMove, colours: Mapping[Id, str]) -> str:
    """Return the colour of whoever sends; ink where several agencies may."""
    if len(move.senders) != 1:
        return INK
    return colours.get(move.senders[0], MUTED)


class Arrows(Struct, frozen=True):
    """Draws every move of a story in one language."""

    story: Story
    layout: PageLayout
    colours: Mapping[Id, str]
    language: str

    @property
    def ordered(self) -> Sequence[StoryMove]:
        """The moves: what matters most comes last and lies on top."""
        return sorted(self.story.moves, key=lambda move: _ORDER.index(move.kind))

    def lines(self) -> Iterator[Group]:
        """Yield the line of each move, as ``ordered``."""
        for move in self.ordered:
            lane = self.story.step[move.source].lane
            ink = arrow_ink(move.kind, sender_colour(move, self.colours))
            label = self.layout.labels.get(move.id)
            gap = self._gap(move, label)
            pieces = tuple(_pieces(self.layout.lines[move.id], label, gap))
            parts = tuple(
                Polyline(piece, ink, _CORNER, _HEAD * (piece is pieces[-1]), _CASING)
                for piece in pieces
            )
            data = {"from": move.source, "to": move.target, "lane": lane}
            yield Group(f"move {move.kind}", parts, data, self._title(move))

    def _gap(self, move: StoryMove, label: PlacedLabel | None) -> Rect | None:
        """Return the room that the text takes on its own line, if it stands there."""
        if label is None or not label.on_line or move.id in self.layout.chips:
            return None
        bold = is_choice(move, self.story)
        block = rows(move, ROOMS[label.option], self.language, bold=bold)
        width, height = block_size(block)
        x, y = label.rect.middle
        return Rect(x - width / 2, y - height / 2, width, height)

    def _title(self, move: StoryMove) -> str:
        return " · ".join(duty.text.say(self.language) for duty in move.duties)

    def texts(self) -> Iterator[Group]:
        """Yield the texts, and letters in the place of those that found no room."""
        for move in self.story.moves:
            label = self.layout.labels.get(move.id)
            if label is None:
                continue
            if move.id in self.layout.chips:
                parts = tuple(_chip(label.rect, self.layout.chips.index(move.id)))
            else:
                parts = tuple(self._text(move, label))
            data = {"from": move.source, "to": move.target}
            yield Group("text", parts, data)

    def _text(self, move: StoryMove, label: PlacedLabel) -> Iterator[Shape]:
        bold = is_choice(move, self.story)
        room = ROOMS[label.option]
        text = rows(move, room, self.language, bold=bold)
        anchor = _anchor(label, self.layout.lines[move.id])
        yield from row_shapes(text, label.rect, anchor, self.colours)


def _anchor(label: PlacedLabel, points: Sequence[Point]) -> Anchor:
    """Lean a text against its line; centre it where the line is level or broken."""
    one, other = points[label.part], points[label.part + 1]
    if label.on_line or one[1] == other[1]:
        return Anchor.MIDDLE
    return Anchor.START if label.rect.x > one[0] else Anchor.END


def row_shapes(
    text: Sequence[TextRow], rect: Rect, anchor: Anchor, colours: Mapping[Id, str]
) -> Iterator[Shape]:
    """Yield the rows of a label inside ``rect``."""
    width, height = block_size(text)
    y = rect.y + (rect.height - height) / 2 + 1.5
    left = {
        Anchor.START: rect.x + 3,
        Anchor.MIDDLE: rect.middle[0] - width / 2 + 3,
        Anchor.END: rect.right - width + 3,
    }[anchor]
    inner = width - 6
    for place, row in enumerate(text):
        y += gap_before(text, place)
        slack = inner - row.width
        x = (
            left
            + {Anchor.START: 0, Anchor.MIDDLE: slack / 2, Anchor.END: slack}[anchor]
        )
        # Lines after a sign all start under the first.
        lean = Anchor.START if row.indent else anchor
        yield from row_shape(row, (x, y), colours, lean)
        y += row.height


def row_shape(
    row: TextRow, at: Point, colours: Mapping[Id, str], anchor: Anchor = Anchor.START
) -> Iterator[Shape]:
    """Yield a row of a label, its sign or square before it, at a place."""
    x, y = at
    size = row.lines.size
    level = y + size * LEADING / 2
    if row.sign is not None:
        yield Glyph(row.sign, (x + 5.5, level), INK, 0.9)
    elif row.lane is not None:
        square = Rect(x + 1, level - 4, 8, 8)
        yield Panel(square, Ink(colours.get(row.lane, MUTED)), 1.5)
    start = x + row.indent
    across = {
        Anchor.START: 0.0,
        Anchor.MIDDLE: row.lines.width / 2,
        Anchor.END: row.lines.width,
    }[anchor]
    baseline = level + size * 0.36
    yield Words((start + across, baseline), row.lines, INK, anchor, LEADING)


def _chip(rect: Rect, place: int) -> Iterator[Shape]:
    yield Panel(rect, Ink(PAPER, INK, 1.2), 3)
    yield block(TextLines((chip_name(place),), Face.SEMIBOLD, 13), rect.middle, INK)


def chip_name(place: int) -> str:
    """Return the letter of a chip: a, b, … z, a2, b2, …."""
    turn, at = divmod(place, len(ascii_lowercase))
    return f"{ascii_lowercase[at]}{turn + 1 if turn else ''}"


def _pieces(
    points: tuple[Point, ...], label: PlacedLabel | None, gap: Rect | None
) -> Iterator[tuple[Point, ...]]:
    """Break a line where its own text stands on it."""
    if label is None or gap is None:
        yield points
        return
    one, other = points[label.part], points[label.part + 1]
    level = one[1] == other[1]
    near, far = gap.x, gap.right
    if not level:
        near, far = gap.y, gap.bottom
    if (one[0] > other[0]) if level else (one[1] > other[1]):
        near, far = far, near
    stop = (near, one[1]) if level else (one[0], near)
    start = (far, one[1]) if level else (one[0], far)
    yield (*points[: label.part + 1], stop)
    yield (start, *points[label.part + 1 :])

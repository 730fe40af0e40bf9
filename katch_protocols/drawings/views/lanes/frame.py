"""What stands around the steps: the title, the heads of lanes, the bars of phases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.layout.arrange import Band, Layout
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Anchor, Group, Ink, Line, Panel, Shape, Words
from katch_protocols.drawings.story.nouns import Lane, Story
from katch_protocols.drawings.text import Face, Lines, fit
from katch_protocols.drawings.theme import (
    BAND,
    HAIRLINE,
    INK,
    MUTED,
    PAPER,
    lane_tint,
)
from katch_protocols.drawings.views.lanes.cards import block
from katch_protocols.drawings.views.lanes.measures import NODE_WIDTH
from katch_protocols.model.noun import Id

__all__ = ["HEAD_TOP", "LEFT", "Frame", "head_height"]

LEFT = 50.0
HEAD_TOP = 56.0
_TITLE, _SHORT, _LONG, _PHASE = 24.0, 17.0, 12.5, 15.0
_HEAD_ROOM = NODE_WIDTH - 4
_MOST_LINES, _UPRIGHT_LINES = 3, 2
_LEADING = 1.2
_BAR_LEFT, _BAR_WIDTH = 8.0, 36.0


def head_height(story: Story) -> float:
    """Return how tall the heads must be for every lane in every language."""
    return max(
        _head_size(_head(lane, language, _HEAD_ROOM))
        for lane in story.lanes
        for language in story.languages
    )


def _head(lane: Lane, language: str, room: float) -> tuple[Lines, Lines]:
    """Return the short name and the full title, if that fits three lines."""
    short = fit(lane.short.say(language), room, _SHORT, Face.SEMIBOLD)
    full = lane.title.say(language)
    if lane.homes:
        full = ", ".join(home.say(language) for home in lane.homes)
    if full == lane.short.say(language):
        return short, Lines((), Face.REGULAR, _LONG)
    long = fit(full, room, _LONG)
    if len(long.lines) > _MOST_LINES:
        long = fit(full, room, _LONG, Face.NARROW)
    if len(long.lines) > _MOST_LINES:
        last = f"{long.lines[_MOST_LINES - 1]} …"
        long = Lines((*long.lines[: _MOST_LINES - 1], last), long.face, long.size)
    return short, long


def _head_size(head: tuple[Lines, Lines]) -> float:
    short, long = head
    lines = len(short.lines) * _SHORT + len(long.lines) * _LONG
    return lines * _LEADING + (3 if long.lines else 0) + 14


@dataclass(frozen=True)
class Frame:
    """Draws the frame of a story in one language."""

    story: Story
    layout: Layout
    colours: Mapping[Id, str]
    language: str
    head: float

    def ground(self) -> Iterator[Shape]:
        """Yield the tints of lanes and the borders of phases, beneath everything."""
        page = self.layout.page
        for band in self.layout.lanes:
            rect = Rect(band.start, page.y, band.end - band.start - 2, page.height)
            yield Panel(rect, Ink(lane_tint(self.colours[band.id])))
        for band in self.layout.phases[:-1]:
            points = (_BAR_LEFT, band.end), (page.right, band.end)
            yield Line(points, Ink("none", HAIRLINE, 1.4, "2 3"))

    def heads(self) -> Iterator[Group]:
        """Yield the heads of lanes and the bars of phases."""
        for band in self.layout.lanes:
            data = {"lane": band.id}
            yield Group("lane", tuple(self._lane(band)), data)
        titles = {phase.id: phase.title for phase in self.story.phases}
        for band in self.layout.phases:
            title = titles[band.id]
            if title is not None:
                parts = tuple(self._phase(band, title.say(self.language)))
                yield Group("phase", parts, {"phase": band.id})

    def _lane(self, band: Band) -> Iterator[Shape]:
        rect = Rect(band.start, HEAD_TOP, band.end - band.start - 2, self.head)
        yield Panel(rect, Ink(self.colours[band.id]), 5)
        room = max(_HEAD_ROOM, rect.width - 20)
        short, long = _head(self.story.lane[band.id], self.language, room)
        height = _head_size((short, long)) - 14
        top = rect.middle[1] - height / 2
        down = len(short.lines) * _SHORT * _LEADING
        x = rect.middle[0]
        yield block(short, (x, top + down / 2), PAPER, _LEADING)
        if long.lines:
            rest = len(long.lines) * _LONG * _LEADING
            yield block(long, (x, top + down + 3 + rest / 2), PAPER, _LEADING)

    def _phase(self, band: Band, title: str) -> Iterator[Shape]:
        rect = Rect(_BAR_LEFT, band.start + 3, _BAR_WIDTH, band.end - band.start - 6)
        yield Panel(rect, Ink(BAND), 6)
        lines = _upright(title, rect.height - 10)
        step = lines.size * _LEADING
        x = rect.middle[0] - (len(lines.lines) - 1) * step / 2 + lines.size * 0.36
        for line in lines.lines:
            one = Lines((line,), lines.face, lines.size)
            at = x, rect.middle[1]
            yield Words(at, one, INK, Anchor.MIDDLE, turn=-90)
            x += step

    def title(self, beside: Sequence[str]) -> Iterator[Shape]:
        """Yield the title line, with small texts at its right end."""
        text = self.story.title.say(self.language)
        right = self.layout.page.right
        yield Words((_BAR_LEFT, 34), Lines((text,), Face.SEMIBOLD, _TITLE), INK)
        for place, line in enumerate(beside):
            small = Lines((line,), Face.REGULAR, 12)
            at = right, 24 + 16 * place
            yield Words(at, small, MUTED, Anchor.END)


def _upright(title: str, room: float) -> Lines:
    """Set the title of a phase in at most two lines, smaller if it must be."""
    for size in (_PHASE, _PHASE - 1, _PHASE - 2):
        for face in (Face.SEMIBOLD, Face.NARROW_SEMIBOLD):
            lines = fit(title, room, size, face)
            if len(lines.lines) <= _UPRIGHT_LINES and lines.width <= room:
                return lines
    return fit(title, room, _PHASE - 3, Face.NARROW_SEMIBOLD)

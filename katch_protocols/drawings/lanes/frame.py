"""What stands around the steps: the title, the heads of lanes, the bars of phases."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from katch_protocols.drawings.lanes.cards import block
from katch_protocols.drawings.lanes.heads import (
    HEAD_LEADING,
    HEAD_ROOM,
    LONG_SIZE,
    OTHER_FONTS,
    SHORT_SIZE,
    head_lines,
    headline,
    text_height,
    upright,
)
from katch_protocols.drawings.layout.arrange import PageLayout
from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.layout.widening import Band
from katch_protocols.drawings.scene import (
    Anchor,
    Group,
    Ink,
    Panel,
    Polyline,
    Shape,
    Words,
)
from katch_protocols.drawings.story.nouns import Story
from katch_protocols.drawings.text import Face, TextLines
from katch_protocols.drawings.theme import (
    BAND,
    HAIRLINE,
    INK,
    MUTED,
    PAPER,
    lane_tint,
)
from katch_protocols.model.noun import Id

__all__ = ["HEAD_TOP", "LEFT", "Frame"]

LEFT = 50.0
HEAD_TOP = 56.0
_GAP = 24.0
_BAR_LEFT, _BAR_WIDTH = 8.0, 36.0


class Frame(Struct, frozen=True):
    """Draws the frame of a story in one language."""

    story: Story
    layout: PageLayout
    colours: Mapping[Id, str]
    language: str
    head: float
    room: float = HEAD_ROOM
    """The room of a head over the narrowest lane."""

    def ground(self) -> Iterator[Shape]:
        """Yield the tints of lanes and the borders of phases, beneath everything."""
        page = self.layout.page
        for band in self.layout.lanes:
            rect = Rect(band.start, page.y, band.end - band.start - 2, page.height)
            if band.id in self.colours:
                yield Panel(rect, Ink(lane_tint(self.colours[band.id])))
        for band in self.layout.phases[:-1]:
            points = (_BAR_LEFT, band.end), (page.right, band.end)
            yield Polyline(points, Ink("none", HAIRLINE, 1.4, "2 3"))

    def heads(self) -> Iterator[Group]:
        """Yield the heads of lanes and the bars of phases."""
        for band in self.layout.lanes if self.head else ():
            data = {"lane": band.id}
            yield Group("lane", tuple(self._lane(band)), data)
        phases = {phase.id: phase for phase in self.story.phases}
        for band in self.layout.phases:
            title = phases[band.id].say(self.language)
            if title:
                parts = tuple(self._phase(band, title))
                yield Group("phase", parts, {"phase": band.id})

    def _lane(self, band: Band) -> Iterator[Shape]:
        rect = Rect(band.start, HEAD_TOP, band.end - band.start - 2, self.head)
        yield Panel(rect, Ink(self.colours[band.id]), 5)
        room = max(self.room, rect.width - 20)
        short, long = head_lines(self.story.lane[band.id], self.language, room)
        height = text_height((short, long))
        top = rect.middle[1] - height / 2
        down = len(short.lines) * SHORT_SIZE * HEAD_LEADING
        x = rect.middle[0]
        yield block(short, (x, top + down / 2), PAPER, HEAD_LEADING)
        if long.lines:
            rest = len(long.lines) * LONG_SIZE * HEAD_LEADING
            yield block(long, (x, top + down + 3 + rest / 2), PAPER, HEAD_LEADING)

    def _phase(self, band: Band, title: str) -> Iterator[Shape]:
        rect = Rect(_BAR_LEFT, band.start + 3, _BAR_WIDTH, band.end - band.start - 6)
        yield Panel(rect, Ink(BAND), 6)
        lines = upright(title, rect.height - 10)
        step = lines.size * HEAD_LEADING
        x = rect.middle[0] - (len(lines.lines) - 1) * step / 2 + lines.size * 0.36
        for line in lines.lines:
            one = TextLines((line,), lines.face, lines.size)
            at = x, rect.middle[1]
            yield Words(at, one, INK, Anchor.MIDDLE, turn=-90)
            x += step

    def title(self, beside: str) -> Iterator[Shape]:
        """Yield the title, with a small text at its right end where there is room."""
        title, right = self.story.title.say(self.language), self.layout.page.right
        small = TextLines((beside,), Face.REGULAR, 13)
        room = right - _BAR_LEFT
        beside_room = small.width * OTHER_FONTS[small.face] + _GAP
        lines = headline(title, room - beside_room)
        # One long word is one line whether there is room for it or not.
        if len(lines.lines) == 1 and lines.width <= room - beside_room:
            yield Words((right, 24), small, MUTED, Anchor.END)
        else:
            lines = headline(title, room)
        y = 34.0 if len(lines.lines) == 1 else 20.0
        yield Words((_BAR_LEFT, y), lines, INK, leading=1.2)

"""The texts of the frame: heads of lanes, upright titles of phases, and their room."""

from katch_protocols.drawings.story.nouns import Lane, Phase, Story
from katch_protocols.drawings.text import Face, TextLines, fit
from katch_protocols.words.lists import one_line

__all__ = [
    "HEAD_LEADING",
    "HEAD_ROOM",
    "LONG_SIZE",
    "OTHER_FONTS",
    "SHORT_SIZE",
    "head_height",
    "head_lines",
    "head_overflow",
    "headline",
    "phase_height",
    "text_height",
    "upright",
]

HEAD_ROOM = 188.0
"""The room of a head's text over the narrowest lane."""
SHORT_SIZE, LONG_SIZE = 17.0, 13.0
HEAD_LEADING = 1.2
_TITLE_SIZES = (24, 22, 20)
_SMALL_TITLE_SIZES = (20, 18, 16, 14, 12)
_PHASE_SIZES = (15.0, 14.0, 13.0)
OTHER_FONTS = {
    Face.REGULAR: 1.05,
    Face.SEMIBOLD: 1.06,
    Face.NARROW: 1.1,
    Face.NARROW_SEMIBOLD: 1.16,
}
"""So many times as wide a title is in the widest font that a browser may take instead.

Measured in Chromium with DejaVu Sans Condensed; Arial and Noto Sans are narrower.
"""
_MOST_LINES, _UPRIGHT_LINES = 3, 2
_HEAD_PADDING, _BAR_PADDING, _STEP = 14.0, 18.0, 6


def head_lines(lane: Lane, language: str, room: float) -> tuple[TextLines, TextLines]:
    """Return the short name and the full title: in three lines, narrower or more."""
    short = fit(lane.short.say(language), room, SHORT_SIZE, Face.SEMIBOLD)
    full = lane.title.say(language)
    if lane.homes:
        full = one_line(home.say(language) for home in lane.homes)
    if full == lane.short.say(language):
        return short, TextLines((), Face.REGULAR, LONG_SIZE)
    long = fit(full, room, LONG_SIZE)
    if len(long.lines) > _MOST_LINES:
        long = fit(full, room, LONG_SIZE, Face.NARROW)
    return short, long


def text_height(head: tuple[TextLines, TextLines]) -> float:
    """Return the height of a head's text."""
    short, long = head
    lines = len(short.lines) * SHORT_SIZE + len(long.lines) * LONG_SIZE
    return lines * HEAD_LEADING + (3 if long.lines else 0)


def head_height(story: Story, room: float = HEAD_ROOM) -> float:
    """Return how tall the heads must be for every lane in every language."""
    heights = (
        text_height(head_lines(lane, language, room))
        for lane in story.lanes
        for language in story.languages
    )
    return max(heights, default=0.0) + _HEAD_PADDING


def head_overflow(story: Story, room: float = HEAD_ROOM) -> float:
    """Return how much wider than its room the widest head is."""
    widths = (
        max(part.width for part in head_lines(lane, language, room))
        for lane in story.lanes
        for language in story.languages
    )
    return max(max(widths, default=0.0) - room, 0.0)


def headline(title: str, room: float) -> TextLines:
    """Set the title of a sheet on one line, smaller and narrower if it must be.

    On a narrow sheet in two lines; a title too long for those sticks out in the last.
    There is room for it where our fonts are missing, and in no other text's way.
    """
    for most, sizes in ((1, _TITLE_SIZES), (2, _SMALL_TITLE_SIZES)):
        for size in sizes:
            for face in (Face.SEMIBOLD, Face.NARROW_SEMIBOLD):
                there = room / OTHER_FONTS[face]
                lines = fit(title, there, size, face)
                if len(lines.lines) <= most and lines.width <= there:
                    return lines
    return fit(title, room, _SMALL_TITLE_SIZES[-1], Face.NARROW_SEMIBOLD)


def upright(title: str, room: float) -> TextLines:
    """Set the title of a phase in at most two lines, smaller if it must be."""
    for size in _PHASE_SIZES:
        for face in (Face.SEMIBOLD, Face.NARROW_SEMIBOLD):
            lines = fit(title, room, size, face)
            if len(lines.lines) <= _UPRIGHT_LINES and lines.width <= room:
                return lines
    return fit(title, room, _PHASE_SIZES[-1], Face.NARROW_SEMIBOLD)


def phase_height(phase: Phase, languages: tuple[str, ...]) -> float:
    """Return how tall a phase must be to hold its title in every language."""
    if phase.title is None:
        return 0.0
    return max(_needed(phase.say(language)) for language in languages)


def _needed(title: str) -> float:
    size, face = _PHASE_SIZES[-1], Face.NARROW_SEMIBOLD
    room = max((fit(word, 0, size, face).width for word in title.split()), default=0.0)
    while len(fit(title, room, size, face).lines) > _UPRIGHT_LINES:
        room += _STEP
    return room + _BAR_PADDING

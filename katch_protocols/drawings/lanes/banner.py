"""What is written around the picture of a case: a red banner, and the story below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Disc, Group, Ink, Line, Panel, Shape, Words
from katch_protocols.drawings.text import Face, Lines, fit
from katch_protocols.drawings.theme import ALARM, ALERT, INK, PAPER

__all__ = ["Banner", "banner_shapes", "story_shapes"]

_LEFT, _TOP, _PAD, _SIGN = 8.0, 8.0, 16.0, 72.0
_SENTENCE, _REASON, _STORY = 22.0, 15.0, 13.5
_LEADING = 1.3
_BASE = 0.8
"""From the top of a line to its baseline, in shares of the size."""


@dataclass(frozen=True, slots=True)
class Banner:
    """The sentence, why it is broken, and the story, in one language."""

    sentence: str
    reason: str
    story: tuple[str, ...]


def banner_shapes(banner: Banner, right: float) -> tuple[tuple[Shape, ...], float]:
    """Return the banner from the top of the page, and where it ends."""
    room = right - _LEFT - _SIGN - _PAD
    sentence = fit(banner.sentence, room, _SENTENCE, Face.SEMIBOLD)
    reason = fit(banner.reason, room, _REASON)
    height = max(_height(sentence) + _height(reason) + 6, 34) + 2 * _PAD
    rect = Rect(_LEFT, _TOP, right - _LEFT, height)
    x, y = rect.x + _SIGN, rect.y + _PAD
    below = y + _height(sentence) + 6
    shapes: tuple[Shape, ...] = (
        Panel(rect, Ink(ALARM, ALERT, 2), 8),
        *_cross(rect),
        Words((x, y + _SENTENCE * _BASE), sentence, INK, leading=_LEADING),
        Words((x, below + _REASON * _BASE), reason, INK, leading=_LEADING),
    )
    return shapes, rect.bottom


def story_shapes(
    story: Sequence[str], x: float, top: float, room: float
) -> tuple[tuple[Shape, ...], float]:
    """Return the lines of the story, and where they end."""
    shapes: list[Shape] = []
    for said in story:
        lines = fit(said, room, _STORY)
        shapes.append(Words((x, top + _STORY * _BASE), lines, INK, leading=_LEADING))
        top += _height(lines) + 4
    return (Group("story", tuple(shapes)),), top


def _height(lines: Lines) -> float:
    return len(lines.lines) * lines.size * _LEADING


def _cross(rect: Rect) -> Iterator[Shape]:
    x, y = rect.x + _SIGN / 2, rect.middle[1]
    yield Disc((x, y), 19, Ink(ALERT))
    for up in (-7, 7):
        points = (x - 7, y - up), (x + 7, y + up)
        yield Line(points, Ink("none", PAPER, 4))

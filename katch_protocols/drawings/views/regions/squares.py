"""The squares of the map of regions: a colour, a gap here, a gap everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Ink, Line, Panel, Shape
from katch_protocols.drawings.theme import ALERT, BAND, MUTED, PAPER

__all__ = ["Square", "everywhere", "gap", "ground", "hatched"]


@dataclass(frozen=True)
class Square:
    """The sample of a colour."""

    colour: str

    def __call__(self, rect: Rect, _: str) -> Iterator[Shape]:
        """Yield the square."""
        yield Panel(Rect(rect.x, rect.y, 20, 20), Ink(self.colour), 4)


def ground(colours: Sequence[str], rect: Rect) -> Iterator[Shape]:
    """Yield a square in the colours of those who answer, side by side."""
    if not colours:
        yield Panel(rect, Ink(BAND, MUTED, 1), 5)
        return
    wide = rect.width / len(colours)
    for at, colour in enumerate(colours):
        part = Rect(rect.x + at * wide, rect.y, wide, rect.height)
        yield Panel(part, Ink(colour), 5 if len(colours) == 1 else 0)


def gap(rect: Rect, _: str) -> Iterator[Shape]:
    """Yield the sample of a gap that a region has alone."""
    yield from hatched(Rect(rect.x, rect.y, 20, 20))


def everywhere(rect: Rect, _: str) -> Iterator[Shape]:
    """Yield the sample of a gap that every region has."""
    yield Panel(Rect(rect.x, rect.y, 20, 20), Ink(PAPER, ALERT, 2.2), 5)


def hatched(rect: Rect) -> Iterator[Shape]:
    """Yield a square with a red frame and slanted lines."""
    yield Panel(rect, Ink(PAPER, ALERT, 1.8))
    ink, step = Ink("none", ALERT, 1.4), rect.width / 4
    for at in range(1, 8):
        reach = at * step
        low, high = max(reach - rect.width, 0), min(reach, rect.width)
        start = rect.x + low, rect.y + (reach - low)
        end = rect.x + high, rect.y + (reach - high)
        yield Line((start, end), ink)

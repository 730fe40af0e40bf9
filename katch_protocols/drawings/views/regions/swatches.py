"""The look of each body on the map: its colour, and a pattern where others share it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Rect
from katch_protocols.drawings.scene import Ink, Panel, Shape
from katch_protocols.drawings.theme import BAND, MUTED, PAPER
from katch_protocols.model.noun import Id

__all__ = ["Swatch", "ground", "swatches"]

_PATTERNS = ((), (6.0,), (0.0, 6.0), (6.0, 6.0), (12.0,), (0.0, 12.0), (12.0, 12.0))
"""How far apart the white bars lie, and the upright ones; the first has none."""
_BAR = 2.0


class Swatch(Struct, frozen=True):
    """A colour, and which pattern lies on it."""

    colour: str
    pattern: int = 0

    def drawn(self, rect: Rect, radius: float = 0) -> Iterator[Shape]:
        """Yield it in a rectangle."""
        yield Panel(rect, Ink(self.colour), radius)
        across, upright = (*_PATTERNS[self.pattern], 0.0, 0.0)[:2]
        for y in _every(across, rect.y, rect.bottom):
            yield Panel(Rect(rect.x, y, rect.width, _BAR), Ink(PAPER))
        for x in _every(upright, rect.x, rect.right):
            yield Panel(Rect(x, rect.y, _BAR, rect.height), Ink(PAPER))


def _every(step: float, start: float, end: float) -> Iterator[float]:
    at = start + step / 2
    while step and at + _BAR <= end:
        yield at
        at += step


def swatches(bodies: Iterable[Id], colours: Mapping[Id, str]) -> Mapping[Id, Swatch]:
    """Return the look of each body: no two alike while the patterns last."""
    found: dict[Id, Swatch] = {}
    for body in bodies:
        colour = colours.get(body, MUTED)
        alike = sum(each.colour == colour for each in found.values())
        found[body] = Swatch(colour, alike % len(_PATTERNS))
    return found


def ground(looks: Sequence[Swatch], rect: Rect) -> Iterator[Shape]:
    """Yield a square in the looks of those who answer, side by side."""
    if not looks:
        yield Panel(rect, Ink(BAND, MUTED, 1), 5)
        return
    wide = rect.width / len(looks)
    for at, look in enumerate(looks):
        part = Rect(rect.x + at * wide, rect.y, wide, rect.height)
        yield from look.drawn(part, 5 if len(looks) == 1 else 0)

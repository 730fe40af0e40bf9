"""Lines that run on top of one another, found in the finished picture."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from katch_protocols.drawings.layout.coordinates import Drawn
from katch_protocols.drawings.layout.tracks import Key

__all__ = ["clashes"]

_CLOSE, _SHORT = 3.0, 2.0


def clashes(picture: Drawn) -> list[tuple[Key, Key]]:
    """Return the pairs of segments that run on top of one another."""
    lines: dict[bool, list[tuple[float, float, float, Key]]] = {True: [], False: []}
    for edge, points in picture.lines.items():
        for number, (one, other) in enumerate(pairwise(points)):
            level = one[1] == other[1]
            along, across = (0, 1) if level else (1, 0)
            low, high = sorted((one[along], other[along]))
            lines[level].append((one[across], low, high, (edge, number)))
    return [pair for level in (True, False) for pair in _near(sorted(lines[level]))]


def _near(
    lines: Sequence[tuple[float, float, float, Key]],
) -> Iterator[tuple[Key, Key]]:
    for place, (at, low, high, key) in enumerate(lines):
        for there, low_too, high_too, other in lines[place + 1 :]:
            if there - at >= _CLOSE:
                break
            if other[0] != key[0] and min(high, high_too) - max(low, low_too) > _SHORT:
                yield key, other

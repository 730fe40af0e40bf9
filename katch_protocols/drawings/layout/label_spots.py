"""Where the text of an arrow may stand: on its line, or beside it.

Candidates lie along every straight stretch, each with what it alone costs.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from katch_protocols.drawings.layout.graph import Box, Edge, Point, Rect

__all__ = ["KnownSpots", "LabelSpot", "LabelSpots", "PlacedLabel", "label_at"]

_STOPS, _STRIDE = 7, 22.0
_SHOWN = 44.0


class PlacedLabel(Struct, frozen=True):
    """A label's place; ``option`` is the way its lines break.

    ``on_line`` labels interrupt stretch ``part`` of their arrow.
    """

    rect: Rect
    option: int
    part: int
    on_line: bool


LabelSpot = tuple[int, float, float, float, float, int, int, bool]
"""A place that a label may have: what it costs by itself, x, y, width, height, option,
part, on line, as of a placed label.

There are hundreds of thousands in a large drawing, so they are tuples without a name.
"""


def label_at(spot: LabelSpot) -> PlacedLabel:
    """Return the label in a place."""
    _, x, y, width, height, option, part, on_line = spot
    return PlacedLabel(Rect(x, y, width, height), option, part, on_line)


class LabelSpots(Struct, frozen=True):
    """Every place of one label, the cheapest first; ``rows`` holds the same numbers."""

    spots: Sequence[LabelSpot]
    rows: npt.NDArray[np.float64]


class _Stretch(NamedTuple):
    """One straight piece of an arrow: its start, its way, and how far along it is."""

    part: int
    start: Point
    across: float
    down: float
    length: float
    before: float


class KnownSpots:
    """The places of labels, each found once while a picture is made wider."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[tuple[tuple[Box, ...], tuple[Point, ...]], LabelSpots] = {}

    def of(self, edge: Edge, points: tuple[Point, ...]) -> LabelSpots:
        """Return the places for an arrow that runs along some points."""
        key = edge.labels, points
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _spots(edge, points)
        return found


def _spots(edge: Edge, points: tuple[Point, ...]) -> LabelSpots:
    spots = sorted(_bare(edge, points), key=_ORDER)
    return LabelSpots(spots, np.array(spots, np.float64))


_ORDER = itemgetter(0, 1, 2)
"""The cheapest first, then from the left and from above."""


def _bare(edge: Edge, points: Sequence[Point]) -> list[LabelSpot]:
    """Return every place with what it alone costs."""
    boxes = [
        (option, box.width, box.height)
        for option, box in enumerate(edge.labels)
        if box not in edge.labels[:option]
    ]
    found: list[LabelSpot] = []
    before = 0.0
    for part, (one, other) in enumerate(pairwise(points)):
        across, down = other[0] - one[0], other[1] - one[1]
        length = abs(across) + abs(down)
        stretch = _Stretch(part, one, _sign(across), _sign(down), length, before)
        for box in boxes:
            found += (_above if down == 0 else _beside)(stretch, *box)
        before += length
    return found


def _sign(length: float) -> float:
    return float((length > 0) - (length < 0))


@lru_cache(maxsize=4096)
def _stops(length: float, need: float, least: float) -> tuple[float, ...]:
    """Return the distances along a stretch at which a label's middle may stand.

    In the middle of a short one it may stick out a little, if that has ``least``.
    """
    room = length - need - 6
    if room < 0:
        return (length / 2,) if length >= least else ()
    count = max(1, min(_STOPS, int(room // _STRIDE) + 1))
    shares = [stop / (count - 1) for stop in range(count)] if count > 1 else [0.5]
    return tuple(round(need / 2 + 3 + room * share, 1) for share in shares)


def _above(
    stretch: _Stretch, option: int, wide: float, high: float
) -> Iterator[LabelSpot]:
    """Yield the places on a level stretch, above it and below it."""
    part, (start, y), way, _, length, before = stretch
    own = 30 * option + 20 * (part > 0)
    # A text on a short line would hide it.
    hides = 0 if length > wide + _SHOWN else 60
    on, over, under = (
        round(each, 1) for each in (y - high / 2, y - high - 3.5, y + 3.5)
    )
    for along in _stops(length, wide, inf):
        cost = int(1.2 * (before + along)) + own
        x = round(start + way * along - wide / 2, 1)
        yield cost + hides, x, on, wide, high, option, part, True
        yield cost + 40, x, over, wide, high, option, part, False
        yield cost + 40, x, under, wide, high, option, part, False


def _beside(
    stretch: _Stretch, option: int, wide: float, high: float
) -> Iterator[LabelSpot]:
    """Yield the places on an upright stretch, right of it and left of it."""
    part, (x, start), _, way, length, before = stretch
    own = 30 * option + 20 * (part > 0)
    hides = 140 if length > high + _SHOWN else 400
    on, right, left = (round(each, 1) for each in (x - wide / 2, x + 4, x - wide - 4))
    for along in _stops(length, high, 0.8 * high):
        cost = int(1.2 * (before + along)) + own
        y = round(start + way * along - high / 2, 1)
        yield cost + hides, on, y, wide, high, option, part, True
        yield cost + 20, right, y, wide, high, option, part, False
        yield cost + 20, left, y, wide, high, option, part, False

"""Where the text of an arrow may stand: on its line, or beside it.

Candidates lie along every straight stretch, each with what it alone costs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from katch_protocols.drawings.layout.graph import Box, Edge, Point, Rect
from katch_protocols.drawings.layout.obstacles import Edges

__all__ = ["KnownSpots", "LabelSpot", "LabelSpots", "PlacedLabel"]

_STOPS, _STRIDE = 7, 22.0
_SHOWN = 44.0


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label's place; ``option`` is the way its lines break.

    ``on_line`` labels interrupt stretch ``part`` of their arrow.
    """

    rect: Rect
    option: int
    part: int
    on_line: bool


class LabelSpot(NamedTuple):
    """A place that a label may have, and what it costs by itself.

    There are hundreds of thousands in a large drawing: a tuple is made much quicker.
    """

    cost: int
    x: float
    y: float
    width: float
    height: float
    option: int
    part: int
    on_line: bool

    @property
    def label(self) -> PlacedLabel:
        """The label in this place."""
        rect = Rect(self.x, self.y, self.width, self.height)
        return PlacedLabel(rect, self.option, self.part, self.on_line)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One straight piece of an arrow: where it starts, its way, how far along it is."""

    part: int
    start: Point
    way: Point
    length: float
    before: float


@dataclass(frozen=True)
class LabelSpots:
    """Every place of one label, the cheapest first.

    ``costs`` says what each costs by itself, ``edges`` its left, upper, right and lower
    edge, and ``parts`` the stretch that it interrupts, -1 beside the line.
    """

    spots: Sequence[LabelSpot]
    costs: npt.NDArray[np.int64]
    edges: npt.NDArray[np.float64]
    parts: npt.NDArray[np.int64]
    around: Edges
    """The edges of what holds them all."""


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
    spots = sorted(_bare(edge, points), key=itemgetter(0, 1, 2))
    edges = [(x, y, x + wide, y + high) for _, x, y, wide, high, *_ in spots]
    left, top, right, bottom = zip(*edges, strict=True) if edges else [(0.0,)] * 4
    return LabelSpots(
        spots,
        np.array([spot.cost for spot in spots], np.int64),
        np.array(edges).reshape(-1, 4),
        np.array([spot.part if spot.on_line else -1 for spot in spots], np.int64),
        (min(left), min(top), max(right), max(bottom)),
    )


def _bare(edge: Edge, points: Sequence[Point]) -> Iterator[LabelSpot]:
    """Yield every place with what it alone costs."""
    for stretch in _stretches(points):
        for option, box in enumerate(edge.labels):
            if box in edge.labels[:option]:
                continue
            for along in _stops(stretch, box):
                yield from _beside(stretch, option, box, along)


def _stretches(points: Sequence[Point]) -> Iterator[_Stretch]:
    before = 0.0
    for part, (one, other) in enumerate(pairwise(points)):
        across, down = other[0] - one[0], other[1] - one[1]
        length = abs(across) + abs(down)
        way = (float((across > 0) - (across < 0)), float((down > 0) - (down < 0)))
        yield _Stretch(part, one, way, length, before)
        before += length


def _stops(stretch: _Stretch, box: Box) -> Iterator[float]:
    """Yield the distances along a stretch at which a label's middle may stand."""
    is_level = stretch.way[1] == 0
    need = box.width if is_level else box.height
    room = stretch.length - need - 6
    if room < 0:
        # Beside a short drop a label may stick out a little.
        if not is_level and stretch.length >= 0.8 * need:
            yield stretch.length / 2
        return
    count = max(1, min(_STOPS, int(room // _STRIDE) + 1))
    for stop in range(count):
        share = stop / (count - 1) if count > 1 else 0.5
        yield round(need / 2 + 3 + room * share, 1)


def _beside(
    stretch: _Stretch, option: int, box: Box, along: float
) -> Iterator[LabelSpot]:
    wide, high, part = box.width, box.height, stretch.part
    x = stretch.start[0] + stretch.way[0] * along
    y = stretch.start[1] + stretch.way[1] * along
    cost = int(1.2 * (stretch.before + along)) + 30 * option + 20 * (part > 0)
    left, top = x - wide / 2, y - high / 2
    if stretch.way[1] == 0:
        # A text on a short line would hide it.
        hides = 0 if stretch.length > wide + _SHOWN else 60
        spots = (
            (hides, True, left, top),
            (40, False, left, y - high - 3.5),
            (40, False, left, y + 3.5),
        )
    else:
        hides = 140 if stretch.length > high + _SHOWN else 400
        spots = (
            (hides, True, left, top),
            (20, False, x + 4, top),
            (20, False, x - wide - 4, top),
        )
    for extra, on_line, at, down in spots:
        place = round(at, 1), round(down, 1)
        yield LabelSpot(cost + extra, *place, wide, high, option, part, on_line)

"""Where hulls run, and where their titles stand: on the upper edge, clear of arrows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from katch_protocols.drawings.layout.coordinates import Drawn, Sketch, drawn
from katch_protocols.drawings.layout.graph import Box, Point, Rect
from katch_protocols.drawings.layout.rings import FLOOR, Ring, tops

__all__ = ["Tab", "hulls", "tabbed", "tabs"]

_SIDE = 4.0
"""How far a hull reaches into the gutters, more for each hull inside it."""
_INSET, _CLEAR = 10.0, 6.0
_Cost = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Tab:
    """The place of a hull's title; ``option`` is the way its lines break."""

    rect: Rect
    option: int


def tabbed(sketch: Sketch) -> Sketch:
    """Choose how each title breaks; a hull too narrow for its title is given up."""
    tallest = tuple(
        replace(ring, option=_tallest(ring.cluster.tabs)) for ring in sketch.rings
    )
    sketch = replace(sketch, rings=tallest)
    picture = drawn(sketch)
    around = hulls(sketch, picture)
    chosen = []
    for ring in sketch.rings:
        spots = list(_spots(ring, around[ring.cluster.id], picture))
        if spots:
            (_, option, _), _ = min(spots, key=lambda spot: spot[0])
            chosen.append(replace(ring, option=option))
    return replace(sketch, rings=tuple(chosen))


def _tallest(boxes: Sequence[Box]) -> int:
    return max(range(len(boxes)), key=lambda option: boxes[option].height)


def hulls(sketch: Sketch, picture: Drawn) -> Mapping[str, Rect]:
    """Return the outline of each hull, outer ones first."""
    above = tops(sketch.rings)
    return {
        ring.cluster.id: _outline(ring, above[ring.cluster.id], picture)
        for ring in reversed(sketch.rings)
    }


def _outline(ring: Ring, above: float, picture: Drawn) -> Rect:
    side = _SIDE * ring.level
    left = picture.across[2 * ring.first.column + 1][0] - side
    right = picture.across[2 * ring.last.column + 1][1] + side
    top = picture.down[2 * ring.first.rank + 1][0] - above
    bottom = picture.down[2 * ring.last.rank + 1][1] + FLOOR * ring.level
    return Rect(left, top, right - left, bottom - top)


def tabs(sketch: Sketch, picture: Drawn) -> Mapping[str, Tab]:
    """Return the place of each title, on the upper edge of its hull."""
    found = {}
    for name, rect in hulls(sketch, picture).items():
        ring = next(ring for ring in sketch.rings if ring.cluster.id == name)
        spots = [
            spot for spot in _spots(ring, rect, picture) if spot[0][1] == ring.option
        ]
        _, place = min(spots, key=lambda spot: spot[0])
        found[name] = Tab(place, ring.option)
    return found


def _spots(ring: Ring, hull: Rect, picture: Drawn) -> Iterator[tuple[_Cost, Rect]]:
    """Yield the places of a title and their cost: arrows covered, way, distance."""
    for option, box in enumerate(ring.cluster.tabs):
        last = hull.right - _INSET - box.width
        row = Rect(hull.x, hull.y - box.height, hull.width, box.height)
        lines = list(_drops(picture.lines, row))
        beside = (x + _CLEAR for x in lines)
        for left in (hull.x + _INSET, *sorted(beside), last):
            if hull.x + _INSET <= left <= last:
                rect = Rect(round(left, 1), row.y, box.width, box.height)
                room = rect.grown(_CLEAR - 1)
                hits = sum(room.x < x < room.right for x in lines)
                yield (hits, option, left), rect


def _drops(lines: Mapping[str, tuple[Point, ...]], row: Rect) -> Iterator[float]:
    """Yield where upright lines run through a row."""
    for points in lines.values():
        for one, other in pairwise(points):
            low, high = sorted((one[1], other[1]))
            if one[0] == other[0] and low < row.bottom and row.y < high:
                yield one[0]

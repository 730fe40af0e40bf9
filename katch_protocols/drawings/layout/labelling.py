"""Where the texts of arrows and the titles of frames stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.drawings.layout.coordinates import Channel, Drawn, Sketch
from katch_protocols.drawings.layout.graph import Box, Edge, Graph, Point, Rect
from katch_protocols.drawings.layout.label_spots import KnownSpots, PlacedLabel
from katch_protocols.drawings.layout.labels import has_room, placed_labels
from katch_protocols.drawings.layout.obstacles import (
    Obstacles,
    badges,
    borders,
    collected,
    letter_rooms,
)
from katch_protocols.drawings.layout.shaping import FLOOR, Ring, tops
from katch_protocols.drawings.layout.widening import (
    demands,
    lane_bands,
    phase_bands,
    remedies,
)

__all__ = ["Tab", "hulls", "labelled", "page_of", "tabbed", "tabs"]


_SIDE = 4.0
"""How far a hull reaches into the gutters, more for each hull inside it."""
_INSET, _CLEAR = 10.0, 6.0
_Cost = tuple[int, int, float]


class Tab(Struct, frozen=True):
    """The place of a hull's title; ``option`` is the way its lines break."""

    rect: Rect
    option: int


def tabbed(sketch: Sketch) -> Sketch:
    """Choose how each title breaks; a hull too narrow for its title is given up."""
    tallest = tuple(
        replace(ring, option=_tallest(ring.cluster.tabs)) for ring in sketch.rings
    )
    sketch = replace(sketch, rings=tallest)
    picture = sketch.picture
    around = hulls(sketch, picture)
    chosen = []
    for ring in sketch.rings:
        options = range(len(ring.cluster.tabs))
        spots = list(_spots(ring, around[ring.cluster.id], picture, options))
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
    rings = {ring.cluster.id: ring for ring in sketch.rings}
    for name, rect in hulls(sketch, picture).items():
        option = rings[name].option
        spots = _spots(rings[name], rect, picture, (option,))
        _, place = min(spots, key=lambda spot: spot[0])
        found[name] = Tab(place, option)
    return found


def _spots(
    ring: Ring, hull: Rect, picture: Drawn, options: Iterable[int]
) -> Iterator[tuple[_Cost, Rect]]:
    """Yield the places of a title and their cost: arrows covered, way, distance.

    ``options`` are the ways its lines may break.
    """
    for option in options:
        box = ring.cluster.tabs[option]
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


_ROUNDS = 6
_CHIP = Box(20, 20)


class _Trial(Struct, frozen=True, dict=True):
    """One attempt: the room given so far, and what comes of it."""

    sketch: Sketch
    small: frozenset[str] = frozenset()
    known: KnownSpots = field(default_factory=KnownSpots)

    @property
    def picture(self) -> Drawn:
        return self.sketch.picture

    @cached_property
    def obstacles(self) -> Obstacles:
        picture = self.picture
        pills = badges(self.sketch.graph, picture.nodes, picture.lines)
        titles = (tab.rect for tab in tabs(self.sketch, picture).values())
        around = hulls(self.sketch, picture)
        letters = letter_rooms(self.sketch.graph, picture.nodes, around)
        phases = [band.end for band in phase_bands(self.sketch, picture)][:-1]
        lanes = [band.end for band in lane_bands(self.sketch, picture)][:-1]
        return collected(
            picture,
            (*pills.values(), *titles, *letters),
            around.values(),
            borders(page_of(picture), lanes, phases),
        )

    @cached_property
    def placed(self) -> tuple[Mapping[str, PlacedLabel], tuple[str, ...]]:
        """The labels, and the edges whose label fails."""
        graph = _chipped(self.sketch.graph, self.small)
        page = page_of(self.picture)
        return placed_labels(self.picture, graph, self.obstacles, page, self.known)

    @property
    def failed(self) -> tuple[str, ...]:
        return self.placed[1]

    def helps(self, edge: Edge) -> bool:
        """Whether one label has a free place at all; much quicker than placing all."""
        page = page_of(self.picture)
        return has_room(edge, self.picture, self.obstacles, page, self.known)

    def wider(self, channel: Channel, by: float) -> "_Trial":
        """Try again with more room in one channel."""
        extra = dict(self.sketch.extra)
        extra[channel] = extra.get(channel, 0.0) + by
        return replace(self, sketch=self.sketch.widened(extra))

    def smaller(self, edge: str) -> "_Trial":
        """Try again with a chip in place of one label; what is in the way stays."""
        trial = replace(self, small=self.small | {edge})
        trial.__dict__["obstacles"] = self.obstacles
        return trial


def labelled(
    sketch: Sketch,
) -> tuple[Drawn, Mapping[str, PlacedLabel], tuple[str, ...]]:
    """Place the labels of a sketch, with as much room as they need.

    Returns:
        The picture, the labels by edge, and the edges that bear a chip instead.
    """
    trial = _Trial(sketch.widened(demands(sketch)))
    for _ in range(_ROUNDS):
        waiting = [name for name in trial.failed if name not in trial.small]
        if not waiting:
            break
        for name in waiting:
            if name in trial.failed:
                trial = _cured(trial, name) or trial.smaller(name)
    for name in trial.failed:
        if name not in trial.small:
            trial = trial.smaller(name)
    chips = tuple(e.id for e in sketch.graph.edges if e.id in trial.small)
    return trial.picture, trial.placed[0], chips


def _cured(trial: _Trial, name: str) -> _Trial | None:
    """Return the cheapest wider picture in which fewer labels fail."""
    edge = trial.sketch.graph.edge[name]
    for channel, need in remedies(trial.sketch, edge):
        wider = trial.wider(channel, need)
        if not wider.helps(edge):
            continue
        if len(wider.failed) < len(trial.failed) and name not in wider.failed:
            return wider
    return None


def _chipped(graph: Graph, small: frozenset[str]) -> Graph:
    if not small:
        return graph
    edges = tuple(
        replace(edge, labels=(_CHIP,)) if edge.id in small else edge
        for edge in graph.edges
    )
    return replace(graph, edges=edges)


def page_of(picture: Drawn) -> Rect:
    """Return the rectangle of all lanes and phases."""
    left, top = picture.across[0][0], picture.down[0][0]
    return Rect(left, top, picture.width - left, picture.height - top)

"""Pixels, last of all: channels grow to hold their tracks, and nothing is squeezed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from math import ceil, sqrt

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.drawings.layout.graph import (
    Box,
    Graph,
    LayoutNode,
    NodeShape,
    Options,
    Point,
    Rect,
)
from katch_protocols.drawings.layout.ranks import Placing
from katch_protocols.drawings.layout.routes import GridPath
from katch_protocols.drawings.layout.shaping import Ring, floors, roofs
from katch_protocols.drawings.layout.tracks import Key, Segment, TrackSlot

__all__ = ["BAR", "SLANT", "Channel", "Drawn", "Sketch"]

BAR = 8.0
"""The thickness of a fork or join bar."""
SLANT = 20.0
"""How far the points of a hexagon reach out."""

Channel = tuple[bool, int]
"""A grid line: whether it is level, and its number."""

_SIDE_MARGIN, _TOP_MARGIN, _ROW_MARGIN = 16.0, 14.0, 11.0


class Sketch(Struct, frozen=True, dict=True):
    """A layout before its pixels: cells, routes, slots, and room asked for by labels.

    ``extra`` widens single channels, in pixels; ``rings`` are the hulls.
    """

    graph: Graph
    placing: Placing
    options: Options
    paths: Mapping[str, GridPath]
    segments: Mapping[str, tuple[Segment, ...]]
    slots: Mapping[Key, TrackSlot]
    extra: Mapping[Channel, float] = field(default_factory=dict)
    rings: tuple[Ring, ...] = ()

    def widened(self, extra: Mapping[Channel, float]) -> "Sketch":
        """Return the same sketch with other room in its channels."""
        sketch = replace(self, extra=extra)
        sketch.__dict__["least"] = self.least
        return sketch

    @cached_property
    def least(self) -> "LeastRoom":
        """What has to find room, however wide single channels are."""
        return _least(self)

    @cached_property
    def picture(self) -> "Drawn":
        """The sketch in pixels: who places texts asks for it again and again."""
        return _Plotter(self).run()


class LeastRoom(Struct, frozen=True):
    """How many tracks run in each channel, and how large each node has to be.

    ``offsets`` are how far each segment runs from the middle of its channel's tracks;
    ``eaves`` are those of ``Drawn``.
    """

    tracks: Mapping[Channel, int]
    offsets: Mapping[Key, float]
    sizes: Mapping[str, Box]
    widest: float
    eaves: Mapping[int, tuple[float, float]]


class Drawn(Struct, frozen=True):
    """Every node and arrow in pixels; ``across`` and ``down`` are the channels' edges.

    Each channel is (start, end); odd positions are lanes or rows of nodes. ``eaves`` is
    what hulls take of a corridor, at its end and at its start.
    """

    nodes: Mapping[str, Rect]
    lines: Mapping[str, tuple[Point, ...]]
    across: tuple[tuple[float, float], ...]
    down: tuple[tuple[float, float], ...]
    eaves: Mapping[int, tuple[float, float]]

    def border(self, corridor: int) -> float:
        """Return the middle of a corridor, what its hulls take aside."""
        roof, floor = self.eaves.get(corridor, (0.0, 0.0))
        return (sum(self.down[corridor]) + floor - roof) / 2

    @property
    def width(self) -> float:
        """The right edge of the last gutter."""
        return self.across[-1][1]

    @property
    def height(self) -> float:
        """The lower edge of the last corridor."""
        return self.down[-1][1]


def _least(sketch: Sketch) -> LeastRoom:
    sizes = dict(_sizes(sketch))
    widest = max((box.width for box in sizes.values()), default=0)
    tracks, offsets = dict[Channel, int](), dict[Key, float]()
    for segment in chain.from_iterable(sketch.segments.values()):
        channel = segment.is_level, segment.line
        own = sketch.slots[segment.key].tracks
        tracks[channel] = max(tracks.get(channel, 1), own)
        offsets[segment.key] = _offset(segment, sketch, widest)
    return LeastRoom(tracks, offsets, sizes, widest, _eaves(sketch.rings))


def _offset(part: Segment, sketch: Sketch, widest: float) -> float:
    slot, track = sketch.slots[part.key], sketch.options.track
    if not part.is_level and part.line % 2 and slot.tracks > 1:
        track = min(track, (widest - 2 * _TOP_MARGIN) / (slot.tracks - 1))
    return round(slot.offset * track, 1)


def _sizes(sketch: Sketch) -> Iterator[tuple[str, Box]]:
    """Yield the size of each node, tall enough for the arrows at its sides."""
    needed: dict[str, int] = {}
    for edge in sketch.graph.edges:
        parts = sketch.segments[edge.id]
        for name, part in ((edge.source, parts[0]), (edge.target, parts[-1])):
            if part.is_level:
                tracks = sketch.slots[part.key].tracks
                needed[name] = max(needed.get(name, 1), tracks)
    for node in sketch.graph.nodes:
        least = (needed.get(node.id, 1) - 1) * sketch.options.track + _SIDE_MARGIN
        height = BAR if node.shape is NodeShape.BAR else max(node.size.height, least)
        yield node.id, Box(node.size.width, _even(height))


class _Plotter:
    def __init__(self, sketch: Sketch) -> None:
        self.sketch, self.options, self.least = sketch, sketch.options, sketch.least

    def run(self) -> Drawn:
        across = tuple(_laid(self._widths(), self.options.left))
        down = tuple(_laid(self._stretched(list(self._heights())), self.options.top))
        nodes = {
            node.id: self._rect(node, across, down) for node in self.sketch.graph.nodes
        }
        lines = {
            edge.id: self._line(edge.id, nodes, across, down)
            for edge in self.sketch.graph.edges
        }
        return Drawn(nodes, lines, across, down, self.least.eaves)

    def _room(self, channel: Channel, margin: float) -> float:
        """Return how wide a channel must be for its tracks; 0 where none runs."""
        tracks = self.least.tracks.get(channel, 0)
        return (tracks - 1) * self.options.track + 2 * margin if tracks else 0.0

    def _widths(self) -> Iterator[float]:
        options, placing = self.options, self.sketch.placing
        count = 2 * len(placing.lanes) + 1
        for u in range(count):
            extra = self.sketch.extra.get((False, u), 0)
            if u % 2:
                yield _even(self.least.widest + options.lane_margin + extra)
                continue
            is_outer = u in {0, count - 1}
            least = options.gutter_margin if is_outer else options.gutter
            room = self._room((False, u), options.gutter_margin)
            yield _even(max(least, room) + extra)

    def _heights(self) -> Iterator[float]:
        options = self.options
        rows = self._rows()
        count = 2 * self.sketch.placing.ranks + 1
        for v in range(count):
            extra = self.sketch.extra.get((True, v), 0)
            if v % 2:
                tallest = rows.get(v // 2, 20.0)
                margin = 2 if tallest <= BAR else options.row_margin
                room = self._room((True, v), _ROW_MARGIN)
                yield _even(max(tallest + 2 * margin, room) + extra)
                continue
            is_outer = v in {0, count - 1}
            least = options.corridor_margin if is_outer else options.corridor
            room = self._room((True, v), options.corridor_margin)
            yield _even(max(least, room) + sum(self.least.eaves.get(v, ())) + extra)

    def _stretched(self, heights: list[float]) -> Iterator[float]:
        """Yield the heights, with more in the last row of a phase that is too low."""
        graph, cells = self.sketch.graph, self.sketch.placing.cells
        for phase, least in graph.least.items():
            ranks = [cells[n.id].rank for n in graph.nodes if n.phase == phase]
            if ranks:
                first, last = 2 * min(ranks) + 1, 2 * max(ranks) + 1
                short = least - sum(heights[first : last + 1])
                heights[last] += _even(max(short, 0.0))
        yield from heights

    def _rows(self) -> dict[int, float]:
        rows: dict[int, float] = {}
        for name, box in self.least.sizes.items():
            rank = self.sketch.placing.cells[name].rank
            rows[rank] = max(rows.get(rank, 0), box.height)
        return rows

    def _rect(
        self,
        node: LayoutNode,
        across: Sequence[tuple[float, float]],
        down: Sequence[tuple[float, float]],
    ) -> Rect:
        placing = self.sketch.placing
        size = self.least.sizes[node.id]
        middle = _middle(down[2 * placing.cells[node.id].rank + 1])
        first, last = placing.columns(node.id)
        left = _middle(across[2 * first + 1]) - size.width / 2
        right = _middle(across[2 * last + 1]) + size.width / 2
        return Rect(left, middle - size.height / 2, right - left, size.height)

    def _line(
        self,
        edge: str,
        nodes: Mapping[str, Rect],
        across: Sequence[tuple[float, float]],
        down: Sequence[tuple[float, float]],
    ) -> tuple[Point, ...]:
        parts = self.sketch.segments[edge]
        at = [
            (self._level(down, part) if part.is_level else _middle(across[part.line]))
            + self.least.offsets[part.key]
            for part in parts
        ]
        ends = self.sketch.graph.edge[edge]
        path = self.sketch.paths[edge]
        inner = [
            (there, here) if part.is_level else (here, there)
            for part, (here, there) in zip(parts[:-1], pairwise(at), strict=True)
        ]
        start = self._border(ends.source, nodes, at[0], (path[0], path[1]))
        end = self._border(ends.target, nodes, at[-1], (path[-1], path[-2]))
        return (start, *inner, end)

    def _level(self, down: Sequence[tuple[float, float]], part: Segment) -> float:
        """Return the middle of a level line's tracks.

        In a corridor they run low: the room above is for what stands near its source.
        """
        start, end = down[part.line]
        if part.line % 2:
            return (start + end) / 2
        roof, floor = self.least.eaves.get(part.line, (0.0, 0.0))
        start, end = start + floor, end - roof
        tracks = self.least.tracks[True, part.line]
        low = self.options.corridor_margin + (tracks - 1) * self.options.track / 2
        return end - min(low, (end - start) / 2)

    def _border(
        self,
        name: str,
        nodes: Mapping[str, Rect],
        at: float,
        way: tuple[tuple[int, int], tuple[int, int]],
    ) -> Point:
        """Return where a line at coordinate ``at`` meets a node's outline."""
        rect, shape = nodes[name], self.sketch.graph.node[name].shape
        (u, v), (beyond, under) = way
        if v == under:
            inset = _side_inset(shape, rect, at)
            return (rect.right - inset if beyond > u else rect.x + inset), at
        inset = _top_inset(shape, rect, at)
        return at, (rect.bottom - inset if under > v else rect.y + inset)


def _eaves(rings: Sequence[Ring]) -> dict[int, tuple[float, float]]:
    """Return what hulls take of each corridor: above a row, and below one."""
    above, below = roofs(rings), floors(rings)
    found: dict[int, tuple[float, float]] = {}
    for rank in sorted({*above, *(rank + 1 for rank in below)}):
        found[2 * rank] = above.get(rank, 0.0), below.get(rank - 1, 0.0)
    return found


def _side_inset(shape: NodeShape, rect: Rect, y: float) -> float:
    """Return how far inside its rectangle a shape's side lies at height ``y``."""
    off, half = abs(y - rect.middle[1]), rect.height / 2
    if shape is NodeShape.HEXAGON:
        return round(SLANT * off / half, 1)
    if shape is NodeShape.PILL:
        return round(half - sqrt(max(half * half - off * off, 0)), 1)
    return 0.0


def _top_inset(shape: NodeShape, rect: Rect, x: float) -> float:
    """Return how far inside its rectangle a shape's top lies at ``x``."""
    half = rect.height / 2
    reach = {NodeShape.HEXAGON: SLANT, NodeShape.PILL: half}.get(shape, 0.0)
    off = abs(x - rect.middle[0]) - (rect.width / 2 - reach)
    if off <= 0:
        return 0.0
    if shape is NodeShape.HEXAGON:
        return round(half * off / SLANT, 1)
    return round(half - sqrt(max(half * half - off * off, 0)), 1)


def _laid(sizes: Iterator[float], start: float) -> Iterator[tuple[float, float]]:
    for size in sizes:
        yield start, start + size
        start += size


def _middle(channel: tuple[float, float]) -> float:
    return (channel[0] + channel[1]) / 2


def _even(length: float) -> float:
    """Round up to an even number, so that every middle is a whole pixel."""
    return 2.0 * ceil(length / 2 - 1e-6)

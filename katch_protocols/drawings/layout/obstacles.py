"""What a text must not cover, and where small marks beside steps stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from katch_protocols.drawings.layout.coordinates import Drawn
from katch_protocols.drawings.layout.graph import Box, Graph, NodeShape, Point, Rect
from katch_protocols.drawings.layout.tracks import Key

__all__ = [
    "LETTER",
    "LINE",
    "NODE",
    "STEP",
    "Edges",
    "Obstacle",
    "Obstacles",
    "badges",
    "borders",
    "clashes",
    "collected",
    "letter_rooms",
]


Edges = tuple[float, float, float, float]
"""The left, upper, right and lower edge of a rectangle."""

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


NODE, LINE, _HEAD = 10_000, 2_000, 800
"""What covering a node, a foreign line or an arrowhead costs, in tenths of a pixel."""

_SIDE, _LANE = 400, 120
_NODE_GAP, _LINE_GAP = 2.0, 1.0
_HEAD_LONG, _HEAD_WIDE = 11.0, 3.0


class Obstacle(NamedTuple):
    """A rectangle in the way; ``edge`` and ``part`` are set for a piece of a line.

    A label that covers what is not hard has not failed; it has only a poor place.
    """

    edges: Edges
    cost: int
    edge: str = ""
    part: int = -1
    is_hard: bool = True


class Obstacles:
    """What is in the way, as columns, so that many places are compared at once.

    ``rects`` has the left, upper, right and lower edge of each; ``edges`` the number of
    the edge that it is a piece of, else -1.
    """

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        """Take a list of them."""
        rects, costs, edges, parts, are_hard = zip(*obstacles, strict=True)
        self._numbers: dict[str, int] = {"": -1}
        for name in edges:
            self._numbers.setdefault(name, len(self._numbers))
        self.rects = np.array(rects)
        self.costs = np.array(costs, np.int64)
        self.edges = np.array([*map(self._numbers.__getitem__, edges)], np.int64)
        self.parts = np.array(parts, np.int64)
        self.are_hard = np.array(are_hard, np.bool_)

    def number(self, edge: str) -> int:
        """Return the number of an edge; one that has no piece here has none."""
        return self._numbers.get(edge, -2)

    def met(
        self, places: npt.NDArray[np.float64], firsts: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return which place overlaps which obstacle, as two columns of numbers.

        A place is a row: its left, upper, right and lower edge. Those of one label are
        together, from each of ``firsts`` on: what is far from all is looked at once.
        """
        rects, columns = self.rects.T, places.T
        lows = np.minimum.reduceat(columns[:2], firsts, axis=1)
        highs = np.maximum.reduceat(columns[2:], firsts, axis=1)
        are_near = _overlap(np.vstack((lows, highs))[:, :, None], rects)
        every, ends = [], [*firsts[1:].tolist(), len(places)]
        for first, end, is_near in zip(firsts.tolist(), ends, are_near, strict=True):
            near = is_near.nonzero()[0]
            one_by_one = columns[:, first:end, None]
            at, met = _overlap(one_by_one, rects[:, near]).nonzero()
            every.append((at + first, near[met]))
        at, met = map(np.concatenate, zip(*every, strict=True))
        return at, met


def _overlap(
    some: npt.NDArray[np.float64], others: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Return which rectangles overlap which; their edges are the first dimension."""
    left, top, right, bottom = some
    found: npt.NDArray[np.bool_] = (left < others[2]) & (others[0] < right)
    found &= (top < others[3]) & (others[1] < bottom)
    return found


def collected(
    picture: Drawn,
    marks: Iterable[Rect],
    hulls: Iterable[Rect] = (),
    borders: Iterable[Obstacle] = (),
) -> Obstacles:
    """Gather nodes, marks such as badges and tabs, hulls, lines and arrowheads.

    A text must keep clear of the level edges of a hull, and should of the others and of
    the ``borders`` of lanes and phases.
    """
    obstacles = [
        Obstacle(_grown(rect.x, rect.y, rect.width, rect.height, _NODE_GAP), NODE)
        for rect in (*picture.nodes.values(), *marks)
    ]
    obstacles.extend(borders)
    for hull in hulls:
        for one, other in pairwise(_outline(hull)):
            edges = _thick(one, other, _LINE_GAP)
            is_level = one[1] == other[1]
            cost = LINE if is_level else _SIDE
            obstacles.append(Obstacle(edges, cost, is_hard=is_level))
    for edge, points in picture.lines.items():
        for part, (one, other) in enumerate(pairwise(points)):
            obstacles.append(Obstacle(_thick(one, other, _LINE_GAP), LINE, edge, part))
        obstacles.append(Obstacle(_head(*points[-2:]), _HEAD, edge))
    return Obstacles(obstacles)


def borders(
    page: Rect, lanes: Iterable[float], phases: Iterable[float]
) -> Iterator[Obstacle]:
    """Yield the borders of lanes and phases, where they run across the page.

    No text is lost that crosses one; but a line through letters is hard to read, and a
    text in two lanes seems to belong to either.
    """
    for x in lanes:
        edges = _thick((x, page.y), (x, page.bottom), _LINE_GAP)
        yield Obstacle(edges, _LANE, is_hard=False)
    for y in phases:
        edges = _thick((page.x, y), (page.right, y), _LINE_GAP)
        yield Obstacle(edges, _SIDE, is_hard=False)


def _outline(rect: Rect) -> tuple[tuple[float, float], ...]:
    start = rect.x, rect.y
    lower = rect.right, rect.bottom
    return start, (lower[0], start[1]), lower, (start[0], lower[1]), start


def _grown(x: float, y: float, width: float, height: float, by: float) -> Edges:
    # As ``Rect.grown`` reckons, to the last bit: thousands are made for a drawing.
    left, top = x - by, y - by
    return left, top, left + (width + 2 * by), top + (height + 2 * by)


def _thick(one: Point, other: Point, gap: float) -> Edges:
    (x, y), (right, bottom) = one, other
    if right < x:
        x, right = right, x
    if bottom < y:
        y, bottom = bottom, y
    return _grown(x, y, right - x, bottom - y, gap)


def _head(before: Point, end: Point) -> Edges:
    """Return the room of the arrowhead at ``end``."""
    if before[1] == end[1]:
        back = -_HEAD_LONG if end[0] > before[0] else _HEAD_LONG
        tail = end[0] + back, end[1]
    else:
        back = -_HEAD_LONG if end[1] > before[1] else _HEAD_LONG
        tail = end[0], end[1] + back
    return _thick(tail, end, _HEAD_WIDE)


_INSET = 6.0
_BAR = 24.0
_CLEAR = 5.0
_BADGE_OVERHANG = 12.0


def badges(
    graph: Graph,
    nodes: Mapping[str, Rect],
    lines: Mapping[str, tuple[Point, ...]],
) -> dict[str, Rect]:
    """Return the place of each badge: top right unless an arrow ends there."""
    rooms = {node.id: node.badge for node in graph.nodes if node.badge is not None}
    ends: dict[str, list[Edges]] = {name: [] for name in rooms}
    for edge in graph.edges:
        points = lines[edge.id]
        if edge.source in ends:
            ends[edge.source].append(_line_edges(*points[:2]))
        if edge.target in ends:
            ends[edge.target].append(_line_edges(*points[-2:]))
    return {
        name: _freest(_spots(nodes[name], room), ends[name])
        for name, room in rooms.items()
    }


def _freest(spots: Iterator[Rect], near: Sequence[Edges]) -> Rect:
    """Return the spot that the fewest arrows cross, the first of several."""
    best, least = next(spots), -1
    for spot in chain((best,), spots):
        hits = _hits(spot, near)
        if least < 0 or hits < least:
            best, least = spot, hits
        if not least:
            break
    return best


def _spots(rect: Rect, box: Box) -> Iterator[Rect]:
    """Yield the corners: right, a little further out, left; above before below.

    Further out it clears an arrow at the middle, and stays short of the gutter's lines.
    """
    corner = rect.right - box.width - _INSET
    beyond = min(rect.middle[0] + _CLEAR + 1, rect.right - box.width + _BADGE_OVERHANG)
    for x in (corner, max(corner, beyond), rect.x + _BAR):
        for y in (rect.y, rect.bottom):
            yield Rect(x, y - box.height / 2, box.width, box.height)


def _hits(spot: Rect, lines: Sequence[Edges]) -> int:
    room = spot.grown(_CLEAR)
    left, top, right, bottom = room.x, room.y, room.right, room.bottom
    return sum(
        left < line[2] and line[0] < right and top < line[3] and line[1] < bottom
        for line in lines
    )


def _line_edges(one: Point, other: Point) -> Edges:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return left, top, left + (right - left + 1), top + (bottom - top + 1)


LETTER, STEP = 18.0, 20.0
"""How large a letter with its frame is, and how far apart two of them stand."""
_LETTER_OVERHANG = 6.0


def letter_rooms(
    graph: Graph, nodes: Mapping[str, Rect], hulls: Iterable[str]
) -> Iterator[Rect]:
    """Yield the room of each letter; a cluster with a hull needs none.

    A strand's stands at the upper left corner of its nodes, those of composites along
    the lower edge.
    """
    framed = set(hulls)
    bare: dict[str, int] = {}
    for cluster in graph.clusters:
        for name in cluster.nodes if cluster.id not in framed else ():
            bare[name] = bare.get(name, 0) + 1
    for node in graph.nodes:
        rect = nodes[node.id]
        if node.shape is NodeShape.BAR:
            continue
        if node.strand is not None:
            yield Rect(
                rect.x - _LETTER_OVERHANG, rect.y - LETTER / 2 + 1, LETTER, LETTER
            )
        for place in range(bare.get(node.id, 0)):
            x, y = rect.x - LETTER / 2 - 3 + STEP * place, rect.bottom - LETTER / 2 - 1
            yield Rect(x, y, LETTER, LETTER)

"""What a label must not cover, found quickly: a grid of buckets over the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.coordinates import Drawn
from katch_protocols.drawings.layout.graph import Rect

__all__ = ["LINE", "NODE", "Obstacle", "Obstacles", "borders", "collected"]

NODE, LINE, _HEAD = 10_000, 2_000, 800
"""What covering a node, a foreign line or an arrowhead costs, in tenths of a pixel."""

_SIDE, _LANE = 400, 120
_BUCKET = 64
_NODE_GAP, _LINE_GAP = 2.0, 1.0
_HEAD_LONG, _HEAD_WIDE = 11.0, 3.0


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rectangle in the way; ``edge`` and ``part`` are set for a piece of a line.

    A label that covers what is not hard has not failed; it has only a poor place.
    """

    rect: Rect
    cost: int
    edge: str = ""
    part: int = -1
    is_hard: bool = True


@dataclass
class Obstacles:
    """Obstacles by bucket."""

    buckets: dict[tuple[int, int], list[Obstacle]] = field(default_factory=dict)

    def add(self, obstacle: Obstacle) -> None:
        """Note an obstacle in every bucket that it reaches."""
        for bucket in _buckets(obstacle.rect):
            self.buckets.setdefault(bucket, []).append(obstacle)

    def met(self, rect: Rect) -> list[Obstacle]:
        """Return the obstacles that ``rect`` overlaps, each once."""
        tick()
        left, top = rect.x, rect.y
        right, bottom = left + rect.width, top + rect.height
        found: dict[int, Obstacle] = {}
        for bucket in _buckets(rect):
            for obstacle in self.buckets.get(bucket, ()):
                other = obstacle.rect
                if (
                    left < other.x + other.width
                    and other.x < right
                    and top < other.y + other.height
                    and other.y < bottom
                ):
                    found[id(obstacle)] = obstacle
        return list(found.values())


def _buckets(rect: Rect) -> list[tuple[int, int]]:
    rows = range(int(rect.y // _BUCKET), int((rect.y + rect.height) // _BUCKET) + 1)
    first, last = int(rect.x // _BUCKET), int((rect.x + rect.width) // _BUCKET)
    return [(column, row) for column in range(first, last + 1) for row in rows]


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
    obstacles = Obstacles()
    for rect in (*picture.nodes.values(), *marks):
        obstacles.add(Obstacle(rect.grown(_NODE_GAP), NODE))
    for border in borders:
        obstacles.add(border)
    for hull in hulls:
        for one, other in pairwise(_around(hull)):
            rect = _thick(one, other, _LINE_GAP)
            is_level = one[1] == other[1]
            cost = LINE if is_level else _SIDE
            obstacles.add(Obstacle(rect, cost, is_hard=is_level))
    for edge, points in picture.lines.items():
        for part, (one, other) in enumerate(pairwise(points)):
            obstacles.add(Obstacle(_thick(one, other, _LINE_GAP), LINE, edge, part))
        obstacles.add(Obstacle(_head(*points[-2:]), _HEAD, edge))
    return obstacles


def borders(
    page: Rect, lanes: Iterable[float], phases: Iterable[float]
) -> Iterator[Obstacle]:
    """Yield the borders of lanes and phases, where they run across the page.

    No text is lost that crosses one; but a line through letters is hard to read, and a
    text in two lanes seems to belong to either.
    """
    for x in lanes:
        rect = _thick((x, page.y), (x, page.bottom), _LINE_GAP)
        yield Obstacle(rect, _LANE, is_hard=False)
    for y in phases:
        rect = _thick((page.x, y), (page.right, y), _LINE_GAP)
        yield Obstacle(rect, _SIDE, is_hard=False)


def _around(rect: Rect) -> tuple[tuple[float, float], ...]:
    start = rect.x, rect.y
    lower = rect.right, rect.bottom
    return start, (lower[0], start[1]), lower, (start[0], lower[1]), start


def _thick(one: tuple[float, float], other: tuple[float, float], gap: float) -> Rect:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return Rect(left, top, right - left, bottom - top).grown(gap)


def _head(before: tuple[float, float], end: tuple[float, float]) -> Rect:
    """Return the room of the arrowhead at ``end``."""
    if before[1] == end[1]:
        back = -_HEAD_LONG if end[0] > before[0] else _HEAD_LONG
        tail = end[0] + back, end[1]
    else:
        back = -_HEAD_LONG if end[1] > before[1] else _HEAD_LONG
        tail = end[0], end[1] + back
    return _thick(tail, end, _HEAD_WIDE)

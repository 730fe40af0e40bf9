"""Where the deadline pill of a node sits: on a corner that no arrow runs through."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from katch_protocols.drawings.layout.graph import Box, Graph, Point, Rect

__all__ = ["badges"]

_INSET = 6.0
_BAR = 24.0
_CLEAR = 5.0
_OUT = 12.0


def badges(
    graph: Graph,
    nodes: Mapping[str, Rect],
    lines: Mapping[str, tuple[Point, ...]],
) -> dict[str, Rect]:
    """Return the place of each badge: top right unless an arrow ends there."""
    ends: dict[str, list[tuple[Point, Point]]] = {}
    for edge in graph.edges:
        pieces = list(pairwise(lines[edge.id]))
        ends.setdefault(edge.source, []).append(pieces[0])
        ends.setdefault(edge.target, []).append(pieces[-1])
    found = {}
    for node in graph.nodes:
        if node.badge is not None:
            near = ends.get(node.id, ())
            spots = list(_spots(nodes[node.id], node.badge))
            found[node.id] = min(
                spots, key=lambda spot: (_hits(spot, near), spots.index(spot))
            )
    return found


def _spots(rect: Rect, box: Box) -> Iterator[Rect]:
    """Yield the corners: right, a little further out, left; above before below.

    Further out it clears an arrow at the middle, and stays short of the gutter's lines.
    """
    corner = rect.right - box.width - _INSET
    beyond = min(rect.middle[0] + _CLEAR + 1, rect.right - box.width + _OUT)
    for x in (corner, max(corner, beyond), rect.x + _BAR):
        for y in (rect.y, rect.bottom):
            yield Rect(x, y - box.height / 2, box.width, box.height)


def _hits(spot: Rect, lines: Sequence[tuple[Point, Point]]) -> int:
    room = spot.grown(_CLEAR)
    return sum(room.meets(_around(one, other)) for one, other in lines)


def _around(one: Point, other: Point) -> Rect:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return Rect(left, top, right - left + 1, bottom - top + 1)

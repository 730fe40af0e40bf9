"""Where the deadline pill of a node sits: on a corner that no arrow runs through."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from katch_protocols.drawings.layout.coordinates import Drawn
from katch_protocols.drawings.layout.graph import Box, Graph, Point, Rect

__all__ = ["badges"]

_INSET = 6.0
_BAR = 24.0
_CLEAR = 5.0


def badges(graph: Graph, picture: Drawn) -> dict[str, Rect]:
    """Return the place of each badge: top right unless an arrow ends there."""
    ends: dict[str, list[tuple[Point, Point]]] = {}
    for edge in graph.edges:
        pieces = list(pairwise(picture.lines[edge.id]))
        ends.setdefault(edge.source, []).append(pieces[0])
        ends.setdefault(edge.target, []).append(pieces[-1])
    found = {}
    for node in graph.nodes:
        if node.badge is not None:
            spots = _spots(picture.nodes[node.id], node.badge)
            lines = ends.get(node.id, ())
            found[node.id] = min(
                enumerate(spots), key=lambda spot: (_hits(spot[1], lines), spot[0])
            )[1]
    return found


def _spots(rect: Rect, box: Box) -> Iterator[Rect]:
    """Yield the corners: top right, bottom right, top left, bottom left."""
    for x in (rect.right - box.width - _INSET, rect.x + _BAR):
        for y in (rect.y, rect.bottom):
            yield Rect(x, y - box.height / 2, box.width, box.height)


def _hits(spot: Rect, lines: Sequence[tuple[Point, Point]]) -> int:
    room = spot.grown(_CLEAR)
    return sum(
        room.meets(Rect(min(a[0], b[0]), min(a[1], b[1]), 1, abs(a[1] - b[1]) + 1))
        for a, b in lines
        if a[0] == b[0]
    )

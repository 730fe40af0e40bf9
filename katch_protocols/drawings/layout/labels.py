"""Where the text of each arrow stands: near its source and free of everything else.

The arrows with the fewest free candidates choose first; then clashes between labels are
mended.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.coordinates import Drawn
from katch_protocols.drawings.layout.graph import Edge, Graph, Rect
from katch_protocols.drawings.layout.label_spots import (
    KnownSpots,
    LabelSpot,
    LabelSpots,
    PlacedLabel,
    label_at,
)
from katch_protocols.drawings.layout.obstacles import Edges, Obstacles

__all__ = ["has_room", "placed_labels"]

_CLASH = 4_000
_OUTSIDE = 10_000
_OWN_LINE = 600
_ENOUGH = 16
"""How many free candidates of one arrow are worth looking at."""
_ROUNDS = 4
_GAP = 1.0


_Candidate = tuple[int, int, LabelSpot]
"""A place with what it costs there, and what it costs of that for what it hits."""


class _Candidates(NamedTuple):
    """The candidates of one edge, cheapest first, and how many are free."""

    found: Sequence[_Candidate]
    free: int


def placed_labels(
    picture: Drawn, graph: Graph, obstacles: Obstacles, page: Rect, known: KnownSpots
) -> tuple[Mapping[str, PlacedLabel], tuple[str, ...]]:
    """Place the label of every edge that has one.

    Returns:
        The labels by edge, and the edges whose label covers something.
    """
    edges = [edge for edge in graph.edges if edge.labels]
    spots = {edge.id: known.of(edge, picture.lines[edge.id]) for edge in edges}
    costs = _costs(spots, obstacles, page)
    candidates = {name: _candidates(spots[name], *costs[name]) for name in spots}
    chosen = _chosen(candidates)
    labels = {edge: label_at(spot) for edge, (_, _, spot) in chosen.found.items()}
    failed = tuple(edge.id for edge in edges if chosen.has_failed(edge.id))
    return labels, failed


def has_room(
    edge: Edge, picture: Drawn, obstacles: Obstacles, page: Rect, known: KnownSpots
) -> bool:
    """Whether the label of one edge has any free place, other labels aside."""
    spots = known.of(edge, picture.lines[edge.id])
    hits, _ = _costs({edge.id: spots}, obstacles, page)[edge.id]
    return not hits.all()


_Costs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""What places cost that must not be taken, and what those that are only poor."""


def _costs(
    spots: Mapping[str, LabelSpots], obstacles: Obstacles, page: Rect
) -> Mapping[str, _Costs]:
    """Return what the places of each label cost for what they cover."""
    found: dict[str, _Costs] = {}
    for name, each in spots.items():
        tick()
        at, met = obstacles.met(each.edges, each.around)
        costs, own = obstacles.costs[met], obstacles.parts[met]
        is_own = (obstacles.edges[met] == obstacles.number(name)) & (own >= 0)
        costs = np.where(is_own, np.where(each.parts[at] == own, 0, _OWN_LINE), costs)
        is_hard = obstacles.are_hard[met]
        count = len(each.spots)
        hits = np.bincount(at, costs * is_hard, count).astype(np.int64)
        nuisance = np.bincount(at, costs * ~is_hard, count).astype(np.int64)
        left, top, right, bottom = each.around
        if left < page.x or page.right < right or top < page.y or page.bottom < bottom:
            hits = np.where(_are_inside(each.edges, page), hits, hits + _OUTSIDE)
        found[name] = hits, nuisance
    return found


def _are_inside(edges: npt.NDArray[np.float64], page: Rect) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = edges.T
    inside: npt.NDArray[np.bool_] = (page.x <= left) & (right <= page.right)
    inside &= (page.y <= top) & (bottom <= page.bottom)
    return inside


def _candidates(
    spots: LabelSpots, hits: npt.NDArray[np.int64], nuisance: npt.NDArray[np.int64]
) -> _Candidates:
    """Return the candidates of one edge; most of them free."""
    free = np.flatnonzero(hits == 0)
    last = int(free[_ENOUGH - 1]) + 1 if len(free) >= _ENOUGH else len(hits)
    hit = hits[:last]
    costs = spots.costs[:last] + hit + nuisance[:last]
    edges = spots.edges[:last]
    order = np.lexsort((edges[:, 1], edges[:, 0], costs))
    places = map(spots.spots.__getitem__, order.tolist())
    found = zip(costs[order].tolist(), hit[order].tolist(), places, strict=True)
    return _Candidates([*found], min(len(free), _ENOUGH))


_BUCKET = 128


class _Chosen:
    """The places that are taken, by edge and by bucket."""

    def __init__(self) -> None:
        self.found: dict[str, _Candidate] = {}
        self._buckets: dict[tuple[int, int], dict[str, Edges]] = {}

    def take(self, edge: str, candidate: _Candidate) -> None:
        """Place a label, wherever it was before."""
        before = self.found.get(edge)
        if before is not None:
            for bucket in _buckets(_around(before[2], 0)):
                del self._buckets[bucket][edge]
        self.found[edge] = candidate
        edges = _around(candidate[2], 0)
        for bucket in _buckets(edges):
            self._buckets.setdefault(bucket, {})[edge] = edges

    def has_failed(self, edge: str) -> bool:
        """Whether a label has no place, or one that covers something."""
        if edge not in self.found:
            return True
        _, hits, spot = self.found[edge]
        return bool(hits or self.clashes(spot, edge))

    def clashes(self, spot: LabelSpot, edge: str) -> int:
        """Count the labels of other edges that a place comes too near."""
        tick()
        near = _around(spot, _GAP)
        # Asked for every pair of labels: written out, because a call costs more.
        left, top, right, bottom = near
        found = set()
        for bucket in _buckets(near):
            for name, other in self._buckets.get(bucket, {}).items():
                if (
                    left < other[2]
                    and other[0] < right
                    and top < other[3]
                    and other[1] < bottom
                    and name != edge
                ):
                    found.add(name)
        return len(found)


def _around(spot: LabelSpot, gap: float) -> Edges:
    """Return the edges of a label, with a gap on every side."""
    _, x, y, width, height, *_ = spot
    return x - gap, y - gap, x + width + gap, y + height + gap


def _buckets(edges: Edges) -> list[tuple[int, int]]:
    """Return the buckets in which a rectangle lies."""
    left, top, right, bottom = edges
    first, last = int(left // _BUCKET), int(right // _BUCKET)
    upper, lower = int(top // _BUCKET), int(bottom // _BUCKET)
    if first == last and upper == lower:
        return [(first, upper)]
    rows = range(upper, lower + 1)
    return [(column, row) for column in range(first, last + 1) for row in rows]


def _chosen(candidates: Mapping[str, _Candidates]) -> _Chosen:
    def freedom(edge: str) -> tuple[int, str]:
        return candidates[edge].free, edge

    order = sorted((edge for edge in candidates if candidates[edge].found), key=freedom)
    chosen = _Chosen()
    for turn in range(_ROUNDS):
        for edge in order:
            if turn and not chosen.clashes(chosen.found[edge][2], edge):
                continue
            chosen.take(edge, _best(candidates[edge].found, edge, chosen))
    return chosen


def _best(candidates: Sequence[_Candidate], edge: str, chosen: _Chosen) -> _Candidate:
    """Return the cheapest candidate; ``candidates`` are sorted by their own cost."""
    best, least = candidates[0], -1
    for candidate in candidates:
        own, _, spot = candidate
        if least >= 0 and own >= least:
            break
        cost = own + _CLASH * chosen.clashes(spot, edge)
        if least < 0 or cost < least:
            best, least = candidate, cost
    return best

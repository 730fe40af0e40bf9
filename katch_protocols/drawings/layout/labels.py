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
    every = {edge.id: known.of(edge, picture.lines[edge.id]) for edge in edges}
    spots = {name: each for name, each in every.items() if each.spots}
    chosen = _chosen(_Places(spots).candidates(obstacles, page) if spots else {})
    labels = {edge: label_at(spot) for edge, (_, _, spot) in chosen.found.items()}
    failed = tuple(edge.id for edge in edges if chosen.has_failed(edge.id))
    return labels, failed


def has_room(
    edge: Edge, picture: Drawn, obstacles: Obstacles, page: Rect, known: KnownSpots
) -> bool:
    """Whether the label of one edge has any free place, other labels aside."""
    spots = known.of(edge, picture.lines[edge.id])
    if not spots.spots:
        return False
    hits, _ = _Places({edge.id: spots}).costs(obstacles, page)
    return not hits.all()


_Costs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""What places cost that must not be taken, and what those that are only poor."""


class _Places:
    """The places of the labels of some edges, one after another, as columns."""

    def __init__(self, spots: Mapping[str, LabelSpots]) -> None:
        """Take those of each edge, of which there are some."""
        every = spots.values()
        self._names = tuple(spots)
        self._spots = [spot for each in every for spot in each.spots]
        self._counts = np.array([len(each.spots) for each in every], np.int64)
        self._firsts = np.cumsum(self._counts) - self._counts
        rows = np.concatenate([each.rows for each in every])
        self._own = rows[:, 0].astype(np.int64)
        self._edges = np.hstack((rows[:, 1:3], rows[:, 1:3] + rows[:, 3:5]))
        self._parts = np.where(rows[:, 7], rows[:, 6], -1)

    def costs(self, obstacles: Obstacles, page: Rect) -> _Costs:
        """Return what the places cost for what they cover."""
        tick()
        at, met = obstacles.met(self._edges, self._firsts)
        costs, own = obstacles.costs[met], obstacles.parts[met]
        numbers = np.repeat([*map(obstacles.number, self._names)], self._counts)
        is_own = (obstacles.edges[met] == numbers[at]) & (own >= 0)
        costs = np.where(is_own, np.where(self._parts[at] == own, 0, _OWN_LINE), costs)
        is_hard, count = obstacles.are_hard[met], len(self._spots)
        hits = np.bincount(at, costs * is_hard, count).astype(np.int64)
        nuisance = np.bincount(at, costs * ~is_hard, count).astype(np.int64)
        return np.where(_are_inside(self._edges, page), hits, hits + _OUTSIDE), nuisance

    def candidates(self, obstacles: Obstacles, page: Rect) -> Mapping[str, _Candidates]:
        """Return the candidates of each edge; most of them free."""
        hits, nuisance = self.costs(obstacles, page)
        are_free = hits == 0
        free = np.add.reduceat(are_free, self._firsts, dtype=np.int64)
        before = np.cumsum(are_free) - are_free
        before -= np.repeat(before[self._firsts], self._counts)
        (rows,) = (before < _ENOUGH).nonzero()
        edge = np.repeat(np.arange(len(free)), self._counts)[rows]
        costs = (self._own + hits + nuisance)[rows]
        left, top, *_ = self._edges[rows].T
        order = np.lexsort((top, left, costs, edge))
        places = map(self._spots.__getitem__, rows[order].tolist())
        hit = hits[rows[order]].tolist()
        found = [*zip(costs[order].tolist(), hit, places, strict=True)]
        ends = np.cumsum(np.bincount(edge)).tolist()
        return {
            name: _Candidates(found[first:end], min(count, _ENOUGH))
            for name, first, end, count in zip(
                self._names, [0, *ends], ends, free.tolist(), strict=False
            )
        }


def _are_inside(edges: npt.NDArray[np.float64], page: Rect) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = edges.T
    inside: npt.NDArray[np.bool_] = (page.x <= left) & (right <= page.right)
    inside &= (page.y <= top) & (bottom <= page.bottom)
    return inside


_BUCKET = 128


class _Chosen:
    """The places that are taken, by edge and by bucket."""

    def __init__(self) -> None:
        self.found: dict[str, _Candidate] = {}
        self._buckets: dict[tuple[int, int], dict[str, Edges]] = {}

    def settle(self, edge: str, candidates: Sequence[_Candidate]) -> bool:
        """Place a label that has no place, or clashes there; whether it has another."""
        tick()
        before = self.found.get(edge)
        if before is not None and not self.clashes(before[2], edge):
            return False
        best = self._best(edge, candidates)
        if best is before:
            return False
        if before is not None:
            for bucket in _buckets(_around(before[2], 0)):
                del self._buckets[bucket][edge]
        self.found[edge] = best
        edges = _around(best[2], 0)
        for bucket in _buckets(edges):
            self._buckets.setdefault(bucket, {})[edge] = edges
        return True

    def _best(self, edge: str, candidates: Sequence[_Candidate]) -> _Candidate:
        """Return the cheapest candidate; they are sorted by their own cost."""
        best, least = candidates[0], -1
        for candidate in candidates:
            own, _, spot = candidate
            if least >= 0 and own >= least:
                break
            cost = own + _CLASH * self.clashes(spot, edge)
            if least < 0 or cost < least:
                best, least = candidate, cost
        return best

    def has_failed(self, edge: str) -> bool:
        """Whether a label has no place, or one that covers something."""
        if edge not in self.found:
            return True
        _, hits, spot = self.found[edge]
        return bool(hits or self.clashes(spot, edge))

    def clashes(self, spot: LabelSpot, edge: str) -> int:
        """Count the labels of other edges that a place comes too near."""
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
    for _ in range(_ROUNDS):
        if not sum([chosen.settle(edge, candidates[edge].found) for edge in order]):
            break
    return chosen

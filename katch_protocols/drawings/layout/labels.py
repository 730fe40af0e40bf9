"""Where the text of each arrow stands: near its source and free of everything else.

Candidates lie on the line, or beside it, along every straight stretch. The arrows with
the fewest free candidates choose first; then clashes between labels are mended.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.coordinates import Drawn
from katch_protocols.drawings.layout.graph import Box, Edge, Graph, Point, Rect
from katch_protocols.drawings.layout.obstacles import Obstacles

__all__ = ["KnownSpots", "PlacedLabel", "has_room", "placed_labels"]

_CLASH = 4_000
_OUTSIDE = 10_000
_OWN_LINE = 600
_ENOUGH = 16
"""How many free candidates of one arrow are worth looking at."""
_STOPS, _STRIDE = 7, 22.0
_ROUNDS = 4
_GAP = 1.0
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    cost: int
    hits: int
    label: PlacedLabel


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One straight piece of an arrow: where it starts, its way, how far along it is."""

    part: int
    start: Point
    way: Point
    length: float
    before: float


@dataclass(frozen=True)
class _Spots:
    """Every place of one label, the cheapest first.

    ``costs`` says what each costs by itself, ``edges`` its left, upper, right and lower
    edge, and ``parts`` the stretch that it interrupts, -1 beside the line.
    """

    labels: tuple[PlacedLabel, ...]
    costs: npt.NDArray[np.int64]
    edges: npt.NDArray[np.float64]
    parts: npt.NDArray[np.int64]


class KnownSpots:
    """The places of labels, each found once while a picture is made wider."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[tuple[tuple[Box, ...], tuple[Point, ...]], _Spots] = {}

    def of(self, edge: Edge, points: tuple[Point, ...]) -> _Spots:
        """Return the places for an arrow that runs along some points."""
        key = edge.labels, points
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _spots(edge, points)
        return found


def _spots(edge: Edge, points: tuple[Point, ...]) -> _Spots:
    bare = sorted(
        _bare(edge, points),
        key=lambda found: (found[0], found[1].rect.x, found[1].rect.y),
    )
    labels = tuple(label for _, label in bare)
    rects = [label.rect for label in labels]
    return _Spots(
        labels,
        np.array([cost for cost, _ in bare], np.int64),
        np.array([(r.x, r.y, r.right, r.bottom) for r in rects]).reshape(-1, 4),
        np.array([each.part if each.on_line else -1 for each in labels], np.int64),
    )


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
    labels = {edge: candidate.label for edge, candidate in chosen.found.items()}
    failed = tuple(
        edge.id
        for edge in edges
        if edge.id not in labels
        or chosen.found[edge.id].hits
        or chosen.clashes(chosen.found[edge.id], edge.id)
    )
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
    spots: Mapping[str, _Spots], obstacles: Obstacles, page: Rect
) -> Mapping[str, _Costs]:
    """Return what the places of each label cost for what they cover."""
    found: dict[str, _Costs] = {}
    for name, each in spots.items():
        tick()
        at, met = obstacles.met(each.edges)
        costs, own = obstacles.costs[met], obstacles.parts[met]
        is_own = (obstacles.edges[met] == obstacles.number(name)) & (own >= 0)
        costs = np.where(is_own, np.where(each.parts[at] == own, 0, _OWN_LINE), costs)
        is_hard = obstacles.are_hard[met]
        count = len(each.labels)
        hits = np.bincount(at, costs * is_hard, count).astype(np.int64)
        nuisance = np.bincount(at, costs * ~is_hard, count).astype(np.int64)
        left, top, right, bottom = each.edges.T
        is_inside = (page.x <= left) & (right <= page.right)
        is_inside &= (page.y <= top) & (bottom <= page.bottom)
        found[name] = np.where(is_inside, hits, hits + _OUTSIDE), nuisance
    return found


def _candidates(
    spots: _Spots, hits: npt.NDArray[np.int64], nuisance: npt.NDArray[np.int64]
) -> list[_Candidate]:
    """Return the candidates of one edge, cheapest first; most of them free."""
    free = np.flatnonzero(hits == 0)
    last = int(free[_ENOUGH - 1]) + 1 if len(free) >= _ENOUGH else len(hits)
    costs = (spots.costs + hits + nuisance)[:last]
    order = np.lexsort((spots.edges[:last, 1], spots.edges[:last, 0], costs)).tolist()
    cost, hit, labels = costs.tolist(), hits.tolist(), spots.labels
    return [_Candidate(cost[at], hit[at], labels[at]) for at in order]


_BUCKET = 128


class _Chosen:
    """The places that are taken, by edge and by bucket."""

    def __init__(self) -> None:
        self.found: dict[str, _Candidate] = {}
        self._buckets: dict[tuple[int, int], dict[str, Rect]] = {}

    def take(self, edge: str, candidate: _Candidate) -> None:
        """Place a label, wherever it was before."""
        before = self.found.get(edge)
        if before is not None:
            for bucket in _buckets(before.label.rect):
                del self._buckets[bucket][edge]
        self.found[edge] = candidate
        for bucket in _buckets(candidate.label.rect):
            self._buckets.setdefault(bucket, {})[edge] = candidate.label.rect

    def clashes(self, candidate: _Candidate, edge: str) -> int:
        """Count the labels of other edges that a place comes too near."""
        tick()
        # Asked for every pair of labels: written out, because a call costs more.
        rect = candidate.label.rect
        left, top = rect.x - _GAP, rect.y - _GAP
        right, bottom = rect.x + rect.width + _GAP, rect.y + rect.height + _GAP
        found = set()
        for bucket in _buckets(rect.grown(_GAP)):
            for name, other in self._buckets.get(bucket, {}).items():
                if (
                    left < other.x + other.width
                    and other.x < right
                    and top < other.y + other.height
                    and other.y < bottom
                    and name != edge
                ):
                    found.add(name)
        return len(found)


def _buckets(rect: Rect) -> list[tuple[int, int]]:
    rows = range(int(rect.y // _BUCKET), int((rect.y + rect.height) // _BUCKET) + 1)
    first, last = int(rect.x // _BUCKET), int((rect.x + rect.width) // _BUCKET)
    return [(column, row) for column in range(first, last + 1) for row in rows]


def _chosen(candidates: Mapping[str, Sequence[_Candidate]]) -> _Chosen:
    def freedom(edge: str) -> tuple[int, str]:
        return sum(not candidate.hits for candidate in candidates[edge]), edge

    order = sorted((edge for edge in candidates if candidates[edge]), key=freedom)
    chosen = _Chosen()
    for turn in range(_ROUNDS):
        for edge in order:
            if turn and not chosen.clashes(chosen.found[edge], edge):
                continue
            chosen.take(edge, _best(candidates[edge], edge, chosen))
    return chosen


def _best(candidates: Sequence[_Candidate], edge: str, chosen: _Chosen) -> _Candidate:
    """Return the cheapest candidate; ``candidates`` are sorted by their own cost."""
    best, least = candidates[0], -1
    for candidate in candidates:
        if least >= 0 and candidate.cost >= least:
            break
        cost = candidate.cost + _CLASH * chosen.clashes(candidate, edge)
        if least < 0 or cost < least:
            best, least = candidate, cost
    return best


def _bare(edge: Edge, points: Sequence[Point]) -> Iterator[tuple[int, PlacedLabel]]:
    """Yield every candidate with what its place alone costs."""
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
) -> Iterator[tuple[int, PlacedLabel]]:
    x = stretch.start[0] + stretch.way[0] * along
    y = stretch.start[1] + stretch.way[1] * along
    cost = int(1.2 * (stretch.before + along)) + 30 * option + 20 * (stretch.part > 0)
    left, top = x - box.width / 2, y - box.height / 2
    if stretch.way[1] == 0:
        # A text on a short line would hide it.
        hides = 0 if stretch.length > box.width + _SHOWN else 60
        spots = (
            (hides, True, left, top),
            (40, False, left, y - box.height - 3.5),
            (40, False, left, y + 3.5),
        )
    else:
        hides = 140 if stretch.length > box.height + _SHOWN else 400
        spots = (
            (hides, True, left, top),
            (20, False, x + 4, top),
            (20, False, x - box.width - 4, top),
        )
    for extra, on_line, at, down in spots:
        rect = Rect(round(at, 1), round(down, 1), box.width, box.height)
        yield cost + extra, PlacedLabel(rect, option, stretch.part, on_line)

"""Where the text of each arrow stands: near its source and free of everything else.

Candidates lie on the line, or beside it, along every straight stretch. The arrows with
the fewest free candidates choose first; then clashes between labels are mended.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from katch_protocols.budget import tick
from katch_protocols.drawings.layout.coordinates import Drawn
from katch_protocols.drawings.layout.graph import Box, Edge, Graph, Point, Rect
from katch_protocols.drawings.layout.obstacles import Obstacles

__all__ = ["PlacedLabel", "has_room", "placed_labels"]

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


def placed_labels(
    picture: Drawn, graph: Graph, obstacles: Obstacles, page: Rect
) -> tuple[Mapping[str, PlacedLabel], tuple[str, ...]]:
    """Place the label of every edge that has one.

    Returns:
        The labels by edge, and the edges whose label covers something.
    """
    candidates = {
        edge.id: _candidates(edge, picture.lines[edge.id], obstacles, page)
        for edge in graph.edges
        if edge.labels
    }
    chosen = _chosen(candidates)
    labels = {edge: candidate.label for edge, candidate in chosen.items()}
    failed = tuple(
        edge.id
        for edge in graph.edges
        if edge.labels
        and (
            edge.id not in chosen
            or chosen[edge.id].hits
            or _clashes(chosen[edge.id], edge.id, chosen)
        )
    )
    return labels, failed


def has_room(edge: Edge, picture: Drawn, obstacles: Obstacles, page: Rect) -> bool:
    """Whether the label of one edge has any free place, other labels aside."""
    places = (label for _, label in _bare(edge, picture.lines[edge.id]))
    return any(not _hits(edge.id, label, obstacles, page)[0] for label in places)


def _chosen(candidates: Mapping[str, Sequence[_Candidate]]) -> dict[str, _Candidate]:
    def freedom(edge: str) -> tuple[int, str]:
        return sum(not candidate.hits for candidate in candidates[edge]), edge

    order = sorted((edge for edge in candidates if candidates[edge]), key=freedom)
    chosen: dict[str, _Candidate] = {}
    for turn in range(_ROUNDS):
        for edge in order:
            if turn and not _clashes(chosen[edge], edge, chosen):
                continue
            chosen[edge] = _best(candidates[edge], edge, chosen)
    return chosen


def _best(
    candidates: Sequence[_Candidate], edge: str, chosen: Mapping[str, _Candidate]
) -> _Candidate:
    """Return the cheapest candidate; ``candidates`` are sorted by their own cost."""
    best, least = candidates[0], -1
    for candidate in candidates:
        if least >= 0 and candidate.cost >= least:
            break
        cost = candidate.cost + _CLASH * _clashes(candidate, edge, chosen)
        if least < 0 or cost < least:
            best, least = candidate, cost
    return best


def _clashes(candidate: _Candidate, edge: str, chosen: Mapping[str, _Candidate]) -> int:
    tick()
    # Asked for every pair of labels: written out, because a call costs more.
    rect = candidate.label.rect
    left, top = rect.x - _GAP, rect.y - _GAP
    right, bottom = rect.x + rect.width + _GAP, rect.y + rect.height + _GAP
    clashes = 0
    for name, found in chosen.items():
        other = found.label.rect
        if (
            left < other.x + other.width
            and other.x < right
            and top < other.y + other.height
            and other.y < bottom
            and name != edge
        ):
            clashes += 1
    return clashes


def _candidates(
    edge: Edge, points: Sequence[Point], obstacles: Obstacles, page: Rect
) -> list[_Candidate]:
    """Return the candidates of one edge, cheapest first; most of them free."""
    bare = sorted(
        _bare(edge, points),
        key=lambda found: (found[0], found[1].rect.x, found[1].rect.y),
    )
    found, free = [], 0
    for cost, label in bare:
        hits, nuisance = _hits(edge.id, label, obstacles, page)
        found.append(_Candidate(cost + hits + nuisance, hits, label))
        free += not hits
        if free >= _ENOUGH:
            break
    found.sort(key=lambda c: (c.cost, c.label.rect.x, c.label.rect.y))
    return found


def _hits(
    edge: str, label: PlacedLabel, obstacles: Obstacles, page: Rect
) -> tuple[int, int]:
    """Return what a place costs that must not be taken, and one that is only poor."""
    rect = label.rect
    inside = (
        page.x <= rect.x
        and rect.right <= page.right
        and page.y <= rect.y
        and rect.bottom <= page.bottom
    )
    hits, nuisance = 0 if inside else _OUTSIDE, 0
    for obstacle in obstacles.met(rect):
        if not obstacle.is_hard:
            nuisance += obstacle.cost
        elif obstacle.edge != edge or obstacle.part < 0:
            hits += obstacle.cost
        elif not (label.on_line and obstacle.part == label.part):
            hits += _OWN_LINE
    return hits, nuisance


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

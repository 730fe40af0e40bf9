"""The shape of the page, and the frames around steps."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.drawings.layout.columns import columned, least_columns
from katch_protocols.drawings.layout.graph import Box, Cluster, Graph, Options
from katch_protocols.drawings.layout.ranks import Placing, RankCell, placed

__all__ = ["FLOOR", "Ring", "floors", "ringed", "roofs", "shaped", "tops"]


_MOST_COLUMNS = 4
_WORTH = 1.03
"""A further column must let the page be printed at least this much larger."""
_LABEL_GAP = 20.0


def shaped(graph: Graph, lanes: Sequence[str], options: Options) -> Placing:
    """Place the nodes; add columns one by one, as long as the print grows.

    Print grows while a page that is too tall for its paper loses rows. Only estimates
    of the page are compared; nothing is routed.
    """
    counts = least_columns(graph, lanes)
    best = _placed(graph, lanes, counts, options)
    scale = _scale(best, graph, options)
    while options.fit:
        tried = []
        for place, lane in enumerate(lanes):
            if counts[lane] < _MOST_COLUMNS:
                more = {**counts, lane: counts[lane] + 1}
                placing = _placed(graph, lanes, more, options)
                tried.append((-_scale(placing, graph, options), place, more, placing))
        if not tried:
            break
        cost, _, more, placing = min(tried, key=lambda found: found[:2])
        if -cost < scale * _WORTH:
            break
        counts, best, scale = more, placing, -cost
    return best


def _placed(
    graph: Graph, lanes: Sequence[str], counts: Mapping[str, int], options: Options
) -> Placing:
    columns = columned(graph, lanes, counts)
    return placed(graph, columns, compact=options.compact)


def _scale(placing: Placing, graph: Graph, options: Options) -> float:
    """Return about how large the page can be printed on its paper."""
    width = options.left + _width(placing, graph, options)
    height = options.top + _height(placing, graph, options) + options.foot
    return round(min(options.paper.width / width, options.paper.height / height), 6)


def _width(placing: Placing, graph: Graph, options: Options) -> float:
    """Add up columns and gutters; a level arrow needs a gutter as wide as its text."""
    node = max((node.size.width for node in graph.nodes), default=0.0)
    gutters = [options.gutter] * len(placing.lanes)
    for edge in graph.edges:
        source, target = placing.cells[edge.source], placing.cells[edge.target]
        if source.rank == target.rank and edge.labels:
            at = min(source.column, target.column)
            gutters[at] = max(gutters[at], min(box.width for box in edge.labels))
    return len(gutters) * (node + options.lane_margin) + sum(gutters)


def _height(placing: Placing, graph: Graph, options: Options) -> float:
    """Add up rows and corridors; a corridor holds the texts from the row above."""
    rows = [0.0] * placing.ranks
    corridors = [options.corridor] * placing.ranks
    for node in graph.nodes:
        rank = placing.cells[node.id].rank
        rows[rank] = max(rows[rank], node.size.height + 2 * options.row_margin)
    for edge in graph.edges:
        rank = placing.cells[edge.source].rank
        if placing.cells[edge.target].rank != rank and edge.labels:
            least = min(box.height for box in edge.labels) + _LABEL_GAP
            corridors[rank] = max(corridors[rank], least)
    return sum(rows) + sum(corridors)


FLOOR = 8.0
"""How far below its last row a hull ends, more for each hull inside it."""

_DEEPEST = 2
"""Three hulls in one another would touch the arrows beside them."""
_BROW = 9.0
"""From a hull's upper edge to its first row; pills of steps stick out less."""
_APART = 4.0


class Ring(Struct, frozen=True):
    """A hull on the grid: its corner cells, and ``level``, 1 if no hull is inside.

    ``option`` is the way the lines of its title break.
    """

    cluster: Cluster
    first: RankCell
    last: RankCell
    level: int
    option: int = 0

    @property
    def tab(self) -> Box:
        """The size of the title."""
        return self.cluster.tabs[self.option]

    def meets(self, first: RankCell, last: RankCell) -> bool:
        """Whether the rectangle of cells from ``first`` to ``last`` overlaps."""
        return (
            self.first.column <= last.column
            and first.column <= self.last.column
            and self.first.rank <= last.rank
            and first.rank <= self.last.rank
        )

    def holds(self, other: "Ring") -> bool:
        """Whether the other's nodes are among its own."""
        return other is not self and set(other.cluster.nodes) <= set(self.cluster.nodes)


def ringed(graph: Graph, placing: Placing) -> tuple[Ring, ...]:
    """Return the hulls, inner ones first; other clusters can only bear letters."""
    rings: list[Ring] = []
    for cluster in reversed(graph.clusters):
        ring = _ring(cluster, placing, rings)
        if _is_alone(ring, graph, placing, rings):
            rings.append(ring)
    return tuple(rings)


def _ring(cluster: Cluster, placing: Placing, rings: Sequence[Ring]) -> Ring:
    spans = [placing.columns(name) for name in cluster.nodes]
    ranks = [placing.cells[name].rank for name in cluster.nodes]
    first = RankCell(min(left for left, _ in spans), min(ranks))
    last = RankCell(max(right for _, right in spans), max(ranks))
    ring = Ring(cluster, first, last, 1)
    level = 1 + max((inner.level for inner in rings if ring.holds(inner)), default=0)
    return Ring(cluster, first, last, level)


def _is_alone(
    ring: Ring, graph: Graph, placing: Placing, rings: Sequence[Ring]
) -> bool:
    """Whether a hull is inside one phase, with nothing in it that is not its own."""
    own = {*ring.cluster.nodes, *ring.cluster.guests}
    phases = {graph.node[name].phase for name in ring.cluster.nodes}
    if len(phases) > 1 or ring.level > _DEEPEST:
        return False
    for node in graph.nodes:
        rank = placing.cells[node.id].rank
        left, right = placing.columns(node.id)
        if node.id not in own and ring.meets(
            RankCell(left, rank), RankCell(right, rank)
        ):
            return False
    return all(
        ring.holds(other) or not ring.meets(other.first, other.last) for other in rings
    )


def tops(rings: Sequence[Ring]) -> Mapping[str, float]:
    """Return how far above its first row each hull begins, its tab aside."""
    found: dict[str, float] = {}
    for ring in rings:
        inner = (
            found[other.cluster.id] + other.tab.height + _APART
            for other in rings
            if ring.holds(other)
            and other.cluster.id in found
            and other.first.rank == ring.first.rank
        )
        found[ring.cluster.id] = max((_BROW, *inner))
    return found


def roofs(rings: Sequence[Ring]) -> Mapping[int, float]:
    """Return the room above ranks that hulls and their tabs need."""
    above = tops(rings)
    needs = (
        (ring.first.rank, above[ring.cluster.id] + ring.tab.height + _APART)
        for ring in rings
    )
    return _largest(needs)


def floors(rings: Sequence[Ring]) -> Mapping[int, float]:
    """Return the room below ranks that hulls need."""
    return _largest((ring.last.rank, FLOOR * ring.level) for ring in rings)


def _largest(needs: Iterator[tuple[int, float]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for rank, need in needs:
        found[rank] = max(found.get(rank, 0.0), need)
    return found

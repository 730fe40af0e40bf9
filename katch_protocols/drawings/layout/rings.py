"""Which clusters get a hull: those whose cells form a rectangle without strangers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.layout.graph import Box, Cluster, Graph
from katch_protocols.drawings.layout.ranks import Cell, Placing

__all__ = ["FLOOR", "Ring", "floors", "ringed", "roofs", "tops"]

FLOOR = 8.0
"""How far below its last row a hull ends, more for each hull inside it."""

_DEEPEST = 2
"""Three hulls in one another would touch the arrows beside them."""
_BROW = 9.0
"""From a hull's upper edge to its first row; pills of steps stick out less."""
_APART = 4.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A hull on the grid: its corner cells, and ``level``, 1 if no hull is inside.

    ``option`` is the way the lines of its title break.
    """

    cluster: Cluster
    first: Cell
    last: Cell
    level: int
    option: int = 0

    @property
    def tab(self) -> Box:
        """The size of the title."""
        return self.cluster.tabs[self.option]

    def meets(self, first: Cell, last: Cell) -> bool:
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
    first = Cell(min(left for left, _ in spans), min(ranks))
    last = Cell(max(right for _, right in spans), max(ranks))
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
        if node.id not in own and ring.meets(Cell(left, rank), Cell(right, rank)):
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

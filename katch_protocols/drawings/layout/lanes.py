"""The order of the lanes: the author's, or the one with the shortest arrows.

The best order is an exact minimum linear arrangement, found by dynamic programming over
subsets of lanes: the cost of a prefix set is the weight of the arrows that leave it.
"""

from collections.abc import Sequence
from itertools import combinations

from katch_protocols.drawings.layout.graph import Arrow, Graph

__all__ = ["MAX_LANES", "best_order"]

MAX_LANES = 16
"""With more lanes than this the author's order stands: 2 to the power of lanes."""

_WEIGHTS = {Arrow.STEP: 3, Arrow.HANDOFF: 3, Arrow.RETURN: 1}
_SAME_STRAND = 2


def best_order(graph: Graph) -> tuple[str, ...]:
    """Return the lanes so that arrows are short and parallel strands stay together."""
    count = len(graph.lanes)
    if not 1 < count <= MAX_LANES:
        return graph.lanes
    weights = _weights(graph)
    order = _arranged(count, _cuts(count, weights))
    # An order and its mirror cost the same; the author's first lanes come first.
    order = min(order, order[::-1])
    return tuple(graph.lanes[position] for position in order)


def _weights(graph: Graph) -> list[list[int]]:
    place = {lane: position for position, lane in enumerate(graph.lanes)}
    weights = [[0] * len(place) for _ in place]

    def join(one: str, other: str, weight: int) -> None:
        if one != other:
            weights[place[one]][place[other]] += weight
            weights[place[other]][place[one]] += weight

    for edge in graph.edges:
        ends = graph.node[edge.source].lane, graph.node[edge.target].lane
        join(*ends, _WEIGHTS[edge.arrow])
    strands: dict[str, dict[str, None]] = {}
    for node in graph.nodes:
        if node.strand is not None:
            strands.setdefault(node.strand, {})[node.lane] = None
    for lanes in strands.values():
        for one, other in combinations(lanes, 2):
            join(one, other, _SAME_STRAND)
    return weights


def _cuts(count: int, weights: Sequence[Sequence[int]]) -> list[int]:
    """Return, for each set of lanes (a bit mask), the weight that leaves it."""
    cuts = [0] * (1 << count)
    for chosen in range(1, 1 << count):
        low = (chosen & -chosen).bit_length() - 1
        rest = chosen & (chosen - 1)
        cuts[chosen] = cuts[rest] + sum(
            -weight if rest >> other & 1 else weight
            for other, weight in enumerate(weights[low])
        )
    return cuts


def _arranged(count: int, cuts: Sequence[int]) -> tuple[int, ...]:
    everyone = (1 << count) - 1
    cost = [0] * (1 << count)
    last = [0] * (1 << count)
    for chosen in range(1, 1 << count):
        cost[chosen], last[chosen] = min(
            (cost[chosen ^ (1 << lane)] + cuts[chosen], lane)
            for lane in range(count)
            if chosen >> lane & 1
        )
    order, left = [], everyone
    while left:
        order.append(last[left])
        left ^= 1 << last[left]
    return tuple(reversed(order))

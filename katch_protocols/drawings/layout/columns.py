"""Columns: which lanes there are, in which order, and how wide."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from katch_protocols.drawings.layout.graph import Arrow, Graph, LayoutNode, NodeShape

__all__ = ["MAX_LANES", "Columns", "best_order", "columned", "least_columns"]


_Slot = tuple[str, str]
"""A strand in one lane: the lane and the strand."""


class Columns(Struct, frozen=True):
    """The columns of the page: ``lanes`` names the lane of each, from left to right.

    ``open_to`` gives the columns that each node may stand in, the best first.
    """

    lanes: tuple[str, ...]
    open_to: Mapping[str, tuple[int, ...]]


def least_columns(graph: Graph, lanes: Sequence[str]) -> dict[str, int]:
    """Return how many columns each lane needs at least: one for each strand in it."""
    counts = dict.fromkeys(lanes, 1)
    for (lane, _), slot in _slots(graph).items():
        counts[lane] = max(counts[lane], slot + 1)
    return counts


def columned(graph: Graph, lanes: Sequence[str], counts: Mapping[str, int]) -> Columns:
    """Split the lanes into columns and say which are open to which node."""
    slots = _slots(graph)
    spans = _spans(graph)
    firsts: dict[str, int] = {}
    names: list[str] = []
    for lane in lanes:
        firsts[lane] = len(names)
        names += [lane] * counts[lane]
    open_to = {}
    for node in graph.nodes:
        first = firsts[node.lane]
        mine = None if node.strand is None else slots.get((node.lane, node.strand))
        closed = set(_closed(graph, node, slots, spans))
        every = range(counts[node.lane])
        free = [slot for slot in every if slot not in closed] or list(every)
        if mine is not None:
            free = [mine, *(slot for slot in free if slot != mine)]
        open_to[node.id] = tuple(first + slot for slot in free)
    return Columns(tuple(names), open_to)


def _slots(graph: Graph) -> dict[_Slot, int]:
    """Return the column of each strand within its lane, counting from 0.

    The author's first strand comes first; then those that end early, because its later
    steps may then use their columns.
    """
    spans = _spans(graph)
    strands: dict[tuple[str, str], dict[str, None]] = {}
    for node in graph.nodes:
        if node.strand is not None and node.shape is not NodeShape.BAR:
            group = node.lane, node.group or ""
            strands.setdefault(group, {})[node.strand] = None
    slots: dict[_Slot, int] = {}
    for (lane, _), names in strands.items():
        first, *others = names
        others.sort(key=lambda name: spans[name][1])
        for place, name in enumerate((first, *others)):
            slots[lane, name] = place
    return slots


def _spans(graph: Graph) -> dict[str, tuple[int, int]]:
    """Return the first and last phase of each strand; it runs through all between."""
    order = {phase: place for place, phase in enumerate(graph.phases)}
    spans: dict[str, tuple[int, int]] = {}
    for node in graph.nodes:
        if node.strand is not None:
            at = order[node.phase]
            first, last = spans.get(node.strand, (at, at))
            spans[node.strand] = min(first, at), max(last, at)
    return spans


def _closed(
    graph: Graph,
    node: LayoutNode,
    slots: Mapping[_Slot, int],
    spans: Mapping[str, tuple[int, int]],
) -> Iterator[int]:
    """Yield the columns of a lane in which other strands run in this node's phase."""
    if node.strand is None:
        return
    at = graph.phases.index(node.phase)
    for (lane, strand), slot in slots.items():
        first, last = spans[strand]
        if lane == node.lane and strand != node.strand and first <= at <= last:
            yield slot


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

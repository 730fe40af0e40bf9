"""The columns of the page: each lane has one, or more where that serves the reader.

Strands that run side by side in one lane get a column each, so that each reads straight
down. Further columns let alternatives stand side by side and keep the page low.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.layout.graph import Graph, Node, Shape

__all__ = ["Columns", "columned", "least_columns"]

_Slot = tuple[str, str]
"""A strand in one lane: the lane and the strand."""


@dataclass(frozen=True)
class Columns:
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
        if node.strand is not None and node.shape is not Shape.BAR:
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
    node: Node,
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

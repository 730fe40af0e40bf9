"""How many columns each lane needs: one a strand, and two where ways part.

Strands that run side by side in one lane get a column each, so that each reads straight
down; alternatives of one choice stand side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.drawings.layout.graph import Edge, Graph, Node, Shape

__all__ = ["Columns", "columned"]

_MOST_ALTERNATIVES = 2


@dataclass(frozen=True)
class Columns:
    """The columns of the page: ``lanes`` names the lane of each, from left to right.

    ``open_to`` gives the columns that each node may stand in, the best first.
    """

    lanes: tuple[str, ...]
    open_to: Mapping[str, tuple[int, ...]]


def columned(
    graph: Graph, lanes: Sequence[str], edges: Sequence[Edge], *, alternatives: bool
) -> Columns:
    """Split the lanes into columns; ``edges`` are those that lead on."""
    slots = _strand_slots(graph)
    counts = dict.fromkeys(lanes, 1)
    for node in graph.nodes:
        if node.strand is not None and node.id in slots:
            counts[node.lane] = max(counts[node.lane], slots[node.id] + 1)
    if alternatives:
        for lane, most in _side_by_side(graph, edges).items():
            counts[lane] = max(counts[lane], min(most, _MOST_ALTERNATIVES))
    firsts: dict[str, int] = {}
    names: list[str] = []
    for lane in lanes:
        firsts[lane] = len(names)
        names += [lane] * counts[lane]
    open_to = {}
    for node in graph.nodes:
        first = firsts[node.lane]
        every = tuple(range(first, first + counts[node.lane]))
        slot = slots.get(node.id)
        open_to[node.id] = every if slot is None else (first + slot,)
    return Columns(tuple(names), open_to)


def _strand_slots(graph: Graph) -> dict[str, int]:
    """Return the column of each strand node within its lane, counting from 0."""
    slots: dict[str, int] = {}
    seen: dict[tuple[str, str], list[str]] = {}
    for node in graph.nodes:
        if node.strand is not None and node.shape is not Shape.BAR:
            known = seen.setdefault((node.lane, node.group or ""), [])
            if node.strand not in known:
                known.append(node.strand)
            slots[node.id] = known.index(node.strand)
    return slots


def _side_by_side(graph: Graph, edges: Sequence[Edge]) -> dict[str, int]:
    """Return, for each lane, the most nodes of one phase that are equally far on."""
    depth = _depths(graph.nodes, edges, graph.node)
    level: dict[tuple[str, str, int], int] = {}
    for node in graph.nodes:
        if node.shape is not Shape.BAR and node.strand is None:
            key = node.lane, node.phase, depth[node.id]
            level[key] = level.get(key, 0) + 1
    most: dict[str, int] = {}
    for (lane, _, _), count in level.items():
        most[lane] = max(most.get(lane, 0), count)
    return most


def _depths(
    nodes: Sequence[Node], edges: Sequence[Edge], by_id: Mapping[str, Node]
) -> dict[str, int]:
    """Return the longest way to each node from the start of its phase."""
    into = {node.id: 0 for node in nodes}
    ways: dict[str, list[str]] = {node.id: [] for node in nodes}
    for edge in edges:
        if by_id[edge.source].phase == by_id[edge.target].phase:
            ways[edge.source].append(edge.target)
            into[edge.target] += 1
    depth = dict.fromkeys(into, 0)
    ready = [name for name, count in into.items() if not count]
    while ready:
        name = ready.pop()
        for following in ways[name]:
            depth[following] = max(depth[following], depth[name] + 1)
            into[following] -= 1
            if not into[following]:
                ready.append(following)
    return depth

"""What a chart's flow says at a glance, as tuples of names.

Conditions are not looked at: these answers are cheap and err on one side only. The
exact ones come from exploring the table.
"""

from collections.abc import Mapping

import networkx as nx

from katch_protocols.charts.chart import Chart
from katch_protocols.graphs.flow import Flow, Place, entered, flow, is_active
from katch_protocols.graphs.reachable import after, find, names
from katch_protocols.graphs.steps import Step
from katch_protocols.graphs.ways import Ways

__all__ = ["cycles", "dominators", "ways_out"]


def ways_out(chart: Chart, state: str) -> tuple[Step, ...]:
    """Return the steps by which a case may leave a state for another.

    Steps of the state, of what is inside and around it, and of strands beside it, in
    document order; not those that lead back to it or into it, nor those that enter it
    again from the start of what is around it. ``done`` counts from the final states
    that complete what is around them.

    Raises:
        UnknownNameError: No state is called ``state``.
    """
    return tuple(Ways(chart).out(find(chart, state)))


def cycles(chart: Chart) -> tuple[tuple[str, ...], ...]:
    """Return the groups of states among which a case may go round and round.

    Each state of a group leads to every other, and each group is as large as can be (a
    strongly connected component of the flow). A strand beside a group is entered again
    with it, and is not in it. States and groups are in document order.
    """
    reached = after(flow(chart), [0])
    graph = _digraph(flow(chart, resumed=True)).subgraph(
        [place(node) for node in sorted(reached) for place in (entered, is_active)]
    )
    groups = (
        {node for node, _ in component}
        for component in nx.strongly_connected_components(graph)
        if len(component) > 1
    )
    return tuple(names(chart, group) for group in sorted(groups, key=sorted))


def dominators(chart: Chart) -> Mapping[str, tuple[str, ...]]:
    """Return for each state what every case passes before it first gets there.

    States in the order in which they are passed; those around the state may be among
    them. A state that no case reaches is left out.
    """
    start = entered(0)
    nearest = nx.immediate_dominators(_digraph(flow(chart)), start)
    found: dict[str, tuple[str, ...]] = {}
    for node in chart.nodes[1:]:
        place: Place | None = is_active(node.index)
        if place not in nearest:
            continue
        passed: dict[int, None] = {}
        while place is not None and place != start:
            passed[place[0]] = None
            place = nearest.get(place)
        before = [index for index in passed if index not in (0, node.index)]
        found[node.name] = tuple(chart.nodes[index].name for index in reversed(before))
    return found


def _digraph(edges: Flow) -> "nx.DiGraph[Place]":
    graph: nx.DiGraph[Place] = nx.DiGraph()
    graph.add_edges_from(edges)
    return graph

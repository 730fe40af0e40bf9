"""What a chart's flow says at a glance, as tuples of names.

Conditions are not looked at: these answers are cheap and err on one side only. The
exact ones come from exploring the table.
"""

from collections.abc import Iterable, Iterator, Mapping

import networkx as nx

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.errors import UnknownNameError
from katch_protocols.graphs.flow import Place, entered, flow, is_active
from katch_protocols.graphs.steps import Step
from katch_protocols.graphs.ways import Ways, holds

__all__ = ["cycles", "dominators", "reachable", "ways_out"]


def reachable(chart: Chart, *, start: str = "") -> tuple[str, ...]:
    """Return the states that a case may come to, in document order.

    A state that is left out is never reached. With ``start``, only what may come after
    a case has entered that state; the state itself counts, and all that is inside it: a
    move may enter it anywhere.

    Raises:
        UnknownNameError: No state is called ``start``.
    """
    first = _find(chart, start)
    found = _after(flow(chart), [0])
    if first:
        inside = (each.index for each in chart.nodes if holds(chart, first, each.index))
        along = [node for node in (*inside, *_beside(chart, first)) if node in found]
        found &= _after(flow(chart, resumed=True), [first], along)
    return _names(chart, found)


def _beside(chart: Chart, node: int) -> Iterator[int]:
    """Yield everything in the other strands of the parallel states around a node."""
    around = (node, *chart.ancestors(node))
    for other in chart.nodes:
        above = (other.index, *chart.ancestors(other.index))
        if any(
            chart.nodes[index].kind is NodeKind.STRAND
            and index not in around
            and chart.nodes[index].parent in around
            for index in above
        ):
            yield other.index


def _after(
    graph: "nx.DiGraph[Place]", starts: Iterable[int], active: Iterable[int] = ()
) -> set[int]:
    """Return the nodes that are ever active once some are entered or active."""
    places = {*map(entered, starts), *map(is_active, active)}
    after = places.union(*(nx.descendants(graph, place) for place in places))
    return {node for node, _ in after}


def ways_out(chart: Chart, state: str) -> tuple[Step, ...]:
    """Return the steps by which a case may leave a state for another.

    Steps of the state, of what is inside and around it, and of strands beside it, in
    document order; not those that lead back to it or into it, nor those that enter it
    again from the start of what is around it. ``done`` counts from the final states
    that complete what is around them.

    Raises:
        UnknownNameError: No state is called ``state``.
    """
    return tuple(Ways(chart).out(_find(chart, state)))


def cycles(chart: Chart) -> tuple[tuple[str, ...], ...]:
    """Return the groups of states among which a case may go round and round.

    Each state of a group leads to every other, and each group is as large as can be (a
    strongly connected component of the flow). A strand beside a group is entered again
    with it, and is not in it. States and groups are in document order.
    """
    reached = _after(flow(chart), [0])
    graph = flow(chart, resumed=True).subgraph(
        [place(node) for node in sorted(reached) for place in (entered, is_active)]
    )
    groups = (
        {node for node, _ in component}
        for component in nx.strongly_connected_components(graph)
        if len(component) > 1
    )
    return tuple(_names(chart, group) for group in sorted(groups, key=sorted))


def dominators(chart: Chart) -> Mapping[str, tuple[str, ...]]:
    """Return for each state what every case passes before it first gets there.

    States in the order in which they are passed; those around the state may be among
    them. A state that no case reaches is left out.
    """
    start = entered(0)
    nearest = nx.immediate_dominators(flow(chart), start)
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


def _find(chart: Chart, name: str) -> int:
    if name not in chart.by_name:
        raise UnknownNameError("state", name)
    return chart.by_name[name]


def _names(chart: Chart, nodes: set[int]) -> tuple[str, ...]:
    return tuple(chart.nodes[index].name for index in sorted(nodes) if index)

"""Which states a chart's flow ever comes to."""

from collections.abc import Iterable, Iterator

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.errors import UnknownNameError
from katch_protocols.graphs.flow import Flow, Place, entered, flow, is_active
from katch_protocols.graphs.ways import holds

__all__ = ["after", "find", "names", "reachable"]


def reachable(chart: Chart, *, start: str = "") -> tuple[str, ...]:
    """Return the states that a case may come to, in document order.

    A state that is left out is never reached. With ``start``, only what may come after
    a case has entered that state; the state itself counts, and all that is inside it: a
    move may enter it anywhere.

    Raises:
        UnknownNameError: No state is called ``start``.
    """
    first = find(chart, start)
    found = after(flow(chart), [0])
    if first:
        inside = (each.index for each in chart.nodes if holds(chart, first, each.index))
        along = [node for node in (*inside, *_beside(chart, first)) if node in found]
        found &= after(flow(chart, resumed=True), [first], along)
    return names(chart, found)


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


def after(edges: Flow, starts: Iterable[int], active: Iterable[int] = ()) -> set[int]:
    """Return the nodes that are ever active once some are entered or active."""
    onward: dict[Place, list[Place]] = {}
    for source, target in edges:
        onward.setdefault(source, []).append(target)
    found = {*map(entered, starts), *map(is_active, active)}
    waiting = list(found)
    while waiting:
        for place in onward.get(waiting.pop(), ()):
            if place not in found:
                found.add(place)
                waiting.append(place)
    return {node for node, _ in found}


def find(chart: Chart, name: str) -> int:
    """Return the node of that full name.

    Raises:
        UnknownNameError: No state is called so.
    """
    if name not in chart.by_name:
        raise UnknownNameError("state", name)
    return chart.by_name[name]


def names(chart: Chart, nodes: set[int]) -> tuple[str, ...]:
    """Return the names of nodes, in document order, without the top."""
    return tuple(chart.nodes[index].name for index in sorted(nodes) if index)

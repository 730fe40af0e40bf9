"""How activity spreads through a chart when every condition may hold.

A flow has two places for each node: *entered* (its initial state is entered too) and
*active* (its steps can be taken). A state that is entered deep inside a composite makes
the composite active without entering its initial state. What no walk of the flow
reaches, no case reaches; a case may reach less, as conditions are not looked at and a
parallel state counts as complete with its first strand.
"""

from collections.abc import Iterable, Iterator, Mapping

from katch_protocols.charts.chart import Chart, ChartNode, Goal, NodeKind
from katch_protocols.errors import UnknownNameError
from katch_protocols.graphs.steps import ChartStep, Ways, ends, holds, steps

__all__ = [
    "Flow",
    "Place",
    "after",
    "cycles",
    "dominators",
    "entered",
    "find",
    "flow",
    "is_active",
    "names",
    "reachable",
    "ways_out",
]


Place = tuple[int, str]

Flow = list[tuple[Place, Place]]


def entered(node: int) -> Place:
    """Return the place of a node that is entered."""
    return node, "entered"


def is_active(node: int) -> Place:
    """Return the place of a node that is active."""
    return node, "active"


def flow(chart: Chart, *, resumed: bool = False) -> Flow:
    """Return the flow of a chart: each of its edges, as from where to where.

    A case starts at ``entered(0)``.

    Args:
        chart: A chart without problems.
        resumed: Whether ``resume STATE`` makes all that is inside the state active. Not
            needed from the start: what was left was reached before.
    """
    edges = [edge for node in chart.nodes for edge in _inside(node)]
    for trigger, domain, goal in _moves(chart):
        edges += _lead(chart, trigger, domain, goal)
    if resumed:
        edges += _restored(chart)
    return edges


def _inside(node: ChartNode) -> Iterator[tuple[Place, Place]]:
    """Yield what follows from one node alone: its inside is entered with it.

    While it is active, so is what is around it.
    """
    yield entered(node.index), is_active(node.index)
    if node.index:
        yield is_active(node.index), is_active(node.parent)
    if node.kind is NodeKind.PARALLEL:
        yield from ((entered(node.index), entered(child)) for child in node.children)
    elif node.initial is not None:
        yield entered(node.index), entered(node.initial)


def _moves(chart: Chart) -> Iterator[tuple[int, int, Goal]]:
    """Yield each move: a node that must be active, the domain, the goal."""
    for entry in chart.entries:
        if entry.goal is not None:
            source, target = entry.node, entry.goal.node
            domain = chart.domain(source, target, at_top=entry.at_top)
            yield source, domain, entry.goal
    for node in chart.nodes:
        goals = [line.goal for line in node.lines]
        goals += [timer.goal for timer in node.timers]
        for goal in goals:
            yield node.index, chart.domain(node.index, goal.node), goal
        if node.done is not None:
            domain = chart.domain(node.index, node.done.node)
            yield from ((end, domain, node.done) for end in ends(chart, node.index))


def _restored(chart: Chart) -> Iterator[tuple[Place, Place]]:
    """Yield an edge from whatever resumes a state to everything inside it."""
    for step in steps(chart):
        if not step.resume or step.target is None:
            continue
        source, target = chart.by_name[step.source], chart.by_name[step.target]
        for node in chart.nodes:
            if target in chart.ancestors(node.index):
                yield is_active(source), is_active(node.index)


def _lead(
    chart: Chart, trigger: int, domain: int, goal: Goal
) -> Iterator[tuple[Place, Place]]:
    """Yield edges from a node to a goal, and to what is entered on the way."""
    above = chart.ancestors(goal.node)
    inward = above[: above.index(domain)]
    yield is_active(trigger), entered(goal.node)
    for index in inward:
        yield is_active(trigger), is_active(index)
        if chart.nodes[index].kind is not NodeKind.PARALLEL:
            continue
        for strand in chart.nodes[index].children:
            if strand != goal.node and strand not in inward:
                yield is_active(trigger), entered(strand)


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


def ways_out(chart: Chart, state: str) -> tuple[ChartStep, ...]:
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
    # Lazy: networkx takes long to load, and few ask this. It is beside this file.
    from katch_protocols.graphs.components import components  # noqa: PLC0415

    reached = after(flow(chart), [0])
    among = [place(node) for node in sorted(reached) for place in (entered, is_active)]
    found = components(flow(chart, resumed=True), among)
    groups = ({node for node, _ in component} for component in found)
    return tuple(names(chart, group) for group in sorted(groups, key=sorted))


def dominators(chart: Chart) -> Mapping[str, tuple[str, ...]]:
    """Return for each state what every case passes before it first gets there.

    States in the order in which they are passed; those around the state may be among
    them. A state that no case reaches is left out.
    """
    # Lazy, as above.
    from katch_protocols.graphs.components import nearest_dominators  # noqa: PLC0415

    start = entered(0)
    nearest = nearest_dominators(flow(chart), start)
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

"""How activity spreads through a chart when every condition may hold.

A flow has two places for each node: *entered* (its initial state is entered too) and
*active* (its steps can be taken). A state that is entered deep inside a composite makes
the composite active without entering its initial state. What no walk of the flow
reaches, no case reaches; a case may reach less, as conditions are not looked at and a
parallel state counts as complete with its first strand.
"""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart, Goal, Node, NodeKind
from katch_protocols.graphs.rests import ends
from katch_protocols.graphs.steps import steps

__all__ = ["Flow", "Place", "entered", "flow", "is_active"]

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


def _inside(node: Node) -> Iterator[tuple[Place, Place]]:
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

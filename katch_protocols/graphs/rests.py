"""Where a case may come to rest after a move, conditions not looked at."""

from collections.abc import Iterator

from katch_protocols.budget import tick
from katch_protocols.charts.chart import Chart, Goal, NodeKind

__all__ = ["ends", "leaves", "rests"]


def ends(chart: Chart, node: int) -> Iterator[int]:
    """Yield the final states that may complete a composite or parallel state."""
    for child in chart.nodes[node].children:
        if chart.nodes[child].kind is NodeKind.FINAL:
            yield child
        elif chart.nodes[node].kind is NodeKind.PARALLEL:
            yield from ends(chart, child)


def leaves(chart: Chart, node: int) -> tuple[int, ...]:
    """Return the states in which a case may rest while a node is active."""
    tick()
    below = [each.index for each in chart.nodes if node in chart.ancestors(each.index)]
    return tuple(
        index for index in [node, *below] if chart.nodes[index].kind is NodeKind.ATOMIC
    )


def rests(
    chart: Chart,
    source: int,
    goal: Goal,
    *,
    at_top: bool = False,
    aside: bool = True,
) -> tuple[int, ...]:
    """Return the innermost states in which a move may leave a case, in document order.

    Follows ``decide`` by each of its lines, and ``done`` from each final state that
    completes what is around it. Without ``aside`` the strands are left out that only
    start because the move leads into a sister of theirs.
    """
    waiting = list(_arrivals(chart, source, goal, at_top=at_top, aside=aside))
    seen: set[int] = set()
    found: set[int] = set()
    while waiting:
        tick()
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        onward = list(_onward(chart, here))
        if not onward:
            found.add(here)
        for start, next_goal in onward:
            waiting += _arrivals(chart, start, next_goal, aside=aside)
    return tuple(sorted(found))


def _arrivals(
    chart: Chart,
    source: int,
    goal: Goal,
    *,
    at_top: bool = False,
    aside: bool = True,
) -> Iterator[int]:
    """Yield the innermost states that a move enters."""
    domain = chart.domain(source, goal.node, at_top=at_top)
    above = chart.ancestors(goal.node)
    inward = above[: above.index(domain)]
    yield from _innermost(chart, goal.node)
    if goal.resume:
        yield from _left_at(chart, goal.node)
    for index in inward if aside else ():
        if chart.nodes[index].kind is NodeKind.PARALLEL:
            for strand in chart.nodes[index].children:
                if strand != goal.node and strand not in inward:
                    yield from _innermost(chart, strand)


def _left_at(chart: Chart, node: int) -> Iterator[int]:
    """Yield the innermost states in which a node may have been left.

    Final states and choices too: what was left through them is taken up there again.
    """
    for each in chart.nodes:
        if not each.children and node in chart.ancestors(each.index):
            yield each.index


def _innermost(chart: Chart, index: int) -> Iterator[int]:
    node = chart.nodes[index]
    if node.kind is NodeKind.PARALLEL:
        for strand in node.children:
            yield from _innermost(chart, strand)
    elif node.initial is not None:
        yield from _innermost(chart, node.initial)
    else:
        yield index


def _onward(chart: Chart, index: int) -> Iterator[tuple[int, Goal]]:
    """Yield what follows by itself from an innermost state."""
    node = chart.nodes[index]
    for line in node.lines:
        yield index, line.goal
    if node.kind is not NodeKind.FINAL:
        return
    for above in chart.ancestors(index):
        goal = chart.nodes[above].done
        if goal is not None and index in ends(chart, above):
            yield above, goal

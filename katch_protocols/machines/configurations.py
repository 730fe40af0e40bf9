"""Which states of a chart are active, and how ``transitions`` writes it down."""

from collections.abc import Iterable, Iterator
from typing import Any

from katch_protocols.charts.chart import Chart, Goal, NodeKind

__all__ = ["active", "entered", "is_complete", "way_in", "written"]

Nested = str | list[Any]
"""A state as ``transitions`` keeps it: a name, or a list of states side by side."""


def active(chart: Chart, state: Nested) -> frozenset[int]:
    """Return the active nodes of a state, without the root."""
    leaves = {chart.by_name[name] for name in _names(state)}
    above = {index for leaf in leaves for index in chart.ancestors(leaf)}
    return frozenset((leaves | above) - {0})


def _names(state: Nested) -> Iterator[str]:
    if isinstance(state, str):
        yield state
        return
    for part in state:
        yield from _names(part)


def written(chart: Chart, nodes: Iterable[int]) -> Nested:
    """Write active nodes as ``transitions`` does: strands side by side in a list."""
    return _written(chart, frozenset(nodes), 0)


def _written(chart: Chart, nodes: frozenset[int], index: int) -> Nested:
    inside = [child for child in chart.nodes[index].children if child in nodes]
    if not inside:
        return chart.nodes[index].name
    parts = [_written(chart, nodes, child) for child in inside]
    return parts if len(parts) > 1 else parts[0]


def entered(chart: Chart, index: int) -> Iterator[int]:
    """Yield a node and what is entered with it, ancestors first."""
    node = chart.nodes[index]
    yield index
    if node.kind is NodeKind.PARALLEL:
        for strand in node.children:
            yield from entered(chart, strand)
    elif node.initial is not None:
        yield from entered(chart, node.initial)


def way_in(chart: Chart, domain: int, goal: Goal) -> Iterator[int]:
    """Yield what is entered between the domain and the goal, the goal left out.

    A parallel state on the way has its other strands entered as usual.
    """
    above = chart.ancestors(goal.node)
    inward = above[: above.index(domain)]
    for index in reversed(inward):
        yield index
        if chart.nodes[index].kind is not NodeKind.PARALLEL:
            continue
        for strand in chart.nodes[index].children:
            if strand != goal.node and strand not in inward:
                yield from entered(chart, strand)


def is_complete(chart: Chart, index: int, nodes: frozenset[int]) -> bool:
    """Whether a node stands in a final state, or each of its strands does."""
    node = chart.nodes[index]
    if node.kind is NodeKind.PARALLEL:
        return all(is_complete(chart, strand, nodes) for strand in node.children)
    return any(
        child in nodes and chart.nodes[child].kind is NodeKind.FINAL
        for child in node.children
    )

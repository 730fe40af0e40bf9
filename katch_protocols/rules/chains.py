"""Chains of states that no case enters: where each begins, and what lies behind it.

A slip cuts off one state, and with it whatever only that one leads to.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from katch_protocols.charts.chart import ChartNode
from katch_protocols.graphs.flow import flow
from katch_protocols.rules.uses import Uses

__all__ = ["chains"]


def chains(uses: Uses) -> Sequence[tuple[ChartNode, int]]:
    """Return the unreachable states into which no other one leads.

    Of those that lead to one another the first in document order stands for all. With
    each stands how many other unreachable states lie behind it; what lies behind two of
    them counts for both.
    """
    lost = {node.index: node for node in uses.never_entered}
    if len(lost) < 2:  # noqa: PLR2004 - one leads to no other
        return [(node, 0) for node in lost.values()]
    # Lazy: it loads networkx, and few handbooks have so many.
    from katch_protocols.graphs.components import beginnings  # noqa: PLC0415

    found = beginnings([*lost], _leads(uses, lost))
    return [(lost[index], behind) for index, behind in found.items()]


def _leads(uses: Uses, lost: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield each unreachable state with each other one to which it leads.

    What waits between two of them for a handover, or stands inside, is passed through.
    """
    chart = uses.own.chart
    outer: dict[int, int] = {}
    for node in chart.nodes[1:]:
        if not uses.is_met(node.index):
            outer[node.index] = outer.get(node.parent, node.index)
    onward: dict[int, set[int]] = {}
    for (source, _), (target, _) in flow(chart):
        if source in outer and target in outer:
            onward.setdefault(outer[source], set()).add(outer[target])
    passed = onward.keys() - lost
    for index in lost:
        for other in _reached(index, onward, passed) & {*lost} - {index}:
            yield index, other


def _reached(
    start: int,
    onward: Mapping[int, Iterable[int]],
    through: Collection[int],
) -> set[int]:
    """Return what a walk from a place comes to; it goes on only ``through`` some."""
    found: set[int] = set()
    waiting = [*onward.get(start, ())]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.add(here)
        if here in through:
            waiting += onward.get(here, ())
    return found

"""Chains of states that no case enters: where each begins, and what lies behind it.

A slip cuts off one state, and with it whatever only that one leads to.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from katch_protocols.charts.chart import ChartNode
from katch_protocols.graphs.flow import flow
from katch_protocols.rules.uses import Uses

__all__ = ["begun", "chains"]


def chains(uses: Uses) -> Sequence[tuple[ChartNode, int]]:
    """Return the unreachable states into which no other one leads.

    Of those that lead to one another the first in document order stands for all. With
    each stands how many other unreachable states lie behind it; what lies behind two of
    them counts for both.
    """
    lost = {node.index: node for node in uses.never_entered}
    found = begun([*lost], _leads(uses, lost) if len(lost) > 1 else {})
    return [(lost[index], behind) for index, behind in found.items()]


def _leads(uses: Uses, lost: Collection[int]) -> Mapping[int, Sequence[int]]:
    """Return to which of the unreachable states each leads.

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
    return {
        index: sorted(_reached(index, onward, passed) & {*lost} - {index})
        for index in lost
    }


def _reached(
    start: int,
    onward: Mapping[int, Iterable[int]],
    through: Collection[int] | None = None,
) -> set[int]:
    """Return what a walk from a place comes to; it goes on only ``through`` some."""
    found: set[int] = set()
    waiting = [*onward.get(start, ())]
    while waiting:
        here = waiting.pop()
        if here in found:
            continue
        found.add(here)
        if through is None or here in through:
            waiting += onward.get(here, ())
    return found


def begun(
    places: Sequence[int], onward: Mapping[int, Sequence[int]]
) -> Mapping[int, int]:
    """Return the first of the places from which all others are reached, in order.

    With each stands how many others are reached from it.

    Whatever finishes last in a walk into the depth has nothing before it, but for those
    of its own circle (Kosaraju's algorithm); as walks start in order, it is the first
    of these.
    """
    seen: set[int] = set()
    found: dict[int, int] = {}
    for place in reversed(_finished(places, onward)):
        if place not in seen:
            behind = _reached(place, onward) - {place}
            seen |= {place, *behind}
            found[place] = len(behind)
    return {place: found[place] for place in places if place in found}


def _finished(
    places: Sequence[int], onward: Mapping[int, Sequence[int]]
) -> Sequence[int]:
    """Return places as a walk into the depth leaves each for the last time."""
    seen: set[int] = set()
    found: list[int] = []
    for start in places:
        if start in seen:
            continue
        seen.add(start)
        walk = [(start, iter(onward.get(start, ())))]
        while walk:
            here, others = walk[-1]
            below = next((each for each in others if each not in seen), None)
            if below is None:
                found.append(here)
                walk.pop()
            else:
                seen.add(below)
                walk.append((below, iter(onward.get(below, ()))))
    return found

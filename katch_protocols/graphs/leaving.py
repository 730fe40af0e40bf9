"""What can ever lead out of a state, and whether somebody owes it that it does.

A deadline asks for something that leads on. Where only what may never come does, no
case has to leave in time, and the deadline bounds nothing.
"""

from collections.abc import Iterator

from katch_protocols.budget import tick
from katch_protocols.charts.chart import Chart, Entry, Goal
from katch_protocols.graphs.steps import after, holds

__all__ = ["is_owed", "leading_out"]


def is_owed(chart: Chart, node: int) -> bool:
    """Tell whether a deadline to leave a node binds anybody.

    It does not where every step that can ever leave the node is one that may never
    come: see ``Activity.is_optional``. The clock's own steps come.
    """
    every = list(leading_out(chart, node))
    return not every or not all(each is not None and _may_stay(each) for each in every)


def leading_out(chart: Chart, node: int) -> Iterator[Entry | None]:
    """Yield each entry that can exit a node, ``None`` for each step of the clock.

    What follows by itself belongs to the step that brings it. A step that enters the
    node again has left it.
    """
    for entry in chart.entries:
        if entry.goal is not None and _exits(
            chart, node, entry.node, entry.goal, at_top=entry.at_top
        ):
            yield entry
    for other in chart.nodes:
        for timer in other.timers:
            if _exits(chart, node, other.index, timer.goal):
                yield None


def _may_stay(entry: Entry) -> bool:
    return entry.act.is_optional


def _exits(
    chart: Chart, node: int, source: int, goal: Goal, *, at_top: bool = False
) -> bool:
    """Tell whether a move exits a node, at once or by what follows from it."""
    moves = [(source, goal, at_top)]
    seen: set[tuple[int, Goal]] = set()
    for start, target, top in moves:  # grows as it is walked
        tick()
        if (start, target) in seen:
            continue
        seen.add((start, target))
        domain = chart.domain(start, target.node, at_top=top)
        if domain in chart.ancestors(node) and (
            top or holds(chart, _child(chart, domain, node), start)
        ):
            return True
        moves += [
            (index, following, False)
            for index, following in after(chart, start, target, at_top=top)
        ]
    return False


def _child(chart: Chart, domain: int, node: int) -> int:
    """Return the child of a domain that is a node, or holds it."""
    down = (node, *chart.ancestors(node))
    return down[down.index(domain) - 1]

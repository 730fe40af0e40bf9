"""Where the statecharts of others run a case otherwise than a protocol says."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Goal
from katch_protocols.exchange.notation import ExportInput

__all__ = ["clock_by_host", "resumed_from_inside"]


def clock_by_host(source: ExportInput) -> tuple[str, ...]:
    """Return the states whose timers are events that a program must send.

    A case lives for months: a delay in the memory of a process would not, and working
    days are no number of seconds.
    """
    return tuple(node.name for node in source.chart.nodes if node.timers)


def resumed_from_inside(source: ExportInput) -> tuple[str, ...]:
    """Return what resumes a state from inside that very state.

    There the history is what it was when the state was last left; here it is what the
    move leaves.
    """
    return tuple(dict.fromkeys(_resuming(source)))


def _resuming(source: ExportInput) -> Iterator[str]:
    chart = source.chart

    def inside(node: int, goal: Goal | None) -> bool:
        around = {node, *chart.ancestors(node)}
        return goal is not None and goal.resume and goal.node in around

    for entry in chart.entries:
        if inside(entry.node, entry.goal):
            yield entry.activity
    for node in chart.nodes:
        goals = [line.goal for line in node.lines]
        goals += [timer.goal for timer in node.timers]
        if any(inside(node.index, goal) for goal in (*goals, node.done)):
            yield node.name

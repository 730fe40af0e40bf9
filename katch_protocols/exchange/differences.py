"""What the statecharts of others carry, and where they run a case otherwise."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from katch_protocols.charts.chart import Goal
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.notation import Carried, ExportInput
from katch_protocols.exchange.told import TOLD

__all__ = ["CARRIES", "DIFFERS", "clock_by_host", "resumed_from_inside"]


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


_MEANT = (
    Feature.STATES,
    Feature.NESTING,
    Feature.STRANDS,
    Feature.ENDS,
    Feature.CHOICES,
    Feature.COMPLETION,
    Feature.ACTIVITIES,
    Feature.ANY_STATE,
    Feature.CONDITIONS,
    Feature.FACTS,
    Feature.DOCUMENTS,
    Feature.TIMERS,
    Feature.HISTORY,
    Feature.HANDOVERS,
)

CARRIES: Mapping[Feature, Carried] = {
    **dict.fromkeys(TOLD, Carried.TOLD),
    **dict.fromkeys(_MEANT, Carried.MEANT),
}
"""How a statechart carries what a protocol says."""

DIFFERS: Mapping[str, Callable[[ExportInput], Sequence[str]]] = {
    "clock-by-host": clock_by_host,
    "resumed-from-inside": resumed_from_inside,
}
"""Where a statechart runs a case otherwise, by the name of each difference."""

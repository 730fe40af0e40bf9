"""The deadlines that run while an activity is possible, and who hears of a breach."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart, Entry, Node
from katch_protocols.duties.nouns import Limit
from katch_protocols.model.deadlines import Escalation
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.labels import Label

__all__ = ["limits_of", "told"]

_AT_ONCE = Duration(amount=0, unit=Unit.HOURS)


def limits_of(entry: Entry, chart: Chart, handbook: Handbook) -> Iterator[Limit]:
    """Yield the deadlines of an entry's state and of all around it, inside first."""
    for index in (entry.node, *chart.ancestors(entry.node)):
        node = chart.nodes[index]
        if node.within is not None:
            yield Limit(
                state=node.name,
                title=node.title,
                limit=node.within.limit,
                basis=node.within.basis,
                source=node.within.source,
                start=node.clock_start,
                start_title=_event(node.clock_start, chart),
                ends=_ends(entry, index, chart),
                tell=told(node, handbook),
            )


def told(node: Node, handbook: Handbook) -> tuple[Escalation, ...]:
    """Return who is told when the deadline of a state is broken, and how long after.

    The roles that the state names are told at once; else the handbook's chain is.
    """
    if not node.escalate_to:
        return handbook.escalation
    return tuple(Escalation(after=_AT_ONCE, tell=name) for name in node.escalate_to)


def _event(name: str | None, chart: Chart) -> Label | None:
    """Return the title of an event: of an activity, else of a state."""
    if name is None:
        return None
    index = chart.by_name.get(name)
    return chart.title_of(name) or (None if index is None else chart.nodes[index].title)


def _ends(entry: Entry, index: int, chart: Chart) -> bool:
    """Tell whether an entry leaves the node ``index``, which is on or above its own."""
    if entry.goal is None:
        return False
    domain = chart.domain(entry.node, entry.goal.node, at_top=entry.at_top)
    return domain in chart.ancestors(index)

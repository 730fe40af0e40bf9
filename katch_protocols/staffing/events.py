"""By which entries of a chart the event of a sentence can happen."""

from collections.abc import Collection

from katch_protocols.charts.chart import Chart
from katch_protocols.semantics.events import ChartEvent, UndefinedError, find_event

__all__ = ["entries_of", "happens", "state_of"]


def state_of(chart: Chart, name: str) -> int | None:
    """Return the node whose entering is the event; ``None`` if it is anything else."""
    event = _found(chart, name)
    if event is None or event.once:
        return None
    return next(iter(event.nodes), None)


def entries_of(chart: Chart, name: str) -> frozenset[int]:
    """Return the positions of the entries by which an event can happen.

    What means nothing, or several things, has no entries (a rule reports it). For a
    state they are those of every activity that moves a case, because a choice may lead
    there from any.
    """
    event = _found(chart, name)
    if event is None:
        return frozenset()
    done = {place for each in event.activities for place in chart.activities[each]}
    if event.nodes:
        done.update(place for place, entry in enumerate(chart.entries) if entry.goal)
    return frozenset(done)


def happens(
    chart: Chart, name: str, activity: str | None, entered: Collection[int]
) -> bool:
    """Tell whether an event happens in a step: an activity, and what it enters."""
    event = _found(chart, name)
    return event is not None and (
        activity in event.activities or not event.nodes.isdisjoint(entered)
    )


def _found(chart: Chart, name: str) -> ChartEvent | None:
    try:
        return find_event(chart, name)
    except UndefinedError:
        return None

"""What a sentence's event means in a chart: the entries by which it happens."""

from katch_protocols.charts.chart import Chart

__all__ = ["entries_of", "state_of"]


def state_of(chart: Chart, name: str) -> int | None:
    """Return the node whose entering is the event; ``None`` if it is an activity."""
    if _named(tuple(chart.activities), name):
        return None
    found = _named(tuple(chart.by_name), name)
    return chart.by_name[found[0]] if len(found) == 1 else None


def entries_of(chart: Chart, name: str) -> frozenset[int]:
    """Return the positions of the entries by which an event can happen.

    A name is looked up from the top, else it is the only one of that name; what means
    nothing, or several things, has no entries (a rule reports it). For a state they are
    those of every activity that moves a case, because a choice may lead there from any.
    """
    activities = _named(tuple(chart.activities), name)
    if len(activities) == 1:
        return frozenset(chart.activities[activities[0]])
    if activities or state_of(chart, name) is None:
        return frozenset()
    moving = (place for place, entry in enumerate(chart.entries) if entry.goal)
    return frozenset(moving)


def _named(known: tuple[str, ...], name: str) -> tuple[str, ...]:
    if name in known:
        return (name,)
    if "." in name:
        return ()
    return tuple(full for full in known if full.rpartition(".")[2] == name)

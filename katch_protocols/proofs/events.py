"""What an event of a sentence means in a chart: an activity or states entered."""

from dataclasses import dataclass

from katch_protocols.charts.chart import Chart
from katch_protocols.semantics.table import Row

__all__ = ["Event", "UndefinedError", "find_event", "find_state"]


class UndefinedError(Exception):
    """A name means nothing in the protocol, or means several things."""

    def __init__(self, name: str, candidates: tuple[str, ...] = ()) -> None:
        self.name, self.candidates = name, candidates
        super().__init__(name)


@dataclass(frozen=True)
class Event:
    """An activity that happens, or a state that is entered; exactly one is set."""

    name: str
    activity: str | None = None
    node: int | None = None

    def positions(self, row: Row) -> list[int]:
        """Return where in a row's sequence it happens: 0 the activity, then entries."""
        if self.activity is not None:
            return [0] if row.activity == self.activity else []
        return [
            position
            for position, node in enumerate(row.entered, start=1)
            if node == self.node
        ]


def find_event(chart: Chart, name: str) -> Event:
    """Find what a sentence's name means: from the top, else the only one of that name.

    Raises:
        UndefinedError: Nothing has that name, or several states or activities have.
    """
    activities = _named(tuple(chart.activities), name)
    if len(activities) == 1:
        return Event(name, activity=activities[0])
    states = _named(tuple(chart.by_name), name)
    if not activities and len(states) == 1:
        return Event(name, node=chart.by_name[states[0]])
    raise UndefinedError(name, activities or states)


def find_state(chart: Chart, name: str) -> int:
    """Find the node that a state's name means; raises as ``find_event`` does."""
    states = _named(tuple(chart.by_name), name)
    if len(states) != 1:
        raise UndefinedError(name, states)
    return chart.by_name[states[0]]


def _named(known: tuple[str, ...], name: str) -> tuple[str, ...]:
    if name in known:
        return (name,)
    if "." in name:
        return ()
    return tuple(full for full in known if full.rpartition(".")[2] == name)

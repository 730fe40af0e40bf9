"""What an event of a sentence means in a chart: an activity or states entered."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from katch_protocols.charts.chart import Chart
from katch_protocols.semantics.table import Row
from katch_protocols.sentences.nearness import nearest

__all__ = ["Event", "Filter", "UndefinedError", "find_event", "find_state"]

Filter = Callable[[Row], bool]
"""Which rows count."""


class UndefinedError(Exception):
    """A name means nothing in the protocol, or means several things.

    ``candidates`` are what it could mean, else the nearest name.
    """

    def __init__(self, name: str, candidates: tuple[str, ...] = ()) -> None:
        self.name, self.candidates = name, candidates
        super().__init__(name)


@dataclass(frozen=True)
class Event:
    """An activity that happens, or a state that is entered.

    With neither ``activity`` nor ``node`` every step is one. ``only`` leaves out the
    rows that do not count.
    """

    name: str
    activity: str | None = None
    node: int | None = None
    only: Filter | None = None

    def narrowed(self, only: Filter) -> "Event":
        """Return the same event where it happens in a row that counts."""
        return replace(self, only=only)

    def counts(self, row: Row) -> bool:
        """Tell whether the row is not left out."""
        return self.only is None or self.only(row)

    def positions(self, row: Row) -> list[int]:
        """Return where in a row's sequence it happens: 0 the activity, then entries."""
        if not self.counts(row):
            return []
        if self.node is None:
            return [0] if self.activity in {None, row.activity} else []
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
    known = (*chart.activities, *chart.by_name)
    raise UndefinedError(name, activities or states or _near(name, known))


def find_state(chart: Chart, name: str) -> int:
    """Find the node that a state's name means; raises as ``find_event`` does."""
    states = _named(tuple(chart.by_name), name)
    if len(states) != 1:
        raise UndefinedError(name, states or _near(name, tuple(chart.by_name)))
    return chart.by_name[states[0]]


def _near(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    bare = dict.fromkeys(full.rpartition(".")[2] for full in known)
    found = nearest(name, (full for full in (*known, *bare) if full))
    return () if found is None else (found,)


def _named(known: tuple[str, ...], name: str) -> tuple[str, ...]:
    if name in known:
        return (name,)
    if "." in name:
        return ()
    return tuple(full for full in known if full.rpartition(".")[2] == name)

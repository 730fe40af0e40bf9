"""What happens in one step, in turn: for sentences, and for clocks that ask when."""

from collections.abc import Sequence

from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.table import Row, Table

__all__ = ["Happening", "happening", "places_of"]

Happening = tuple[str | int, ...]
"""An activity by its full name, then the nodes that are entered, in turn."""


def happening(table: Table, row: Row, after: int) -> Happening:
    """Return what happens in a step: the activity, then what it enters.

    ``after`` is the word that it leads to: it tells what a resumed state holds.
    """
    found: list[str | int] = [row.activity]
    for node in row.entered:
        found.append(node)
        if node in row.resumed:
            inside = (
                each
                for each in table.active(after)
                if each not in row.entered and node in table.chart.ancestors(each)
            )
            found += inside
    return tuple(found)


def places_of(event: ChartEvent | None, happened: Happening) -> Sequence[int]:
    """Return where in a step an event happens; something measured, only where first."""
    if event is None:
        return ()
    activities, nodes = event.activities, event.nodes
    if activities.isdisjoint(happened) and nodes.isdisjoint(happened):
        return ()  # as at most steps
    found = [
        place
        for place, each in enumerate(happened)
        if each in activities or each in nodes
    ]
    return found[:1] if event.once else found

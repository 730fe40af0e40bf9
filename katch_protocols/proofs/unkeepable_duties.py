"""Duties that in some case nobody can keep: nothing ends them any more, or in time."""

from collections.abc import Iterator

import numpy as np

from katch_protocols.charts.calendars import Spans
from katch_protocols.charts.chart import ChartDuty
from katch_protocols.proofs.duty_table import WatchedDuty, watch_duties
from katch_protocols.proofs.futures import Flags, futures
from katch_protocols.semantics.arrays import inside, split
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Table

__all__ = ["never_kept"]


def never_kept(table: Table, spans: Spans, *, limit: int) -> Iterator[ChartDuty]:
    """Yield the duties that some case owes when no step ends that any more in time.

    What ends it is that it is done, that its state is left, or that its ``when`` is no
    longer true. A wait of its state, or inside it, that is longer than its limit ends
    it too late. With more than ``limit`` configurations nothing is told.
    """
    watched = watch_duties(table)
    explored = explore(watched.table, limit=limit)
    if not explored.exhausted:
        return
    graph = futures(explored)
    for each in watched.duties:
        owed = _owed(explored, each)
        if not owed.any():
            continue
        steps = explored.steps()
        done = np.array(
            [row.activity == each.duty.activity for row in watched.table.rows], np.bool_
        )
        late = _too_late(watched.table, each.duty, spans)
        ends = owed[steps.sources] & (~owed[steps.targets] | done[steps.rows])
        ends &= ~late[steps.rows]
        able = graph.without(late).can_reach(steps.sources[ends])
        if (owed & ~able).any():
            yield each.duty


def _too_late(table: Table, duty: ChartDuty, spans: Spans) -> Flags:
    """Return the steps of the clock that come only when a duty is overdue.

    Their wait begins when the duty does, or later, as the duty is owed from the entry
    of its state on; of any other duty nothing is told.
    """
    chart = table.chart
    whole = all(chart.entries[place].when is None for place in duty.places)
    late: Flags = np.zeros(len(table.rows), np.bool_)
    if duty.start is not None or duty.again or not whole or table.layout.resumed:
        return late
    due = spans.longest(duty.limit.limit)
    for number, row in enumerate(table.rows):
        around = {row.node, *chart.ancestors(row.node)}
        if row.timer is not None and not around.isdisjoint(duty.nodes):
            late[number] = spans.shortest(row.timer.limit) > due
    return late


def _owed(explored: Exploration, watched: WatchedDuty) -> Flags:
    """Return where the clock of a duty runs. Shape: (configurations,)."""
    parts = explored.words.shape[1]
    found: Flags = np.zeros(len(explored), np.bool_)
    for mask, match in watched.cubes:
        found |= inside(explored.words, split(mask, parts), split(match, parts))
    found[explored.ends()] = False
    return found

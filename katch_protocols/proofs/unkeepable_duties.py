"""Duties that in some case nobody can keep: nothing ends them any more."""

from collections.abc import Iterator

import numpy as np

from katch_protocols.charts.chart import ChartDuty
from katch_protocols.proofs.duty_table import WatchedDuty, watch_duties
from katch_protocols.proofs.futures import Flags, futures
from katch_protocols.semantics.arrays import inside, split
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Table

__all__ = ["never_kept"]


def never_kept(table: Table, *, limit: int) -> Iterator[ChartDuty]:
    """Yield the duties that some case owes when no step ends that any more.

    What ends it is that it is done, that its state is left, or that its ``when`` is no
    longer true. With more than ``limit`` configurations nothing is told.
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
        ends = owed[steps.sources] & (~owed[steps.targets] | done[steps.rows])
        able = graph.can_reach(steps.sources[ends])
        if (owed & ~able).any():
            yield each.duty


def _owed(explored: Exploration, watched: WatchedDuty) -> Flags:
    """Return where the clock of a duty runs. Shape: (configurations,)."""
    parts = explored.words.shape[1]
    found: Flags = np.zeros(len(explored), np.bool_)
    for mask, match in watched.cubes:
        found |= inside(explored.words, split(mask, parts), split(match, parts))
    found[explored.ends()] = False
    return found

"""What can still happen: the graph of configurations, read backwards."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from katch_protocols.semantics.explore import Exploration, Places

__all__ = ["Futures", "futures"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Futures:
    """Every step between the configurations found, sorted by where it leads.

    Shapes: ``sources`` and ``rows`` (edges,), grouped by target: those into
    configuration ``i`` stand at ``starts[i]:starts[i + 1]``.
    """

    explored: Exploration
    sources: Places
    rows: Places
    starts: Places

    def can_reach(self, goals: Places) -> Flags:
        """Return for each configuration whether some case leads on to a goal."""
        reached = np.zeros(len(self.explored), np.bool_)
        reached[goals] = True
        frontier = goals
        while len(frontier):
            before = np.unique(self.sources[self._into(frontier)])
            frontier = before[~reached[before]]
            reached[frontier] = True
        return reached

    def _into(self, targets: Places) -> Places:
        """Return the positions of every edge into one of the targets."""
        first, last = self.starts[targets], self.starts[targets + 1]
        counts = last - first
        offsets = np.repeat(np.cumsum(counts) - counts, counts)
        positions: Places = np.arange(counts.sum()) - offsets + np.repeat(first, counts)
        return positions

    def sources_of(self, rows: Iterable[int]) -> Places:
        """Return the configurations in which one of the rows applies."""
        chosen = np.isin(self.rows, np.fromiter(rows, np.int64))
        return np.unique(self.sources[chosen])


def futures(explored: Exploration) -> Futures:
    """Return the graph of an exploration that was exhausted."""
    sources, after, rows = [], [], []
    for index, row in enumerate(explored.table.rows):
        if not explored.fired[index]:
            continue
        places, words = explored.successors(row)
        sources.append(places)
        after.append(words)
        rows.append(np.full(len(places), index))
    if not sources:
        empty = np.empty(0, np.int64)
        return Futures(explored, empty, empty, np.zeros(len(explored) + 1, np.int64))
    target = explored.find(np.concatenate(after))
    order = np.argsort(target, kind="stable")
    counts = np.bincount(target, minlength=len(explored))
    starts = np.concatenate([[0], np.cumsum(counts)])
    return Futures(
        explored, np.concatenate(sources)[order], np.concatenate(rows)[order], starts
    )

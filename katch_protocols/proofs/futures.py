"""What can still happen: the graph of configurations, read backwards."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.budget import look
from katch_protocols.semantics.arrays import Places, distinct, ranges, starts_of
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.sorting import ordered

__all__ = ["Futures", "futures"]

Flags = NDArray[np.bool_]


class Futures(Struct, frozen=True, dict=True):
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
            look()
            before = self.sources[self._into(frontier)]
            frontier = distinct(before[~reached[before]], len(reached))
            reached[frontier] = True
        return reached

    def comes_from(self, starts: Places | int) -> Flags:
        """Return for each configuration whether a case comes there from a start."""
        targets, groups = self._onward
        reached = np.zeros(len(self.explored), np.bool_)
        reached[starts] = True
        frontier: Places = np.atleast_1d(starts)
        while len(frontier):
            look()
            after = targets[_between(groups, frontier)]
            frontier = distinct(after[~reached[after]], len(reached))
            reached[frontier] = True
        return reached

    def rows_after(self, onward: Flags) -> Places:
        """Return the rows that apply in some of the configurations."""
        return distinct(self.rows[onward[self.sources]], len(self.explored.table.rows))

    @cached_property
    def _onward(self) -> tuple[Places, Places]:
        """Where each step leads, grouped by source, and where each group starts."""
        count = len(self.explored)
        order = ordered(self.sources, count)
        return self.targets[order], starts_of(self.sources, count)

    def _into(self, targets: Places) -> Places:
        """Return the positions of every edge into one of the targets."""
        return _between(self.starts, targets)

    @property
    def targets(self) -> Places:
        """Where each step leads."""
        return self._targets

    @cached_property
    def _targets(self) -> Places:
        return np.repeat(np.arange(len(self.explored)), np.diff(self.starts))

    def without(self, rows: Flags) -> "Futures":
        """Return the graph without the steps of some rows (a flag for each row)."""
        return self.only(~rows[self.rows])

    def only(self, kept: Flags) -> "Futures":
        """Return the graph of some of its steps (a flag for each step)."""
        targets = self.targets[kept]
        starts = starts_of(targets, len(self.explored))
        return Futures(self.explored, self.sources[kept], self.rows[kept], starts)

    def targets_of(self, rows: Iterable[int]) -> Places:
        """Return the configurations to which one of the rows leads."""
        chosen = self._of(rows)
        return distinct(self.targets[chosen], len(self.explored))

    def sources_of(self, rows: Iterable[int]) -> Places:
        """Return the configurations in which one of the rows applies."""
        chosen = self._of(rows)
        return distinct(self.sources[chosen], len(self.explored))

    def _of(self, rows: Iterable[int]) -> Flags:
        """Return whether each step is of one of some rows."""
        chosen = np.zeros(len(self.explored.table.rows), np.bool_)
        chosen[np.fromiter(rows, np.int64)] = True
        of_rows: Flags = chosen[self.rows]
        return of_rows


def _between(starts: Places, groups: Places) -> Places:
    """Return the positions of all members of some groups."""
    _, positions = ranges(starts[groups], starts[groups + 1])
    return positions


def futures(explored: Exploration) -> Futures:
    """Return the graph of an exploration that was exhausted."""
    steps = explored.steps()
    order = ordered(steps.targets, len(explored))
    starts = starts_of(steps.targets, len(explored))
    return Futures(explored, steps.sources[order], steps.rows[order], starts)

"""The steps of a graph with what each counts: the different ones, and between parts."""

from typing import NamedTuple

import numpy as np

from katch_protocols.semantics.arrays import Places, starts_of
from katch_protocols.semantics.sorting import firsts_by, ordered

__all__ = ["CountedSteps"]


class CountedSteps(NamedTuple):
    """The different steps of a graph, by source; of one source as they were found.

    Shapes: ``starts`` (configurations + 1,): the steps out of configuration ``i`` stand
    at ``starts[i]:starts[i + 1]``; all others (steps,). ``weights`` are what each
    counts, ``rows`` a row of the slice that makes it.
    """

    starts: Places
    sources: Places
    targets: Places
    weights: Places
    rows: Places

    def only(self, kept: Places) -> "CountedSteps":
        """Return some of them, in their order."""
        sources = self.sources[kept]
        starts = starts_of(sources, len(self.starts) - 1)
        rest = (self.targets[kept], self.weights[kept], self.rows[kept])
        return CountedSteps(starts, sources, *rest)

    def different(self) -> "CountedSteps":
        """Return the first of those that are alike in all but the row."""
        count, most = len(self.starts), int(self.weights.max(initial=0)) + 1
        columns = (self.sources, count), (self.targets, count), (self.weights, most)
        return self.only(firsts_by(*columns))

    def merged(self, number: Places) -> "CountedSteps":
        """Return the different steps between parts: ``number`` is that of each place.

        What leads nowhere and counts nothing is left out.
        """
        sources, targets = number[self.sources], number[self.targets]
        count = int(number.max(initial=-1)) + 1
        order = ordered(sources, count)
        found = CountedSteps(
            starts_of(sources, count),
            sources[order],
            targets[order],
            self.weights[order],
            self.rows[order],
        )
        moves = (found.sources != found.targets) | (found.weights != 0)
        return found.only(np.flatnonzero(moves)).different()

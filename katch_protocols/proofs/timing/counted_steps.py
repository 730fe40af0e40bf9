"""The steps of a graph with what each counts: the different ones, and between parts."""

from typing import NamedTuple

import numpy as np

from katch_protocols.semantics.arrays import Places

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
        every = np.arange(len(self.starts))
        rest = (self.targets[kept], self.weights[kept], self.rows[kept])
        return CountedSteps(np.searchsorted(sources, every), sources, *rest)

    def different(self) -> "CountedSteps":
        """Return the first of those that are alike in all but the row."""
        order = np.lexsort((self.weights, self.targets, self.sources))
        new = np.ones(len(order), np.bool_)
        for each in (self.sources, self.targets, self.weights):
            new[1:] &= each[order[1:]] == each[order[:-1]]
        new[1:] = ~new[1:]
        return self.only(np.sort(order[new]))

    def merged(self, number: Places) -> "CountedSteps":
        """Return the different steps between parts: ``number`` is that of each place.

        What leads nowhere and counts nothing is left out.
        """
        sources, targets = number[self.sources], number[self.targets]
        order = np.argsort(sources, kind="stable")
        every = np.arange(number.max(initial=-1) + 2)
        found = CountedSteps(
            np.searchsorted(sources[order], every),
            sources[order],
            targets[order],
            self.weights[order],
            self.rows[order],
        )
        moves = (found.sources != found.targets) | (found.weights != 0)
        return found.only(np.flatnonzero(moves)).different()

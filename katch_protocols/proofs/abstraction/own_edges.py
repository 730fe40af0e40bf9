"""Edges that a sentence adds to the graph of its slice: where its automaton moves.

A row that moves it, or that is a part of a row, is no plain step of the slice. What a
row becomes for each state of the automaton has the same edges: they stand once.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from katch_protocols.budget import look, tick
from katch_protocols.proofs.abstraction.slice_graph import SliceGraph
from katch_protocols.proofs.abstraction.slicing import Effect, effect_of
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.arrays import Places
from katch_protocols.semantics.sorting import ordered

__all__ = ["OwnEdges", "own_edges"]


class OwnEdges(Struct, frozen=True):
    """Edges between configurations of a slice, each of a group of rows of a product.

    Rows of a group differ in nothing but the states of the automaton.

    Shapes: ``targets`` and ``groups`` (edges,), by source: those out of configuration
    ``i`` stand at ``starts[i]:starts[i + 1]``, in the order of the rows. ``after`` and
    ``rows`` (groups, states): the state after, and by which row; -1 where there is no
    such row.
    """

    starts: Places
    targets: Places
    groups: Places
    after: Places
    rows: Places

    @property
    def steps(self) -> int:
        """How many steps they are, at the most, of all states of the automaton."""
        states: int = self.after.shape[1]
        return len(self.groups) * states


def own_edges(graph: SliceGraph, product: Product, indices: Iterable[int]) -> OwnEdges:
    """Return the edges of some rows of a product, whose positions come in order."""
    grouping = _Grouping(graph, product)
    for index in indices:
        tick()
        grouping.add(index)
    return grouping.edges()


class _Grouping:
    """Puts rows that come one after the other into groups."""

    def __init__(self, graph: SliceGraph, product: Product) -> None:
        self.graph, self.product = graph, product
        self.field = product.field
        self.bits = ~product.field.mask
        self.states = range(len(product.field.values))
        empty = np.empty(0, np.int64)
        self.sources, self.targets = [empty], [empty]
        self.after: list[list[int]] = []
        self.rows: list[list[int]] = []
        self._last: Effect | None = None
        self._is_met = False
        """Whether the last group has any edge; without one it is left out."""

    def add(self, index: int) -> None:
        """Add a row: to the last group, if that is without one for its state."""
        row = self.product.table.rows[index]
        if not row.mask & self.field.mask:
            self._last = None
            if self._open(index):
                self.after.append([*self.states])
                self.rows.append([index for _ in self.states])
            return
        effect, code = effect_of(row, self.bits), self.field.code(row.match)
        is_met = effect == self._last and self._is_met
        if effect != self._last or (is_met and self.rows[-1][code] >= 0):
            self._last, self._is_met = effect, self._open(index)
            if self._is_met:
                self.after.append([-1 for _ in self.states])
                self.rows.append([-1 for _ in self.states])
        if self._is_met:
            self.after[-1][code] = self.field.code(row.set)
            self.rows[-1][code] = index

    def _open(self, index: int) -> bool:
        """Begin a group, and tell whether it has any edge."""
        row, whole = self.product.table.rows[index], self.product.base[index]
        sources, targets = self.graph.edges(row, self.bits, whole)
        if not len(sources):
            return False
        self.sources.append(sources)
        self.targets.append(targets)
        return True

    def edges(self) -> OwnEdges:
        """Return what was added, by source."""
        size = len(self.graph.explored)
        counts = [len(each) for each in self.sources[1:]]
        look(24 * sum(counts))
        sources = np.concatenate(self.sources)
        order = ordered(sources, size)
        groups = np.repeat(np.arange(len(counts)), np.array(counts, np.int64))
        per_source = np.bincount(sources, minlength=size)
        shape = len(counts), len(self.states)
        return OwnEdges(
            np.concatenate([[0], np.cumsum(per_source)]),
            np.concatenate(self.targets)[order],
            groups[order],
            np.array(self.after, np.int64).reshape(shape),
            np.array(self.rows, np.int64).reshape(shape),
        )

"""The graph of a slice: its configurations, and every step between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from katch_protocols.budget import keep, look
from katch_protocols.proofs.abstraction.slicing import (
    Effect,
    SlicedRow,
    effect_of,
    sliced_rows,
)
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.arrays import Places, inside, split
from katch_protocols.semantics.configurations import Configurations, keyed
from katch_protocols.semantics.explore import Exploration, Steps, explore
from katch_protocols.semantics.table import Row, Table

__all__ = ["MAX_SHARED", "SliceGraph", "narrowed", "slice_graph"]


MAX_SHARED = 200_000
"""Slices with more configurations than this are not kept: each product is explored."""

MAX_NODES = 20_000_000
"""Products with more nodes than this are explored without their slice's graph."""


@dataclass(frozen=True)
class SliceGraph:
    """The configurations of a slice and every step between them.

    A case begins in configuration ``initial``.

    Shapes: ``targets`` and ``rows`` (edges,), grouped by source: those out of
    configuration ``i`` stand at ``starts[i]:starts[i + 1]``.
    """

    explored: Configurations
    starts: Places
    targets: Places
    rows: Places
    initial: int = 0
    _edges: dict[Effect, tuple[Places, Places]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _places: dict[int, tuple[Row, int | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def holds(self, product: Product) -> bool:
        """Tell whether a product over the slice is small enough to be walked."""
        return len(self.explored) * len(product.field.values) <= MAX_NODES

    @cached_property
    def row_of(self) -> dict[Effect, int]:
        """Where in the slice's table each row stands."""
        rows = self.explored.table.rows
        return {effect_of(row, -1): index for index, row in enumerate(rows)}

    def place_of(self, row: Row, whole: Row) -> int | None:
        """Return where in the slice's table a row of a product stands, if it does.

        It is ``whole``, a row of the table, or a part of it.
        """
        if row.mask is not whole.mask or row.match is not whole.match:
            return self.row_of.get(effect_of(row, -1))
        # What asks the same is the whole: of each that is looked up once.
        known = self._places.get(id(whole))
        if known is None:
            place = self.row_of.get(effect_of(row, -1))
            known = self._places[id(whole)] = whole, place
        return known[1]

    @cached_property
    def sources(self) -> Places:
        """The configuration before each step."""
        return np.repeat(np.arange(len(self.explored)), np.diff(self.starts))

    def edges(self, row: Row, bits: int, whole: Row) -> tuple[Places, Places]:
        """Return where a row applies, looked at through ``bits``, and leads to.

        It is ``whole``, a row of the table, or a part of it.
        """
        effect = effect_of(row, bits)
        if effect not in self._edges:
            known = self.row_of.get(effect)
            if known is not None:
                return self._edges_of(known)
            self._edges[effect] = self._edges_inside(effect, row, whole)
        return self._edges[effect]

    def _edges_inside(
        self, effect: Effect, row: Row, whole: Row
    ) -> tuple[Places, Places]:
        """Return the edges of a part of a row: some of those of the whole, if known."""
        mask, match, clear, put = effect
        known = self.row_of.get((whole.mask, whole.match, clear, put))
        if known is None or mask | whole.mask != mask:
            narrow = row.written(mask, match, clear, put)
            places, words = self.explored.successors(narrow)
            return places, self.explored.find(words) if clear else places
        places, targets = self._edges_of(known)
        words, parts = self.explored.words, self.explored.words.shape[1]
        kept = inside(words[places], split(mask, parts), split(match, parts))
        return places[kept], targets[kept]

    def _edges_of(self, index: int) -> tuple[Places, Places]:
        """Return the edges of a row of the slice, as ``edges`` does."""
        sources, targets, first = self._by_row
        here = slice(first[index], first[index + 1])
        return sources[here], targets[here]

    @cached_property
    def _by_row(self) -> tuple[Places, Places, list[int]]:
        """The edges in the order of their rows, and where those of each begin."""
        keep(16 * len(self.rows))
        order = np.argsort(self.rows, kind="stable")
        every = np.arange(len(self.explored.table.rows) + 1)
        first: list[int] = np.searchsorted(self.rows, every, sorter=order).tolist()
        return self.sources[order], self.targets[order], first


def slice_graph(table: Table, cone: int, *, limit: int) -> SliceGraph | None:
    """Return the graph of a table's slice; ``None`` if it has too many configurations.

    ``cone`` are the bits that the slice keeps.
    """
    sliced = _sliced(table, cone, sliced_rows(table, cone))
    explored = explore(sliced, limit=min(limit, MAX_SHARED))
    return _graph(explored, explored.steps()) if explored.exhausted else None


def narrowed(explored: Exploration, cone: int, *, limit: int) -> SliceGraph | None:
    """Return what ``slice_graph`` does, where every configuration is known already.

    A row of the slice asks nothing outside the cone:
    of the configurations that look the same there, one tells the steps of all.
    """
    table = explored.table
    rows = sliced_rows(table, cone)
    words = explored.words & split(cone, explored.words.shape[1])
    look(3 * words.nbytes)
    keys = keyed(words)
    order = np.argsort(keys, kind="stable")
    is_new = np.ones(len(keys), np.bool_)
    is_new[1:] = keys[order[1:]] != keys[order[:-1]]
    first = order[is_new]
    if len(first) > min(limit, MAX_SHARED):
        return None
    place = np.empty(len(keys), np.int64)
    place[order] = np.cumsum(is_new) - 1
    stands = np.zeros(len(keys), np.bool_)
    stands[first] = True
    small = np.full(len(table.rows), -1, np.int64)
    small[[each.place for each in rows]] = np.arange(len(rows))
    steps = explored.steps()
    kept = np.flatnonzero(stands[steps.sources] & (small[steps.rows] >= 0))
    return _graph(
        Configurations(_sliced(table, cone, rows), words[first]),
        Steps(
            place[steps.sources[kept]],
            small[steps.rows[kept]],
            place[steps.targets[kept]],
        ),
        initial=int(place[0]),
    )


def _sliced(table: Table, cone: int, rows: Sequence[SlicedRow]) -> Table:
    return replace(
        table,
        initial=table.initial & cone,
        rows=tuple(each.row for each in rows),
        by_step={},
    )


def _graph(explored: Configurations, steps: Steps, *, initial: int = 0) -> SliceGraph:
    keep(explored.words.nbytes + 24 * len(steps.rows))
    order = np.argsort(steps.sources, kind="stable")
    per_source = np.bincount(steps.sources, minlength=len(explored))
    return SliceGraph(
        explored,
        np.concatenate([[0], np.cumsum(per_source)]),
        steps.targets[order],
        steps.rows[order],
        initial,
    )

"""The graph of a slice: its configurations, and every step between them."""

from collections.abc import Sequence
from functools import cached_property
from itertools import repeat

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from katch_protocols.budget import keep, look
from katch_protocols.proofs.abstraction.slicing import (
    Effect,
    SlicedRow,
    effect_of,
    sliced_rows,
)
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.arrays import Places, inside, split, starts_of
from katch_protocols.semantics.configurations import Configurations
from katch_protocols.semantics.explore import Exploration, Steps, explore
from katch_protocols.semantics.kernels import loops
from katch_protocols.semantics.sorting import ordered
from katch_protocols.semantics.table import Row, Table

__all__ = ["MAX_SHARED", "SliceGraph", "narrowed", "slice_graph"]


MAX_SHARED = 200_000
"""Slices with more configurations than this are not kept: each product is explored."""

Halves = NDArray[np.int32]
"""Positions in an array of which there are no more than fit into half a word."""

MAX_NODES = 20_000_000
"""Products with more nodes than this are explored without their slice's graph."""


class SliceGraph(Struct, frozen=True, dict=True):
    """The configurations of a slice and every step between them.

    A case begins in configuration ``initial``.

    Shapes: ``targets`` and ``rows`` (edges,), grouped by source: those out of
    configuration ``i`` stand at ``starts[i]:starts[i + 1]``. They are halves of
    ``Places``, for a walk along all of them waits for nothing but memory.
    """

    explored: Configurations
    starts: Places
    targets: Halves
    rows: Halves
    initial: int = 0

    @cached_property
    def _edges(self) -> dict[Effect, tuple[Places, Places]]:
        return {}

    def holds(self, product: Product) -> bool:
        """Tell whether a product over the slice is small enough to be walked."""
        return len(self.explored) * len(product.field.values) <= MAX_NODES

    @cached_property
    def row_of(self) -> dict[Effect, int]:
        """Where in the slice's table each row stands."""
        rows = self.explored.table.rows
        return {effect_of(row, -1): index for index, row in enumerate(rows)}

    @cached_property
    def _place_of(self) -> dict[int, int]:
        """Where in the slice's table each row stands, by its identity."""
        rows = self.explored.table.rows
        return {id(row): index for index, row in enumerate(rows)}

    def places_of(self, rows: Sequence[Row], state: int) -> Places:
        """Return where in the slice's table the rows of a product stand, else -1.

        ``state`` are the bits of its automaton, which no row of a slice asks about.
        """
        # Most are the table's own.
        found = map(self._place_of.get, map(id, rows), repeat(-1))
        places = np.fromiter(found, np.int64, len(rows))
        for index in np.flatnonzero(places < 0).tolist():
            row = rows[index]
            if not row.mask & state:
                places[index] = self.row_of.get(effect_of(row, -1), -1)
        return places

    def applying(self, reached: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which rows of the slice apply in some configurations; then ``False``.

        Shapes: ``reached`` (configurations,); returns (rows + 1,).
        """
        if reached.all():
            return self._applied
        hits = np.zeros(len(self._applied), np.bool_)
        hits[self.rows[reached[self.sources]]] = True
        return hits

    @cached_property
    def _applied(self) -> NDArray[np.bool_]:
        """Which rows of the slice apply in some configuration; then ``False``."""
        hits = np.zeros(len(self.explored.table.rows) + 1, np.bool_)
        hits[self.rows] = True
        return hits

    @cached_property
    def sources(self) -> Places:
        """The configuration before each step."""
        return np.repeat(np.arange(len(self.explored)), np.diff(self.starts))

    def edges(self, row: Row, bits: int, whole: Row) -> tuple[Places, Places]:
        """Return where a row applies, looked at through ``bits``, and leads to.

        It is ``whole``, a row of the table, or a part of it.
        """
        effect = effect_of(row, bits)
        found = self._edges.get(effect)
        if found is None:
            known = self.row_of.get(effect)
            if known is not None:
                return self._edges_of(known)
            found = self._edges[effect] = self._edges_inside(effect, row, whole)
        return found

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
        count = len(self.explored.table.rows)
        order = ordered(self.rows, count)
        first: list[int] = starts_of(self.rows, count).tolist()
        return self.sources[order], self.targets[order].astype(np.int64), first


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
    first, place = _alike(explored, cone)
    if len(first) > min(limit, MAX_SHARED):
        return None
    stands = np.zeros(len(explored), np.bool_)
    stands[first] = True
    small = np.full(len(table.rows), -1, np.int64)
    small[[each.place for each in rows]] = np.arange(len(rows))
    steps = explored.steps()
    kept = np.flatnonzero(stands[steps.sources] & (small[steps.rows] >= 0))
    return _graph(
        Configurations(
            _sliced(table, cone, rows),
            explored.words[first] & split(cone, explored.words.shape[1]),
        ),
        Steps(
            place[steps.sources[kept]],
            small[steps.rows[kept]],
            place[steps.targets[kept]],
        ),
        initial=int(place[0]),
    )


def _alike(explored: Exploration, cone: int) -> tuple[Places, Places]:
    """Return the first configurations of all that look the same through a cone.

    In their order; and the number of each configuration among these.
    """
    words, kept = explored.words, split(cone, explored.words.shape[1])
    look(4 * words.nbytes)
    compiled = loops(len(words))
    guards = explored.guards
    if compiled is not None and guards is not None and guards.is_narrow:
        return compiled.number(words, kept)
    words = words & kept
    order = np.lexsort(words.T)  # far quicker than by the bytes of wide words
    in_order = words[order]
    is_new = np.ones(len(words), np.bool_)
    is_new[1:] = (in_order[1:] != in_order[:-1]).any(axis=1)
    first = order[is_new]
    by_first = np.argsort(first)
    rank = np.empty(len(first), np.int64)
    rank[by_first] = np.arange(len(first))
    place = np.empty(len(words), np.int64)
    place[order] = rank[np.cumsum(is_new) - 1]
    return first[by_first], place


def _sliced(table: Table, cone: int, rows: Sequence[SlicedRow]) -> Table:
    return replace(
        table,
        initial=table.initial & cone,
        rows=tuple(each.row for each in rows),
        by_step={},
    )


def _graph(explored: Configurations, steps: Steps, *, initial: int = 0) -> SliceGraph:
    keep(explored.words.nbytes + 16 * len(steps.rows))
    order = ordered(steps.sources, len(explored))
    per_source = np.bincount(steps.sources, minlength=len(explored))
    return SliceGraph(
        explored,
        np.concatenate([[0], np.cumsum(per_source)]),
        steps.targets[order].astype(np.int32),
        steps.rows[order].astype(np.int32),
        initial,
    )

"""One exploration for many sentences: the graph of a slice, and automata over it.

Most sentences of a protocol see the same slice of it. Its configurations are found
once; each sentence then walks their graph with its own automaton, which is the product
that ``explore`` would find, breadth first, without looking for configurations again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import keep, look
from katch_protocols.proofs.watching import Product
from katch_protocols.semantics.arrays import Places, parted, ranges, split
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import (
    Configurations,
    Exploration,
    Steps,
    explore,
    keyed,
)
from katch_protocols.semantics.table import Row, Table

__all__ = ["MAX_SHARED", "SliceGraph", "narrowed", "slice_graph", "walk"]

MAX_SHARED = 200_000
"""Slices with more configurations than this are not kept: each product is explored."""

MAX_NODES = 20_000_000
"""Products with more nodes than this are explored without their slice's graph."""

Effect = tuple[int, int, int, int]
"""What a row asks and does: mask, match, clear, set."""


def _effect(row: Row, bits: int) -> Effect:
    return row.mask & bits, row.match & bits, row.clear & bits, row.set & bits


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

    def holds(self, product: Product) -> bool:
        """Tell whether a product over the slice is small enough to be walked."""
        return len(self.explored) * len(product.field.values) <= MAX_NODES

    @cached_property
    def row_of(self) -> dict[Effect, int]:
        """Where in the slice's table each row stands."""
        rows = self.explored.table.rows
        return {_effect(row, -1): index for index, row in enumerate(rows)}

    @cached_property
    def sources(self) -> Places:
        """The configuration before each step."""
        return np.repeat(np.arange(len(self.explored)), np.diff(self.starts))

    def edges(self, row: Row, bits: int) -> tuple[Places, Places]:
        """Return where a row applies, looked at through ``bits``, and leads to."""
        effect = _effect(row, bits)
        if effect not in self._edges:
            mask, match, clear, put = effect
            narrow = row.written(mask, match, clear, put)
            places, words = self.explored.successors(narrow)
            targets = self.explored.find(words) if clear else places
            self._edges[effect] = places, targets
        return self._edges[effect]


def slice_graph(table: Table, cone: int, *, limit: int) -> SliceGraph | None:
    """Return the graph of a table's slice; ``None`` if it has too many configurations.

    ``cone`` are the bits that the slice keeps.
    """
    rows = _sliced(table, cone)
    initial = table.initial & cone
    sliced = replace(table, initial=initial, rows=tuple(rows.values()), by_step={})
    explored = explore(sliced, limit=min(limit, MAX_SHARED))
    return _graph(explored, explored.steps()) if explored.exhausted else None


def narrowed(explored: Exploration, cone: int, *, limit: int) -> SliceGraph | None:
    """Return what ``slice_graph`` does, where every configuration is known already.

    A row of the slice asks nothing outside the cone:
    of the configurations that look the same there, one tells the steps of all.
    """
    table = explored.table
    rows = _sliced(table, cone)
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
    small[list(rows)] = np.arange(len(rows))
    steps = explored.steps()
    kept = np.flatnonzero(stands[steps.sources] & (small[steps.rows] >= 0))
    sliced = replace(
        table, initial=table.initial & cone, rows=tuple(rows.values()), by_step={}
    )
    return _graph(
        Configurations(sliced, words[first]),
        Steps(
            place[steps.sources[kept]],
            small[steps.rows[kept]],
            place[steps.targets[kept]],
        ),
        initial=int(place[0]),
    )


def _sliced(table: Table, cone: int) -> dict[int, Row]:
    """Return the rows of a slice by their places in the table, each effect once."""
    found: dict[int, Row] = {}
    seen: set[Effect] = set()
    for index, row in enumerate(table.rows):
        if row.clear & cone:
            effect = row.mask, row.match, row.clear & cone, row.set & cone
            if effect not in seen:
                seen.add(effect)
                found[index] = row.written(*effect)
    return found


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


def walk(
    graph: SliceGraph, product: Product, *, limit: int, until: Sequence[Cube]
) -> Exploration:
    """Return what ``explore`` would find of a sliced product, by its slice's graph.

    ``until`` are cubes at the first of which to stop. Of several shortest ways to one
    configuration another may be found.
    """
    return _Walk(graph, product, until).run(limit)


class _Walk:
    """Breadth-first search over nodes: ``state * size + configuration``."""

    def __init__(
        self, graph: SliceGraph, product: Product, until: Sequence[Cube]
    ) -> None:
        self.graph, self.product = graph, product
        self.field = product.field
        self.bits = ~product.field.mask
        self.size = len(graph.explored)
        self.count = len(product.field.values)
        self._sort_rows()
        self.goals = self._nodes_in(until)

    def _sort_rows(self) -> None:
        """Tell plain steps of the slice from those that need edges of their own."""
        base = self.graph.row_of
        self.plain = np.full(len(base) + 1, -1, np.int64)
        self.own: list[tuple[int, Places, Places]] = []
        for index, row in enumerate(self.product.table.rows):
            known = base.get(_effect(row, -1))
            if known is not None and self.plain[known] < 0:
                self.plain[known] = index
                continue
            look()
            places, targets = self.graph.edges(row, self.bits)
            for before, after in self._moves(row):
                self.own.append(
                    (index, places + before * self.size, targets + after * self.size)
                )
        sources = [sources for _, sources, _ in self.own]
        empty = np.empty(0, np.int64)
        joined = np.concatenate([empty, *sources])
        order = np.argsort(joined, kind="stable")
        self.own_targets = np.concatenate(
            [empty, *(targets for _, _, targets in self.own)]
        )[order]
        self.own_rows = np.concatenate(
            [
                empty,
                *(np.full(len(s), index, np.int64) for index, s, _ in self.own),
            ]
        )[order]
        counts = np.bincount(joined, minlength=self.size * self.count)
        self.own_starts = np.concatenate([[0], np.cumsum(counts)])

    def _moves(self, row: Row) -> Iterator[tuple[int, int]]:
        """Yield how a row moves the automaton: from which code to which."""
        field = self.field
        if row.mask & field.mask:
            yield field.code(row.match), field.code(row.set)
            return
        yield from ((code, code) for code in range(self.count))

    def _nodes_in(self, cubes: Sequence[Cube]) -> NDArray[np.bool_]:
        inside = np.zeros(self.size * self.count, np.bool_)
        for mask, match in cubes:
            places = self.graph.explored.where(mask & self.bits, match & self.bits)
            for code in range(self.count):
                if (code << self.field.shift ^ match) & mask & self.field.mask == 0:
                    inside[places + code * self.size] = True
        return inside

    def run(self, limit: int) -> Exploration:
        code = self.field.code(self.product.table.initial)
        frontier = np.array([code * self.size + self.graph.initial])
        seen = np.zeros(self.size * self.count, np.bool_)
        seen[frontier] = True
        self.stands = np.empty(len(seen), np.int64)
        levels, none = [frontier], np.array([-1])
        parents, via = [none], [none]
        first = total = 0
        while len(frontier) and total <= limit and not self.goals[frontier].any():
            look(self.size * self.count + 32 * (total + len(frontier)))
            nodes, origins, rows = self._successors(frontier)
            fresh = np.flatnonzero(~seen[nodes])
            new = fresh[self._firsts(nodes[fresh])]
            levels.append(nodes[new])
            parents.append(origins[new] + first)
            via.append(rows[new])
            first += len(frontier)
            frontier = nodes[new]
            seen[frontier] = True
            total += len(frontier)
        return self._exploration(
            np.concatenate(levels),
            np.concatenate(parents),
            np.concatenate(via),
            exhausted=not len(frontier),
        )

    def _firsts(self, nodes: Places) -> NDArray[np.bool_]:
        """Whether each node stands for the first time."""
        places = np.arange(len(nodes))
        self.stands[nodes[::-1]] = places[::-1]  # of several the last one stays
        same: NDArray[np.bool_] = self.stands[nodes] == places
        return same

    def _successors(self, frontier: Places) -> tuple[Places, Places, Places]:
        """Return the nodes after the frontier, each with its origin and row."""
        graph = self.graph
        places = frontier % self.size
        origins, edges = ranges(graph.starts[places], graph.starts[places + 1])
        rows = self.plain[graph.rows[edges]]
        plain = np.flatnonzero(rows >= 0)
        origins, edges = origins[plain], edges[plain]
        states = frontier - places
        own_origins, own = ranges(
            self.own_starts[frontier], self.own_starts[frontier + 1]
        )
        return (
            np.concatenate(
                [graph.targets[edges] + states[origins], self.own_targets[own]]
            ),
            np.concatenate([origins, own_origins]),
            np.concatenate([rows[plain], self.own_rows[own]]),
        )

    def _exploration(
        self, nodes: Places, parents: Places, via: Places, *, exhausted: bool
    ) -> Exploration:
        table = self.product.table
        parts = max(1, -(-table.layout.width // 64))
        words = np.zeros((len(nodes), parts), np.uint64)
        look(words.nbytes)
        known = self.graph.explored.words
        words[:, : known.shape[1]] = known[nodes % self.size]
        states = parted((n << self.field.shift for n in range(self.count)), parts)
        words |= states[nodes // self.size]
        fired = self._fired(nodes)
        return Exploration(table, words, parents, via, fired, exhausted)

    def _fired(self, nodes: Places) -> NDArray[np.bool_]:
        """Return which rows of the product apply in a node that was found."""
        fired = np.zeros(len(self.product.table.rows), np.bool_)
        found = np.zeros(self.size * self.count, np.bool_)
        found[nodes] = True
        for index, sources, _ in self.own:
            fired[index] = fired[index] or bool(found[sources].any())
        reached = np.zeros(self.size, np.bool_)
        reached[nodes % self.size] = True
        hits = np.zeros(len(self.plain), np.bool_)
        hits[self.graph.rows[reached[self.graph.sources]]] = True
        plain = np.flatnonzero(hits & (self.plain >= 0))
        fired[self.plain[plain]] = True
        return fired

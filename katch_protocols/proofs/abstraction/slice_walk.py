"""One exploration for many sentences: the graph of a slice, and automata over it.

Most sentences of a protocol see the same slice of it. Its configurations are found
once; each sentence then walks their graph with its own automaton, which is the product
that ``explore`` would find, breadth first, without looking for configurations again.
"""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import look, tick
from katch_protocols.proofs.abstraction.slice_graph import SliceGraph
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.arrays import Places, ordered, parted, ranges
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration, Steps
from katch_protocols.semantics.kernels import Loops, loops
from katch_protocols.semantics.table import Row

__all__ = ["walk"]


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
        graph, every = self.graph, self.product.table.rows
        places = graph.places_of(every, self.field.mask)
        known = np.flatnonzero(places >= 0)[::-1]
        self.plain = np.full(len(graph.explored.table.rows) + 1, -1, np.int64)
        self.plain[places[known]] = known  # of several the first one stays
        needs_own = np.ones(len(every), np.bool_)
        needs_own[self.plain[self.plain >= 0]] = False
        empty = np.empty(0, np.int64)
        rows, moves, sources, targets = [], [], [empty], [empty]
        for index in np.flatnonzero(needs_own).tolist():
            tick()
            row = every[index]
            before, after = graph.edges(row, self.bits, self.product.base[index])
            if not len(before):
                continue
            for move in self._moves(row):
                rows.append(index)
                moves.append(move)
                sources.append(before)
                targets.append(after)
        counts = np.array([len(each) for each in sources[1:]], np.int64)
        states = self.size * np.array(moves, np.int64).reshape(-1, 2)
        look(24 * int(counts.sum()))
        joined = np.concatenate(sources) + np.repeat(states[:, 0], counts)
        order = ordered(joined, self.size * self.count)
        self.own_sources = joined[order]
        onward = np.concatenate(targets) + np.repeat(states[:, 1], counts)
        self.own_targets = onward[order]
        self.own_rows = np.repeat(np.array(rows, np.int64), counts)[order]
        own = np.bincount(joined, minlength=self.size * self.count)
        self.own_starts = np.concatenate([[0], np.cumsum(own)])

    def _moves(self, row: Row) -> Iterable[tuple[int, int]]:
        """Return the states of the automaton before and after a row, maybe the same."""
        if row.mask & self.field.mask:
            return ((self.field.code(row.match), self.field.code(row.set)),)
        return ((code, code) for code in range(self.count))

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
        begin = code * self.size + self.graph.initial
        compiled = loops(len(self.graph.rows) + len(self.own_rows))
        if compiled is not None:
            return self._walked(compiled, begin, limit)
        frontier = np.array([begin])
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

    def _walked(self, compiled: Loops, begin: int, limit: int) -> Exploration:
        """Return the same, found by a compiled loop."""
        graph = self.graph
        look(25 * len(self.goals))
        *found, exhausted = compiled.walk(
            begin,
            self.goals,
            self.size,
            graph.starts,
            graph.targets,
            graph.rows,
            self.plain,
            self.own_starts,
            self.own_targets,
            self.own_rows,
            limit,
        )
        nodes, parents, via = (each.copy() for each in found)
        return self._exploration(nodes, parents, via, exhausted=exhausted)

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
        codes, places = np.divmod(nodes.astype(np.uint32), np.uint32(self.size))
        words = np.zeros((len(nodes), parts), np.uint64)
        look(words.nbytes)
        known = self.graph.explored.words
        words[:, : known.shape[1]] = known[places]
        states = parted((n << self.field.shift for n in range(self.count)), parts)
        words |= states[codes]
        fired = self._fired(nodes)
        steps = partial(self._steps, nodes) if exhausted else None
        return Exploration(table, words, parents, via, fired, exhausted, stepped=steps)

    def _steps(self, nodes: Places, places: Places) -> Steps:
        """Return every step from some of the nodes, which are all that there are."""
        targets, origins, rows = self._successors(nodes[places])
        look(24 * len(rows))
        self.stands = np.empty(self.size * self.count, np.int64)
        self.stands[nodes] = np.arange(len(nodes))
        return Steps(places[origins], rows, self.stands[targets])

    def _fired(self, nodes: Places) -> NDArray[np.bool_]:
        """Return which rows of the product apply in a node that was found."""
        fired = np.zeros(len(self.product.table.rows), np.bool_)
        found = np.zeros(self.size * self.count, np.bool_)
        found[nodes] = True
        fired[self.own_rows[found[self.own_sources]]] = True
        nodes_of = found.reshape(self.count, self.size)
        reached: NDArray[np.bool_] = np.logical_or.reduce(nodes_of)
        hits = self.graph.applying(reached)
        fired[self.plain[hits & (self.plain >= 0)]] = True
        return fired

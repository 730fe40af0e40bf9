"""One exploration for many sentences: the graph of a slice, and automata over it.

Most sentences of a protocol see the same slice of it. Its configurations are found
once; each sentence then walks their graph with its own automaton, which is the product
that ``explore`` would find, breadth first, without looking for configurations again.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import look
from katch_protocols.proofs.abstraction.own_edges import own_edges
from katch_protocols.proofs.abstraction.slice_graph import SliceGraph
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.arrays import Places, Words, parted, ranges
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration, Steps
from katch_protocols.semantics.kernels import Loops, loops

__all__ = ["walk"]


def walk(
    graph: SliceGraph, product: Product, *, limit: int, until: Sequence[Cube]
) -> Exploration:
    """Return what ``explore`` would find of a sliced product, by its slice's graph.

    ``until`` are cubes at the first of which to stop. Of several shortest ways to one
    configuration another may be found.
    """
    return _Walk(graph, product, until).run(limit)


class _Found(NamedTuple):
    """What was found: nodes in the order of discovery, else as of an exploration."""

    nodes: Places
    parents: Places
    via: Places
    fired: NDArray[np.bool_]
    exhausted: bool


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
        own = self._sort_rows()
        self.own = own_edges(graph, product, own)
        self.goals = self._nodes_in(until)

    def _sort_rows(self) -> list[int]:
        """Tell plain steps of the slice; return the rows that need their own edges."""
        graph, every = self.graph, self.product.table.rows
        places = graph.places_of(every, self.field.mask)
        known = np.flatnonzero(places >= 0)[::-1]
        self.plain = np.full(len(graph.explored.table.rows) + 1, -1, np.int64)
        self.plain[places[known]] = known  # of several the first one stays
        needs_own = np.ones(len(every), np.bool_)
        needs_own[self.plain[self.plain >= 0]] = False
        found: list[int] = np.flatnonzero(needs_own).tolist()
        return found

    def _nodes_in(self, cubes: Sequence[Cube]) -> NDArray[np.bool_]:
        """Return which nodes some cubes hold. Shape: (states, configurations)."""
        inside = np.zeros((self.count, self.size), np.bool_)
        for mask, match in cubes:
            seen = mask & self.bits
            places: Places | slice = slice(None)
            if seen:
                places = self.graph.explored.where(seen, match & self.bits)
            for code in range(self.count):
                if (code << self.field.shift ^ match) & mask & self.field.mask == 0:
                    inside[code, places] = True
        return inside

    def run(self, limit: int) -> Exploration:
        compiled = loops(len(self.graph.rows) + self.own.steps)
        if compiled is None:
            found, words, find = self._by_arrays(limit), self._words, self._steps
        else:
            found = self._compiled(compiled, limit)
            words = partial(self._looked_up, compiled)
            find = partial(self._looped, compiled)
        nodes = found.nodes
        met = np.flatnonzero(self.goals.ravel()[nodes])
        return Exploration(
            self.product.table,
            partial(words, nodes),
            found.parents,
            found.via,
            found.fired,
            found.exhausted,
            stepped=partial(find, nodes) if found.exhausted else None,
            goal=int(met[0]) if len(met) else None,
        )

    def _by_arrays(self, limit: int) -> _Found:
        begin = self._begin * self.size + self.graph.initial
        goals, frontier = self.goals.ravel(), np.array([begin])
        seen = np.zeros(self.size * self.count, np.bool_)
        seen[frontier] = True
        self.stands = np.empty(len(seen), np.int64)
        levels, none = [frontier], np.array([-1])
        parents, via = [none], [none]
        first = total = 0
        while len(frontier) and total <= limit and not goals[frontier].any():
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
        nodes = np.concatenate(levels)
        return _Found(
            nodes,
            np.concatenate(parents),
            np.concatenate(via),
            self._fired(nodes),
            not len(frontier),
        )

    def _compiled(self, compiled: Loops, limit: int) -> _Found:
        """Return the same, found by a compiled loop."""
        look(25 * self.goals.size)
        fired = np.zeros(len(self.product.table.rows), np.bool_)
        begin = self.size, self.graph.initial, self._begin
        goals = self.goals.ravel()
        nodes, parents, via, is_done = compiled.walk(
            begin, goals, self._edges, fired, limit
        )
        return _Found(nodes, parents, via, fired, is_done)

    def _looked_up(self, compiled: Loops, nodes: Places) -> Words:
        """Return the words of nodes, told by a compiled loop."""
        look(8 * self._parts * len(nodes))
        return compiled.told(nodes, self.graph.explored.words, self._states)

    @property
    def _edges(self) -> tuple[NDArray[np.generic], ...]:
        """All edges, as compiled loops take them."""
        graph, own = self.graph, self.own
        plain = graph.starts, graph.targets, graph.rows, self.plain
        return *plain, own.starts, own.targets, own.groups, own.after, own.rows

    def _words(self, nodes: Places) -> Words:
        codes, places = np.divmod(nodes.astype(np.uint32), np.uint32(self.size))
        words = np.zeros((len(nodes), self._parts), np.uint64)
        look(words.nbytes)
        known = self.graph.explored.words
        words[:, : known.shape[1]] = known[places]
        words |= self._states[codes]
        return words

    @property
    def _begin(self) -> int:
        """The state of the automaton in which a case begins."""
        return self.field.code(self.product.table.initial)

    @property
    def _parts(self) -> int:
        return max(1, -(-self.product.table.layout.width // 64))

    @property
    def _states(self) -> Words:
        """The bits of each state of the automaton."""
        return parted((n << self.field.shift for n in range(self.count)), self._parts)

    def _firsts(self, nodes: Places) -> NDArray[np.bool_]:
        """Whether each node stands for the first time."""
        places = np.arange(len(nodes))
        self.stands[nodes[::-1]] = places[::-1]  # of several the last one stays
        same: NDArray[np.bool_] = self.stands[nodes] == places
        return same

    def _successors(self, frontier: Places) -> tuple[Places, Places, Places]:
        """Return the nodes after the frontier, each with its origin and row."""
        graph, own = self.graph, self.own
        places = frontier % self.size
        origins, edges = ranges(graph.starts[places], graph.starts[places + 1])
        rows = self.plain[graph.rows[edges]]
        plain = np.flatnonzero(rows >= 0)
        origins, edges = origins[plain], edges[plain]
        states = frontier - places
        own_origins, moving = ranges(own.starts[places], own.starts[places + 1])
        codes = states[own_origins] // self.size
        after = own.after[own.groups[moving], codes]
        moves = np.flatnonzero(after >= 0)
        own_origins, moving, codes = own_origins[moves], moving[moves], codes[moves]
        return (
            np.concatenate(
                [
                    graph.targets[edges] + states[origins],
                    own.targets[moving] + after[moves] * self.size,
                ]
            ),
            np.concatenate([origins, own_origins]),
            np.concatenate([rows[plain], own.rows[own.groups[moving], codes]]),
        )

    def _steps(self, nodes: Places, places: Places) -> Steps:
        """Return every step from some of the nodes, which are all that there are."""
        targets, origins, rows = self._successors(nodes[places])
        look(24 * len(rows))
        return Steps(places[origins], rows, self._standing(nodes)[targets])

    def _looped(self, compiled: Loops, nodes: Places, places: Places) -> Steps:
        """Return the same, found by a compiled loop."""
        given = self.size, (nodes, self._standing(nodes)), places, self._edges
        found = compiled.steps(*given)
        look(24 * len(found[0]))
        return Steps(*found)

    def _standing(self, nodes: Places) -> Places:
        """Return where each node stands among some of them."""
        stands = np.empty(self.size * self.count, np.int64)
        stands[nodes] = np.arange(len(nodes))
        return stands

    def _fired(self, nodes: Places) -> NDArray[np.bool_]:
        """Return which rows of the product apply in a node that was found."""
        fired = np.zeros(len(self.product.table.rows), np.bool_)
        found = np.zeros(self.size * self.count, np.bool_)
        found[nodes] = True
        nodes_of = found.reshape(self.count, self.size)
        own = self.own
        sources = np.repeat(np.arange(self.size), np.diff(own.starts))
        for code, here in enumerate(nodes_of):
            rows = own.rows[own.groups[here[sources]], code]
            fired[rows[rows >= 0]] = True
        reached: NDArray[np.bool_] = np.logical_or.reduce(nodes_of)
        hits = self.graph.applying(reached)
        fired[self.plain[hits & (self.plain >= 0)]] = True
        return fired

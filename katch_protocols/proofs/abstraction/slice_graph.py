"""Cone of influence: what a question cannot see is taken out of the table.

A field belongs to the cone when the question reads it, or when a row that writes a
field of the cone asks about it. A row that writes nothing in the cone is no step there.
Every path of the slice is a path of the whole table (its guards lie in the cone), and
every path of the whole, without the rows that were taken out, is one of the slice; so
verdicts and shortest lengths are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from katch_protocols.budget import keep, look
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.arrays import Places, inside, split
from katch_protocols.semantics.configurations import Configurations, keyed
from katch_protocols.semantics.explore import Exploration, Steps, explore
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "MAX_SHARED",
    "SliceGraph",
    "effect_of",
    "narrowed",
    "slice_graph",
    "slice_product",
]


def slice_product(
    product: Product, seeds: Iterable[int], *, keep: str | None = None
) -> Product:
    """Return the product without what lies outside the cone of the ``seeds`` masks.

    Rows that read the letter ``keep`` stay, whatever they write.
    """
    kept = [keep in letters for letters in product.read]
    cone = _cone(product.table.rows, kept, seeds)
    rows: list[Row] = []
    base: list[Row] = []
    read: list[tuple[str, ...]] = []
    seen: set[tuple[int, int, int, int, tuple[str, ...]]] = set()
    for row, origin, letters, stays in zip(
        product.table.rows, product.base, product.read, kept, strict=True
    ):
        clear, put = row.clear & cone, row.set & cone
        key = (row.mask, row.match, clear, put, letters if stays else ())
        if key in seen or not (clear or stays):
            continue
        seen.add(key)
        same = clear == row.clear and put == row.set
        rows.append(row if same else row.written(row.mask, row.match, clear, put))
        base.append(origin)
        read.append(letters)
    table = replace(
        product.table, initial=product.table.initial & cone, rows=tuple(rows)
    )
    return Product(
        table, product.field, tuple(base), tuple(read), product.started, cone
    )


def _cone(rows: tuple[Row, ...], kept: list[bool], seeds: Iterable[int]) -> int:
    cone = 0
    for seed in seeds:
        cone |= seed
    for row, stays in zip(rows, kept, strict=True):
        cone |= row.mask if stays else 0
    waiting = list(rows)
    size = -1
    while size != cone:
        look()
        size = cone
        later = []
        for row in waiting:
            if row.clear & cone:
                cone |= row.mask
            else:
                later.append(row)
        waiting = later
    return cone


MAX_SHARED = 200_000
"""Slices with more configurations than this are not kept: each product is explored."""

MAX_NODES = 20_000_000
"""Products with more nodes than this are explored without their slice's graph."""

Effect = tuple[int, int, int, int]
"""What a row asks and does: mask, match, clear, set."""


def effect_of(row: Row, bits: int) -> Effect:
    """Return what a row asks and does, looked at through ``bits``."""
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
        order, first = self._by_row
        here = order[first[index] : first[index + 1]]
        return self.sources[here], self.targets[here]

    @cached_property
    def _by_row(self) -> tuple[Places, Places]:
        """The edges in the order of their rows, and where those of each begin."""
        order = np.argsort(self.rows, kind="stable")
        every = np.arange(len(self.explored.table.rows) + 1)
        return order, np.searchsorted(self.rows, every, sorter=order)


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

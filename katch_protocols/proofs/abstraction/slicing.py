"""Cone of influence: what a question cannot see is taken out of the table.

A field belongs to the cone when the question reads it, or when a row that writes a
field of the cone asks about it. A row that writes nothing in the cone is no step there.
Every path of the slice is a path of the whole table (its guards lie in the cone), and
every path of the whole, without the rows that were taken out, is one of the slice; so
verdicts and shortest lengths are the same.

Of many questions about one table each reads few of its rows. What all others ask and
write, and what is left of them in a slice, is worked out once.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from katch_protocols.budget import keep, look
from katch_protocols.in_use import InUse
from katch_protocols.proofs.automata.product_automaton import Product, WatchedRows
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "Effect",
    "SlicedRow",
    "cone_of",
    "effect_of",
    "slice_product",
    "sliced_rows",
]

Effect = tuple[int, int, int, int]
"""What a row asks and does: mask, match, clear, set."""

_ROW = 400
"""About how many bytes a row of a slice fills."""

_Link = tuple[int, int]
"""The bits that a row writes, and those that it asks about."""


def effect_of(row: Row, bits: int) -> Effect:
    """Return what a row asks and does, looked at through ``bits``."""
    return row.mask & bits, row.match & bits, row.clear & bits, row.set & bits


class SlicedRow(NamedTuple):
    """A row as it looks in a slice; ``whole`` is what it was before it.

    ``place`` is where that stands: in its table, or in its product.
    """

    place: int
    whole: Row
    row: Row
    effect: Effect


def _sliced(place: int, whole: Row, cone: int) -> SlicedRow:
    """Return a row that asks nothing outside a cone as it looks there."""
    clear, put = whole.clear & cone, whole.set & cone
    effect = whole.mask, whole.match, clear, put
    same = clear == whole.clear and put == whole.set
    return SlicedRow(place, whole, whole if same else whole.written(*effect), effect)


def _closed(links: Iterable[_Link], cone: int) -> int:
    """Return a cone with all that is asked by whatever writes something in it."""
    waiting, size = list(links), -1
    while size != cone:
        look()
        size = cone
        later = []
        for link in waiting:
            written, asked = link
            if written & cone:
                cone |= asked
            else:
                later.append(link)
        waiting = later
    return cone


@dataclass(frozen=True)
class _TableSlices:
    """The cones of one table, and the rows of its slices."""

    table: Table
    _cones: dict[int, int] = field(default_factory=dict)
    _rows: dict[int, tuple[SlicedRow, ...]] = field(default_factory=dict)

    @cached_property
    def _links(self) -> frozenset[_Link]:
        return frozenset((row.clear, row.mask) for row in self.table.rows)

    def cone(self, seeds: int) -> int:
        """Return the cone of some bits."""
        found = self._cones.get(seeds)
        if found is None:
            found = self._cones[seeds] = _closed(self._links, seeds)
        return found

    def rows(self, cone: int) -> tuple[SlicedRow, ...]:
        """Return every row that writes something in a cone, in order."""
        found = self._rows.get(cone)
        if found is None:
            found = self._rows[cone] = tuple(
                _sliced(place, row, cone)
                for place, row in enumerate(self.table.rows)
                if row.clear & cone
            )
            keep(len(found) * _ROW)
        return found


_slices = InUse[_TableSlices](16)


def _slices_of(table: Table) -> _TableSlices:
    return _slices.of((table,), lambda: _TableSlices(table))


def sliced_rows(table: Table, cone: int) -> tuple[SlicedRow, ...]:
    """Return the rows of a slice of a table, in order; of one effect the first."""
    found: dict[Effect, SlicedRow] = {}
    for each in _slices_of(table).rows(cone):
        found.setdefault(each.effect, each)
    return tuple(found.values())


def slice_product(
    product: Product, seeds: Iterable[int], *, keep: str | None = None
) -> Product:
    """Return the product without what lies outside the cone of the ``seeds`` masks.

    Rows that read the letter ``keep`` stay, whatever they write.
    """
    parts = _ProductParts.of(product)
    kept = {place for place in parts.places if keep in product.read[place]}
    cone = parts.cone(seeds, kept)
    rows: list[Row] = []
    base: list[Row] = []
    read: list[tuple[str, ...]] = []
    seen: set[tuple[Effect, tuple[str, ...]]] = set()
    for each, is_own in parts.rows(cone, kept):
        letters = product.read[each.place] if is_own else ()
        key = each.effect, letters if is_own and each.place in kept else ()
        if key in seen:
            continue
        seen.add(key)
        rows.append(each.row)
        base.append(product.base[each.place] if is_own else each.whole)
        read.append(letters)
    table = replace(
        product.table, initial=product.table.initial & cone, rows=tuple(rows)
    )
    return Product(
        table, product.field, tuple(base), tuple(read), product.started, cone
    )


def cone_of(product: Product, seeds: Iterable[int], *, keep: str | None = None) -> int:
    """Return the bits that ``slice_product`` keeps."""
    parts = _ProductParts.of(product)
    kept = {place for place in parts.places if keep in product.read[place]}
    return parts.cone(seeds, kept)


@dataclass(frozen=True)
class _ProductParts:
    """A product as rows of its own, and rows that its table has as well.

    ``made_of`` tells them apart; without it all rows are its own.
    """

    product: Product
    made_of: WatchedRows | None

    @staticmethod
    def of(product: Product) -> "_ProductParts":
        made_of, rows = product.made_of, product.table.rows
        if made_of is None or made_of.rows is not rows:
            return _ProductParts(product, None)
        return _ProductParts(product, made_of if made_of.read is product.read else None)

    @property
    def places(self) -> Iterable[int]:
        """The positions of its own rows."""
        if self.made_of is None:
            return range(len(self.product.table.rows))
        return chain.from_iterable(self.made_of.places.values())

    def cone(self, seeds: Iterable[int], kept: AbstractSet[int]) -> int:
        """Return the cone of some masks, and of what its kept rows ask about."""
        rows = self.product.table.rows
        cone = 0
        for seed in seeds:
            cone |= seed
        for place in kept:
            cone |= rows[place].mask
        made_of = self.made_of
        if made_of is None or not all(made_of.places.values()):
            # A row of the table became none, and what it asks about is not seen.
            return _closed({(row.clear, row.mask) for row in rows}, cone)
        own = {(rows[place].clear, rows[place].mask) for place in self.places}
        # Whatever became of a row asks about all that it asks, and writes as much.
        slices, state, size = _slices_of(made_of.table), self.product.field.mask, -1
        while size != cone:
            size = cone
            cone = _closed(own, cone | slices.cone(cone & ~state))
        return cone

    def rows(
        self, cone: int, kept: AbstractSet[int]
    ) -> Iterator[tuple[SlicedRow, bool]]:
        """Yield the rows of a slice in order, and whether each is the product's own."""
        if self.made_of is None:
            yield from self._own(self.places, cone, kept)
            return
        state = self.product.field.mask
        plain = iter(_slices_of(self.made_of.table).rows(cone & ~state))
        each = next(plain, None)
        for place, own in self.made_of.places.items():
            while each is not None and each.place <= place:
                if each.place < place:
                    yield each, False
                each = next(plain, None)
            yield from self._own(own, cone, kept)
        while each is not None:
            yield each, False
            each = next(plain, None)

    def _own(
        self, places: Iterable[int], cone: int, kept: AbstractSet[int]
    ) -> Iterator[tuple[SlicedRow, bool]]:
        rows = self.product.table.rows
        for place in places:
            row = rows[place]
            if row.clear & cone or place in kept:
                yield _sliced(place, row, cone), True

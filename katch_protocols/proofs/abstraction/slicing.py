"""Cone of influence: what a question cannot see is taken out of the table.

A field belongs to the cone when the question reads it, or when a row that writes a
field of the cone asks about it. A row that writes nothing in the cone is no step there.
Every path of the slice is a path of the whole table (its guards lie in the cone), and
every path of the whole, without the rows that were taken out, is one of the slice; so
verdicts and shortest lengths are the same.

Of many questions about one table each reads few of its rows. What all others ask and
write, and what is left of them in a slice, is worked out once.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

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


class _TableSlices(Struct, frozen=True, dict=True):
    """The cones of one table, and the rows of its slices."""

    table: Table
    _cones: dict[int, int] = field(default_factory=dict)
    _rows: dict[int, "_SliceRows"] = field(default_factory=dict)

    @cached_property
    def _links(self) -> frozenset[_Link]:
        return frozenset((row.clear, row.mask) for row in self.table.rows)

    def cone(self, seeds: int) -> int:
        """Return the cone of some bits."""
        found = self._cones.get(seeds)
        if found is None:
            found = self._cones[seeds] = _closed(self._links, seeds)
        return found

    def rows(self, cone: int) -> "_SliceRows":
        """Return every row that writes something in a cone."""
        found = self._rows.get(cone)
        if found is None:
            rows = enumerate(self.table.rows)
            found = self._rows[cone] = _SliceRows(
                _sliced(place, row, cone) for place, row in rows if row.clear & cone
            )
            keep(len(found.places) * _ROW)
        return found


class _SliceRows:
    """The rows of a slice, in order; of one effect the first stands for all."""

    def __init__(self, rows: Iterable[SlicedRow]) -> None:
        self.alike: dict[Effect, list[SlicedRow]] = {}
        """All of an effect, in order."""
        self.by_place: dict[int, SlicedRow] = {}
        for each in rows:
            self.alike.setdefault(each.effect, []).append(each)
            self.by_place[each.place] = each
        self.firsts = tuple(same[0] for same in self.alike.values())
        self.places = [each.place for each in self.firsts]
        self.rows = [each.row for each in self.firsts]
        self.wholes = [each.whole for each in self.firsts]

    def first_but(self, effect: Effect, others: Container[int]) -> SlicedRow | None:
        """Return the first of an effect that stands at no other place than these."""
        alike = self.alike.get(effect, ())
        return next((each for each in alike if each.place not in others), None)


_slices = InUse[_TableSlices](16)


def _slices_of(table: Table) -> _TableSlices:
    return _slices.of((table,), lambda: _TableSlices(table))


def sliced_rows(table: Table, cone: int) -> tuple[SlicedRow, ...]:
    """Return the rows of a slice of a table, in order; of one effect the first."""
    return _slices_of(table).rows(cone).firsts


def slice_product(
    product: Product, seeds: Iterable[int], *, keep: str | None = None
) -> Product:
    """Return the product without what lies outside the cone of the ``seeds`` masks.

    Rows that read the letter ``keep`` stay, whatever they write.
    """
    parts = _ProductParts.of(product)
    kept = {place for place in parts.places if keep in product.read[place]}
    cone = parts.cone(seeds, kept)
    found = _ProductSlice(product, cone, kept)
    if parts.made_of is None:
        found.add_own(parts.places)
    else:
        found.merge(parts.made_of)
    initial = product.table.initial & cone
    table = replace(product.table, initial=initial, rows=tuple(found.rows))
    base, read = tuple(found.base), tuple(found.read)
    return Product(table, product.field, base, read, product.started, cone)


class _ProductSlice:
    """The rows of a slice of a product; those that read ``keep`` are ``kept``.

    Of one effect the first stands for all, but of kept rows only for what reads alike.
    """

    def __init__(self, product: Product, cone: int, kept: AbstractSet[int]) -> None:
        self.product, self.cone, self.kept = product, cone, kept
        self.rows: list[Row] = []
        self.base: list[Row] = []
        self.read: list[tuple[str, ...]] = []
        self._seen: set[tuple[Effect, tuple[str, ...]]] = set()

    def add_own(self, places: Iterable[int]) -> None:
        """Add rows that are the product's own, and stand at these places in it."""
        product, cone, kept, seen = self.product, self.cone, self.kept, self._seen
        for place in places:
            row, letters = product.table.rows[place], product.read[place]
            clear = row.clear & cone
            if not clear and place not in kept:
                continue
            effect = row.mask, row.match, clear, row.set & cone
            key = effect, letters if place in kept else ()
            if key in seen:
                continue
            seen.add(key)
            is_same = clear == row.clear and effect[3] == row.set
            self.rows.append(row if is_same else row.written(*effect))
            self.base.append(product.base[place])
            self.read.append(letters)

    def merge(self, made_of: WatchedRows) -> None:
        """Add the product's own rows and, between them, those that its table has."""
        own = made_of.places
        table = _slices_of(made_of.table).rows(self.cone & ~self.product.field.mask)
        singly = self._singly(table, own)
        last = 0
        for place in sorted((*own, *singly)) if singly else own:
            first, last = last, bisect_left(table.places, place, last)
            self._add_plain(table, first, last)
            if last < len(table.places) and table.places[last] == place:
                last += 1
            if place in own:
                self.add_own(own[place])
            elif (singly[place].effect, ()) not in self._seen:
                self._seen.add((singly[place].effect, ()))
                self._add(singly[place].row, singly[place].whole)
        self._add_plain(table, last, len(table.places))

    def _singly(
        self, table: _SliceRows, own: Mapping[int, range]
    ) -> dict[int, SlicedRow]:
        """Return rows of the table that may stand for others than usual, by place.

        One that looks alike became the product's own, or an own row looks alike.
        """
        effects: set[Effect] = set()
        rows, state = self.product.table.rows, self.product.field.mask
        for place, parts in own.items():
            here = table.by_place.get(place)
            if here is not None and len(table.alike[here.effect]) > 1:
                effects.add(here.effect)
            for index in parts:
                row = rows[index]
                if not row.mask & state and index not in self.kept:
                    clear, put = row.clear & self.cone, row.set & self.cone
                    effects.add((row.mask, row.match, clear, put))
        found = (table.first_but(effect, own) for effect in effects)
        return {each.place: each for each in found if each is not None}

    def _add_plain(self, table: _SliceRows, first: int, last: int) -> None:
        self.rows += table.rows[first:last]
        self.base += table.wholes[first:last]
        self.read += [()] * (last - first)

    def _add(self, row: Row, base: Row) -> None:
        self.rows.append(row)
        self.base.append(base)
        self.read.append(())


def cone_of(product: Product, seeds: Iterable[int], *, keep: str | None = None) -> int:
    """Return the bits that ``slice_product`` keeps."""
    parts = _ProductParts.of(product)
    kept = {place for place in parts.places if keep in product.read[place]}
    return parts.cone(seeds, kept)


class _ProductParts(Struct, frozen=True):
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

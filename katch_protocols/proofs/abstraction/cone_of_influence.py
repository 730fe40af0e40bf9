"""Cone of influence: what a question cannot see is taken out of the table.

A field belongs to the cone when the question reads it, or when a row that writes a
field of the cone asks about it. A row that writes nothing in the cone is no step there.
Every path of the slice is a path of the whole table (its guards lie in the cone), and
every path of the whole, without the rows that were taken out, is one of the slice; so
verdicts and shortest lengths are the same.
"""

from collections.abc import Iterable
from dataclasses import replace

from katch_protocols.budget import look
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.table import Row

__all__ = ["slice_product"]


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

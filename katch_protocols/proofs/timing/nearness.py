"""The nearest look at a question: only the regions in which its events are declared.

What the other regions hold is forgotten, and with it every condition on them, so that
each step of a case is still a step, and more is possible than in any case. What never
takes too long there never takes too long at all; nothing else follows.
"""

from dataclasses import replace

from katch_protocols.proofs.watching import Product
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Row

__all__ = ["near_fields", "near_product"]


def near_fields(layout: Layout, product: Product) -> int:
    """Return the fields of the regions around whatever the automaton reads."""
    mask = product.field.mask | layout.fields[layout.regions[0]].mask
    nodes = {
        node
        for row, letters in zip(product.base, product.read, strict=True)
        if letters
        for node in (row.node, *row.entered)
    }
    for node in nodes:
        for index in (node, *layout.chart.ancestors(node)):
            place = layout.place(index)
            if place is not None:
                mask |= layout.fields[place[0]].mask
    return mask


def near_product(product: Product, fields: int) -> Product:
    """Return the product with all but ``fields`` forgotten; equal rows once."""
    found: dict[tuple[int, int, int, int, tuple[str, ...]], tuple[Row, Row]] = {}
    for row, base, letters in zip(
        product.table.rows, product.base, product.read, strict=True
    ):
        mask, match = row.mask & fields, row.match & fields
        clear, put = row.clear & fields, row.set & fields
        if clear or letters:
            narrow = replace(row, mask=mask, match=match, clear=clear, set=put)
            found.setdefault((mask, match, clear, put, letters), (narrow, base))
    table = replace(
        product.table,
        initial=product.table.initial & fields,
        rows=tuple(row for row, _ in found.values()),
    )
    bases = tuple(base for _, base in found.values())
    read = tuple(letters for *_, letters in found)
    return Product(table, product.field, bases, read, product.started, fields)

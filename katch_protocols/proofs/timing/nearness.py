"""A near look at a question: only the regions in which its events are declared.

What the other regions hold is forgotten, and with it every condition on them, so that
each step of a case is still a step, and more is possible than in any case. What never
takes too long there never takes too long at all; nothing else follows. Seeing more
fields makes fewer steps possible, and never too few.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from katch_protocols.proofs.abstraction.refinement import nearest_lacking
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.proofs.timing.stage import Stage
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Row

__all__ = ["lacking_field", "near_fields", "near_product"]


_Effect = tuple[str, int, int, int, int]
"""How a row looks from near: its activity, what it asks and does there."""


def near_fields(layout: Layout, product: Product, events: Iterable[int] = ()) -> int:
    """Return the fields of the regions around whatever the automaton reads.

    ``events`` are the states whose entering it reads.
    """
    mask = layout.fields[layout.regions[0]].mask
    nodes = {
        row.node
        for row, letters in zip(product.base, product.read, strict=True)
        if letters
    }
    for node in nodes.union(events):
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


def lacking_field(stage: Stage, rows: Sequence[Row]) -> int:
    """Return the mask of a field that stops a case which seems possible from near.

    ``rows`` are the steps of the case; where several rows of the whole table look the
    same from near, the one that lacks least is taken. 0: nothing stops the case.
    """
    table, seen = stage.table, stage.product.cone
    alike: dict[_Effect, list[Row]] = {}
    for row in table.rows:
        alike.setdefault(_effect(row, seen), []).append(row)
    choices = [alike[_effect(step, seen)] for step in rows]
    return nearest_lacking(table, choices, seen)


def _effect(row: Row, seen: int) -> _Effect:
    looks = row.mask & seen, row.match & seen, row.clear & seen, row.set & seen
    return row.activity, *looks

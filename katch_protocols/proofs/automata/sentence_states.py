"""Where a product stands: its sentence binds, is broken, or still owes something.

A sentence binds until its exception happens: what tests it comes before that.
"""

from collections.abc import Collection, Iterator, Sequence

from katch_protocols.proofs.automata.labelling import first_letters
from katch_protocols.proofs.automata.product_automaton import (
    BROKEN,
    OFF,
    Product,
    Watcher,
)
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.table import Row, Table

__all__ = ["binding_ends", "broken", "is_read", "never_binds", "owing_ends"]


def never_binds(table: Table, watcher: Watcher) -> bool:
    """Tell whether the exception happens as a case starts, so that it always has."""
    return OFF in first_letters(table, watcher.slots)


def is_read(product: Product, explored: Exploration, letter: str) -> bool:
    """Tell whether some case reads a letter while the sentence binds it."""
    if letter in product.started and OFF not in product.started:
        return True
    return any(
        fired
        and letter in letters
        and OFF not in letters
        and _applies(product, explored, row)
        for row, letters, fired in zip(
            product.table.rows, product.read, explored.fired, strict=True
        )
    )


def _applies(product: Product, explored: Exploration, row: Row) -> bool:
    """Tell whether a row applies somewhere before the exception."""
    if not any(map(_is_off, product.field.values)):
        return True
    return any(
        len(explored.where(row.mask | mask, row.match | match))
        for mask, match in _binding(product)
        if not (row.match ^ match) & row.mask & mask
    )


def _is_off(state: str) -> bool:
    """Tell whether the exception happened; a state may also tell what else did."""
    return state.partition(" ")[0] == OFF


def _binding(product: Product) -> Iterator[Cube]:
    for state in product.field.values:
        if not _is_off(state):
            yield product.cube(state)


def binding_ends(product: Product, outcomes: Sequence[Cube]) -> list[Cube]:
    """Return the cubes in which a case is complete and its sentence binds it."""
    return [
        (mask | end_mask, match | end)
        for end_mask, end in outcomes
        for mask, match in _binding(product)
    ]


def broken(product: Product) -> list[Cube]:
    """Return the cube in which the sentence is broken for good, if it can be."""
    return [product.cube(BROKEN)] if BROKEN in product.field.values else []


def owing_ends(
    product: Product, owing: Collection[str], outcomes: Sequence[Cube]
) -> Iterator[Cube]:
    """Yield the cubes in which a case is complete and still owes something."""
    for mask, match in outcomes:
        for state in sorted(owing):
            at_mask, at = product.cube(state)
            yield mask | at_mask, match | at

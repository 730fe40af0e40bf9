"""Whether a sentence ever binds: what tests it comes before its exception."""

from collections.abc import Iterator, Sequence

from katch_protocols.proofs.letters import first_letters
from katch_protocols.proofs.watching import OFF, Product, Watcher
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.table import Row, Table

__all__ = ["binding_ends", "is_read", "never_binds"]


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

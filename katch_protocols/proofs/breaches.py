"""Where a product stands when its sentence is broken."""

from collections.abc import Iterator, Sequence

from katch_protocols.proofs.kinds.pattern import Pattern
from katch_protocols.proofs.watching import BROKEN, Product
from katch_protocols.semantics.cubes import Cube

__all__ = ["broken", "owing_ends"]


def broken(product: Product) -> list[Cube]:
    """Return the cube in which the sentence is broken for good, if it can be."""
    return [product.cube(BROKEN)] if BROKEN in product.field.values else []


def owing_ends(
    product: Product, found: Pattern, outcomes: Sequence[Cube]
) -> Iterator[Cube]:
    """Yield the cubes in which a case is complete and still owes something."""
    for mask, match in outcomes:
        for state in sorted(found.automaton.owing):
            owing = product.cube(state)
            yield mask | owing[0], match | owing[1]

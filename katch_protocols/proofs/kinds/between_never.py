"""``between A and B never C``; open at its end."""

from katch_protocols.model.safeguards import BetweenNever
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["between_never"]


def between_never(rule: BetweenNever, reader: Reader) -> Pattern:
    """Return the pattern of ``between A and B never C``."""
    moves = {
        ("outside", "a"): "inside",
        ("inside", "b"): "outside",
        ("inside", "c"): BROKEN,
    }
    slots = (
        reader.slot(rule.end, "b"),
        reader.slot(rule.forbidden, "c"),
        reader.first(rule.event),
    )
    return Pattern(automaton(moves), slots, "a")

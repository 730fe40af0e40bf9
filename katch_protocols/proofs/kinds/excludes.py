"""``A excludes B``: no case has both."""

from katch_protocols.model.safeguards import Excludes
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["excludes"]


def excludes(rule: Excludes, reader: Reader) -> Pattern:
    """Return the pattern of ``A excludes B``."""
    moves = {
        ("none", "a"): "first",
        ("none", "b"): "second",
        ("first", "b"): BROKEN,
        ("second", "a"): BROKEN,
    }
    slots = (reader.first(rule.event), reader.slot(rule.other, "b"))
    return Pattern(automaton(moves), slots, "a")

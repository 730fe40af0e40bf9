"""``A requires B``, and ``each time``: since the last A."""

from katch_protocols.model.safeguards import Requires
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["requires"]


def requires(rule: Requires, reader: Reader) -> Pattern:
    """Return the pattern of ``A requires B``."""
    moves = {("missing", "a"): BROKEN, ("missing", "b"): "done"}
    if rule.each_time:
        moves["done", "a"] = "missing"
    slots = (reader.first(rule.event), reader.slot(rule.earlier, "b"))
    return Pattern(automaton(moves), slots, "a")

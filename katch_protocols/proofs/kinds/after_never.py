"""``after A never C``."""

from katch_protocols.model.safeguards import AfterNever
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["after_never"]


def after_never(rule: AfterNever, reader: Reader) -> Pattern:
    """Return the pattern of ``after A never C``."""
    moves = {("before", "a"): "after", ("after", "c"): BROKEN}
    slots = (reader.slot(rule.forbidden, "c"), reader.first(rule.event))
    return Pattern(automaton(moves), slots, "a")

"""``never A``."""

from katch_protocols.model.safeguards import Never
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["never"]


def never(rule: Never, reader: Reader) -> Pattern:
    """Return the pattern of ``never A``."""
    moves = {("open", "a"): BROKEN}
    return Pattern(automaton(moves), (reader.first(rule.event),), None)

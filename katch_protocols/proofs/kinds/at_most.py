"""``A at most N times``."""

from itertools import pairwise

from katch_protocols.model.safeguards import AtMost
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["at_most"]


def at_most(rule: AtMost, reader: Reader) -> Pattern:
    """Return the pattern of ``A at most N times``."""
    counts = [*(f"{count} times" for count in range(rule.times + 1)), BROKEN]
    moves = {(state, "a"): after for state, after in pairwise(counts)}
    return Pattern(automaton(moves), (reader.first(rule.event),), "a")

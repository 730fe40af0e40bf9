"""``after A then B``: owed after each A until a later B."""

from katch_protocols.model.safeguards import AfterThen
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["after_then"]


def after_then(rule: AfterThen, reader: Reader) -> Pattern:
    """Return the pattern of ``after A then B``."""
    moves = {("quiet", "a"): "owed", ("owed", "b"): "quiet"}
    slots = (reader.slot(rule.later, "b"), reader.first(rule.event))
    return Pattern(automaton(moves, owing=["owed"]), slots, "a")

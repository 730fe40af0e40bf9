"""``every case has A``: owed by every case that ends ``protected``."""

from katch_protocols.model.safeguards import EveryCaseHas
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton

__all__ = ["every_case_has"]


def every_case_has(rule: EveryCaseHas, reader: Reader) -> Pattern:
    """Return the pattern of ``every case has A``."""
    outcomes = frozenset(Outcome if rule.any_end else [Outcome.PROTECTED])
    moves = {("missing", "a"): "done"}
    slots = (reader.first(rule.event),)
    return Pattern(automaton(moves, owing=["missing"]), slots, None, outcomes)

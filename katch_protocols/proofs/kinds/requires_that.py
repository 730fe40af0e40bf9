"""``A requires that CONDITION``: anything but true just before A breaks it."""

from katch_protocols.model.safeguards import RequiresThat
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton
from katch_protocols.semantics.events import find_event, found_in

__all__ = ["requires_that"]


def requires_that(rule: RequiresThat, reader: Reader) -> Pattern:
    """Return the pattern of ``A requires that CONDITION``."""
    event = find_event(reader.chart, rule.event)
    condition = found_in(reader.chart, rule.condition)
    wrong = Slot("x", event, where=reader.where, unless=condition)
    slots = (wrong, reader.first(rule.event))
    return Pattern(automaton({("open", "x"): BROKEN}), slots, "a")

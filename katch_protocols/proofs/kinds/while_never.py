"""``while S never C``: S active just before C."""

from katch_protocols.model.safeguards import WhileNever
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import BROKEN
from katch_protocols.proofs.kinds.pattern import Pattern, Reader, automaton
from katch_protocols.semantics.events import Event, find_event, find_state

__all__ = ["while_never"]


def while_never(rule: WhileNever, reader: Reader) -> Pattern:
    """Return the pattern of ``while S never C``."""
    forbidden = find_event(reader.chart, rule.forbidden)
    state = find_state(reader.chart, rule.event)
    inside = Slot("c", forbidden, where=reader.where, within=state)
    entered = Slot("a", Event.entering(rule.event, state))
    return Pattern(automaton({("open", "c"): BROKEN}), (inside, entered), "a")

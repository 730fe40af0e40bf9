"""What the questions about time share with the sentences: events, and the exception."""

from collections.abc import Mapping
from dataclasses import replace

from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import OFF
from katch_protocols.proofs.kinds.pattern import Reader
from katch_protocols.proofs.timing.stage import Question
from katch_protocols.semantics.events import ChartEvent, find_event

__all__ = ["excepted", "from_to"]


def excepted(question: Question, reader: Reader) -> Question:
    """Return the question that the exception of its sentence switches off for good."""
    exception = reader.rule.unless
    if exception is None:
        return question
    off = {(phase, "off"): OFF for phase in question.phases}
    slot = Slot("off", find_event(reader.chart, exception), first=True)
    return replace(
        question, slots=(slot, *question.slots), moves={**question.moves, **off}
    )


_EACH = {("quiet", "a"): "owed", ("owed", "b"): "quiet"}
"""After each first event, the next of the other is owed."""


def from_to(
    reader: Reader,
    event: str | ChartEvent,
    later: str | ChartEvent,
    moves: Mapping[tuple[str, str], str] = _EACH,
) -> Question:
    """Return the question how long it is from one event to the next of another."""
    found = find_event(reader.chart, later) if isinstance(later, str) else later
    slots = (Slot("b", found), reader.first(event))
    return excepted(Question(slots, moves), reader)

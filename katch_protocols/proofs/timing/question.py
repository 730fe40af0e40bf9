"""What every question about time shares with the sentences: its exception."""

from dataclasses import replace

from katch_protocols.proofs.events import find_event
from katch_protocols.proofs.kinds.pattern import Reader
from katch_protocols.proofs.timing.stage import Question
from katch_protocols.proofs.watching import OFF, Slot

__all__ = ["excepted"]


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

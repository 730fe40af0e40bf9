"""What an automaton reads: events of a case, each under conditions, as letters."""

from dataclasses import dataclass

from katch_protocols.model.conditions import Condition
from katch_protocols.model.names import NameKind
from katch_protocols.proofs.asking import Question
from katch_protocols.proofs.events import Event
from katch_protocols.sentences.mentions import names_in

__all__ = ["Slot"]


@dataclass(frozen=True)
class Slot:
    """An event that the automaton reads as ``letter``.

    Only where ``where`` is true just before it, and ``unless`` is not; ``within`` is a
    state that must be active just before. ``first``: it counts before everything else
    of its step (``unless B``).
    """

    letter: str
    event: Event
    where: Condition | None = None
    unless: Condition | None = None
    within: int | None = None
    first: bool = False

    @property
    def asks_in_passing(self) -> bool:
        """Whether it asks which states were active before a state was entered.

        Where a completion is a step of its own, it would see the states in between.
        """
        if not self.event.nodes:
            return False
        asked = [one for one in (self.where, self.unless) if one is not None]
        return self.within is not None or any(map(_is_about_states, asked))

    def questions(self) -> list[Question]:
        """Return what must all be answered yes for the slot to read its event."""
        asked: list[Question] = []
        if self.where is not None:
            asked.append(_is_true(self.where))
        if self.unless is not None:
            asked.append(_is_not_true(self.unless))
        if self.within is not None:
            asked.append(_is_active(self.within))
        return asked


def _is_about_states(condition: Condition) -> bool:
    return any(name.kind is NameKind.STATE for name in names_in(condition))


def _is_true(condition: Condition) -> Question:
    return lambda sketch: sketch.truth(condition) is True


def _is_not_true(condition: Condition) -> Question:
    return lambda sketch: sketch.truth(condition) is not True


def _is_active(node: int) -> Question:
    return lambda sketch: sketch.active(node)

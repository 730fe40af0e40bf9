"""What every kind answers with: an automaton and what it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from katch_protocols.charts.chart import Chart
from katch_protocols.model.conditions import Condition
from katch_protocols.model.safeguards import Sentence
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.conditions import found_in
from katch_protocols.proofs.events import find_event
from katch_protocols.proofs.watching import Automaton, Slot

__all__ = ["Pattern", "Reader", "automaton"]


@dataclass(frozen=True)
class Pattern:
    """A sentence in a chart: its automaton, what it reads, when it is vacuous.

    ``trigger`` is the letter without which the sentence says nothing; ``None``: an end
    with one of ``outcomes`` (or nothing at all, for ``never A``). Where one event is
    several letters of a sentence, the earlier slot is read first.
    """

    automaton: Automaton
    slots: tuple[Slot, ...]
    trigger: str | None
    outcomes: frozenset[Outcome] = frozenset(Outcome)

    @property
    def asks(self) -> tuple[Condition, ...]:
        """Every condition that the sentence asks about."""
        return tuple(
            condition
            for slot in self.slots
            for condition in (slot.where, slot.unless)
            if condition is not None
        )


class Reader:
    """Makes the slots of one sentence; its first event bears its ``where``."""

    def __init__(self, rule: Sentence, chart: Chart) -> None:
        self.chart = chart
        self.where = None if rule.where is None else found_in(chart, rule.where)

    def first(self, name: str) -> Slot:
        """Return the slot of the sentence's first event, read as ``a``."""
        return Slot("a", find_event(self.chart, name), where=self.where)

    def slot(self, name: str, letter: str) -> Slot:
        """Return the slot of another event of the sentence."""
        return Slot(letter, find_event(self.chart, name))


def automaton(
    moves: Mapping[tuple[str, str], str], *, owing: Sequence[str] = ()
) -> Automaton:
    """Make an automaton of its moves; the first state that is named is initial."""
    states = dict.fromkeys(state for state, _ in moves)
    states.update(dict.fromkeys(moves.values()))
    return Automaton(tuple(states), moves, frozenset(owing))

"""What every kind answers with: an automaton and what it reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.model.safeguards import AtLeastEvery, SafeguardRule
from katch_protocols.model.states import Outcome
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import (
    BROKEN,
    OFF,
    Automaton,
    Watcher,
)
from katch_protocols.proofs.proof_session import ProofSession
from katch_protocols.proofs.verdicts import Reason
from katch_protocols.semantics.events import ChartEvent, find_event, found_in

__all__ = ["Explain", "Pattern", "SlotReader", "automaton", "recurring"]

Explain = Callable[[Entry], Reason]
"""Why the entry with which a case breaks a sentence does so."""


class Pattern(Struct, frozen=True):
    """A sentence in a chart: its automaton, what it reads, when it is vacuous.

    ``trigger`` is the letter without which the sentence says nothing; ``None``: an end
    with one of ``outcomes`` (or nothing at all, for ``never A``). Where one event is
    several letters of a sentence, the earlier slot is read first.
    """

    automaton: Automaton
    slots: tuple[Slot, ...]
    trigger: str | None
    outcomes: frozenset[Outcome] = frozenset(Outcome)
    explain: Explain | None = None


class SlotReader:
    """Makes the slots of one sentence; its first event bears its ``where``."""

    def __init__(self, rule: SafeguardRule, study: ProofSession) -> None:
        self.rule, self.study = rule, study
        self.where = None if rule.where is None else found_in(study.chart, rule.where)

    @property
    def chart(self) -> Chart:
        """The chart in which the names are found."""
        return self.study.chart

    def first(self, event: str | ChartEvent, letter: str = "a") -> Slot:
        """Return the slot of the sentence's first event."""
        found = find_event(self.chart, event) if isinstance(event, str) else event
        return Slot(letter, found, where=self.where)

    def slot(self, name: str, letter: str) -> Slot:
        """Return the slot of another event of the sentence."""
        return Slot(letter, find_event(self.chart, name))

    def watcher(self, made: Automaton, slots: Sequence[Slot]) -> Watcher:
        """Return what watches for the sentence, switched off by its exceptions."""
        if not self.rule.unless:
            return Watcher(made, tuple(slots))
        return Watcher(_excepted(made), (*self.exceptions(), *slots))

    def exceptions(self) -> Iterator[Slot]:
        """Yield the slot of each exception, with one letter for all of them."""
        for name in self.rule.unless:
            yield Slot("off", find_event(self.chart, name), first=True)


Moves = Mapping[tuple[str, str], str]
"""The state after a state and a letter."""


def recurring(rule: AtLeastEvery, reader: SlotReader) -> tuple[tuple[Slot, ...], Moves]:
    """Return what is read of a stretch with recurring events, and what is owed in it.

    ``a`` begins it and ``b`` ends it; ``c`` is what has to come again and again.
    """
    moves = {("quiet", "a"): "owed", ("owed", "c"): "owed", ("owed", "b"): "quiet"}
    slots = (
        reader.slot(rule.end, "b"),
        reader.slot(rule.recurring, "c"),
        reader.first(rule.event),
    )
    return slots, moves


def automaton(
    moves: Mapping[tuple[str, str], str], *, owing: Sequence[str] = ()
) -> Automaton:
    """Make an automaton of its moves; the first state that is named is initial."""
    states = dict.fromkeys(state for state, _ in moves)
    states.update(dict.fromkeys(moves.values()))
    return Automaton(tuple(states), moves, frozenset(owing))


def _excepted(made: Automaton) -> Automaton:
    """Return the automaton that the letter ``off`` switches off for good."""
    states = made.states
    off = {(state, "off"): OFF for state in states if state != BROKEN}
    return Automaton((*states, OFF), {**made.moves, **off}, made.owing)

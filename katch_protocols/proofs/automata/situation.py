"""What is known in a case step by step, and what a sentence reads of it."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct, field

from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.noun import Id
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.truth import CaseView, evaluate

__all__ = [
    "SentenceReading",
    "Situation",
    "SlotEvent",
    "letters_read",
    "slot_events",
]


class Situation(Struct):
    """What is known in a case, as conditions see it: plain, step by step."""

    table: Table
    word: int
    facts: dict[Id, str] = field(default_factory=dict)
    documents: set[Id] = field(default_factory=set)
    activities: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with the values that facts have at first."""
        begun = {
            name: fact.initially or UNKNOWN
            for name, fact in self.table.chart.facts.items()
        }
        self.facts = {**begun, **self.facts}

    def fact(self, name: str) -> str:
        """Return the value of a fact."""
        return self.facts[name]

    def active(self, state: str) -> bool:
        """Tell whether a state is active."""
        return self.table.chart.by_name[state] in self.nodes

    def exists(self, document: str) -> bool:
        """Tell whether a document exists."""
        return document in self.documents

    def happened(self, activity: str) -> bool:
        """Tell whether an activity happened earlier."""
        return activity in self.activities

    @property
    def nodes(self) -> frozenset[int]:
        """The active nodes."""
        return frozenset(self.table.active(self.word))

    def changed(self, row: Row) -> "Situation":
        """Return what entries of a step see: what it leaves, in the old states."""
        facts, documents = dict(self.facts), set(self.documents)
        if row.entry is not None:
            act = row.entry.act
            facts |= {**dict(row.records), **act.sets}
            facts |= dict.fromkeys(act.forgets, UNKNOWN)
            documents |= set(act.produces)
        activities = {*self.activities, row.activity}
        return Situation(self.table, self.word, facts, documents, activities)


SlotEvent: TypeAlias = tuple[int, int, int]
"""Of an event: when it is read, of which slot, and which of what happened it is."""


def slot_events(
    slots: Sequence[Slot], places: Callable[[Slot], Iterable[int]]
) -> tuple[SlotEvent, ...]:
    """Return the events of some slots in one step in the order of reading.

    ``places`` says which of what happened are events of a slot. The earlier slot of one
    event is read first.
    """
    found = (
        (-1 if slot.first else place, order, place)
        for order, slot in enumerate(slots)
        for place in places(slot)
    )
    return tuple(sorted(found))


def letters_read(
    slots: Sequence[Slot],
    events: Iterable[SlotEvent],
    view: Callable[[int], CaseView],
    is_inside: Callable[[int], bool],
) -> list[str]:
    """Return the letters of the events that count, in the order of reading.

    ``view`` is the case as a condition sees it where something happens; ``is_inside``
    tells whether a node was active before the step.
    """
    found = []
    for _, order, place in events:
        slot = slots[order]
        if slot.where is not None and evaluate(slot.where, view(place)) is not True:
            continue
        if slot.unless is not None and evaluate(slot.unless, view(place)) is True:
            continue
        if slot.within is None or is_inside(slot.within):
            found.append(slot.letter)
    return found


class SentenceReading(Struct, dict=True):
    """What the slots of one sentence read in one step."""

    slots: tuple[Slot, ...]
    happened: Sequence[str | int]
    before: Situation
    after: Situation
    row: Row | None

    @cached_property
    def events(self) -> tuple[SlotEvent, ...]:
        """Where anything that happens is an event of a slot; facts do not matter."""
        return slot_events(self.slots, self._places)

    def _places(self, slot: Slot) -> list[int]:
        found = [
            place
            for place, each in enumerate(self.happened)
            if self._is_event(slot, place, each)
        ]
        return found[:1] if slot.event.once else found

    @property
    def letters(self) -> list[str]:
        """The letters in the order in which they are read."""
        return letters_read(self.slots, self.events, self._view, self._is_inside)

    def _view(self, place: int) -> Situation:
        return self.before if isinstance(self.happened[place], str) else self.after

    def _is_inside(self, node: int) -> bool:
        return node in self.before.nodes

    def _is_event(self, slot: Slot, place: int, each: str | int) -> bool:
        event = slot.event
        if self.row is not None and not event.counts(self.row):
            return False
        if self.row is None and event.only is not None:
            return False
        if not event.activities and not event.nodes:
            return place == 0 and isinstance(each, str)
        return each in event.activities or each in event.nodes

"""Checklists: what people tick, and the value of a fact that follows."""

from collections import Counter
from collections.abc import Collection, Mapping

from katch_protocols.model.citations import Citation
from katch_protocols.model.documents import Fact
from katch_protocols.model.noun import EMPTY, Frozen, FrozenDict, Id, Label, Noun

__all__ = ["Checklist", "ChecklistItem", "ChecklistLine", "with_values"]


class ChecklistItem(Noun):
    """Something that is ticked, and how much it weighs: one of the list's weights."""

    id: Id
    title: Label
    weight: Id


class ChecklistLine(Noun):
    """A value, and how many ticks of each weight give it; none: whatever is ticked.

    A value that stands in several lines has its title in the first.
    """

    value: Id
    title: Label | None = None
    when: Frozen[int] = EMPTY

    def is_met(self, counts: Mapping[Id, int]) -> bool:
        """Tell whether so many ticks, by weight, are enough."""
        return all(
            counts.get(weight, 0) >= least for weight, least in self.when.items()
        )


class Checklist(Noun):
    """A list that advises: a case records the value that the actor states.

    ``weights`` are words of its own; ``gives`` are looked at in order, and the first
    line that is met gives the value.
    """

    id: Id
    title: Label
    note: Label | None = None
    source: tuple[Citation, ...] = ()
    weights: Frozen[Label] = EMPTY
    items: Frozen[ChecklistItem] = EMPTY
    gives: tuple[ChecklistLine, ...] = ()

    @property
    def values(self) -> Mapping[Id, Label | None]:
        """The values that it can give, in the order of the lines, with their titles."""
        found: dict[Id, Label | None] = {}
        for line in self.gives:
            found.setdefault(line.value, line.title)
        return FrozenDict(found)

    def follows(self, ticked: Collection[Id]) -> Id | None:
        """Return the value that some ticks give; ``None`` where no line is met."""
        counts = Counter(self.items[name].weight for name in set(ticked))
        return next((line.value for line in self.gives if line.is_met(counts)), None)


def with_values(
    facts: Mapping[str, Fact], checklists: Mapping[str, Checklist]
) -> Mapping[str, Fact] | None:
    """Return facts with the values of their checklists; ``None`` where none has one.

    A fact whose checklist nobody declared has no values.
    """
    if all(fact.checklist is None for fact in facts.values()):
        return None
    return FrozenDict({name: _valued(fact, checklists) for name, fact in facts.items()})


def _valued(fact: Fact, checklists: Mapping[str, Checklist]) -> Fact:
    if fact.checklist is None:
        return fact
    known = checklists.get(fact.checklist)
    values = EMPTY if known is None else known.values
    return fact.model_copy(update={"values": values})

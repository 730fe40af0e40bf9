"""A checklist as a form in one language: what is ticked, and what follows from it."""

from collections.abc import Iterator

from msgspec import Struct

from katch_protocols.model.checklists import Checklist, ChecklistLine
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.words.say import listed, say

__all__ = ["ChecklistForm"]


class ChecklistForm(Struct, frozen=True):
    """Says the items, the weights and the lines of a checklist."""

    checklist: Checklist
    language: str

    @property
    def title(self) -> str:
        """The title of the list."""
        return self._label(self.checklist.title, self.checklist.id)

    @property
    def advice(self) -> str:
        """That the list advises, and the value is stated."""
        return say("checklists.advises", self.language)

    def items(self) -> Iterator[tuple[Id, str, str]]:
        """Yield each item: its id, its title, what it weighs in a word."""
        for name, item in self.checklist.items.items():
            yield name, self._label(item.title, name), self.weight(item.weight)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield each line: the value that it gives, and when."""
        for line in self.checklist.gives:
            yield self.value(line.value), self.when(line)

    def when(self, line: ChecklistLine) -> str:
        """Say how many ticks a line asks for; the last asks for none."""
        if not line.when:
            return say("checklists.otherwise", self.language)
        parts = (
            say(
                "checklists.at-least",
                self.language,
                number=least,
                weight=self.weight(weight),
            )
            for weight, least in line.when.items()
        )
        return listed(parts, self.language)

    def value(self, name: Id) -> str:
        """Return the title of a value."""
        return self._label(self.checklist.values.get(name), name)

    def weight(self, name: Id) -> str:
        """Return the word for a weight."""
        return self._label(self.checklist.weights.get(name), name)

    def _label(self, label: Label | None, name: Id) -> str:
        return readable(name) if label is None else label.say(self.language)

"""A case as a condition sees it: states before a step, all else before or after it."""

from functools import cached_property

from msgspec import Struct

from katch_protocols.model.documents import UNKNOWN
from katch_protocols.semantics.table import Table

__all__ = ["OpeningView", "WordView"]


class WordView:
    """What a word says of facts, states, documents and events.

    With ``after``, facts, documents and activities count as the step leaves them.
    """

    def __init__(self, table: Table, word: int, after: int | None = None) -> None:
        self.table, self.word = table, word
        self.after = word if after is None else after

    def fact(self, name: str) -> str:
        """Return the value of a fact."""
        field = self.table.layout.facts.get(name)
        if field is None:
            return self.table.chart.facts[name].initially or UNKNOWN
        return self.table.fields[field].value(self.after)

    def active(self, state: str) -> bool:
        """Tell whether a state is active."""
        return self.table.chart.by_name[state] in self.nodes

    def exists(self, document: str) -> bool:
        """Tell whether a document exists."""
        field = self.table.layout.documents.get(document)
        return field is not None and bool(self.table.fields[field].code(self.after))

    def happened(self, activity: str) -> bool:
        """Tell whether an activity happened; that of a step, before its entries."""
        field = self.table.layout.events.get(activity)
        return field is not None and bool(self.table.fields[field].code(self.after))

    @cached_property
    def nodes(self) -> frozenset[int]:
        """The active nodes."""
        return frozenset(self.table.active(self.word))


class OpeningView(Struct, frozen=True):
    """A case as it begins: facts are known, no state was active before."""

    view: WordView

    def fact(self, name: str) -> str:
        """Return the value of a fact."""
        return self.view.fact(name)

    def active(self, _: str) -> bool:
        """Tell that no state is active yet."""
        return False

    def exists(self, document: str) -> bool:
        """Tell whether a document exists."""
        return self.view.exists(document)

    def happened(self, _: str) -> bool:
        """Tell that nothing has happened yet."""
        return False

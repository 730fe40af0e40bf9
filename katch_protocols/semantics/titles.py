"""What the names of a protocol are called, for sentences that people read."""

from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.starts import START
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Label, readable
from katch_protocols.model.states import GOOD_ENDS, Outcome
from katch_protocols.semantics.events import UndefinedError, find_event, find_state
from katch_protocols.words.say import say

__all__ = ["Titles"]


class Titles(Struct, frozen=True, dict=True):
    """Titles in one language; they are the ``Names`` of ``sentences.saying``.

    A name that means nothing here, or that has no title, is made readable; the start of
    a case that others open has no place in its own protocol, and words of ours.
    """

    chart: Chart
    handbook: Handbook
    language: str

    def title(self, kind: NameKind, name: str) -> str:
        """Return the title of a name; the id of a value is ``FACT.VALUE``."""
        label = self._finders[kind](name)
        if label is not None:
            return label.say(self.language)
        is_start = name == START
        return say("charts.start", self.language) if is_start else readable(name)

    def event_kind(self, name: str) -> NameKind:
        """Tell what an event is; measured or unknown, it is no more than an event."""
        try:
            event = find_event(self.chart, name)
        except UndefinedError:
            return NameKind.EVENT
        if event.once:
            return NameKind.EVENT
        return NameKind.ACTIVITY if event.activities else NameKind.STATE

    def good_ends(self) -> frozenset[Outcome]:
        """Return the outcomes with which a case of the protocol can end well."""
        ends = (self.chart.nodes[child].outcome for child in self.chart.root.children)
        return GOOD_ENDS.intersection(end for end in ends if end is not None)

    @cached_property
    def _finders(self) -> Mapping[NameKind, Callable[[str], Label | None]]:
        return {
            NameKind.FACT: self._fact,
            NameKind.VALUE: self._value,
            NameKind.STATE: self._state,
            NameKind.DOCUMENT: self._item,
            NameKind.ACTIVITY: self._event,
            NameKind.EVENT: self._event,
            NameKind.ROLE: self._party,
            NameKind.ACTOR: self._party,
            NameKind.ITEM: self._item,
        }

    def _fact(self, name: str) -> Label | None:
        fact = self.chart.facts.get(name)
        return None if fact is None else fact.title

    def _value(self, name: str) -> Label | None:
        fact, _, value = name.partition(".")
        known = self.chart.facts.get(fact)
        return None if known is None else known.values.get(value)

    def _state(self, name: str) -> Label | None:
        try:
            return self.chart.nodes[find_state(self.chart, name)].title
        except UndefinedError:
            return None

    def _event(self, name: str) -> Label | None:
        try:
            event = find_event(self.chart, name)
        except UndefinedError:
            measured = self.handbook.measured.get(name)
            return None if measured is None else measured.title
        if event.once:
            return self.chart.counted[name].title
        for activity in event.activities:
            return self.chart.title_of(activity)
        return self._state(name)

    def _item(self, name: str) -> Label | None:
        found = self.chart.documents.get(name) or self.handbook.data.get(name)
        return None if found is None else found.title

    def _party(self, name: str) -> Label | None:
        book = self.handbook
        for known in (book.roles, book.agencies, book.regions):
            if name in known:
                return known[name].title
        return None

"""What changed since bodies agreed, in words."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

from msgspec import Struct

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.titles import party_called
from katch_protocols.duties.agreed_changes import (
    AgreedChange,
    FacetChange,
    Turn,
    parted,
)
from katch_protocols.duties.agreed_records import NAMES_OF, PARTS, PARTY
from katch_protocols.errors import SentenceError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.sentences.saying import say_duration
from katch_protocols.sentences.text import parse_duration
from katch_protocols.words.citations import cited
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.say import entries, listed, say

__all__ = ["AgreedWords"]


class AgreedWords(Struct, frozen=True):
    """Says changes of one protocol in a language.

    ``titled``: by titles, where there are any; else by ids, as findings in English do.
    """

    handbook: Handbook
    chart: Chart | None
    language: str
    titled: bool = True

    def change(self, change: AgreedChange) -> str:
        """Say what changed in one activity, in one line."""
        return enumerated(self._facet(each) for each in change.facets)

    def nothing_left(self, body: str) -> str:
        """Say that a body has no duty left in the protocol."""
        return self._say("nothing-left", agencies=self.party(body))

    def activity(self, name: str) -> str:
        """Return the title of an activity or a state."""
        return self._name(name, self._event(name))

    def parties(self, names: Sequence[str]) -> str:
        """Return several agencies or roles in one line."""
        return listed(map(self.party, names), self.language)

    def party(self, name: str) -> str:
        """Return what an agency or a role is called."""
        return self._name(name, party_called(self.handbook, name))

    def _facet(self, change: FacetChange) -> str:
        key, turn = change.key, change.turn
        if key in PARTS.values() and turn is not Turn.OTHER:
            return self._say(f"{turn}-{key}", agencies=self.parties(change.bodies))
        facet = self._word("facet", key)
        once = (1,) if key == "steps" else ()  # which a record does not say
        lost, gained = change.lost or once, change.gained or once
        gaps = {"before": self._items(key, lost), "after": self._items(key, gained)}
        if not lost and not gained:
            return facet
        if not lost:
            return self._say("facet-new", facet=facet, **gaps)
        if not gained:
            return self._say("facet-gone", facet=facet, **gaps)
        return self._say("facet-other", facet=facet, **gaps)

    def _items(self, key: str, items: Sequence[Any]) -> str:
        said = (self._item(key, each) for each in items)
        return listed(said, self.language)

    def _item(self, key: str, item: Any) -> str:  # noqa: ANN401 - plain data
        """Say one item: a name, or a mapping key by key."""
        keys = parted(item)
        if keys is None:
            return self._value(key, item)
        if key == "source":
            return listed(map(self._cited, keys, keys.values()), self.language)
        return one_line(self._inside(keys))

    def _cited(self, source: str, places: object) -> str:
        several = places if isinstance(places, tuple) else (places,)
        title = self._value("source", source)
        return cited(title, map(str, several), self.language)

    def _inside(self, keys: Mapping[str, Any]) -> Iterator[str]:
        for key, value in keys.items():
            several = isinstance(value, tuple) and parted(value) is None
            inner = value if several else (value,)
            said = self._items(key, inner)
            known = f"key-{key}" in entries("agreement", ENGLISH)
            if value is True:
                yield self._word("key", key, value="")
            else:
                yield self._word("key", key, value=said) if known else said

    def _value(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            return str(value)
        text = value
        if key == "basis" and f"basis-{text}" in entries("duties", ENGLISH):
            return say(f"duties.basis-{text}", self.language)
        # No name begins with a digit, and every span of time does.
        if text[:1].isdigit():
            with suppress(SentenceError):
                return say_duration(parse_duration(text), self.language)
        return self._name(text, self._label(key, text))

    def _label(self, key: str, name: str) -> Label | None:
        book = self.handbook
        if key == "document":
            paper = None if self.chart is None else self.chart.documents.get(name)
            return None if paper is None else paper.title
        if key == "start" or (key == "from" and self._event(name) is not None):
            return self._event(name)
        registry, *others = NAMES_OF.get(key, PARTY)
        if others:
            return party_called(book, name)
        known = getattr(book, registry).get(name)
        return None if known is None else cast("Label", known.title)

    def _event(self, name: str) -> Label | None:
        if self.chart is None:
            return None
        index = self.chart.by_name.get(name)
        if index is not None:
            return self.chart.nodes[index].title
        return self.chart.title_of(name) if name in self.chart.activities else None

    def _name(self, name: str, label: Label | None) -> str:
        if not self.titled or label is None:
            return f"'{name}'"
        return label.say(self.language) or f"'{name}'"

    def _word(self, kind: str, key: str, **gaps: str) -> str:
        """Say the word of a key; a key without one stands for itself."""
        known = f"{kind}-{key}" in entries("agreement", ENGLISH)
        return self._say(f"{kind}-{key}", **gaps) if known else key.replace("_", " ")

    def _say(self, key: str, **gaps: str) -> str:
        return say(f"agreement.{key}", self.language, **gaps)

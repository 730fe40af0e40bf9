"""What people read on the page: texts once a language, as plain data."""

import json
import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from katch_protocols.duties.nouns import Limit
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Deadline, Duration
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.papers.written_deadlines import Owed
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.citations import say_place

__all__ = ["PageCitation", "PageDeadline", "PageLanguages", "Text", "to_script"]


Text = tuple[str, ...]


class PageDeadline(Struct, frozen=True):
    """A deadline: how long, what it rests on, the event that starts it, its sources."""

    limit: Text
    amount: int
    unit: str
    basis: str
    start: str | None = None
    sources: tuple["PageCitation", ...] = ()


class PageCitation(Struct, frozen=True):
    """What something rests on: a source, and the places in it."""

    id: Id
    places: tuple[Text, ...]


class PageLanguages(Struct, frozen=True):
    """The languages of a handbook."""

    languages: tuple[str, ...]

    def each(self, say: Callable[[str], str]) -> Text:
        """Return what ``say`` returns for each language."""
        return tuple(say(language) for language in self.languages)

    def label(self, label: Label | None, name: str = "") -> Text:
        """Return a label; without one, the bare name made readable."""
        if label is not None:
            return self.each(label.say)
        return self.each(lambda _: readable(name))

    def maybe(self, label: Label | None) -> Text | None:
        """Return a label, or nothing where there is none."""
        return None if label is None else self.label(label)

    def span(self, duration: Duration) -> Text:
        """Return a span of time in words."""
        return self.each(lambda language: say_duration(duration, language))

    def due(self, deadline: Deadline | None) -> PageDeadline | None:
        """Return a deadline in words and numbers."""
        if deadline is None:
            return None
        return PageDeadline(
            self.span(deadline.limit),
            deadline.limit.amount,
            deadline.limit.unit.value,
            deadline.basis.value,
            deadline.start,
            self.cited(deadline.source),
        )

    def limit(self, limit: Limit) -> PageDeadline:
        """Return a deadline that runs while an activity is possible."""
        return PageDeadline(
            self.span(limit.limit),
            limit.limit.amount,
            limit.limit.unit.value,
            limit.basis.value,
            limit.start,
            self.cited(limit.source),
        )

    def owed(self, owed: Owed) -> PageDeadline:
        """Return a deadline that a protocol writes."""
        return PageDeadline(
            self.span(owed.limit),
            owed.limit.amount,
            owed.limit.unit.value,
            owed.basis.value,
            sources=self.cited(owed.source),
        )

    def cited(self, citations: Iterable[Citation]) -> tuple[PageCitation, ...]:
        """Return citations with their places in words."""
        return tuple(
            PageCitation(each.source, tuple(map(self._place, each.places)))
            for each in citations
        )

    def _place(self, place: str) -> Text:
        return self.each(lambda language: say_place(place, language))

    def timed(self, duration: Duration) -> PageDeadline:
        """Return a span that rests on nothing but the protocol itself."""
        return PageDeadline(
            self.span(duration), duration.amount, duration.unit.value, ""
        )


_BROKEN = re.compile("[\ud800-\udfff]")
_DANGEROUS = {"<": "\\u003c"} | {
    chr(code): f"\\u{code:04x}" for code in (0x2028, 0x2029, 0x7F)
}


def to_script(plain: object) -> str:
    """Return JSON for a ``<script>``: no text in it can end or open an element.

    Halves of characters, which no file can hold, are replaced.
    """
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    text = _BROKEN.sub("\ufffd", text)
    for character, escaped in _DANGEROUS.items():
        text = text.replace(character, escaped)
    return text

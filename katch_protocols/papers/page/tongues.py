"""Say labels and spans once a language, in the order of the handbook's languages."""

from collections.abc import Callable
from dataclasses import dataclass

from katch_protocols.duties.nouns import Limit
from katch_protocols.model.deadlines import Deadline, Duration
from katch_protocols.model.noun import Label, readable
from katch_protocols.papers.page.texts import Due, Text
from katch_protocols.sentences.saying import say_duration

__all__ = ["Tongues"]


@dataclass(frozen=True)
class Tongues:
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

    def due(self, deadline: Deadline | None) -> Due | None:
        """Return a deadline in words and numbers."""
        if deadline is None:
            return None
        return Due(
            self.span(deadline.limit),
            deadline.limit.amount,
            deadline.limit.unit.value,
            deadline.basis.value,
            deadline.start,
            deadline.source,
        )

    def limit(self, limit: Limit) -> Due:
        """Return a deadline that runs while an activity is possible."""
        return Due(
            self.span(limit.limit),
            limit.limit.amount,
            limit.limit.unit.value,
            limit.basis.value,
            limit.start,
            limit.source,
        )

    def timed(self, duration: Duration) -> Due:
        """Return a span that rests on nothing but the protocol itself."""
        return Due(self.span(duration), duration.amount, duration.unit.value, "")

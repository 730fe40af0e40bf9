"""The titles of what a handbook names, in the language of the reader."""

from collections.abc import Iterable

from msgspec import Struct

from katch_protocols.charts.titles import party_called
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.model.citations import Citation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.words.citations import cited
from katch_protocols.words.say import listed, say

__all__ = ["DutyTitles", "HandbookTitles"]


class HandbookTitles(Struct, frozen=True):
    """Says ids as titles; what has no title is said by its id."""

    handbook: Handbook
    language: str

    def label(self, label: Label | None, name: str) -> str:
        """Return a title, or the id of what has none."""
        return (label.say(self.language) if label else "") or name

    def party(self, name: Id) -> str:
        """Return the short name of an agency, or the title of a role."""
        return self.label(party_called(self.handbook, name), name)

    def role(self, name: Id) -> str:
        """Return the title of a role."""
        return self._of("roles", name)

    def agency(self, name: Id) -> str:
        """Return the title of an agency."""
        return self._of("agencies", name)

    def region(self, name: Id) -> str:
        """Return the title of a region."""
        return self._of("regions", name)

    def function(self, name: Id | None) -> str:
        """Return the title of a function; a dash where there is none."""
        return "–" if name is None else self._of("functions", name)

    def qualification(self, name: Id) -> str:
        """Return the title of a qualification."""
        return self._of("qualifications", name)

    def source(self, name: Id) -> str:
        """Return the title of a source."""
        return self._of("sources", name)

    def citation(self, citation: Citation) -> str:
        """Return the title of a source, with the places in it."""
        title = self.source(citation.source)
        return cited(title, citation.places, self.language)

    def protocol(self, name: Id) -> str:
        """Return the title of a protocol."""
        return self._of("protocols", name)

    def _of(self, registry: str, name: Id) -> str:
        known = getattr(self.handbook, registry).get(name)
        return self.label(known.title if known else None, name)


class DutyTitles(HandbookTitles, frozen=True):
    """Says duties, and the words of an answer about them."""

    def parties(self, names: Iterable[Id]) -> str:
        """Return several parties in one line; ``nobody`` where there are none."""
        return listed(map(self.party, names), self.language) or self.word("nobody")

    def duty(self, duty: Duty) -> str:
        """Return the title of a duty."""
        return self.label(duty.title, duty.activity)

    def word(self, key: str, **facts: object) -> str:
        """Return one of the words of this answer."""
        return say(f"roles.{key}", self.language, **facts)

    def part(self, part: Part) -> str:
        """Return what somebody does in a duty, in a word or two."""
        return say(f"duties.part-{part.value}", self.language)

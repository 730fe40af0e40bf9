"""The titles of what a handbook names, in the language of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id
from katch_protocols.words.say import say

__all__ = ["Names"]


@dataclass(frozen=True)
class Names:
    """Says ids as titles; what has no title is said by its id."""

    handbook: Handbook
    language: str

    def party(self, name: Id) -> str:
        """Return the short name of an agency, or the title of a role."""
        agency = self.handbook.agencies.get(name)
        if agency is not None:
            return self._said(agency.short or agency.title, name)
        role = self.handbook.roles.get(name)
        return self._said(role.title if role else None, name)

    def parties(self, names: Iterable[Id]) -> str:
        """Return several parties in one line; ``nobody`` where there are none."""
        return ", ".join(map(self.party, names)) or self.word("nobody")

    def region(self, name: Id) -> str:
        """Return the title of a region."""
        return self._said(self.handbook.regions[name].title, name)

    def function(self, name: Id | None) -> str:
        """Return the title of a function; a dash where there is none."""
        if name is None:
            return "–"
        known = self.handbook.functions.get(name)
        return self._said(known.title if known else None, name)

    def source(self, name: Id) -> str:
        """Return the title of a source."""
        source = self.handbook.sources.get(name)
        return self._said(source.title if source else None, name)

    def protocol(self, name: Id) -> str:
        """Return the title of a protocol."""
        return self._said(self.handbook.protocols[name].title, name)

    def duty(self, duty: Duty) -> str:
        """Return the title of a duty."""
        return self._said(duty.title, duty.activity)

    def label(self, label: Label | None, name: str) -> str:
        """Return a title of the protocol itself."""
        return self._said(label, name)

    def word(self, key: str, **facts: object) -> str:
        """Return one of the words of this answer."""
        return say(f"roles.{key}", self.language, **facts)

    def part(self, part: Part) -> str:
        """Return what somebody does in a duty, in a word or two."""
        return say(f"duties.part-{part.value}", self.language)

    def _said(self, label: Label | None, name: str) -> str:
        return (label.say(self.language) if label else "") or name

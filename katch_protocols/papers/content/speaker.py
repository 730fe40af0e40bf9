"""One language of a handbook: our words, its titles, spans, parties and sources."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from katch_protocols.charts.titles import party_called
from katch_protocols.duties.nouns import Duty
from katch_protocols.duties.panels import decided_title
from katch_protocols.duties.phrases import Teller
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Duration, Escalation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label, readable
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.content.sizes import ProtocolSizes
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.citations import cited
from katch_protocols.words.dates import since
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.say import say

__all__ = ["PaperTexts"]


class PaperTexts(Struct, frozen=True):
    """Says all that a paper says in one ``language``; ``domain`` has its own texts."""

    handbook: Handbook
    language: str
    domain: str = "papers"

    def say(self, key: str, **gaps: object) -> str:
        """Return one of our own texts, or one of the domain that the key names."""
        whole = key if "." in key else f"{self.domain}.{key}"
        return say(whole, self.language, **gaps)

    def label(self, label: Label | None, name: str = "") -> str:
        """Return a title; a readable name where there is none."""
        said = label.say(self.language) if label is not None else ""
        return said or readable(name)

    def span(self, duration: Duration) -> str:
        """Say a span of time."""
        return say_duration(duration, self.language)

    def party(self, name: Id) -> str:
        """Return the full title of an agency or a role."""
        book = self.handbook
        known = book.agencies.get(name) or book.roles.get(name)
        return self.label(known.title if known else None, name)

    def short(self, name: Id) -> str:
        """Return the short name of an agency, or the title of a role."""
        return self.label(party_called(self.handbook, name), name)

    def shorts(self, names: Iterable[Id]) -> str:
        """Return several short names in one line, each of them once."""
        return one_line(dict.fromkeys(map(self.short, names)))

    def parties(self, names: Iterable[Id]) -> str:
        """Return several full titles in one line."""
        return enumerated(dict.fromkeys(map(self.party, names)))

    def region(self, name: Id) -> str:
        """Return the title of a region."""
        region = self.handbook.regions.get(name)
        return self.label(region.title if region else None, name)

    def source(self, name: Id) -> str:
        """Return a source as a list prints it: title, citation, whether it was read."""
        source = self.handbook.sources.get(name)
        if source is None:
            return name
        said = self.label(source.title, name)
        number = source.cited_as(self.language)
        if number:
            said += f" ({number})"
        return said if source.read else enumerated((said, self.say("unread")))

    def citation(self, citation: Citation) -> str:
        """Return a source as a list prints it, with the places in it."""
        return cited(self.source(citation.source), citation.places, self.language)

    def duty(self, duty: Duty) -> str:
        """Return the title of a duty; of a panel's with how many must sit."""
        title = duty.title and decided_title(duty, duty.title, self.handbook)
        return self.label(title, duty.activity)

    @property
    def teller(self) -> Teller:
        """What is said of the deadlines of duties."""
        return Teller(self.language)

    def late(self, chain: Sequence[Escalation]) -> str:
        """Say who is told of a breach, and how long after; each party once."""
        told = []
        for each in chain:
            key = "after" if each.after.amount else "at-once"
            who = self.short(each.tell)
            told.append(self.say(key, who=who, span=self.span(each.after)))
        return enumerated(told)

    def sizes(self, sizes: ProtocolSizes) -> str:
        """Say how large a protocol is."""
        return self.say(
            "handed-out",
            agencies=sizes.agencies,
            steps=sizes.steps,
            duties=sizes.duties,
            deadlines=sizes.deadlines,
        )

    def foot(self, protocol: Protocol) -> str:
        """Say which protocol this is: version, how far it has come, since when."""
        said = [
            self.label(protocol.title, protocol.id),
            self.say("version", version=protocol.version),
            self.say(protocol.status.value),
        ]
        if protocol.valid_from is not None:
            said.append(since(protocol.valid_from, self.language))
        return " · ".join(said)

"""The numbered points of an annex, made from the protocol: chapters, points, parts."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.binding import binding_safeguards
from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.duties.nouns import Duty, Part
from katch_protocols.duties.panels import sits
from katch_protocols.duties.raci import acting
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.citations import Citation
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Status
from katch_protocols.papers.content.contents import Gathered
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.content.tables import by_phase
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_condition, say_safeguard
from katch_protocols.words.dates import since
from katch_protocols.words.lists import enumerated, one_line, options
from katch_protocols.words.quotes import in_quotes
from katch_protocols.words.say import either

__all__ = [
    "Chapter",
    "Point",
    "chapters",
    "open_questions",
    "unbound_roles",
    "unread_sources",
]


class Point(Struct, frozen=True):
    """One point: its sentence, and what is listed below it."""

    said: str
    below: tuple[str, ...] = ()


class Chapter(Struct, frozen=True):
    """Points under one heading; they are numbered through all chapters."""

    title: str
    points: tuple[Point, ...]


def chapters(
    found: Gathered, language: str, references: References
) -> Iterator[Chapter]:
    """Yield general provisions, what is done in each phase, and what always holds."""
    writer = _PointWriter(found, language, references)
    yield writer.general()
    duties = found.answer.raci
    for heading, group in by_phase(duties, writer.wording, found.protocol):
        points = tuple(map(writer.duty, group))
        title = heading or writer.wording.label(found.protocol.title)
        yield Chapter(title, points)
    if held := tuple(writer.safeguards()):
        yield Chapter(writer.own.say("safeguards"), held)


class _PointWriter(Struct, frozen=True, dict=True):
    found: Gathered
    language: str
    references: References

    @property
    def chart(self) -> Chart:
        return self.found.chart

    @cached_property
    def wording(self) -> PaperTexts:
        return self.found.wording(self.language)

    @cached_property
    def own(self) -> PaperTexts:
        """The words of the annex itself."""
        return PaperTexts(self.found.handbook, self.language, "annex")

    @cached_property
    def titles(self) -> Titles:
        return Titles(self.chart, self.found.handbook, self.language)

    def general(self) -> Chapter:
        own, protocol = self.own, self.found.protocol
        title = self.wording.label(protocol.title, protocol.id)
        said = [own.say("purpose", title=title, version=protocol.version)]
        if protocol.note is not None:
            said.append(self.wording.label(protocol.note))
        if protocol.valid_from is not None:
            first = since(protocol.valid_from, self.language)
            is_draft = protocol.status is Status.DRAFT
            applies = "would-apply" if is_draft else "applies-from"
            said.append(own.say(applies, since=first))
        if cited := self._cited(protocol.source):
            said.append(own.say("rests-on", sources=cited))
        said.append(own.say("basis-means"))
        late = self.wording.late(self.found.handbook.escalation)
        if late and any(duty.told for duty in self.found.answer.raci):
            said.append(own.say("late", told=late))
        points = [Point(each) for each in said]
        if held := tuple(self._holders()):
            points.append(Point(own.say("holders"), held))
        return Chapter(own.say("general"), tuple(points))

    def _cited(self, sources: Iterable[Citation]) -> str:
        return one_line(f"[{number}]" for number in self.references.cite(sources))

    def _holders(self) -> Iterator[str]:
        """Yield each role that a duty names, with the agencies that hold it."""
        book = self.found.handbook
        named = (
            name
            for duty in self.found.answer.raci
            for part in Part
            for name in duty.names[part]
        )
        for name in dict.fromkeys(named):
            role = book.roles.get(name)
            if role is not None and role.is_panel:
                who = sits(role, book, self.language)
                yield self.own.say(
                    "held-by", role=self.wording.party(name), agencies=who
                )
            elif role is not None and role.agencies:
                who = self.wording.parties(role.agencies)
                yield self.own.say(
                    "held-by", role=self.wording.party(name), agencies=who
                )

    def duty(self, duty: Duty) -> Point:
        by = acting(duty.names, Part.RESPONSIBLE)
        nobody = "happens" if duty.kind is EntryKind.SIGNAL else "anybody"
        who = self.wording.parties(by) or self.own.say(nobody)
        entries = tuple(self._entries(duty))
        below = (
            *self._conditions(duty, entries),
            *self._people(duty),
            *self._deadlines(duty),
            *self._effects(entries),
        )
        cited = self._cited(duty.source)
        texts = (self.own.say("texts", sources=cited),) if cited else ()
        return Point(f"{who}: {self.wording.duty(duty)}", (*below, *texts))

    def _entries(self, duty: Duty) -> Iterator[Entry]:
        for entry in self.chart.entries:
            states = self.chart.nodes[entry.node].name
            if entry.activity == duty.activity and states in duty.states:
                yield entry

    def _conditions(self, duty: Duty, entries: Sequence[Entry]) -> Iterator[str]:
        named = (self.chart.nodes[entry.node] for entry in entries)
        states = dict.fromkeys(
            self.wording.label(node.title, node.name) for node in named if node.name
        )
        if states and all(duty.states):
            said = either((in_quotes(state) for state in states), self.language)
            yield self.own.say("in-states", states=said)
        conditions = dict.fromkeys(
            say_condition(entry.when, self.language, self.titles)
            for entry in entries
            if entry.when is not None
        )
        if conditions and all(entry.when is not None for entry in entries):
            yield self.own.say("when", condition=options(conditions))

    def _people(self, duty: Duty) -> Iterator[str]:
        answering = duty.names[Part.ACCOUNTABLE]
        if answering == (ACTOR,):
            yield self.own.say("answers", who=self.own.say("whoever-acts"))
        elif answering:
            answering = tuple(map(self.found.handbook.acting, answering))
            yield self.own.say("answers", who=self.wording.parties(answering))
        for part in (Part.WITH, Part.CONSULTED, Part.INFORMED):
            if names := duty.names[part]:
                yield self.own.say(part.value, who=self.wording.parties(names))

    def _deadlines(self, duty: Duty) -> Iterator[str]:
        teller, limit = self.wording.teller, duty.limit
        if limit is not None:
            said = self.own.say(
                "within", span=teller.long(limit), basis=teller.basis(limit)
            )
            yield one_line((said, self._cited(limit.source)))
        yield from teller.beside(duty)

    def _effects(self, entries: Sequence[Entry]) -> Iterator[str]:
        """Yield what is needed, written, recorded, sent and handed over; each once."""
        yield from dict.fromkeys(
            line for each in entries for line in self._effect(each)
        )

    def _effect(self, entry: Entry) -> Iterator[str]:
        act, own = entry.act, self.own
        for key, names in (("needs", act.needs), ("produces", act.produces)):
            if names:
                yield own.say(key, documents=enumerated(map(self._document, names)))
        if act.records:
            facts = (self.chart.facts.get(name) for name in act.records)
            titles = (self.wording.label(fact.title, fact.id) for fact in facts if fact)
            yield own.say("records", facts=enumerated(titles))
        for document, names in act.sends.items():
            who = self.wording.parties(names)
            yield own.say("sends", document=self._document(document), who=who)
        for each in self.chart.openings(entry):
            known = self.found.handbook.protocols[each.protocol]
            yield own.say("opens", protocol=self.wording.label(known.title, known.id))
        if act.handover is not None:
            yield own.say("hands-to", who=self.wording.parties(act.handover.to))

    def _document(self, name: Id) -> str:
        known = self.chart.documents.get(name)
        return self.wording.label(known.title if known else None, name)

    def safeguards(self) -> Iterator[Point]:
        """Yield every promise that binds the protocol, as a sentence."""
        bound = binding_safeguards(self.chart, self.found.handbook)
        for safeguard in bound.values():
            yield Point(say_safeguard(safeguard.rule, self.language, self.titles))


def open_questions(wording: PaperTexts) -> Iterator[tuple[str, str]]:
    """Yield each open question and whom it concerns."""
    for each in wording.handbook.questions.values():
        yield wording.label(each.title, each.id), wording.parties(each.about)


def unread_sources(wording: PaperTexts) -> Iterator[tuple[str, str]]:
    """Yield the title and citation of every source whose text was not read."""
    for each in wording.handbook.sources.values():
        if not each.read:
            yield wording.label(each.title, each.id), each.cited_as(wording.language)


def unbound_roles(wording: PaperTexts) -> Iterator[tuple[str, str, str]]:
    """Yield region, role and what is known, for roles that nobody is known to hold."""
    for region in wording.handbook.regions.values():
        for role, binding in region.roles.items():
            if binding.unbound is not None:
                said = wording.label(binding.unbound)
                yield wording.label(region.title, region.id), wording.party(role), said

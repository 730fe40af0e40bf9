"""The card of an agency: its duties, whence the child comes, where to, papers."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import EntryKind
from katch_protocols.duties.agency import AgencyDuties, told_late
from katch_protocols.duties.agreement_status import (
    AgreementStatus,
    agreement_status,
    say_agreement_status,
)
from katch_protocols.duties.nouns import Delivery, Handoff, Part, Share
from katch_protocols.duties.phrases import count, say_count
from katch_protocols.duties.responsibility import Responsibility
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.papers.content.nouns import (
    Card,
    CardDuty,
    Passage,
    ReceivedDocument,
    Section,
)
from katch_protocols.papers.content.references import References
from katch_protocols.papers.content.speaker import PaperTexts
from katch_protocols.papers.content.tables import due_of, phase_titles
from katch_protocols.words.lists import enumerated, one_line
from katch_protocols.words.say import listed

__all__ = ["CardTexts", "cards"]


class CardTexts(Struct, frozen=True):
    """What every card of a paper says: the fingerprint of the text, what none may do.

    ``never`` is what safeguards ask of every body, in few words.
    """

    hashed: str = ""
    never: tuple[str, ...] = ()


def cards(
    answer: Responsibility,
    wording: PaperTexts,
    colours: Mapping[Id, str],
    protocol: Protocol | None = None,
    *,
    besides: CardTexts | None = None,
) -> Iterator[Card]:
    """Yield a card for every agency that has a duty, in the order of the handbook.

    With a ``protocol`` the answer is about that one and duties stand by phase; else
    they stand by protocol.
    """
    for agency in answer.agencies.values():
        if agency.binding:
            texts = besides or CardTexts()
            yield _Writer(answer, agency, wording, colours, protocol, texts).card()


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


class _Writer(Struct, frozen=True, dict=True):
    answer: Responsibility
    agency: AgencyDuties
    wording: PaperTexts
    colours: Mapping[Id, str]
    protocol: Protocol | None
    besides: CardTexts

    @cached_property
    def references(self) -> References:
        """What is cited, numbered as it comes."""
        return References(self.wording)

    @cached_property
    def stands(self) -> Mapping[Id, AgreementStatus]:
        """How it stands to each protocol, where that is written down."""
        names = dict.fromkeys(share.duty.protocol for share in self.agency.binding)
        body, book = self.agency.agency, self.wording.handbook
        found = {name: agreement_status(body, name, book) for name in names}
        return {name: each for name, each in found.items() if each is not None}

    def card(self) -> Card:
        wording, agency, name = self.wording, self.agency, self.agency.agency
        book, about = wording.handbook, self.protocol
        sections = tuple(self._sections())
        counts = say_count(count(self.answer, name, book), wording.language)
        late = wording.late(told_late(agency, book))
        return Card(
            id=name,
            agency=wording.party(name),
            short=wording.short(name),
            colour=self.colours[name],
            protocol=wording.label(about.title if about else book.title, ""),
            counts=tuple(counts.values()),
            sections=sections,
            receives=tuple(self._passages(agency.receives, "sender")),
            hands=tuple(self._passages(agency.hands, "receiver")),
            papers=tuple(self._papers(agency.gets)),
            told=tuple(self._told()),
            late=wording.say("if-late", told=late) if late else "",
            never=self.besides.never,
            sources=self.references.listed(),
            foot=self._foot(),
        )

    def _foot(self) -> str:
        wording, book, about = self.wording, self.wording.handbook, self.protocol
        if about is None:
            return wording.label(book.title, book.id)
        hashed = wording.say("text-hash", hash=self.besides.hashed)
        return _joined(wording.foot(about), hashed, self._standing(about.id))

    def _standing(self, protocol: Id) -> str:
        """Say since when it has agreed to its duties in a protocol, if it is known."""
        found = self.stands.get(protocol)
        return (
            ""
            if found is None
            else say_agreement_status(found.on, self.wording.language)
        )

    def _sections(self) -> Iterator[Section]:
        groups: dict[str, list[Share]] = {}
        for share in sorted(self.agency.binding, key=self._rank):
            groups.setdefault(self._heading(share), []).append(share)
        number = 0
        for heading, shares in groups.items():
            lines = []
            for share in shares:
                number += 1
                lines.append(self._line(number, share))
            yield Section(heading, tuple(lines))

    def _rank(self, share: Share) -> int:
        """Return where the phase of a duty stands; what has none comes last."""
        if self.protocol is None:
            return 0
        phases = list(phase_titles(self.protocol, self.wording.handbook))
        phase = share.duty.phase
        return phases.index(phase) if phase in phases else len(phases)

    def _heading(self, share: Share) -> str:
        book, wording = self.wording.handbook, self.wording
        if self.protocol is None:
            name = share.duty.protocol
            title, stands = book.protocols[name].title, self._standing(name)
            return _joined(wording.label(title, name), stands)
        phase = share.duty.phase
        if phase is None:
            return wording.say("any-step") if self.protocol.phases else ""
        return wording.label(phase_titles(self.protocol, book).get(phase), phase)

    def _line(self, number: int, share: Share) -> CardDuty:
        duty, wording = share.duty, self.wording
        parts = [part for part in share.parts if part.binds]
        return CardDuty(
            number=number,
            title=wording.duty(duty),
            parts=one_line(wording.say(f"duties.part-{part.value}") for part in parts),
            due=due_of(duty.limit, wording, self.references),
            without=wording.teller.none(duty),
            beside=wording.teller.beside(duty),
            sources=self.references.cite(duty.source),
            notes=tuple(self._notes(share)),
        )

    def _notes(self, share: Share) -> Iterator[str]:
        wording, regions = self.wording, self.wording.handbook.regions
        if 0 < len(share.places) < len(regions):
            where = listed(map(wording.region, share.places), wording.language)
            yield wording.say("only-in", regions=where)
        stands = self.stands.get(share.duty.protocol)
        if stands is not None and share.duty.activity in stands.changed:
            yield wording.say("agreement.changed")
        needs = share.duty.kind is EntryKind.WRITTEN and share.duty.function is not None
        if needs and Part.ACCOUNTABLE in share.parts and share.mandate is None:
            yield wording.say("no-mandate")

    def _passages(self, handed: Sequence[Handoff], side: str) -> Iterator[Passage]:
        wording = self.wording
        groups: dict[Id, dict[str, None]] = {}
        for each in handed:
            said = wording.label(each.title, each.activity)
            said = wording.teller.passed(said, each, wording.say("confirmed"))
            groups.setdefault(getattr(each, side), {})[said] = None
        alike: dict[tuple[str, ...], list[Id]] = {}
        for other, acts in groups.items():
            alike.setdefault(tuple(acts), []).append(other)
        for same, others in alike.items():
            name = self.wording.party if len(others) == 1 else self.wording.short
            colours = tuple(self.colours.get(other, "") for other in others)
            yield Passage(enumerated(map(name, others)), colours, same)

    def _papers(self, sent: Sequence[Delivery]) -> Iterator[ReceivedDocument]:
        """Yield each document once, with everybody who may send it."""
        wording, known = self.wording, self.wording.handbook.data
        groups: dict[tuple[str, tuple[Id, ...]], dict[Id, None]] = {}
        for each in sent:
            key = wording.label(each.paper, each.document), each.data
            groups.setdefault(key, {})[each.sender] = None
        for (title, data), senders in groups.items():
            held = (wording.label(known[n].title, n) for n in data if n in known)
            yield ReceivedDocument(
                title, one_line(held), enumerated(map(wording.short, senders))
            )

    def _told(self) -> Iterator[tuple[str, str]]:
        """Yield the parts that are no duty: asked before, told after."""
        for part in (Part.CONSULTED, Part.INFORMED):
            titles = (
                self.wording.duty(share.duty)
                for share in self.agency.shares
                if part in share.parts
            )
            if said := enumerated(dict.fromkeys(titles)):
                yield self.wording.say(f"duties.part-{part.value}"), said

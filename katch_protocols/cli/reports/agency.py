"""One agency for people: its duties, what comes to it and what it hands on."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.text import Text

from katch_protocols.charts.chart import EntryKind
from katch_protocols.cli.reports.titles import DutyTitles
from katch_protocols.duties.agency import AgencyDuties, told_late
from katch_protocols.duties.nouns import Delivery, Duty, Handoff, Part, Share
from katch_protocols.duties.phrases import Teller
from katch_protocols.model.deadlines import Escalation
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.saying import say_duration
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import listed

__all__ = ["AgencyReport"]


class AgencyReport(Struct, frozen=True):
    """Says what concerns one agency, protocol by protocol."""

    agency: AgencyDuties
    names: DutyTitles

    @property
    def handbook(self) -> Handbook:
        """The handbook that the agency stands in."""
        return self.names.handbook

    def lines(self) -> Iterator[Text]:
        """Yield the lines to print."""
        agency = self.handbook.agencies[self.agency.agency]
        yield Text(self.names.label(agency.title, agency.id), style="bold")
        if self.agency.shares:
            yield from self._duties()
        else:
            yield Text(f"  {self.names.word('nothing')}")
        yield from self._named("asked-told", Part.CONSULTED)
        yield from self._named("told", Part.INFORMED)
        yield from self._handoffs("receives", self.agency.receives)
        yield from self._handoffs("hands", self.agency.hands)
        yield from self._papers("gets", self.agency.gets)
        yield from self._papers("sends", self.agency.sends)

    def _duties(self) -> Iterator[Text]:
        yield from self._heading("duties")
        for line in self._told(told_late(self.agency, self.handbook)):
            yield Text(f"  {line}")
        protocol = None
        for number, share in enumerate(self.agency.binding, start=1):
            if share.duty.protocol != protocol:
                protocol = share.duty.protocol
                yield Text(f"  {self.names.protocol(protocol)}", style="italic")
            yield self._duty(number, share)
            for line in self._below(share):
                yield Text(f"       {line}")

    def _duty(self, number: int, share: Share) -> Text:
        parts = [self.names.part(part) for part in share.parts if part.binds]
        title = Text(f"  {number:>3}. ").append(self.names.duty(share.duty), "bold")
        return title.append(f": {listed(parts, self.names.language)}")

    def _below(self, share: Share) -> Iterator[str]:
        roles = [role for role in share.roles if role in self.handbook.roles]
        if roles:
            yield self.names.word("as", roles=self.names.parties(roles))
        if 0 < len(share.places) < len(self.handbook.regions):
            where = listed(map(self.names.region, share.places), self.names.language)
            yield self.names.word("only-in", regions=where)
        yield from self._dues(share.duty)
        if share.duty.source:
            sources = enumerated(map(self.names.citation, share.duty.source))
            yield self.names.word("sources", sources=sources)
        answers = Part.ACCOUNTABLE in share.parts
        if answers and self._needs_mandate(share) and share.mandate is None:
            yield self.names.word("no-mandate")

    @staticmethod
    def _needs_mandate(share: Share) -> bool:
        written = share.duty.kind is EntryKind.WRITTEN
        return written and share.duty.function is not None

    def _dues(self, duty: Duty) -> Iterator[str]:
        """Say the deadline of a duty, then what is told beside it."""
        teller, limit = Teller(self.names.language), duty.limit
        if limit is not None:
            state = self.names.label(limit.title, limit.state)
            said = self.names.word(
                "within",
                span=teller.long(limit),
                basis=teller.basis(limit),
                state=state,
            )
            if limit.source:
                said += f" [{enumerated(map(self.names.citation, limit.source))}]"
            yield said
        yield from teller.beside(duty)
        if limit is not None and limit.tell != self.handbook.escalation:
            yield from self._told(limit.tell)

    def _told(self, tell: Sequence[Escalation]) -> Iterator[str]:
        """Say who is told of a breach, and when."""
        if not tell:
            return
        told = []
        for each in tell:
            key = "after" if each.after.amount else "at-once"
            span = say_duration(each.after, self.names.language)
            told.append(
                self.names.word(key, who=self.names.party(each.tell), span=span)
            )
        yield f"{self.names.word('if-late')}: {listed(told, self.names.language)}"

    def _named(self, key: str, part: Part) -> Iterator[Text]:
        shares = [share for share in self.agency.shares if part in share.parts]
        if not shares:
            return
        yield from self._heading(key)
        for share in shares:
            yield Text(f"  {self.names.duty(share.duty)}")

    def _handoffs(self, key: str, handoffs: Sequence[Handoff]) -> Iterator[Text]:
        if not handoffs:
            return
        yield from self._heading(key)
        groups: dict[Id, list[Handoff]] = {}
        for each in handoffs:
            other = (
                each.sender if each.receiver == self.agency.agency else each.receiver
            )
            groups.setdefault(other, []).append(each)
        for other, found in groups.items():
            yield Text(f"  {self.names.party(other)}")
            for said in dict.fromkeys(map(self._handoff, found)):
                yield Text(f"    {said}")

    def _handoff(self, handoff: Handoff) -> str:
        said = self.names.label(handoff.title, handoff.activity)
        confirmed = self.names.word("confirmed")
        return Teller(self.names.language).passed(said, handoff, confirmed)

    def _papers(self, key: str, papers: Sequence[Delivery]) -> Iterator[Text]:
        if not papers:
            return
        yield from self._heading(key)
        groups: dict[str, dict[Id, None]] = {}
        for each in papers:
            title = self.names.label(each.paper, each.document)
            other = (
                each.sender if each.receiver == self.agency.agency else each.receiver
            )
            groups.setdefault(title, {})[other] = None
        for title, others in groups.items():
            yield Text(f"  {title}: {self.names.parties(others)}")

    def _heading(self, key: str) -> Iterator[Text]:
        yield Text()
        yield Text(self.names.word(key), style="bold")

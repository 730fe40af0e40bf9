"""What a walk shows: where the case is, what can happen and who does it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from katch_protocols.cases.beside import Opening
from katch_protocols.cases.deadlines import Due, running
from katch_protocols.cases.event import CaseEvent
from katch_protocols.charts.chart import ChartNode, Entry, NodeKind
from katch_protocols.cli.walking.choices import Choice, Options
from katch_protocols.cli.walking.rehearsal import Rehearsal
from katch_protocols.duties.panels import sits
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id, Label
from katch_protocols.refusals import Need, Refusal
from katch_protocols.semantics.table import Row, Table
from katch_protocols.sentences.saying import say_duration
from katch_protocols.telling.checklist_form import ChecklistForm
from katch_protocols.words.languages import ENGLISH
from katch_protocols.words.lists import enumerated, one_line, options
from katch_protocols.words.say import either, listed, say

__all__ = ["WalkScreen"]


_INSTANT = "%Y-%m-%d %H:%M"


class WalkScreen(Struct, frozen=True):
    """A case in the words of its handbook, in one language."""

    rehearsal: Rehearsal
    language: str

    @property
    def table(self) -> Table:
        """The compiled protocol."""
        return self.rehearsal.case.view().compiled.table

    @property
    def handbook(self) -> Handbook:
        """The handbook whose words are used."""
        return self.rehearsal.handbook

    def title(self) -> str:
        """The protocol's title, id and version."""
        protocol = self.table.chart.protocol
        name = protocol.title.say(self.language)
        return f"{name} ({protocol.id} {protocol.version})"

    def here(self) -> Iterator[str]:
        """Yield when and where it is, who acts, and what is known."""
        yield self._moment()
        actor = self.rehearsal.actor
        if actor is not None:
            roles = " + ".join(self._role(role) for role in sorted(actor.roles))
            body = f", {self._role(actor.agency)}" if actor.agency else ""
            yield self._say("acting-as", who=f"{roles}{body} [{actor.token}]")
        yield self._say("here")
        nodes = self.table.chart.nodes
        state = self.rehearsal.case.view()
        active = self.table.active(state.word)
        every = running(state)
        clocks = {due.state: due for due in every if due.activity is None}
        for index in active:
            resting = not set(nodes[index].children) & set(active)
            if resting or nodes[index].name in clocks:
                yield f"  {self._place(nodes[index], clocks.get(nodes[index].name))}"
        for due in every:
            if due.activity is not None:
                yield f"  {self._owed(due)}"
        for opening, left in self.rehearsal.beside:
            if left:
                yield f"  {self._beside(opening, left)}"
        yield from self._known()

    def _beside(self, opening: Opening, left: Sequence[str]) -> str:
        """Say that a case goes on beside, and what can be told of it."""
        known = self.handbook.protocols[opening.protocol]
        where = self.handbook.regions.get(opening.region or "")
        place = f" ({self._said(where.title)})" if where else ""
        return self._say(
            "beside",
            protocol=f"{self._named(known.title, known.id)}{place}",
            choices=options(f"tell {known.id}.{became}" for became in left),
        )

    def _owed(self, due: Due) -> str:
        """Say by when a duty with a clock of its own must be done."""
        name = due.activity or ""
        parts = [self._named(self.table.chart.title_of(name), name)]
        limit, at = say_duration(due.limit, self.language), self._instant(due.at)
        parts.append(self._say("do-within", limit=limit, at=at))
        return "  ".join([*parts, *self._broken(due)])

    def _moment(self) -> str:
        at = self._instant(self.rehearsal.now)
        region = self.rehearsal.region
        if region is None:
            return self._say("time-only", at=at)
        place = self._said(self.handbook.regions[region].title)
        return self._say("time-and-place", at=at, place=place)

    def _known(self) -> Iterator[str]:
        configuration = self.rehearsal.case.now
        facts = configuration.facts.items()
        known = [self._answer(*each) for each in facts if each[1] != UNKNOWN]
        if known:
            yield f"  {self._say('known', facts=enumerated(known))}"
        papers = [self._paper(name) for name in configuration.documents]
        if papers:
            yield f"  {self._say('papers', documents=enumerated(papers))}"

    def _instant(self, at: datetime) -> str:
        """Say an instant on the clocks of the handbook."""
        return at.astimezone(ZoneInfo(self.handbook.timezone)).strftime(_INSTANT)

    def clock(self, event: CaseEvent) -> str:
        """Say a step that the clock took."""
        at = self._instant(event.at)
        return self._say("clock-moved", at=at, step=event.activity)

    def _answer(self, fact: str, value: str) -> str:
        noun = self.table.chart.facts[fact]
        label = noun.values[value]
        return f"{self._said(noun.title)}: {self._said(label) if label else value}"

    def _paper(self, name: str) -> str:
        return self._said(self.table.chart.documents[name].title)

    def _place(self, node: ChartNode, due: Due | None) -> str:
        parts = [self._named(node.title, node.name)]
        if node.held_by:
            parts.append(self._say("held-by", role=self._role(node.held_by)))
        if due is not None:
            limit, at = say_duration(due.limit, self.language), self._instant(due.at)
            parts.append(self._say("leave-within", limit=limit, at=at))
            parts += self._broken(due)
        return "  ".join(parts)

    def _broken(self, due: Due) -> Iterator[str]:
        now = self.rehearsal.now
        if due.is_overdue(now):
            told = dict.fromkeys(self._role(each.tell) for each in due.told(now))
            at = self._instant(due.at)
            yield self._say("overdue", at=at, told=listed(told, self.language) or "-")

    def checklist(self, fact: Id) -> ChecklistForm | None:
        """Return the form that gives a fact its values, if there is one."""
        name = self.table.chart.facts[fact].checklist
        known = self.handbook.checklists.get(name or "")
        return None if known is None else ChecklistForm(known, self.language)

    def form(self, form: ChecklistForm) -> Iterator[str]:
        """Yield a checklist as a form: what is ticked, by number."""
        yield f"  {form.title}"
        for number, (_, title, weight) in enumerate(form.items(), start=1):
            yield f"    {number}  {title} ({weight})"

    def choice(self, number: int, choice: Choice) -> Iterator[str]:
        """Yield the lines of one choice: its title, who takes part, what is asked.

        And why whoever acts now may not do it.
        """
        entry = choice.entry
        title = entry.act.title if entry else None
        yield f"  {number}  {self._named(title, choice.name)}"
        people = one_line(self._people(entry)) if entry else self._say("the-clock")
        is_done = entry is not None and not entry.is_signal
        yield f"     {people}"
        if entry is not None and entry.act.may:
            yield f"     {say('duties.may', self.language)}"
        for fact in choice.facts:
            asked = self.table.chart.facts[fact]
            values = options(
                self._option(each, asked.values.get(each))
                for each in choice.values(fact)
            )
            named = self._named(asked.title, fact)
            yield f"     {self._say('states-fact', fact=named, values=values)}"
        earliest = self.rehearsal.earliest(choice.name) if is_done else None
        if earliest is not None:
            at = self._instant(datetime.fromisoformat(earliest))
            yield f"     {self._say('possible-from', at=at)}"
        if entry is not None:
            for each in self.table.chart.openings(entry):
                known = self.handbook.protocols[each.protocol]
                opened = self._named(known.title, known.id)
                yield f"     {self._say('opens', protocol=opened)}"
        refusal = self.rehearsal.refusal(choice.name) if is_done else None
        if refusal is not None:
            why = " ".join(self._reasons(refusal))
            if why:
                yield f"     {self._say('may-not', why=why)}"

    def _reasons(self, refusal: Refusal) -> Iterator[str]:
        """Yield why whoever acts may not; what is too early is so for everybody."""
        _, *said = refusal.said.get(self.language, refusal.said[ENGLISH])
        for unmet, reason in zip(refusal.unmet, said, strict=False):
            if unmet.need is not Need.EARLY or "earliest" not in unmet.facts:
                yield reason

    def _people(self, entry: Entry) -> Iterator[str]:
        if entry.is_signal:
            yield self._say("happens")
        raci = entry.act.raci
        groups = {
            "by": raci.by,
            "with": raci.together_with,
            "answers": tuple(map(self._answerer, entry.accountable)),
            "consults": raci.consult,
            "informs": entry.informed,
        }
        for key, names in groups.items():
            if names:
                join = either if key == "by" else listed
                said = join(map(self._role, names), self.language)
                yield self._say(key, names=said)

    def step(self, row: Row) -> str:
        """Say where a step led; choices are passed at once and not told."""
        nodes = (self.table.chart.nodes[index] for index in row.entered)
        entered = [
            self._named(node.title, node.name)
            for node in nodes
            if node.kind is not NodeKind.CHOICE
        ]
        if not entered:
            return self._say("stays")
        return self._say("goes", states=" → ".join(entered))

    def end(self) -> str:
        """Say how a complete case ended."""
        nodes, state = self.table.chart.nodes, self.rehearsal.case.view()
        ends = (nodes[index] for index in self.table.active(state.word))
        outcomes = (node.outcome for node in ends if node.outcome)
        words = (self._say(f"outcome-{outcome}") for outcome in outcomes)
        said = listed(words, self.language)
        return self._say("complete", outcome=said or "-")

    def had_acknowledged(self, event: CaseEvent) -> str:
        """Say who had acknowledged what another receiver declined."""
        known = self.handbook.roles
        names = (self._said(known[each].title) for each in event.acknowledged)
        return self._say("had-acknowledged", roles=listed(names, self.language))

    def options(self, known: Options) -> str:
        """List what can be answered: its number, its title and its id if it differs."""
        return options(
            f"{number} {self._option(name, label)}"
            for number, (name, label) in enumerate(known.items(), 1)
        )

    def _option(self, name: str, label: Label | None) -> str:
        is_plain = label is None or self._said(label) == name
        return name if is_plain else self._named(label, name)

    def fact(self, name: str) -> str:
        """Return what a fact is called, with its id."""
        return self._named(self.table.chart.facts[name].title, name)

    def _answerer(self, name: str) -> str:
        """Return the agency of a role that has one home; else the name itself."""
        role = self.handbook.roles.get(self.handbook.acting(name))
        return role.agencies[0] if role and len(role.agencies) == 1 else name

    def _role(self, name: str) -> str:
        if name == ACTOR:
            return self._say("whoever-acts")
        role = self.handbook.roles.get(name)
        if role is not None and role.is_panel:
            seats = sits(role, self.handbook, self.language)
            return f"{self._said(role.title)} ({seats})"
        shared = role or self.handbook.agencies.get(name)
        return self._said(shared.title) if shared else name

    def _named(self, label: Label | None, name: str) -> str:
        return f"{self._said(label)} [{name}]" if label else f"[{name}]"

    def _said(self, label: Label) -> str:
        return label.say(self.language)

    def _say(self, key: str, **facts: str) -> str:
        return say(f"walk.{key}", self.language, **facts)

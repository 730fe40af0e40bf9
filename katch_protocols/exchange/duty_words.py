"""What is said beside a title: a duty's own clock, who sits in a panel, a checklist."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.duties.limits import Limits
from katch_protocols.duties.nouns import Limit
from katch_protocols.duties.panels import sits
from katch_protocols.duties.phrases import Teller
from katch_protocols.model.documents import Fact
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.semantics.titles import Titles
from katch_protocols.sentences.saying import say_duration
from katch_protocols.telling.checklist_form import ChecklistForm
from katch_protocols.words.lists import enumerated
from katch_protocols.words.say import say

__all__ = ["DutyWords"]


class DutyWords(Struct, frozen=True, dict=True):
    """Says in one language what stands beside the titles of a protocol."""

    chart: Chart
    handbook: Handbook
    language: str

    @cached_property
    def _limits(self) -> Limits:
        return Limits(self.chart, self.handbook)

    @cached_property
    def _titles(self) -> Titles:
        return Titles(self.chart, self.handbook, self.language)

    def limits(self, entry: Entry) -> tuple[Limit, ...]:
        """Return the clocks that an activity has of its own."""
        return (*self._limits.own(entry), *self._limits.again(entry))

    def clocks(self, entry: Entry) -> Iterator[str]:
        """Say each of these clocks with what it rests on and from when it counts."""
        for each in self.limits(entry):
            yield Teller(self.language).counted(each)

    def briefly(self, entry: Entry) -> Iterator[str]:
        """Say each of these clocks in short, and which panel decides."""
        for each in self.limits(entry):
            span = say_duration(each.limit, self.language)
            key = "every" if each.every else "within"
            yield say(f"duties.own-{key}", self.language, span=span)
        for name in entry.act.raci.by:
            if name in self.chart.panels:
                yield self.chart.panels[name].title.say(self.language)

    def panel(self, name: Id) -> str:
        """Say who sits in a panel, how many of them must, and who its chair is."""
        return sits(self.chart.panels[name], self.handbook, self.language)

    def panels(self, entry: Entry) -> Iterator[str]:
        """Say the same of each panel that decides an activity, by its title."""
        for name in entry.act.raci.by:
            if name in self.chart.panels:
                title = self.chart.panels[name].title.say(self.language)
                yield self._line(title, self.panel(name))

    @cached_property
    def listed_facts(self) -> Mapping[Id, Fact]:
        """The facts of which the value follows from a checklist that is there."""
        lists = self.chart.checklists
        facts = self.chart.facts.items()
        return {name: fact for name, fact in facts if fact.checklist in lists}

    def checklists(self, entry: Entry) -> Iterator[str]:
        """Say the checklist behind each fact that an activity states, in one text."""
        for name in entry.act.records:
            if name in self.listed_facts:
                yield self.whole_checklist(name)

    def whole_checklist(self, fact: Id) -> str:
        """Say the checklist behind a fact in one text."""
        return self._line(self.checklist_title(fact), *self.checklist(fact))

    def checklist_title(self, fact: Id) -> str:
        """Return the title of the checklist behind a fact."""
        return self._form(fact).title

    def checklist(self, fact: Id) -> Iterator[str]:
        """Say what is ticked, a text each, then what follows from the ticks."""
        form = self._form(fact)
        for _, title, weight in form.items():
            yield self._line(weight, title)
        for value, when in form.lines():
            yield self._line(value, when)

    def _form(self, fact: Id) -> ChecklistForm:
        own = self.chart.facts[fact].checklist
        if own is None:  # pragma: no cover - only facts with one are asked for
            raise KeyError(fact)
        return ChecklistForm(self.chart.checklists[own], self.language)

    def _line(self, what: str, *said: str) -> str:
        return say("exchange.line", self.language, what=what, said=enumerated(said))

"""What a BPMN file tells of a protocol in words: names, deadlines, documentation."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import ChartNode, Entry, Goal
from katch_protocols.exchange.duty_words import DutyWords
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.names import NameKind
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.states import State
from katch_protocols.sentences.saying import say_condition, say_duration
from katch_protocols.words.citations import cited
from katch_protocols.words.say import listed, say

__all__ = ["BpmnTexts", "iso_duration"]

_ISO = {
    Unit.MINUTES: "PT{}M",
    Unit.HOURS: "PT{}H",
    Unit.DAYS: "P{}D",
    Unit.WORKING_DAYS: "P{}D",
    Unit.WEEKS: "P{}W",
    Unit.MONTHS: "P{}M",
}


def iso_duration(span: Duration) -> str:
    """Return a span as ISO 8601 has it; a working day counts as a day there."""
    return _ISO[span.unit].format(span.amount)


class BpmnTexts(Struct, frozen=True, dict=True):
    """Says the parts of one protocol in the language that is written."""

    source: ExportInput

    @cached_property
    def language(self) -> str:
        """The language of all texts."""
        return self.source.language

    @cached_property
    def _words(self) -> DutyWords:
        source = self.source
        return DutyWords(source.chart, source.handbook, source.language)

    def say(self, key: str, **gaps: str) -> str:
        """Say a text of this room."""
        return say(f"exchange.{key}", self.language, **gaps)

    def state(self, node: ChartNode) -> str:
        """Return the title of a state."""
        if not node.index:
            return self.source.chart.protocol.title.say(self.language)
        return self.source.titles.title(NameKind.STATE, node.name)

    def activity(self, name: str) -> str:
        """Return the title of an activity."""
        return self.source.titles.title(NameKind.ACTIVITY, name)

    def party(self, name: Id) -> str:
        """Return the title of a role or agency."""
        if name == ACTOR:
            return self.say("whoever-acts")
        return self.source.titles.title(NameKind.ROLE, name)

    def document(self, name: Id) -> str:
        """Return the title of a document."""
        return self.source.titles.title(NameKind.DOCUMENT, name)

    def message(self, entry: Entry) -> str:
        """Return what a message is called: its documents, else its activity."""
        papers = [self.document(name) for name in entry.act.sends]
        return listed(papers, self.language) or self.activity(entry.activity)

    def condition(self, entry: Entry) -> str:
        """Say when an activity is possible; nothing where it always is."""
        if entry.when is None:
            return ""
        return say_condition(entry.when, self.language, self.source.titles)

    def due(self, node: ChartNode) -> str:
        """Say the deadline of a state with what it rests on."""
        if node.within is None:
            return ""
        return say(
            "duties.due",
            self.language,
            span=say_duration(node.within.limit, self.language),
            basis=say(f"duties.basis-{node.within.basis}", self.language),
        )

    def after(self, span: Duration) -> str:
        """Say after how long the clock moves a case."""
        return self.say("after", span=say_duration(span, self.language))

    def leads_to(self, goal: Goal) -> str:
        """Say where an end inside a sub-process leads."""
        title = self.state(self.source.chart.nodes[goal.node])
        return self.say("leads-to", state=title)

    def told(self, node: ChartNode) -> str:
        """Say who is told when the deadline of a state is broken."""
        found = [*node.escalate_to]
        found += (each.tell for each in self.source.handbook.escalation)
        names = self._parties(dict.fromkeys(found))
        if not names:
            return self.say("overdue")
        return self.say("overdue-tell", who=listed(names, self.language))

    def of_protocol(self) -> Iterator[str]:
        """Yield what is told of the protocol as a whole."""
        own = self.source.chart.protocol
        if own.note is not None:
            yield own.note.say(self.language)
        days = [str(day) for day in (own.valid_from, own.valid_to) if day is not None]
        yield self._line(Feature.VALIDITY, [own.version, str(own.status), *days])
        if own.source:
            yield self._line(Feature.SOURCES, map(self._source, own.source))

    def of_state(self, node: ChartNode) -> Iterator[str]:
        """Yield what is told of a state."""
        noun = self._noun(node)
        if noun is not None and noun.note is not None:
            yield noun.note.say(self.language)
        if node.held_by is not None:
            yield self._line(Feature.ACCOUNTABLE, self._parties([node.held_by]))
        if node.within is not None:
            yield self._line(Feature.DEADLINES, [self.due(node)])
            if node.within.source:
                sources = map(self._source, node.within.source)
                yield self._line(Feature.BASES, sources)
        if node.clock_start is not None:
            start = self.source.titles.title(NameKind.EVENT, node.clock_start)
            yield self._line(Feature.CLOCK_STARTS, [start])
        if noun is not None and noun.outcome is not None:
            yield self._line(Feature.OUTCOMES, [str(noun.outcome)])
        if noun is not None and noun.source:
            yield self._line(Feature.SOURCES, map(self._source, noun.source))

    def of_entry(self, entry: Entry) -> Iterator[str]:
        """Yield what is told of an activity: who, with what, on what it rests."""
        if entry.act.note is not None:
            yield entry.act.note.say(self.language)
        yield from self._who(entry)
        if entry.when is not None:
            yield self._line(Feature.CONDITIONS, [self.condition(entry)])
        yield from self._terms(entry)
        yield from self.of_state(self.source.chart.nodes[entry.node])

    def _who(self, entry: Entry) -> Iterator[str]:
        raci = entry.act.raci
        for feature, names in (
            (Feature.WHO_ACTS, raci.by),
            (Feature.TOGETHER, raci.together_with),
            (Feature.ACCOUNTABLE, entry.accountable),
            (Feature.CONSULTED, raci.consult),
            (Feature.INFORMED, entry.informed),
        ):
            if names:
                yield self._line(feature, self._parties(names))
        if panels := list(self._words.panels(entry)):
            yield self._line(Feature.PANELS, panels)

    def _terms(self, entry: Entry) -> Iterator[str]:
        """Yield what is demanded, what is sent, and what it rests on."""
        act, book = entry.act, self.source.handbook
        if entry.is_signal:
            yield self._line(Feature.SIGNALS, act.raci.told_by)
        if act.may:
            yield say("duties.may", self.language)
        limits = self._words.limits(entry)
        if limits:
            yield self._line(Feature.DUTY_CLOCKS, self._words.clocks(entry))
            tell = dict.fromkeys(each.tell for one in limits for each in one.tell)
            yield self._line(Feature.ESCALATION, self._parties(tell))
        if lists := list(self._words.checklists(entry)):
            yield self._line(Feature.CHECKLISTS, lists)
        for document, receivers in act.sends.items():
            who = listed(self._parties(receivers), self.language)
            sent = self.say("sent-to", document=self.document(document), who=who)
            yield self._line(Feature.SENDING, [sent])
        reasons = (
            label.say(self.language) if label else name
            for name, label in act.reasons.items()
        )
        function = () if entry.function is None else (entry.function,)
        cited = (name for clock in act.clocks.values() for name in clock.source)
        sources = (*act.source, *cited)
        for feature, said in (
            (Feature.QUALIFICATIONS, self._titles(book.qualifications, act.qualified)),
            (Feature.REASONS, reasons if act.reason else ()),
            (Feature.FUNCTIONS, self._titles(book.functions, function)),
            (Feature.SOURCES, map(self._source, sources)),
        ):
            if texts := list(said):
                yield self._line(feature, texts)

    def _titles(
        self, known: Mapping[str, object], names: Iterable[Id]
    ) -> Iterator[str]:
        return (_said(known.get(name), name, self.language) for name in names)

    def _line(self, feature: Feature, said: Iterable[str]) -> str:
        return self.say(
            "line",
            what=self.say(f"feature-{feature}"),
            said=listed(dict.fromkeys(said), self.language),
        )

    def _parties(self, names: Iterable[Id]) -> list[str]:
        return [self.party(name) for name in names]

    def _source(self, citation: Citation) -> str:
        known = self.source.handbook.sources.get(citation.source)
        title = _said(known, citation.source, self.language)
        return cited(title, citation.places, self.language)

    def _noun(self, node: ChartNode) -> State | None:
        here: object = self.source.handbook
        for key in node.path:
            here = (
                here.get(key)
                if isinstance(here, dict)
                else getattr(here, str(key), None)
            )
        return here if isinstance(here, State) and node.awaiting is None else None


def _said(noun: object, name: str, language: str) -> str:
    label = getattr(noun, "title", noun)
    return label.say(language) if isinstance(label, Label) else name

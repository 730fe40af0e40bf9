"""From the entries of a chart to arrows: who moves the case where, and what stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from katch_protocols.charts.chart import Chart, Entry, EntryKind, Goal, Node, NodeKind
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.drawings.story.holders import Holders
from katch_protocols.drawings.story.nouns import Duty, Note
from katch_protocols.drawings.story.saying import (
    Conditions,
    facts_of,
    named,
    span,
    together,
    word,
)
from katch_protocols.model.labels import Label
from katch_protocols.model.noun import Id

__all__ = ["Found", "Moving", "Way", "question"]

_FEW_DOERS = 2
_FEW = 3
"""From more steps than this, one mark is drawn instead of that many arrows."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from step to step; ``members`` means: from each of these, by one mark."""

    source: str
    target: str
    duty: Duty | None
    is_return: bool = False
    members: tuple[str, ...] = ()


@dataclass
class Found:
    """What the entries of a chart amount to."""

    ways: list[Way] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    backs: dict[str, str] = field(default_factory=dict)
    """For each mark "back to where it was": the step before it."""


@dataclass(frozen=True)
class Moving:
    """Reads the moves of one chart; ``lanes`` gives the lane of each step."""

    chart: Chart
    folding: Folding
    holders: Holders
    languages: Sequence[str]

    def read(self, lanes: Mapping[str, Id]) -> Found:
        """Return every way and note, in document order."""
        found = Found()
        for node in self.chart.nodes:
            if not self.folding.is_inside_run(node.index):
                found.ways.extend(self._own(node))
        self._entries(found, lanes)
        return found

    def _own(self, node: Node) -> Iterator[Way]:
        """Yield what a node does by itself: choices, forks, joins, runs, clocks."""
        name, leads = node.name, self.folding.leads
        asked = _asked(node)
        conditions = Conditions(self.chart, self.languages, asked)
        for line in node.lines:
            yield Way(name, leads(line.goal), Duty(conditions.say(line.when)))
        if node.kind is NodeKind.PARALLEL:
            for strand in node.children:
                yield Way(name, self.folding.entered(strand), None)
            if node.done is not None:
                yield Way(self.folding.join(node), leads(node.done), None)
        if node.running is not None:
            yield from self._exits(node)
        for timer in node.timers:
            text = word("after", self.languages, span=span(timer.limit, self.languages))
            duty = Duty(text, is_clock=True)
            sources = self.folding.resting(node.index)
            yield from self._from_each(sources, leads(timer.goal), duty)

    def _exits(self, node: Node) -> Iterator[Way]:
        """Yield the ways out of a sub-protocol, one for each of its ends."""
        for child in node.children:
            end = self.chart.nodes[child]
            if end.kind is NodeKind.CHOICE and len(end.lines) == 1:
                text = named(end.title, end.name, self.languages)
                goal = end.lines[0].goal
                if end.lines[0].when is None and not self._is_within(goal, node):
                    yield Way(node.name, self.folding.leads(goal), Duty(text))

    def _is_within(self, goal: Goal, node: Node) -> bool:
        return node.index in self.chart.ancestors(goal.node)

    @staticmethod
    def _from_each(
        sources: Sequence[str], target: str, duty: Duty, *, is_return: bool = False
    ) -> Iterator[Way]:
        if len(sources) > _FEW:
            yield Way("", target, duty, is_return, tuple(sources))
            return
        for source in sources:
            yield Way(source, target, duty, is_return)

    def _entries(self, found: Found, lanes: Mapping[str, Id]) -> None:
        groups: dict[tuple[str, Goal | None, EntryKind], list[Entry]] = {}
        for entry in self.chart.entries:
            if not self.folding.is_inside_run(entry.node):
                goal = entry.hands_to or entry.goal
                key = entry.activity, goal, entry.kind
                groups.setdefault(key, []).append(entry)
        for (_, goal, kind), entries in groups.items():
            if kind is EntryKind.ACKNOWLEDGE:
                continue
            sources = self._sources(entries)
            if goal is None:
                found.notes.extend(self._notes(entries, sources, lanes))
            elif kind is EntryKind.DECLINE:
                found.ways.extend(self._declined(goal, sources))
            elif goal.resume:
                found.ways.extend(self._resumed(entries, sources, lanes, found.backs))
            else:
                target = self.folding.leads(goal)
                found.ways.extend(self._ways(entries, sources, target, lanes))

    def _sources(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        steps: dict[str, None] = {}
        for entry in entries:
            node = self.chart.nodes[entry.node]
            if node.awaiting is not None:
                steps.update(dict.fromkeys(self._senders(node)))
            else:
                steps.update(dict.fromkeys(self.folding.resting(entry.node)))
        return tuple(steps)

    def _senders(self, waiting: Node) -> Iterator[str]:
        for entry in self.chart.entries:
            goal = entry.goal
            if goal is not None and goal.node == waiting.index:
                yield from self.folding.resting(entry.node)

    def _ways(
        self,
        entries: Sequence[Entry],
        sources: Sequence[str],
        target: str,
        lanes: Mapping[str, Id],
    ) -> Iterator[Way]:
        others = [source for source in sources if source != target]
        if len(others) > _FEW:
            duty = self._duty(entries, lanes[target])
            yield Way("", target, duty, members=tuple(others))
            return
        for source in others:
            yield Way(source, target, self._duty(entries, lanes[source]))

    def _declined(self, goal: Goal, sources: Sequence[str]) -> Iterator[Way]:
        target = self.folding.leads(goal)
        duty = Duty(word("declined", self.languages))
        others = [source for source in sources if source != target]
        yield from self._from_each(others, target, duty, is_return=True)

    def _resumed(
        self,
        entries: Sequence[Entry],
        sources: Sequence[str],
        lanes: Mapping[str, Id],
        backs: dict[str, str],
    ) -> Iterator[Way]:
        for source in sources[:1]:
            back = f"{source}.back"
            backs[back] = source
            yield from self._ways(
                entries, sources, back, {**lanes, back: lanes[source]}
            )

    def _notes(
        self, entries: Sequence[Entry], sources: Sequence[str], lanes: Mapping[str, Id]
    ) -> Iterator[Note]:
        everywhere = {node.name for node in self.folding.shown}
        lane = lanes[sources[0]] if sources else ""
        same = len({lanes[source] for source in sources}) == 1
        duty = self._duty(entries, lane if same else "")
        resting = [
            name
            for name in self.folding.resting(0)
            if name in everywhere and lanes[name] != ""
        ]
        is_all = len(sources) > _FEW and len(sources) >= len(resting) - 2
        yield Note(duty, () if is_all else tuple(sources))

    def _duty(self, entries: Sequence[Entry], lane: Id) -> Duty:
        entry = entries[0]
        title = self._title(entry)
        doers = self.holders.doers(entry.act.raci.by, lane)
        doer = everyone = self.holders.said(doers) if doers else None
        if len(doers) > _FEW_DOERS:
            doer = word("any-of-roles", self.languages, count=str(len(doers)))
        return Duty(
            title,
            doer,
            doers[0] if doers else None,
            everyone if len(doers) > _FEW_DOERS else None,
            self._confirm(entry),
        )

    def _title(self, entry: Entry) -> Label:
        same = self.chart.activities.get(entry.activity, ())
        titles = [entry.act.title, *(self.chart.entries[i].act.title for i in same)]
        title = next((title for title in titles if title is not None), None)
        return named(title, entry.activity, self.languages)

    def _confirm(self, entry: Entry) -> Label | None:
        handover = entry.act.handover
        if handover is None:
            return None
        if handover.within is None:
            return Label(texts=dict.fromkeys(self.languages, ""))
        return span(handover.within, self.languages)


def _asked(node: Node) -> str | None:
    """Return the one fact that a choice asks about, if it is only one."""
    facts = {fact for line in node.lines for fact in facts_of(line.when)}
    tests = [line.when for line in node.lines if line.when is not None]
    if len(facts) != 1 or any(not facts_of(test) for test in tests):
        return None
    return next(iter(facts))


def question(node: Node, chart: Chart, languages: Sequence[str]) -> Label:
    """Return what stands in the hexagon of a choice: its title, else its facts."""
    if node.title is not None:
        return node.title
    facts = dict.fromkeys(fact for line in node.lines for fact in facts_of(line.when))
    titles = [
        named(chart.facts[fact].title if fact in chart.facts else None, fact, languages)
        for fact in facts
    ]
    if not titles:
        return named(None, node.name, languages)
    asked = together(titles, languages, separator=", ")
    texts = {language: f"{text}?" for language, text in asked.texts.items()}
    return Label(texts=texts)

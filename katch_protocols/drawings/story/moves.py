"""From a chart to ways and notes: who moves the case where, and what moves nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from katch_protocols.charts.chart import Chart, Entry, EntryKind, Goal, Node, NodeKind
from katch_protocols.drawings.story.duties import Duties, asked
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.drawings.story.nouns import Duty, Note
from katch_protocols.drawings.story.saying import Conditions, named, word
from katch_protocols.model.noun import Id

__all__ = ["Back", "Found", "Moving", "Way"]

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


@dataclass(frozen=True, slots=True)
class Back:
    """A mark "back to where it was left": which node is resumed, after which step."""

    id: str
    node: int
    after: str


@dataclass
class Found:
    """What the entries of a chart amount to; ``backs`` by their ids."""

    ways: list[Way] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    backs: dict[str, Back] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Going:
    """Something that leads from several steps to one goal.

    ``entries`` are those of one act; who does it may differ from step to step.
    """

    sources: tuple[str, ...]
    goal: Goal
    duty: Duty | None = None
    entries: tuple[Entry, ...] = ()
    is_return: bool = False


@dataclass(frozen=True)
class Moving:
    """Reads the moves of one chart."""

    chart: Chart
    folding: Folding
    duties: Duties
    languages: Sequence[str]

    def read(self, lanes: Mapping[str, Id]) -> Found:
        """Return every way and note, in document order; ``lanes`` are the steps'."""
        found = Found()
        for node in self.chart.nodes:
            if not self.folding.is_inside_run(node.index):
                for going in self._own(node):
                    self._spread(going, lanes, found)
        for entries in self._grouped():
            self._entries(entries, lanes, found)
        return found

    def _own(self, node: Node) -> Iterator[_Going]:
        """Yield what a node does by itself: choices, forks, joins, runs, clocks."""
        conditions = Conditions(self.chart, self.languages, asked(node))
        for line in node.lines:
            yield _Going((node.name,), line.goal, Duty(conditions.say(line.when)))
        if node.kind is NodeKind.PARALLEL:
            for strand in node.children:
                yield _Going((node.name,), Goal(strand))
            if node.done is not None:
                yield _Going((self.folding.join(node),), node.done)
        if node.running is not None:
            yield from self._exits(node)
        for timer in node.timers:
            sources = self.folding.resting(node.index)
            yield _Going(sources, timer.goal, self.duties.clock(timer))

    def _exits(self, node: Node) -> Iterator[_Going]:
        """Yield the ways out of a sub-protocol: one for each of its ends."""
        for child in node.children:
            end = self.chart.nodes[child]
            for line in end.lines:
                if not self._is_within(line.goal, node):
                    text = named(end.title, end.name, self.languages)
                    yield _Going((node.name,), line.goal, Duty(text))
        if node.done is not None:
            yield _Going((node.name,), node.done)

    def _is_within(self, goal: Goal, node: Node) -> bool:
        return node.index in self.chart.ancestors(goal.node)

    def _grouped(self) -> list[list[Entry]]:
        """Return the entries that say one thing of several states, together."""
        groups: dict[tuple[str, Goal | None, EntryKind], list[Entry]] = {}
        for entry in self.chart.entries:
            if entry.kind is EntryKind.ACKNOWLEDGE:
                continue
            if not self.folding.is_inside_run(entry.node):
                key = entry.activity, entry.hands_to or entry.goal, entry.kind
                groups.setdefault(key, []).append(entry)
        return list(groups.values())

    def _entries(
        self, entries: Sequence[Entry], lanes: Mapping[str, Id], found: Found
    ) -> None:
        entry = entries[0]
        sources = self._sources(entries)
        goal = entry.hands_to or entry.goal
        if entry.kind is EntryKind.DECLINE:
            if goal is not None:
                duty = Duty(word("declined", self.languages))
                going = _Going(sources, goal, duty, is_return=True)
                self._spread(going, lanes, found)
        elif goal is None:
            found.notes.append(self._note(entries, sources, lanes))
        else:
            self._spread(_Going(sources, goal, entries=(*entries,)), lanes, found)

    def _sources(self, entries: Sequence[Entry]) -> tuple[str, ...]:
        """Return the steps at which some entry is possible; waiting is no step."""
        steps: dict[str, None] = {}
        for entry in entries:
            node = self.chart.nodes[entry.node]
            if node.awaiting is None:
                steps.update(dict.fromkeys(self.folding.resting(entry.node)))
                continue
            for sender in self.chart.entries:
                if sender.goal is not None and sender.goal.node == node.index:
                    steps.update(dict.fromkeys(self.folding.resting(sender.node)))
        return tuple(steps)

    def _note(
        self,
        entries: Sequence[Entry],
        sources: tuple[str, ...],
        lanes: Mapping[str, Id],
    ) -> Note:
        whose = {lanes.get(source, "") for source in sources}
        lane = whose.pop() if len(whose) == 1 else ""
        return Note(self.duties.of(self._shared(entries, sources), lane), sources)

    def _spread(self, going: _Going, lanes: Mapping[str, Id], found: Found) -> None:
        """Add one way a source, or one mark for many; nothing for staying there."""
        goal = going.goal
        target = None if goal.resume else self.folding.entered(goal.node)
        sources = tuple(source for source in going.sources if source != target)
        stays = tuple(source for source in going.sources if source == target)
        if stays and going.entries:
            found.notes.append(self._note(going.entries, stays, lanes))
        if len(sources) > _FEW:
            end = target or self._back(sources[0], goal, found)
            lane = lanes.get(end, lanes.get(sources[0], ""))
            way = Way("", end, self._duty(going, lane, sources), going.is_return)
            found.ways.append(replace(way, members=sources))
            return
        for source in sources:
            end = target or self._back(source, goal, found)
            duty = self._duty(going, lanes.get(source, ""), (source,))
            found.ways.append(Way(source, end, duty, going.is_return))

    def _duty(self, going: _Going, lane: Id, sources: Sequence[str]) -> Duty | None:
        if not going.entries:
            return going.duty
        return self.duties.of(self._shared(going.entries, sources), lane)

    def _shared(self, entries: Sequence[Entry], sources: Sequence[str]) -> Entry:
        """Return an act's entry with everybody who does it at some of the steps."""
        here = [one for one in entries if {*sources} & {*self._sources([one])}]
        here = here or [*entries]
        by = tuple(dict.fromkeys(role for one in here for role in one.act.raci.by))
        raci = here[0].act.raci.model_copy(update={"by": by})
        return replace(here[0], act=here[0].act.model_copy(update={"raci": raci}))

    def _back(self, source: str, goal: Goal, found: Found) -> str:
        name = f"{source} back to {self.chart.nodes[goal.node].name}"
        found.backs.setdefault(name, Back(name, goal.node, source))
        return name

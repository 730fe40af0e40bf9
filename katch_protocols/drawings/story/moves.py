"""From a chart to ways and notes: who moves the case where, and what moves nothing."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from katch_protocols.budget import tick
from katch_protocols.charts.chart import (
    Chart,
    ChartNode,
    Entry,
    EntryKind,
    Goal,
    NodeKind,
)
from katch_protocols.drawings.story.choices import DecisionArrows
from katch_protocols.drawings.story.duties import Duties, Share
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.drawings.story.nouns import ArrowDuty, Note
from katch_protocols.drawings.story.saying import named, word
from katch_protocols.model.noun import Id

__all__ = ["ArrowWay", "Back", "Found", "Moving"]

_FEW = 3
"""From more steps than this, one mark is drawn instead of that many arrows."""


class ArrowWay(Struct, frozen=True):
    """A way from step to step; ``members`` means: from each of these, by one mark.

    ``receiver`` is the lane of whoever must acknowledge a handover.
    """

    source: str
    target: str
    duty: ArrowDuty | None
    is_return: bool = False
    members: tuple[str, ...] = ()
    receiver: Id | None = None


class Back(Struct, frozen=True):
    """A mark "back to where it was left": which node is resumed, after which step."""

    id: str
    node: int
    after: str


class Found(Struct):
    """What the entries of a chart amount to; ``backs`` by their ids."""

    ways: list[ArrowWay] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    backs: dict[str, Back] = field(default_factory=dict)


class _Going(Struct, frozen=True):
    """Something that leads from several steps to one goal.

    ``entries`` are those of one act; who does it may differ from step to step.
    """

    sources: tuple[str, ...]
    goal: Goal
    duty: ArrowDuty | None = None
    entries: tuple[Entry, ...] = ()
    is_return: bool = False
    receiver: Id | None = None


class Moving(Struct, frozen=True):
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

    def _own(self, node: ChartNode) -> Iterator[_Going]:
        """Yield what a node does by itself: choices, forks, joins, runs, clocks."""
        for line, said in DecisionArrows(self.chart, self.languages).lines(node):
            yield _Going((node.name,), line.goal, ArrowDuty(said))
        if node.kind is NodeKind.PARALLEL:
            for strand in node.children:
                asked = self.duties.asked(self.chart.nodes[strand])
                yield _Going((node.name,), Goal(strand), receiver=asked)
            if node.done is not None:
                yield _Going((self.folding.join(node),), node.done)
        if node.running is not None:
            yield from self._exits(node)
        for timer in node.timers:
            sources = self.folding.resting(node.index)
            yield _Going(sources, timer.goal, self.duties.clock(timer))

    def _exits(self, node: ChartNode) -> Iterator[_Going]:
        """Yield the ways out of a sub-protocol: one for each of its ends."""
        for child in node.children:
            end = self.chart.nodes[child]
            for line in end.lines:
                if not self._is_within(line.goal, node):
                    text = named(end.title, end.name, self.languages)
                    yield _Going((node.name,), line.goal, ArrowDuty(text))
        if node.done is not None:
            yield _Going((node.name,), node.done)

    def _is_within(self, goal: Goal, node: ChartNode) -> bool:
        return node.index in self.chart.ancestors(goal.node)

    def _grouped(self) -> list[list[Entry]]:
        """Return the entries that say one thing of several states, together."""
        groups: dict[tuple[object, ...], list[Entry]] = {}
        for entry in self.chart.entries:
            waits = self.folding.is_no_step(self.chart.nodes[entry.node])
            if entry.meanwhile or (waits and entry.kind is EntryKind.ACKNOWLEDGE):
                continue
            if not self.folding.is_inside_run(entry.node):
                what = entry.activity, self.folding.aim(entry), entry.kind
                key = (*what, entry.when, entry.act.raci.together_with)
                groups.setdefault(key, []).append(entry)
        return list(groups.values())

    def _entries(
        self, entries: Sequence[Entry], lanes: Mapping[str, Id], found: Found
    ) -> None:
        tick()
        entry = entries[0]
        sources = self._sources(entries)
        goal = self.folding.aim(entry)
        if entry.kind is EntryKind.ACKNOWLEDGE and goal is not None:
            self._spread(_Going(sources, goal), lanes, found)
        elif entry.kind is EntryKind.DECLINE:
            if goal is not None:
                duty = ArrowDuty(word("declined", self.languages))
                going = _Going(sources, goal, duty, is_return=True)
                self._spread(going, lanes, found)
        elif goal is None:
            found.notes.append(self._note(entries, sources, lanes))
        else:
            self._spread(_Going(sources, goal, entries=(*entries,)), lanes, found)

    def _sources(self, entries: Sequence[Entry]) -> tuple[str, ...]:
        """Return the steps at which some entry is possible; waiting is no step."""
        steps: dict[str, None] = {}
        tick()
        for entry in entries:
            node = self.chart.nodes[entry.node]
            senders = self.chart.senders(node.index)
            asking = senders if self.folding.is_no_step(node) else (entry,)
            for each in asking:
                steps.update(dict.fromkeys(self.folding.resting(each.node)))
        return tuple(steps)

    def _note(
        self,
        entries: Sequence[Entry],
        sources: tuple[str, ...],
        lanes: Mapping[str, Id],
    ) -> Note:
        whose = {lanes.get(source, "") for source in sources}
        lane = whose.pop() if len(whose) == 1 else ""
        return Note(self._said(entries, lane, sources), sources)

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
            way = self._way(going, "", end, lane, sources)
            found.ways.append(replace(way, members=sources))
            return
        for source in sources:
            end = target or self._back(source, goal, found)
            lane = lanes.get(source, "")
            found.ways.append(self._way(going, source, end, lane, (source,)))

    def _way(
        self, going: _Going, source: str, end: str, lane: Id, sources: Sequence[str]
    ) -> ArrowWay:
        if not going.entries:
            return ArrowWay(
                source, end, going.duty, going.is_return, receiver=going.receiver
            )
        duty = self._said(going.entries, lane, sources)
        receiver = self.duties.receiver(going.entries[0])
        return ArrowWay(source, end, duty, going.is_return, receiver=receiver)

    def _said(
        self, entries: Sequence[Entry], lane: Id, sources: Sequence[str]
    ) -> ArrowDuty:
        """Say one act at some of its steps, with who may do it at which of them."""
        found: dict[tuple[Id, ...], list[str]] = {}
        for entry in entries:
            here = [step for step in self._sources([entry]) if step in sources]
            if here:
                found.setdefault(entry.act.raci.by, []).extend(here)
        shares: list[Share] = [(tuple(steps), by) for by, steps in found.items()]
        return self.duties.of(entries[0], lane, shares)

    def _back(self, source: str, goal: Goal, found: Found) -> str:
        name = f"{source} back to {self.chart.nodes[goal.node].name}"
        found.backs.setdefault(name, Back(name, goal.node, source))
        return name

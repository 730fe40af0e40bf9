"""Which states become sub-processes: what is left as a whole needs an edge to leave by.

A parallel state always does: to leave it ends all its strands. So does a composite that
can be left as a whole, by an activity or a clock of its own, where no move leads past
its beginning; BPMN has no flow into the middle of a sub-process.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, Entry, Goal, NodeKind

__all__ = ["Scopes"]


class _ChartMove(Struct, frozen=True):
    """A move: from a node to a goal; ``domain`` is the node that it does not leave."""

    source: int
    goal: int
    domain: int
    entry: Entry | None = None


class Scopes(Struct, frozen=True, dict=True):
    """The sub-processes of a chart; a node is named by its index, the process by 0."""

    chart: Chart

    @cached_property
    def boxes(self) -> frozenset[int]:
        """The states that are sub-processes."""
        found = {n.index for n in self.chart.nodes if n.kind is NodeKind.PARALLEL}
        for node in self.chart.nodes[1:]:
            if node.kind in {NodeKind.COMPOSITE, NodeKind.STRAND}:
                whole = bool(self.entries[node.index] or node.within or node.timers)
                if whole and not self._skipped(node):
                    found.add(node.index)
        return frozenset(found)

    @cached_property
    def entries(self) -> Mapping[int, tuple[Entry, ...]]:
        """The entries of activities at each node."""
        found: dict[int, tuple[Entry, ...]] = defaultdict(tuple)
        for entry in self.chart.entries:
            found[entry.node] += (entry,)
        return found

    @cached_property
    def ways(self) -> tuple[_ChartMove, ...]:
        """Every move of the chart."""
        return tuple(self._ways())

    def at(self, index: int) -> int:
        """Return the sub-process that a node is, or that it stands in."""
        while index and index not in self.boxes:
            index = self.chart.nodes[index].parent
        return index

    def outside(self, box: int) -> int:
        """Return what a sub-process stands in."""
        return self.at(self.chart.nodes[box].parent)

    def left(self, here: int, domain: int) -> int | None:
        """Return the outermost sub-process that a move from ``here`` leaves, if any."""
        there = self.at(domain)
        found = None
        while here != there:
            found, here = here, self.outside(here)
        return found

    def first(self, here: int, index: int) -> int | None:
        """Return the outermost sub-process inside ``here`` around a node, if any."""
        found, box = None, self.at(index)
        while box != here:
            found, box = box, self.outside(box)
        return found

    def by_default(self, index: int) -> frozenset[int]:
        """Return what is entered where a state is entered and nothing more is said."""
        found, queue = set(), [index]
        while queue:
            node = self.chart.nodes[queue.pop()]
            found.add(node.index)
            if node.kind is NodeKind.PARALLEL:
                queue += node.children
            elif node.initial is not None:
                queue.append(node.initial)
        return frozenset(found)

    def is_event(self, entry: Entry) -> bool:
        """Whether an activity begins beside what goes on, not after it.

        So it is where it stands at a sub-process or at the top, and either leaves the
        case where it is or leaves the sub-process.
        """
        box = self.at(entry.node)
        if box != entry.node:
            return False
        if entry.goal is None:
            return True
        return self.left(box, self.domain(entry)) is not None

    def domain(self, entry: Entry) -> int:
        """Return the node that an activity does not leave."""
        if entry.goal is None:
            return entry.node
        return self.chart.domain(entry.node, entry.goal.node, at_top=entry.at_top)

    @cached_property
    def plain(self) -> Mapping[int, int]:
        """Where the plain end of a sub-process leads, if nothing completes it.

        That is where most of its moves leave to; all others leave by an escalation.
        """
        counts: dict[int, Counter[int]] = defaultdict(Counter)
        for way in self.ways:
            here = self.at(way.source)
            box = self.left(here, way.domain)
            inner = way.entry is None or not self.is_event(way.entry)
            if inner and box is not None and box == here and self._is_open(box):
                counts[box][way.goal] += 1
        return {box: found.most_common(1)[0][0] for box, found in counts.items()}

    def _is_open(self, box: int) -> bool:
        node = self.chart.nodes[box]
        children = (self.chart.nodes[child] for child in node.children)
        return node.kind is NodeKind.COMPOSITE and not any(
            child.kind is NodeKind.FINAL for child in children
        )

    def _skipped(self, node: ChartNode) -> bool:
        """Whether a move from elsewhere leads past the beginning of a composite."""
        beginning = self.by_default(node.index)
        for way in self.ways:
            if way.goal in beginning or node.index not in self.chart.ancestors(
                way.goal
            ):
                continue
            if node.index not in (way.domain, *self.chart.ancestors(way.domain)):
                return True
        return False

    def _ways(self) -> Iterator[_ChartMove]:
        for entry in self.chart.entries:
            if entry.goal is not None:
                yield _ChartMove(entry.node, entry.goal.node, self.domain(entry), entry)
        for node in self.chart.nodes:
            goals: list[Goal] = [line.goal for line in node.lines]
            goals += [timer.goal for timer in node.timers]
            goals += [] if node.done is None else [node.done]
            for goal in goals:
                domain = self.chart.domain(node.index, goal.node)
                yield _ChartMove(node.index, goal.node, domain)

"""Where the drawing shows a case that rests in a node of the chart."""

from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.chart import Chart, ChartNode, Entry
from katch_protocols.drawings.story.folding import Folding
from katch_protocols.graphs.steps import rests
from katch_protocols.model.noun import Id
from katch_protocols.papers.page.sheet_nouns import Place
from katch_protocols.papers.page.tongues import Tongues
from katch_protocols.semantics.events import event_of

__all__ = ["Places"]


@dataclass(frozen=True)
class Places:
    """The nodes of one chart, and the steps that stand for them."""

    chart: Chart
    tongues: Tongues

    @cached_property
    def folding(self) -> Folding:
        """Which nodes are steps."""
        return Folding(self.chart)

    @cached_property
    def _shown(self) -> frozenset[str]:
        return frozenset(node.name for node in self.folding.shown)

    def all(self) -> tuple[Place, ...]:
        """Return every node, in document order; a parent by its position."""
        return tuple(map(self._place, self.chart.nodes))

    def steps(self, index: int) -> tuple[str, ...]:
        """Return the steps at which something declared on a node is possible.

        Waiting for a confirmation stands at the steps from which it was asked.
        """
        node = self.chart.nodes[index]
        if node.awaiting is not None:
            return self._senders(node)
        resting = self.folding.resting(index)
        return resting or self._around(index)

    def goals(self, entry: Entry) -> tuple[str, ...]:
        """Return the steps at which a case may rest after a move; none where it stays.

        A handover leads to where the receiver takes over; a choice to each of its
        answers.
        """
        aim = entry.hands_to or entry.goal
        if aim is None:
            return ()
        found = rests(self.chart, entry.node, aim, at_top=entry.at_top)
        steps = (self._at(self.chart.nodes[index]) for index in found)
        return tuple(dict.fromkeys(name for names in steps for name in names))

    def _place(self, node: ChartNode) -> Place:
        leaf = not node.children
        return Place(
            node.name,
            self.tongues.label(node.title, node.name),
            node.parent,
            node.kind.is_region,
            self._at(node) if leaf else (),
            node.held_by,
            self.tongues.due(node.within),
            self._starts(node),
            node.outcome.value if node.outcome else None,
            self._receiver(node),
        )

    def _starts(self, node: ChartNode) -> tuple[str, ...]:
        if node.clock_start is None:
            return ()
        event = event_of(self.chart, node.clock_start)
        nodes = (self.chart.nodes[index].name for index in sorted(event.nodes))
        return (*sorted(event.activities), *nodes)

    def _at(self, node: ChartNode) -> tuple[str, ...]:
        if node.awaiting is not None:
            return self._senders(node)
        return (node.name,) if node.name in self._shown else self._around(node.index)

    def _around(self, index: int) -> tuple[str, ...]:
        """Return the step of a sub-protocol around a node, if there is one."""
        above = (self.chart.nodes[each].name for each in self.chart.ancestors(index))
        return tuple(name for name in above if name in self._shown)[:1]

    def _senders(self, node: ChartNode) -> tuple[str, ...]:
        steps: dict[str, None] = {}
        for entry in self.chart.entries:
            if entry.goal is not None and entry.goal.node == node.index:
                steps.update(dict.fromkeys(self.folding.resting(entry.node)))
        return tuple(steps)

    def _receiver(self, node: ChartNode) -> Id | None:
        """Return the role whose confirmation a node waits for."""
        if node.awaiting is None:
            return None
        for entry in self.chart.entries:
            handover = entry.act.handover
            goal = entry.goal
            if handover and goal is not None and goal.node == node.index:
                return handover.to
        return None

"""Which step stands for which node of a chart.

Composites and strands are no boxes of their own; waiting for an acknowledgement is part
of the arrow; a sub-protocol is one box; an end inside a composite is where it leads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.chart import Chart, ChartNode, NodeKind

__all__ = ["Folding"]

_JOIN = "join"


@dataclass(frozen=True)
class Folding:
    """The steps of one chart; a step's id is the full name of its node."""

    chart: Chart

    @cached_property
    def shown(self) -> tuple[ChartNode, ...]:
        """The nodes that are boxes or bars, in document order."""
        return tuple(node for node in self.chart.nodes if self._is_shown(node))

    @cached_property
    def joins(self) -> tuple[ChartNode, ...]:
        """The parallel nodes whose strands come together again."""
        return tuple(
            node
            for node in self.shown
            if node.kind is NodeKind.PARALLEL and node.done is not None
        )

    @cached_property
    def _runs(self) -> frozenset[int]:
        """Every node strictly inside a sub-protocol."""
        found: set[int] = set()
        for node in self.chart.nodes:
            above = self.chart.nodes[node.parent]
            inside = above.index in found or above.running is not None
            if node.index and inside:
                found.add(node.index)
        return frozenset(found)

    def is_inside_run(self, index: int) -> bool:
        """Whether a node belongs to a sub-protocol, which is one box."""
        return index in self._runs

    def _is_shown(self, node: ChartNode) -> bool:
        if self.is_inside_run(node.index) or node.awaiting is not None:
            return False
        match node.kind:
            case NodeKind.ROOT | NodeKind.STRAND:
                return False
            case NodeKind.COMPOSITE:
                return node.running is not None
            case NodeKind.FINAL:
                beyond = self._beyond(node)
                return beyond is None or self.entered(node.index) == node.name
            case _:
                return True

    def _beyond(self, node: ChartNode) -> ChartNode | None:
        """Return the composite or parallel that an end completes and leads out of."""
        above = self.chart.nodes[node.parent]
        if above.kind is NodeKind.STRAND:
            above = self.chart.nodes[above.parent]
        return above if above.index and above.done is not None else None

    def entered(self, index: int) -> str:
        """Return the step at which a case is once it entered node ``index``."""
        node = self._visible(self.chart.nodes[index])
        seen: dict[int, ChartNode] = {}
        while node.index not in seen:
            seen[node.index] = node
            beyond = self._beyond(node) if node.kind is NodeKind.FINAL else None
            if beyond is not None and beyond.kind is NodeKind.PARALLEL:
                return self.join(beyond)
            following = self._following(node, beyond)
            if following is None:
                return node.name
            node = self._visible(self.chart.nodes[following])
        # Settling that never ends (a finding): stop at the first end on the way.
        ends = (node for node in seen.values() if node.kind is NodeKind.FINAL)
        return next(ends, node).name

    @staticmethod
    def _following(node: ChartNode, beyond: ChartNode | None) -> int | None:
        """Return the node that is entered at once when ``node`` is, if any."""
        if beyond is not None and beyond.done is not None:
            return beyond.done.node
        if node.kind.is_region and node.running is None:
            return node.initial
        return None

    def _visible(self, node: ChartNode) -> ChartNode:
        """Return the box that stands for a node: a sub-protocol for all inside it."""
        while self.is_inside_run(node.index):
            node = self.chart.nodes[node.parent]
        return node

    @staticmethod
    def join(parallel: ChartNode) -> str:
        """Return the id of the bar at which the strands of ``parallel`` meet."""
        return f"{parallel.name}.{_JOIN}"

    def resting(self, index: int) -> tuple[str, ...]:
        """Return the steps at which a case rests while node ``index`` is active."""
        return tuple(node.name for node in self._below(self.chart.nodes[index]))

    def _below(self, node: ChartNode) -> Iterator[ChartNode]:
        if node.kind is NodeKind.ATOMIC or node.running is not None:
            if node.awaiting is None:
                yield node
            return
        for child in node.children:
            yield from self._below(self.chart.nodes[child])

"""A layout with what stepping asks of it again and again, computed once."""

from collections.abc import Iterator, Mapping

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.symbolic_state import ZERO
from katch_protocols.semantics.table import Row

__all__ = ["Tree"]


class Tree:
    """The tree of a chart, and the fields that a move through it touches."""

    def __init__(self, layout: Layout, *, folding: bool = True) -> None:
        self.layout = layout
        self.folding = folding
        self.chart: Chart = layout.chart
        self.finals = {
            region: frozenset(
                layout.codes[child]
                for child in self.chart.nodes[region].children
                if self.chart.nodes[child].kind is NodeKind.FINAL
            )
            for region in layout.regions
        }
        self.kept_fields = frozenset(layout.regions[node] for node in layout.kept)
        self.passing = frozenset(self._passing())
        self._cleared: dict[int, tuple[int, ...]] = {}
        self._last = self._ends()
        self.left_in_passing = frozenset(self._left_in_passing())

    def _passing(self) -> Iterator[int]:
        """Yield what a case leaves by itself, and every node around it."""
        for node in self.chart.nodes:
            if node.kind is NodeKind.CHOICE or node.done is not None:
                yield node.index
                yield from self.chart.ancestors(node.index)

    def _left_in_passing(self) -> Iterator[int]:
        """Yield what some move resumes and a choice or a ``done`` leaves.

        Anything else is left at rest, so that nothing waits there when it is resumed.
        A move to an end of the case does not count: nothing is resumed after it.
        """
        nodes = self.chart.nodes
        moves = [
            (node.index, goal.node)
            for node in nodes
            for goal in (*(line.goal for line in node.lines), node.done)
            if goal is not None
        ]
        ends = {n for n in self.chart.root.children if nodes[n].kind is NodeKind.FINAL}
        for node in self.layout.resumed:
            for source, target in moves:
                domain = self.chart.domain(source, target, at_top=False)
                exited = self.child_towards(domain, source)
                if target not in ends and self.contains(exited, node):
                    yield node

    def _ends(self) -> list[int]:
        """Return for each node the index after its last descendant."""
        ends = [0] * len(self.chart.nodes)
        for node in reversed(self.chart.nodes):
            last = node.children[-1] if node.children else None
            ends[node.index] = node.index + 1 if last is None else ends[last]
        return ends

    def name(self, node: int) -> str:
        """Return the full name of a node."""
        return self.chart.nodes[node].name

    def contains(self, node: int, other: int) -> bool:
        """Whether ``other`` is ``node`` or stands below it."""
        return node <= other < self._last[node]

    def child_towards(self, node: int, other: int) -> int:
        """Return the child of ``node`` that is or contains ``other``."""
        while self.chart.nodes[other].parent != node:
            other = self.chart.nodes[other].parent
        return other

    def cleared(self, node: int) -> tuple[int, ...]:
        """Return the fields that leaving ``node`` clears: all but kept history."""
        if node not in self._cleared:
            self._cleared[node] = tuple(self._clearing(node))
        return self._cleared[node]

    def _clearing(self, node: int) -> list[int]:
        found = []
        index = node
        while index < self._last[node]:
            if index in self.layout.resumed:
                index = self._last[index]
                continue
            if index in self.layout.regions:
                found.append(self.layout.regions[index])
            index += 1
        return found

    def implied(self, node: int) -> dict[int, frozenset[int]]:
        """Return what follows from ``node`` being active: its ancestors are."""
        layout, nodes = self.layout, self.chart.nodes
        known: dict[int, frozenset[int]] = {}
        for index in (node, *self.chart.ancestors(node)):
            place = layout.place(index)
            if place is not None:
                known[place[0]] = frozenset({place[1]})
        for index in (node, *self.chart.ancestors(node)):
            if nodes[index].kind is not NodeKind.PARALLEL:
                continue
            for strand in nodes[index].children:
                field = layout.regions[strand]
                known.setdefault(field, layout.domains[field] - ZERO)
        return known

    def codes_where(self, row: Row) -> Mapping[int, frozenset[int]]:
        """Return the codes that fields may have where a row applies."""
        layout = self.layout
        implied = dict(self.implied(row.node))
        for at, field in enumerate(layout.fields):
            if field.mask & row.mask:
                possible = implied.get(at, layout.domains[at])
                asked = (row.mask & field.mask) >> field.shift
                code = (row.match & field.mask) >> field.shift
                implied[at] = (
                    frozenset(each for each in possible if each & asked == code)
                    or possible
                )
        return implied

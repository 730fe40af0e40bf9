"""Where a row of the brief stands in a chart: its places, its way, its clocks.

The handbook may split one step of the brief into several, so a row is looked for
between the brief's own states: from one of them, through states that only the handbook
has, to the next.
"""

from collections import defaultdict
from collections.abc import Iterable

from katch_protocols.charts.chart import Chart, Entry, EntryKind, NodeKind
from katch_protocols.graphs.steps import StepKind, steps

__all__ = ["Chartered"]


class Chartered:
    """A chart with the brief's states found in it."""

    def __init__(self, chart: Chart, names: Iterable[str]) -> None:
        self.chart = chart
        self.known = {name: self._find(name) for name in names}
        self._next: dict[int, set[int]] = defaultdict(set)
        for step in steps(chart):
            if step.target is not None and step.kind is not StepKind.DONE:
                source = chart.by_name[step.source]
                self._next[source].add(chart.by_name[step.target])
        for node in chart.nodes[1:]:
            if node.initial is not None:
                self._next[node.index].add(node.initial)
            elif node.kind is NodeKind.PARALLEL:
                self._next[node.index].update(node.children)
            elif node.kind is NodeKind.FINAL and node.parent:
                self._complete(node.index)

    def _complete(self, end: int) -> None:
        """Lead from an end to where the composite or parallel around it goes."""
        whole = self.chart.nodes[self.chart.nodes[end].parent]
        if whole.kind is NodeKind.STRAND:
            whole = self.chart.nodes[whole.parent]
        if whole.done is not None:
            self._next[end].add(whole.done.node)

    def _find(self, name: str) -> int | None:
        home = self.chart.protocol.id
        found = [
            node.index
            for node in self.chart.nodes
            if node.bare == name and node.home == home
        ]
        return found[0] if found else None

    def around(self, index: int) -> set[int]:
        """The node with everything around it."""
        return {index, *self.chart.ancestors(index)} - {0}

    def walk(self, starts: Iterable[int], passing: set[int]) -> set[int]:
        """Every node that is come to before another state of the brief is left."""
        stops = set(self.known.values()) - passing
        found: set[int] = set()
        todo = list(starts)
        while todo:
            node = todo.pop()
            if node in found:
                continue
            found.add(node)
            if node not in stops:
                todo.extend(self._next[node])
        return found

    def entries(self, activity: str) -> tuple[Entry, ...]:
        """Where an act is declared in the protocol itself, in document order."""
        found = (
            entry
            for entry in self.chart.entries
            if entry.act.id == activity
            and entry.kind is EntryKind.WRITTEN
            and entry.home == self.chart.protocol.id
        )
        return tuple(found)

    def starts_from(self, entry: Entry, state: str) -> bool:
        """Whether the act can be done in that state or in what only follows it."""
        index = self.known.get(state)
        if index is None:
            return False
        if entry.at_top and not entry.act.origins:
            return True
        stops = set(self.known.values()) - {index}
        after = self.walk([index], {index}) - stops
        return entry.node in after or self._together(index, entry.node)

    def _together(self, one: int, other: int) -> bool:
        """Whether one is around the other, or both are active side by side."""
        here, there = self.around(one), self.around(other)
        if one in there or other in here:
            return True
        shared = max(here & there, default=0)
        return self.chart.nodes[shared].kind is NodeKind.PARALLEL

    def after(self, entry: Entry) -> set[int]:
        """Every node that the act leads to before another state of the brief."""
        if entry.goal is None:
            return set()
        return self.walk([entry.goal.node], self.around(entry.node))

    def entered(self, entry: Entry) -> set[int]:
        """The same, with what is around each and was not left."""
        found = {other for node in self.after(entry) for other in self.around(node)}
        return found - self.around(entry.node)

    def clocks(self, entry: Entry) -> set[tuple[str, str]]:
        """The limits around the act, on its way and of what waits for an answer."""
        found: set[tuple[str, str]] = set()
        stops = set(self.known.values())
        inside = {
            node.index
            for node in self.chart.nodes
            if entry.node and entry.node in self.chart.ancestors(node.index)
        }
        near = self.around(entry.node) | inside | (self.after(entry) - stops)
        for index in near | self._before(entry.node):
            node = self.chart.nodes[index]
            if node.within is not None:
                found.add((str(node.within.limit), str(node.within.basis)))
            found.update((str(timer.limit), "clock") for timer in node.timers)
        return found

    def _before(self, index: int) -> set[int]:
        """The nodes that lead to this one, back to a state of the brief."""
        found: set[int] = set()
        todo = [index]
        while todo:
            node = todo.pop()
            found |= self.around(node)
            if node in self.known.values():
                continue
            sources = [each for each, after in self._next.items() if node in after]
            todo.extend(each for each in sources if each and each not in found)
        return found

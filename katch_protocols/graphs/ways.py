"""The steps by which a case may leave a state, for each state of one chart."""

from collections.abc import Iterator
from functools import cached_property

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.graphs.rests import ends
from katch_protocols.graphs.steps import Step, StepKind, steps

__all__ = ["Ways", "holds"]


class Ways:
    """Every step of a chart by what it exits; looked through once for all states."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    def out(self, here: int) -> Iterator[Step]:
        """Yield the steps by which a case may leave a node, in document order.

        Not those that lead back to it or into it, nor those that enter it again from
        the start of what is around it.
        """
        above = (here, *self.chart.ancestors(here))
        places = sorted(
            place for node in above for place in self._exiting.get(node, ())
        )
        for place in dict.fromkeys(places):
            if self._leaves(self._steps[place], here):
                yield self._steps[place]

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return steps(self.chart)

    @cached_property
    def _exiting(self) -> dict[int, list[int]]:
        """The positions of the steps that exit each node with all that is inside."""
        found: dict[int, list[int]] = {}
        for place, step in enumerate(self._steps):
            if step.target is None:
                continue
            domain = self._domain(step, self.chart.by_name[step.target])
            source = self.chart.by_name[step.source]
            for child in self.chart.nodes[domain].children:
                if step.at_top or holds(self.chart, child, source):
                    found.setdefault(child, []).append(place)
        return found

    def _domain(self, step: Step, target: int) -> int:
        source = self.chart.by_name[step.source]
        return self.chart.domain(source, target, at_top=step.at_top)

    def _leaves(self, step: Step, here: int) -> bool:
        chart = self.chart
        if step.target is None:
            return False
        source, target = chart.by_name[step.source], chart.by_name[step.target]
        if holds(chart, here, target):
            return False
        if not step.resume and self._enters(self._domain(step, target), target, here):
            return False
        if step.kind is StepKind.DONE and source in chart.ancestors(here):
            return any(holds(chart, here, end) for end in ends(chart, source))
        return _together(chart, here, source)

    def _enters(self, domain: int, target: int, here: int) -> bool:
        """Whether a move to ``target`` that stays in ``domain`` enters ``here``.

        What the move names is entered, and of all the rest the initial states.
        """
        chart = self.chart
        towards = (target, *chart.ancestors(target))
        down = (here, *chart.ancestors(here))
        for node in down[: down.index(domain)]:
            above = chart.nodes[chart.nodes[node].parent]
            named = [child for child in above.children if child in towards]
            entered = named[0] if named else above.initial
            if above.kind is not NodeKind.PARALLEL and node != entered:
                return False
        return True


def holds(chart: Chart, node: int, other: int) -> bool:
    """Tell whether ``other`` is ``node`` or stands inside it."""
    return node in (other, *chart.ancestors(other))


def _together(chart: Chart, one: int, other: int) -> bool:
    """Whether two nodes can be active at once."""
    if holds(chart, one, other) or holds(chart, other, one):
        return True
    above = chart.ancestors(other)
    shared = next(node for node in chart.ancestors(one) if node in above)
    return chart.nodes[shared].kind is NodeKind.PARALLEL

"""Where in a row an event happens, and what must be so where a state is resumed."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart
from katch_protocols.proofs.automata.row_splitting import RowQuestion
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.symbolic_state import SymbolicState
from katch_protocols.semantics.table import Row, Table

__all__ = ["Position", "event_positions"]

Position = tuple[int, ...]
"""Where in a step: 0 the activity, 1 the first state entered; longer inside one."""


def event_positions(
    table: Table, row: Row, event: ChartEvent
) -> list[tuple[Position, tuple[RowQuestion, ...]]]:
    """Return where in the row's sequence an event happens, in that order.

    A state inside one that is resumed is entered where it was last active: then the
    second part asks whether it was.
    """
    found: list[tuple[Position, tuple[RowQuestion, ...]]] = [
        ((position,), ()) for position in event.positions(row)
    ]
    if not row.resumed or not event.nodes or not event.counts(row):
        return found
    chart = table.chart
    for asked in event.nodes.difference(row.entered):
        above = chart.ancestors(asked)
        inside = tuple(_order(chart, asked))
        found += [
            ((row.entered.index(node) + 1, *inside), (_was_left_at(asked, node),))
            for node in row.resumed
            if node in above
        ]
    return sorted(found, key=lambda one: one[0])


def _order(chart: Chart, node: int) -> Iterator[int]:
    """Yield the places among their siblings that lead from the top to a node."""
    for index in (*reversed(chart.ancestors(node)[:-1]), node):
        yield chart.nodes[chart.nodes[index].parent].children.index(index)


def _was_left_at(node: int, resumed: int) -> RowQuestion:
    """Ask whether ``resumed`` was last left with ``node`` active inside it.

    From the outside in: mostly the case was elsewhere, and then no more is asked.
    """

    def question(sketch: SymbolicState) -> bool:
        inside = [*_inside(sketch.layout, node, resumed)]
        return all(
            sketch.among(field, frozenset({code})) for field, code in reversed(inside)
        )

    return RowQuestion(("left at", node, resumed), question)


def _inside(layout: Layout, node: int, resumed: int) -> Iterator[tuple[int, int]]:
    """Yield the places from a node up that are active as it is, inside ``resumed``."""
    while True:
        region, place = layout.region_of(node), layout.place(node)
        if region is None or place is None:
            return
        if region != resumed and resumed not in layout.chart.ancestors(region):
            return
        yield place
        if region == resumed:
            return
        node = region

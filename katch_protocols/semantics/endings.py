"""Where a case is complete, and how."""

from katch_protocols.charts.chart import NodeKind
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.table import Table

__all__ = ["end_cubes"]


def end_cubes(table: Table, outcomes: frozenset[Outcome]) -> tuple[Cube, ...]:
    """Return the cubes in which a case is complete with one of the outcomes.

    A final state without an outcome counts among all outcomes.
    """
    layout, nodes = table.layout, table.chart.nodes
    field = layout.fields[layout.regions[0]]
    every = outcomes == frozenset(Outcome)
    return tuple(
        (field.mask, layout.codes[child] << field.shift)
        for child in table.chart.root.children
        if nodes[child].kind is NodeKind.FINAL
        and (every or nodes[child].outcome in outcomes)
    )

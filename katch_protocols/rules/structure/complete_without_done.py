"""complete-without-done: a state whose inside can end while nothing leads on."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart, Node, NodeKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_NESTING = frozenset({NodeKind.COMPOSITE, NodeKind.PARALLEL})


def _spots(context: Context) -> Iterator[Spot]:
    for name, uses in context.uses.items():
        if not uses.is_known:
            continue
        chart = uses.own.chart
        for node in chart.nodes[1:]:
            if node.kind not in _NESTING or node.done or node.home != name:
                continue
            if _can_end(chart, node) and not uses.leads_on(node.index):
                yield Spot(node.path, {"state": node.bare})


def _can_end(chart: Chart, node: Node) -> bool:
    if node.kind is NodeKind.PARALLEL:
        return all(_can_end(chart, chart.nodes[child]) for child in node.children)
    kinds = {chart.nodes[child].kind for child in node.children}
    return NodeKind.FINAL in kinds


RULE = Rule(
    name="complete-without-done",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="All inside '{state}' can end, and nothing leads on from there.",
        why="The child's case would stay in a state in which all is done.",
        fix="Add `done` with the state that follows.",
    ),
    spots=_spots,
)

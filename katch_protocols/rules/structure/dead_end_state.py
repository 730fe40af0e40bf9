"""dead-end-state: a state that is not final must have a way out."""

from collections.abc import Iterator

from katch_protocols.charts.chart import NodeKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, uses in context.uses.items():
        if not uses.is_known:
            continue
        for node in uses.own.chart.nodes[1:]:
            rests = node.kind is NodeKind.ATOMIC and node.home == name
            if rests and not uses.leads_on(node.index):
                yield Spot(node.path, {"state": node.bare})


RULE = Rule(
    name="dead-end-state",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Nothing leads out of '{state}', and it is not final.",
        why="A child's case that arrives here can never move on or be closed.",
        fix="Add an activity with `to`, or mark it `final: true`.",
    ),
    spots=_spots,
)

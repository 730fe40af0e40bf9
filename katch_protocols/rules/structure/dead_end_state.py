"""dead-end-state: a state that is not final must have a way out."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Chart, Entry, NodeKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.sound.items():
        ways = _ways_out(chart)
        for node in chart.nodes[1:]:
            if node.kind is NodeKind.ATOMIC and node.home == name:
                # Ancestors that can be left take what is inside along.
                above = (node.index, *chart.ancestors(node.index))
                if not ways.intersection(above):
                    yield Spot(node.path, {"state": node.bare})


def _ways_out(chart: Chart) -> frozenset[int]:
    moves = {node.index for node in chart.nodes if node.timers}
    moves.update(entry.node for entry in chart.entries if _leads_on(entry))
    return frozenset(moves)


def _leads_on(entry: Entry) -> bool:
    return entry.goal is not None and entry.goal.node != entry.node


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

"""deadline-without-holder: a deadline in a state that nobody holds."""

from collections.abc import Iterator

from katch_protocols.charts.chart import NodeKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_PASSING = frozenset({NodeKind.CHOICE, NodeKind.FINAL})


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.charts.items():
        for node in chart.nodes:
            if node.within is None or node.held_by is not None or node.home != name:
                continue
            # Where no case waits, the deadline itself is the finding.
            if node.awaiting is None and node.kind not in _PASSING:
                yield Spot((*node.path, "within"), {"state": node.bare})


RULE = Rule(
    name="deadline-without-holder",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{state}' has a deadline and no `held_by`.",
        why="When it passes, nobody has missed it.",
        fix="Add `held_by` with the role that must keep the deadline.",
    ),
    spots=_spots,
    needs_whole=True,
)

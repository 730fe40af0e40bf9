"""unreachable-state: a state that no case can ever enter."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, uses in context.uses.items():
        if not uses.is_known:
            continue
        for node in uses.own.chart.nodes[1:]:
            made = node.awaiting is not None or node.home != name
            # Of nested states that nobody enters, the outermost is told.
            if not made and not uses.is_met(node.index) and uses.is_met(node.parent):
                yield Spot(node.path, {"state": node.bare, "protocol": name})


RULE = Rule(
    name="unreachable-state",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="No case of protocol '{protocol}' can ever enter '{state}'.",
        why="The help that waits there reaches no child.",
        fix="Let a move lead there whose condition can hold, or remove the state.",
    ),
    spots=_spots,
)

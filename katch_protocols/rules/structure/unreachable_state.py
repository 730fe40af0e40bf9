"""unreachable-state: a state that no case can ever enter."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.graphs.queries import reachable
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, reach in context.reached.items():
        if reach.endless:
            continue
        entered = _entered(reach)
        for node in reach.chart.nodes[1:]:
            made = node.awaiting is not None or node.home != name
            seen = node.index in entered
            # Of nested states that nobody enters, the outermost is told.
            if not seen and not made and _is_met(entered, node.parent):
                yield Spot(node.path, {"state": node.bare, "protocol": name})


def _entered(reach: Reach) -> frozenset[int]:
    """Return what some case enters; of a protocol not seen whole, what may be entered.

    That is where some move leads, whatever its condition.
    """
    if reach.is_whole:
        return reach.entered
    by_name = reach.chart.by_name
    return frozenset(by_name[name] for name in reachable(reach.chart))


def _is_met(entered: frozenset[int], node: int) -> bool:
    return node == 0 or node in entered


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

"""decide-line-never-taken: a line of a choice that no case can take."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Node
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, uses in context.uses.items():
        if not uses.is_compiled:
            continue
        nodes = uses.own.chart.nodes
        for node in nodes:
            # A choice that is made for an end of an inlined protocol has one line.
            if len(node.lines) < _FEWEST or node.home != name:
                continue
            for position, line in enumerate(node.lines[: _shown(node)]):
                taken = uses.may_take(node.index, position)
                if not taken and uses.is_met(node.index):
                    target = nodes[line.goal.node].bare
                    facts = {"state": node.bare, "target": target}
                    yield Spot((*node.path, "decide", position), facts)


_FEWEST = 2


def _shown(node: Node) -> int:
    """Return how many lines count: those behind an open one have their own rule."""
    open_lines = [place for place, line in enumerate(node.lines) if line.when is None]
    return open_lines[0] + 1 if open_lines else len(node.lines)


RULE = Rule(
    name="decide-line-never-taken",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="No case can take this line of `decide` in '{state}' to '{target}'.",
        why="Readers believe in a way that is open to no child.",
        fix="Correct its condition, or remove the line.",
    ),
    spots=_spots,
)

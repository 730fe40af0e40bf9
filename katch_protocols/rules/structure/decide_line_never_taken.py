"""decide-line-never-taken: a line of a choice that no case can take."""

from collections.abc import Iterator
from itertools import pairwise

from katch_protocols.charts.chart import Node
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, reach in context.reached.items():
        if not reach.is_whole:
            continue
        taken = _taken(reach)
        nodes = reach.chart.nodes
        for node in nodes:
            # A choice that is made for an end of an inlined protocol has one line.
            if len(node.lines) < _FEWEST or node.home != name:
                continue
            for position, line in enumerate(node.lines[: _shown(node)]):
                if (node.index, position) not in taken and reach.is_met(node.index):
                    target = nodes[line.goal.node].bare
                    facts = {"state": node.bare, "target": target}
                    yield Spot((*node.path, "decide", position), facts)


_FEWEST = 2


def _shown(node: Node) -> int:
    """Return how many lines count: those behind an open one have their own rule."""
    open_lines = [place for place, line in enumerate(node.lines) if line.when is None]
    return open_lines[0] + 1 if open_lines else len(node.lines)


def _taken(reach: Reach) -> set[tuple[int, int]]:
    """Return the lines that some case takes, as (node, position)."""
    taken = {line for row in reach.fired for line in row.lines}
    nodes = reach.chart.nodes
    first = reach.table.entered if reach.table else ()
    for choice, after in pairwise(first):
        # At the start nothing else is entered between a choice and its target.
        taken.update(
            (choice, position)
            for position, line in enumerate(nodes[choice].lines)
            if after in (line.goal.node, *reach.chart.ancestors(line.goal.node))
        )
    return taken


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

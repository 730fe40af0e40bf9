"""States that choose, and choices that never come to rest."""

from collections.abc import Iterator

from katch_protocols.charts.chart import ChartNode
from katch_protocols.findings import Severity
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Spot, rule


@rule("decide-line-after-last", Severity.ERROR, needs_whole=True)
def _decide_line_after_last(context: Context) -> Iterator[Spot]:
    """A line of a choice behind one that is always taken."""
    for path, state in context.every(State):
        always = [branch.when is None for branch in state.decide]
        if True in always[:-1]:
            position = always.index(True) + 1
            yield Spot((*path, "decide", position), {"state": state.id})


@rule("decide-line-never-taken", Severity.WARNING)
def _decide_line_never_taken(context: Context) -> Iterator[Spot]:
    """A line of a choice that no case can take."""
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


def _shown(node: ChartNode) -> int:
    """Return how many lines count: those behind an open one have their own rule."""
    open_lines = [place for place, line in enumerate(node.lines) if line.when is None]
    return open_lines[0] + 1 if open_lines else len(node.lines)


@rule("endless-settling", Severity.ERROR)
def _endless_settling(context: Context) -> Iterator[Spot]:
    """Choices and completions that lead round and round."""
    for name, reach in context.reached.items():
        for row in reach.endless:
            if row.entry is not None:
                yield Spot(row.entry.path, {"activity": row.entry.act.id})
            elif row.timer is not None:
                yield Spot(row.timer.path, {"activity": row.timer.name})
            else:
                yield Spot(("protocols", name, "initial"), {"activity": name})

"""state-without-deadline: somebody owes a duty, and nothing says by when."""

from collections.abc import Iterator

from katch_protocols.charts.chart import Entry, EntryKind, Node, NodeKind
from katch_protocols.findings import Path, Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import Reach
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    explained = {path for path, state in context.every(State) if state.note is not None}
    told: set[Path] = set()
    for reach in context.reached.values():
        duties = _duties(reach)
        for node in reach.chart.nodes:
            if node.path in told or node.path in explained:
                continue
            if not _may_rest(reach, node):
                continue
            owed = _owed(context, reach, node, duties)
            if owed is None or node.held_by is None:
                continue
            told.add(node.path)
            facts = {"state": node.bare, "role": node.held_by, "activity": owed}
            yield Spot(node.path, facts)


def _may_rest(reach: Reach, node: Node) -> bool:
    """Tell whether some case rests in a state, and nothing says how long at most."""
    if node.kind is not NodeKind.ATOMIC or node.awaiting is not None:
        return False
    if node.index not in reach.entered:
        return False
    around = (node.index, *reach.chart.ancestors(node.index))
    nodes = (reach.chart.nodes[index] for index in around)
    return not any(each.within is not None or each.timers for each in nodes)


def _duties(reach: Reach) -> dict[int, list[Entry]]:
    """Return what somebody may do in some case, by the node that says so."""
    found: dict[int, list[Entry]] = {}
    for place in sorted(reach.happening):
        entry = reach.chart.entries[place]
        if entry.kind is EntryKind.WRITTEN:
            found.setdefault(entry.node, []).append(entry)
    return found


def _owed(
    context: Context, reach: Reach, node: Node, duties: dict[int, list[Entry]]
) -> str | None:
    """Return the first activity that a body owes here, as it is written nearest.

    What stands around a parallel state is no duty of one of its strands. An activity
    that only people without office do, like the child, is owed by nobody.
    """
    for index in (node.index, *reach.chart.ancestors(node.index)):
        if reach.chart.nodes[index].kind is NodeKind.PARALLEL:
            return None
        here = duties.get(index)
        if here:
            owed = (each for each in here if _is_owed(context, each))
            return next((each.act.id for each in owed), None)
    return None


def _is_owed(context: Context, entry: Entry) -> bool:
    return any(context.agencies_of(role) for role in entry.act.raci.by)


RULE = Rule(
    name="state-without-deadline",
    family=Family.DEADLINES,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "'{state}', held by '{role}', has no limit: nothing says by when "
            "'{activity}' is due."
        ),
        why="A child may wait here without end, and nobody is told.",
        fix="Add `within`, or a `note` on the state that says why the case may rest.",
    ),
    spots=_spots,
    needs_whole=True,
)

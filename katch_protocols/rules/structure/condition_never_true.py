"""condition-never-true: a condition of an activity that holds in no case."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, uses in context.uses.items():
        if not uses.is_compiled:
            continue
        for _, entry in uses.own.own_entries():
            if entry.meanwhile:
                continue
            if entry.kind is not EntryKind.WRITTEN or uses.may_happen(entry):
                continue
            if entry.when is None or entry.act.needs:
                continue
            if uses.is_met(entry.node):
                state = uses.own.chart.nodes[entry.node].bare or name
                facts = {"activity": entry.act.id, "state": state}
                yield Spot((*entry.path, "when"), facts)


RULE = Rule(
    name="condition-never-true",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="The condition of '{activity}' never holds in '{state}'.",
        why="The door that it should open stays shut for every child.",
        fix="Correct the condition, or let an activity record what it asks.",
    ),
    spots=_spots,
)

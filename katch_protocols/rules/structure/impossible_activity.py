"""impossible-activity: an activity that is never possible in its state."""

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
            # A condition alone that never holds is a finding of its own.
            blames_condition = entry.when is not None and not entry.act.needs
            if not blames_condition and uses.is_met(entry.node):
                state = uses.own.chart.nodes[entry.node].bare or name
                yield Spot(entry.path, {"activity": entry.act.id, "state": state})


RULE = Rule(
    name="impossible-activity",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' is never possible in '{state}', although cases come there.",
        why="A duty that nobody can ever do helps no child.",
        fix="Produce the documents it needs earlier, or remove it here.",
    ),
    spots=_spots,
)

"""impossible-activity: an activity that is never possible in its state."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for reach in context.reached.values():
        if not reach.is_whole:
            continue
        for place, entry in reach.own_entries():
            if entry.meanwhile:
                continue
            if entry.kind is not EntryKind.WRITTEN or place in reach.happening:
                continue
            # A condition alone that never holds is a finding of its own.
            blames_condition = entry.when is not None and not entry.act.needs
            if not blames_condition and reach.is_met(entry.node):
                state = reach.chart.nodes[entry.node].bare or reach.chart.protocol.id
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

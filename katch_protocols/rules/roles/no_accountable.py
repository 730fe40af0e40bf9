"""no-accountable: an activity that nobody answers for."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind, NodeKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_PASSING = frozenset({NodeKind.CHOICE, NodeKind.FINAL})


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.charts.items():
        for entry in chart.entries:
            written = entry.kind is EntryKind.WRITTEN and entry.home == name
            # An activity where no case rests is a finding of its own.
            rests = chart.nodes[entry.node].kind not in _PASSING
            if written and rests and not entry.accountable:
                yield Spot(entry.path, {"activity": entry.act.id})


RULE = Rule(
    name="no-accountable",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Nobody answers for '{activity}'.",
        why="When it goes wrong for a child, nobody has to explain why.",
        fix="Add `held_by` to the state, or `accountable` to the activity.",
    ),
    spots=_spots,
    needs_whole=True,
)

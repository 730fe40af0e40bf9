"""function-without-agency: an activity performs what no agency may answer for."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.dates import in_force
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    # A mandate that could not be read may well be there.
    if any(part.startswith("agencies") for part in context.incomplete):
        return
    told: set[Id] = set()
    for name, chart in context.charts.items():
        mandated = _mandated(context, name)
        for entry in chart.entries:
            function = entry.function
            if function is None or entry.kind is not EntryKind.WRITTEN:
                continue
            known = function in context.handbook.functions
            if known and function not in mandated and function not in told:
                told.add(function)
                facts = {"function": function, "activity": entry.act.id}
                yield Spot(("handbook", "functions", function), facts)


def _mandated(context: Context, protocol: Id) -> frozenset[Id]:
    day = context.holders[protocol].as_of
    return frozenset(
        function
        for agency in context.handbook.agencies.values()
        if in_force(agency, day)
        for function in agency.mandates
    )


RULE = Rule(
    name="function-without-agency",
    family=Family.ROLES,
    severity=Severity.GAP,
    wording=Wording(
        saw="'{activity}' performs '{function}', and no agency has a mandate for it.",
        why="Nobody may decide this for a child.",
        fix="Add the function with its source under `mandates` of an agency.",
    ),
    spots=_spots,
    needs_whole=True,
)

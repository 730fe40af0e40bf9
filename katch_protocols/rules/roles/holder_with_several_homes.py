"""holder-with-several-homes: a role of several agencies that should answer."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.charts.holders import Holders
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, chart in context.charts.items():
        for entry in chart.entries:
            if entry.kind is not EntryKind.WRITTEN or entry.home != name:
                continue
            for answering in entry.accountable:
                homes = _several_homes(context.holders[name], answering)
                if homes:
                    facts = {
                        "role": answering,
                        "activity": entry.act.id,
                        "agencies": ", ".join(homes),
                    }
                    yield Spot(entry.path, facts)


def _several_homes(holders: Holders, name: Id) -> tuple[Id, ...]:
    """Return the agencies of a role in the first region that does not choose one."""
    if name not in holders.handbook.roles:
        return ()
    for place in holders.places:
        found = holders.agencies(name, place)
        if len(found) > 1:
            return found
    return ()


RULE = Rule(
    name="holder-with-several-homes",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw=(
            "'{role}' answers for '{activity}' and has several home agencies: "
            "{agencies}."
        ),
        why="Each agency may say that another one is meant.",
        fix="Add `accountable` to the activity, or bind '{role}' in every region.",
    ),
    spots=_spots,
    needs_whole=True,
)

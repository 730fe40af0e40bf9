"""external-without-agreement: an agency abroad answers without agreement."""

from collections.abc import Iterator

from katch_protocols.charts.chart import EntryKind
from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import ACTOR
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    told: set[Id] = set()
    for chart in context.charts.values():
        for entry in chart.entries:
            by = entry.act.raci.by
            answering = by if entry.accountable == (ACTOR,) else entry.accountable
            if entry.kind is not EntryKind.WRITTEN:
                continue
            for agency in dict.fromkeys(
                each for name in answering for each in context.agencies_of(name)
            ):
                known = context.handbook.agencies[agency]
                if known.external and known.agreement is None and agency not in told:
                    told.add(agency)
                    facts = {"agency": agency, "activity": entry.act.id}
                    yield Spot(("agencies", agency), facts)


RULE = Rule(
    name="external-without-agreement",
    family=Family.ROLES,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "'{agency}' is outside the jurisdiction and answers for '{activity}' "
            "without an agreement."
        ),
        why="Nobody can hold it to its promise to the child.",
        fix="Add `agreement` with the source that binds it.",
    ),
    spots=_spots,
    needs_whole=True,
)

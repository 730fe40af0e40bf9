"""external-without-agreement: an agency abroad answers without agreement."""

from collections.abc import Iterator
from datetime import date

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.dates import in_force
from katch_protocols.model.noun import Id
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    told: set[Id] = set()
    for each in context.answers:
        agency = context.handbook.agencies[each.agency]
        if not agency.external or agency.id in told:
            continue
        if not _stands(context, agency.agreement, context.holders[each.protocol].as_of):
            told.add(agency.id)
            facts = {"agency": agency.id, "activity": each.activity}
            yield Spot(("agencies", agency.id), facts)


def _stands(context: Context, agreement: Id | None, day: date | None) -> bool:
    if agreement is None:
        return False
    source = context.handbook.sources.get(agreement)
    return source is None or in_force(source, day)


RULE = Rule(
    name="external-without-agreement",
    family=Family.ROLES,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "'{agency}' is outside the jurisdiction and answers for '{activity}' "
            "without an agreement in force."
        ),
        why="Nobody can hold it to its promise to the child.",
        fix="Add `agreement` with the source that binds it.",
    ),
    spots=_spots,
    needs_whole=True,
)

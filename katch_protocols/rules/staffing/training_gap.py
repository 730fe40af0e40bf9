"""training-gap: an activity that demands a training which nobody there has."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.shortages import names, shortages
from katch_protocols.staffing.demands import DemandKind

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for each in shortages(context, DemandKind.TRAINED):
        facts = {
            "region": each.region,
            "qualification": each.name,
            "roles": names(each.roles),
            "activity": each.activities[0][1],
        }
        yield Spot(("regions", each.region, "posts"), facts)


RULE = Rule(
    name="training-gap",
    family=Family.STAFFING,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "In '{region}' nobody who plays '{roles}' has the training "
            "'{qualification}', which '{activity}' demands."
        ),
        why="A child is seen by somebody untrained, or by nobody.",
        fix="Train somebody there, and count them under `qualified` of the post.",
    ),
    spots=_spots,
)

"""language-not-spoken: a language of children in which nobody interprets."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.shortages import names, shortages
from katch_protocols.staffing.demands import DemandKind

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for each in shortages(context, DemandKind.SPOKEN):
        facts = {
            "region": each.region,
            "language": each.name,
            "roles": names(each.roles),
            "activity": each.activities[0][1],
        }
        yield Spot(("regions", each.region, "languages"), facts)


RULE = Rule(
    name="language-not-spoken",
    family=Family.STAFFING,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "Children of '{region}' speak '{language}', and nobody who plays '{roles}' "
            "does. '{activity}' needs it."
        ),
        why="A child who is not understood is not heard.",
        fix="Find an interpreter, and add the language to `languages` of the post.",
    ),
    spots=_spots,
)

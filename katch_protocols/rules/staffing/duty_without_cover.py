"""duty-without-cover: a deadline that can end while everybody is at home."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.shortages import names, shortages
from katch_protocols.staffing.demands import DemandKind

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    found: dict[str, dict[str, None]] = {}
    due: dict[str, set[tuple[str, str]]] = {}
    for each in shortages(context, DemandKind.ON_DUTY):
        found.setdefault(each.region, {}).update(dict.fromkeys(each.roles))
        due.setdefault(each.region, set()).update(each.activities)
    for region, roles in found.items():
        facts = {
            "region": region,
            "roles": names(roles),
            "count": str(len(due[region])),
        }
        yield Spot(("regions", region, "posts"), facts)


RULE = Rule(
    name="duty-without-cover",
    family=Family.STAFFING,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "In '{region}' deadlines of {count} activities can end while offices are "
            "closed. Nobody is on duty then: '{roles}'."
        ),
        why="A child who needs help at night or on a holiday waits for an office day.",
        fix=(
            "Give a post of the role `cover: always`, or agree a limit in working "
            "days. `katch staff {region}` lists the activities."
        ),
    ),
    spots=_spots,
)

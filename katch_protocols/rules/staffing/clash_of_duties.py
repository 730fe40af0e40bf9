"""clash-of-duties: duties that a region has too few people to keep apart."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.shortages import clashes, names

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    seen: set[tuple[str, str, str]] = set()
    for region, protocol, clash in clashes(context):
        acts = tuple(dict.fromkeys(name for part in clash for name in part.activities))
        if not any(part.is_between for part in clash):
            continue
        activities = names(acts)
        if (region, protocol, activities) not in seen:
            seen.add((region, protocol, activities))
            facts = {"region": region, "protocol": protocol, "activities": activities}
            yield Spot(("regions", region, "posts"), facts)


RULE = Rule(
    name="clash-of-duties",
    family=Family.STAFFING,
    severity=Severity.GAP,
    wording=Wording(
        saw=(
            "In '{region}' there are too few people to share '{activities}' of "
            "'{protocol}' as demanded."
        ),
        why="Either the case stops, or somebody checks their own work.",
        fix=(
            "`katch staff {region} --protocol {protocol}` lists the demands that "
            "clash, and what one more person would bring."
        ),
    ),
    spots=_spots,
)

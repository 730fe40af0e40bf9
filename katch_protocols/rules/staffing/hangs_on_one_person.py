"""hangs-on-one-person: a case that stops when one person is absent."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.shortages import names

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for region, desks in context.desks.items():
        thin = {each.post for desk in desks.values() for each in desk.thin}
        posts = [
            post for post in context.handbook.regions[region].posts if post in thin
        ]
        if posts:
            facts = {"region": region, "posts": names(tuple(posts))}
            yield Spot(("regions", region, "posts"), facts)


RULE = Rule(
    name="hangs-on-one-person",
    family=Family.STAFFING,
    severity=Severity.NOTE,
    wording=Wording(
        saw="In '{region}' some case stops when one person is absent at: '{posts}'.",
        why="One sick leave, and a child's case waits.",
        fix=(
            "Train or add a second person, or agree who stands in. "
            "`katch staff {region}` says what each change would bring."
        ),
    ),
    spots=_spots,
)

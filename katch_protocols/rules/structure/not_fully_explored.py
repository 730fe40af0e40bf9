"""not-fully-explored: a protocol with more configurations than a check looks at."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.reach import MAX_CONFIGURATIONS
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for name, reach in context.reached.items():
        if reach.bound is None and not (
            reach.exploration is not None and reach.exploration.exhausted
        ):
            facts = {"protocol": name, "limit": str(MAX_CONFIGURATIONS)}
            yield Spot(("protocols", name), facts)


RULE = Rule(
    name="not-fully-explored",
    family=Family.STRUCTURE,
    severity=Severity.NOTE,
    wording=Wording(
        saw=(
            "Protocol '{protocol}' was not explored whole: the check stops at "
            "{limit} configurations."
        ),
        why="What is never possible could not be found out.",
        fix="Prove it for a longer look, or record fewer facts.",
    ),
    spots=_spots,
)

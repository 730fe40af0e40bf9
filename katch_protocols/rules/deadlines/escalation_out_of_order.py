"""escalation-out-of-order: a step that comes before an earlier line."""

from collections.abc import Iterator
from itertools import pairwise

from katch_protocols.findings import Severity, Wording
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spans import minutes, told

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    steps = context.handbook.escalation
    for position, (above, step) in enumerate(pairwise(steps), start=1):
        earlier, later = minutes(above.after), minutes(step.after)
        if earlier is not None and later is not None and later < earlier:
            facts = {"role": step.tell, **told("after", step.after)}
            yield Spot(("handbook", "escalation", position), facts)


RULE = Rule(
    name="escalation-out-of-order",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{role}' is told after {after}, which is before the line above.",
        why="Whoever reads the chain believes that somebody else is told first.",
        fix="Put the lines in the order in which people are told.",
    ),
    spots=_spots,
)

"""reason-without-codes: an activity that asks for a reason and offers none."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, act in context.every(Activity):
        if act.reason and not act.reasons:
            yield Spot((*path, "reason"), {"activity": act.id})


RULE = Rule(
    name="reason-without-codes",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' demands a reason and offers no reason codes.",
        why="Nobody could ever do it, for no reason is allowed.",
        fix="List the allowed codes under `reasons`.",
    ),
    spots=_spots,
    needs_whole=True,
)

"""activity-without-responsible: an activity that no role does."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, act in context.every(Activity):
        if not act.raci.by:
            yield Spot(path, {"activity": act.id})


RULE = Rule(
    name="activity-without-responsible",
    family=Family.ROLES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' has no `by`.",
        why="A duty of nobody is done by nobody.",
        fix="Add `by` with the role that does it.",
    ),
    spots=_spots,
    needs_whole=True,
)

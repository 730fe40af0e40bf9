"""reasons-not-asked: an activity that offers reasons and asks for none."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, act in context.every(Activity):
        if act.reasons and not act.reason:
            yield Spot((*path, "reasons"), {"activity": act.id})


RULE = Rule(
    name="reasons-not-asked",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{activity}' offers reason codes and does not ask for one.",
        why="A decision about a child would be taken without saying why.",
        fix="Add `reason: true`, or remove `reasons`.",
    ),
    spots=_spots,
    needs_whole=True,
)

"""handover-without-limit: a handover whose silence never escalates."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Handover
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, handover in context.every(Handover):
        if handover.within is None:
            yield Spot(path, {"activity": str(path[-2])})


RULE = Rule(
    name="handover-without-limit",
    family=Family.HANDOFFS,
    severity=Severity.WARNING,
    wording=Wording(
        saw="The handover of '{activity}' has no limit.",
        why="If the receiver stays silent, nobody is ever told.",
        fix="Add `within` to the handover.",
    ),
    spots=_spots,
    needs_whole=True,
)

"""deadline-proposed: a deadline that ministries have still to agree."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Handover
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spans import told

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, deadline in context.every(Deadline):
        if deadline.basis is Basis.PROPOSED:
            facts = {"id": str(path[-2]), **told("limit", deadline.limit)}
            yield Spot(path, facts)
    for path, handover in context.every(Handover):
        if handover.basis is Basis.PROPOSED and handover.within is not None:
            facts = {"id": str(path[-2]), **told("limit", handover.within)}
            yield Spot((*path, "within"), facts)


RULE = Rule(
    name="deadline-proposed",
    family=Family.DEADLINES,
    severity=Severity.NOTE,
    wording=Wording(
        saw="The deadline of '{id}', {limit}, is a proposal.",
        why="It binds nobody until the ministries agree it.",
        fix="Keep it, and name its basis once it is agreed.",
    ),
    spots=_spots,
    needs_whole=True,
)

"""deadline-without-escalation: a deadline whose breach nobody is told of."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Handover
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    lost = {"handbook", "handbook.escalation", "escalation"}
    if context.handbook.escalation or context.incomplete & lost:
        return
    for path, state in context.every(State):
        if state.within is not None and not state.escalate_to:
            yield Spot((*path, "within"), {"id": state.id})
    for path, handover in context.every(Handover):
        if handover.within is not None:
            yield Spot((*path, "within"), {"id": str(path[-2])})


RULE = Rule(
    name="deadline-without-escalation",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="Nobody is told when the deadline of '{id}' is broken.",
        why="A child may wait without end, and nobody learns of it.",
        fix="Add `escalation` to `handbook.yaml`, or `escalate_to` to the state.",
    ),
    spots=_spots,
    needs_whole=True,
)

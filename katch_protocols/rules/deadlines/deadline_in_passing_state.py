"""deadline-in-passing-state: a deadline where no case ever waits."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if state.within is not None and (state.final or state.decide):
            yield Spot((*path, "within"), {"state": state.id})


RULE = Rule(
    name="deadline-in-passing-state",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{state}' has a deadline, and no case ever waits there.",
        why="The clock that should protect the child never starts.",
        fix="Move `within` to a state in which the case waits.",
    ),
    spots=_spots,
)

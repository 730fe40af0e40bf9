"""timers-at-once: two moves of the clock that are due at the same instant."""

from collections.abc import Iterator
from itertools import combinations

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.durations import Duration, Unit
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spans import minutes

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        for one, other in combinations([timer.limit for timer in state.after], 2):
            if _span(one) == _span(other):
                facts = {"state": state.id, "first": str(one), "second": str(other)}
                yield Spot((*path, "after", str(other)), facts)


def _span(duration: Duration) -> tuple[Unit, int]:
    exact = minutes(duration)
    return (duration.unit, duration.amount) if exact is None else (Unit.MINUTES, exact)


RULE = Rule(
    name="timers-at-once",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "In '{state}' two moves of the clock are due at once: {first} and {second}."
        ),
        why="Chance would decide where the child's case goes.",
        fix="Keep one of them, or make one later.",
    ),
    spots=_spots,
)

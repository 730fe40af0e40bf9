"""activity-in-passing-state: an activity in a state in which no case ever rests."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if not state.final and not state.decide:
            continue
        for activity in state.activities:
            facts = {"activity": activity, "state": state.id}
            yield Spot((*path, "activities", activity), facts)


RULE = Rule(
    name="activity-in-passing-state",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{activity}' stands in '{state}', in which no case ever rests.",
        why="Nobody gets the chance to do this for a child.",
        fix="Move the activity to a state before or after it.",
    ),
    spots=_spots,
)

"""state-shares-activity-id: a state and an activity with the same id."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Activity
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    acts = {
        (user, act.id)
        for path, act in context.every(Activity)
        for user in context.users(path)
    }
    for path, state in context.every(State):
        for user in context.users(path):
            if (user, state.id) in acts:
                yield Spot(path, {"id": state.id, "protocol": user})


RULE = Rule(
    name="state-shares-activity-id",
    family=Family.NAMES,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{id}' is both a state and an activity of protocol '{protocol}'.",
        why="A safeguard that says '{id}' could mean either.",
        fix="Rename one: a state is a situation, an activity is a duty.",
    ),
    spots=_spots,
)

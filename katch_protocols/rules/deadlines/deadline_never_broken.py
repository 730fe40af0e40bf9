"""deadline-never-broken: a deadline that the clock's own move always forestalls."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot
from katch_protocols.rules.spans import minutes, told

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if state.within is None or state.within.start is not None:
            continue
        limit = minutes(state.within.limit)
        for timer in state.after:
            after = minutes(timer.limit)
            if after is not None and limit is not None and after < limit:
                facts = {
                    "state": state.id,
                    **told("after", timer.limit),
                    **told("limit", state.within.limit),
                }
                yield Spot((*path, "within"), facts)
                break


RULE = Rule(
    name="deadline-never-broken",
    family=Family.DEADLINES,
    severity=Severity.WARNING,
    wording=Wording(
        saw=(
            "In '{state}' the clock moves on after {after}, before the deadline of "
            "{limit}."
        ),
        why="The breach is never noticed, for the case has left by itself.",
        fix="Make the deadline shorter, or the move of the clock later.",
    ),
    spots=_spots,
)

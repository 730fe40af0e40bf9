"""left-alone: a state is called like the example."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if state.id == "example":
            yield Spot(path, {"state": state.id})


RULE = Rule(
    name="left-alone",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="'{state}' is called like the example.",
        why="Say here why it matters to the child.",
        fix="Say here what to do about '{state}'.",
    ),
    spots=_spots,
)

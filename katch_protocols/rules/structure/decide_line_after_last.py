"""decide-line-after-last: a line of a choice behind one that is always taken."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        always = [branch.when is None for branch in state.decide]
        if True in always[:-1]:
            position = always.index(True) + 1
            yield Spot((*path, "decide", position), {"state": state.id})


RULE = Rule(
    name="decide-line-after-last",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="In '{state}' a line of `decide` stands behind one without a condition.",
        why="The earlier line is always taken, so this one never helps a child.",
        fix="Give the earlier line a condition, or move it to the end.",
    ),
    spots=_spots,
    needs_whole=True,
)

"""single-strand-parallel: a parallel state with one strand."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if len(state.parallel) == 1:
            yield Spot((*path, "parallel"), {"state": state.id})


RULE = Rule(
    name="single-strand-parallel",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="Parallel state '{state}' has one strand only.",
        why="Readers look for help that runs side by side, and there is none.",
        fix="Use `initial` and `states` instead, or add the other strand.",
    ),
    spots=_spots,
    needs_whole=True,
)

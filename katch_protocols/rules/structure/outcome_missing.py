"""outcome-missing: an end that does not say what it means for the child."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_AT_TOP = 4
"""The length of the path of a state at the top."""


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if state.final and state.outcome is None and len(path) == _AT_TOP:
            yield Spot(path, {"state": state.id})


RULE = Rule(
    name="outcome-missing",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="The end '{state}' has no outcome.",
        why="Nobody could count how many children were protected.",
        fix=(
            "Add `outcome` with one of protected, transferred, not_applicable, adverse."
        ),
    ),
    spots=_spots,
    needs_whole=True,
)

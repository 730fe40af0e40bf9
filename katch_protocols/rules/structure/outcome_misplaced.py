"""outcome-misplaced: an outcome on something that is no end of the protocol."""

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
        is_end = state.final and len(path) == _AT_TOP
        if state.outcome is not None and not is_end:
            yield Spot((*path, "outcome"), {"state": state.id})


RULE = Rule(
    name="outcome-misplaced",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{state}' has an outcome and is no end of the protocol.",
        why="A child would be counted as protected while the case goes on.",
        fix="Remove `outcome`, or make it a final state at the top.",
    ),
    spots=_spots,
    needs_whole=True,
)

"""no-end: a protocol in which no case can ever be closed."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    ending = {
        user
        for path, state in context.every(State)
        if state.final and len(path) == _AT_TOP
        for user in context.users(path)
    }
    for name, protocol in context.handbook.protocols.items():
        path = ("protocols", name)
        may_end = name in ending or context.has_lost(path, ("states",))
        if protocol.states and not may_end:
            yield Spot(path, {"protocol": name})


_AT_TOP = 4
"""The length of the path of a state at the top."""


RULE = Rule(
    name="no-end",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="Protocol '{protocol}' has no final state.",
        why="No child's case could ever be closed with an outcome.",
        fix="Add a state with `final: true` and an `outcome`.",
    ),
    spots=_spots,
    needs_whole=True,
)

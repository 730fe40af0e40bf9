"""done-never-taken: a `done` of a state whose inside cannot end."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        if state.done is not None and not _can_end(state):
            yield Spot((*path, "done"), {"state": state.id})


def _can_end(state: State) -> bool:
    match state.kind:
        case StateKind.PARALLEL:
            return all(_can_end(strand) for strand in state.parallel.values())
        case StateKind.COMPOSITE:
            return any(child.final for child in state.states.values())
        case _:
            # Elsewhere `done` has no effect at all, which is a finding of its own.
            return True


RULE = Rule(
    name="done-never-taken",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="`done` of '{state}' is never taken: something inside has no end.",
        why="The step that should follow never comes for any child.",
        fix="Add a state with `final: true` inside, in every strand.",
    ),
    spots=_spots,
    needs_whole=True,
)

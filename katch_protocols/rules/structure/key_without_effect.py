"""key-without-effect: a key that changes nothing where it stands."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.activities import Target
from katch_protocols.model.states import OnPause, State, StateKind
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]

_NESTING = frozenset({StateKind.COMPOSITE, StateKind.PARALLEL, StateKind.RUNNING})


def _spots(context: Context) -> Iterator[Spot]:
    resuming = {
        user
        for path, target in context.every(Target)
        if target.resume
        for user in context.users(path)
    }
    for path, state in context.every(State):
        resumed = bool(resuming.intersection(context.users(path)))
        for key, idle in _idle(state, resumed=resumed).items():
            if idle:
                yield Spot((*path, key), {"key": key, "state": state.id})


def _idle(state: State, *, resumed: bool) -> dict[str, bool]:
    nests = state.kind in _NESTING
    passes = state.kind in {StateKind.CHOICE, StateKind.FINAL}
    is_composite = state.kind is StateKind.COMPOSITE
    return {
        "initial": state.initial is not None and not is_composite,
        "done": state.done is not None
        and state.kind not in {StateKind.COMPOSITE, StateKind.PARALLEL},
        "then": bool(state.then) and state.runs is None,
        "on_pause": state.on_pause is not OnPause.KEEP_RUNNING
        and not (nests and resumed),
        "after": bool(state.after) and passes,
        "escalate_to": bool(state.escalate_to) and state.within is None,
    }


RULE = Rule(
    name="key-without-effect",
    family=Family.STRUCTURE,
    severity=Severity.WARNING,
    wording=Wording(
        saw="`{key}` has no effect in '{state}'.",
        why="A reader trusts a rule that is not there.",
        fix="Remove the key, or move it to the state that it is meant for.",
    ),
    spots=_spots,
)

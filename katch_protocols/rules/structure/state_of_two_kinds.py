"""state-of-two-kinds: a state that is two things at once."""

from collections.abc import Iterator

from katch_protocols.findings import Severity, Wording
from katch_protocols.model.states import State
from katch_protocols.rules.context import Context
from katch_protocols.rules.rule import Family, Rule, Spot

__all__ = ["RULE"]


def _spots(context: Context) -> Iterator[Spot]:
    for path, state in context.every(State):
        keys = [key for key, given in _kinds(state).items() if given]
        if len(keys) > 1:
            yield Spot(path, {"state": state.id, "keys": ", ".join(keys)})


def _kinds(state: State) -> dict[str, bool]:
    return {
        "decide": bool(state.decide),
        "runs": state.runs is not None,
        "parallel": bool(state.parallel),
        "states": bool(state.states),
        "final": state.final,
    }


RULE = Rule(
    name="state-of-two-kinds",
    family=Family.STRUCTURE,
    severity=Severity.ERROR,
    wording=Wording(
        saw="'{state}' is two kinds of state at once: {keys}.",
        why="Two readers would take it for two different things.",
        fix="Keep one of these keys; put the rest into states of their own.",
    ),
    spots=_spots,
)

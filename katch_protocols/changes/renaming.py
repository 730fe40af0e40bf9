"""Changes by the names that states have after they moved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from katch_protocols.changes.behaviour import Behaviour, Witness
from katch_protocols.changes.moving import now
from katch_protocols.changes.nouns import (
    DeadlineChange,
    DeliveryChange,
    DutyChange,
    HandoffChange,
    Term,
)
from katch_protocols.model.noun import Id

__all__ = ["Moves", "behaviour_by", "by_activity", "deadline_by"]

Moves = Mapping[Id, Mapping[str, str]]
"""The full name that a state has now, by protocol and by the name that it had."""

Done = TypeVar("Done", DutyChange, HandoffChange, DeliveryChange)


def by_activity(change: Done, moves: Moves) -> Done:
    """Return a change of what is done by the names after the moves."""
    return replace(change, activity=_now(change.protocol, change.activity, moves))


def deadline_by(change: DeadlineChange, moves: Moves) -> DeadlineChange:
    """Return a change of a deadline by the names after the moves."""
    name = change.protocol

    def term(one: Term | None) -> Term | None:
        if one is None or one.start is None:
            return one
        return replace(one, start=_now(name, one.start, moves))

    state = _now(name, change.state, moves)
    before, after = term(change.before), term(change.after)
    return replace(change, state=state, before=before, after=after)


def behaviour_by(found: Behaviour, moves: Moves) -> Behaviour:
    """Return a comparison of cases by the names after the moves."""

    def witness(one: Witness) -> Witness:
        steps = (
            replace(step, activity=_now(found.protocol, step.activity, moves))
            for step in one.steps
        )
        return replace(one, steps=tuple(steps))

    return replace(found, witnesses=tuple(map(witness, found.witnesses)))


def _now(protocol: Id, name: str, moves: Moves) -> str:
    return now(name, moves.get(protocol, {}))

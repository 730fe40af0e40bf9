"""Steps that are settled: who asks the same with the same rights takes the same step.

Where no sentence binds an activity, nobody takes part as well and no other case is
opened, what ``authorize`` decides hangs on nothing but the word, the rights of who acts
and what is stated: not on when, who, or what was before. It is decided once, and kept.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from katch_protocols.cases.compiled_case import CompiledActivity, SettledStep
from katch_protocols.cases.request import Request
from katch_protocols.cases.state import CaseState

__all__ = ["asked_plainly", "attested_plainly", "keep"]

_MORE = frozenset({"for", "key", "to_region", "with"})
"""What an event says where more decides it."""

_MOST_KEPT = 1_024
"""Of how many steps of an activity is kept that they are settled."""


def asked_plainly(
    state: CaseState, activity: CompiledActivity, request: Request, at: datetime
) -> object | None:
    """Return all that decides a request, to be compared.

    ``None`` where more does than can be settled, or where order forbids it: then ask.
    """
    actor, version = request.actor, request.version
    if (
        not activity.is_plain
        or actor is None
        or request.key is not None
        or request.partners != ()
        or request.records is None
        or request.region is not None
        or request.told
        or state.grants
        or (version is not None and version != len(state.log))
        or not state.last <= at <= state.wake
    ):
        return None
    return (
        state.word,
        state.compiled.directory(state.region).at(at),
        actor.roles,
        actor.agency,
        actor.region,
        actor.qualified,
        (*request.records.items(),),
        request.reason,
        request.role,
        request.state,
    )


def attested_plainly(
    state: CaseState,
    activity: CompiledActivity,
    event: Mapping[str, Any],
    at: datetime,
) -> object | None:
    """Return all that decides an event of a record, to be compared; else ``None``.

    Who held the role, the record says: the same word on it decides the same.
    """
    if (
        not activity.is_plain
        or state.grants
        or not _MORE.isdisjoint(event)
        or not state.last <= at <= state.wake
    ):
        return None
    said = event.get("role"), event.get("agency"), event.get("reason")
    found = "attested", state.word, *said, event.get("from"), *event["records"].items()
    try:
        hash(found)
    except TypeError:
        return None  # no record of ours: what is wrong with it, ``authorize`` says
    return found


def keep(activity: CompiledActivity, asked: object, step: SettledStep) -> None:
    """Keep a step that is settled; when there are too many, begin anew."""
    if len(activity.settled) >= _MOST_KEPT:
        activity.settled.clear()
    activity.settled[asked] = step

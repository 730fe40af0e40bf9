"""People as a log attests them: in their roles, of their agencies, trained."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from katch_protocols.cases.arguments import require_opaque
from katch_protocols.cases.authorize import Denial, authorize
from katch_protocols.cases.compiled_case import CompiledActivity
from katch_protocols.cases.offices import Offices
from katch_protocols.cases.request import Actor, Request
from katch_protocols.cases.state import CaseState, Decision
from katch_protocols.errors import RecordError
from katch_protocols.model.noun import Id

__all__ = ["Attested", "agency_of", "asked_again", "decided_again"]

Attested: TypeAlias = dict[object, Actor]
"""Everybody whom a log has attested so far, by all that it says of them."""


def decided_again(
    state: CaseState,
    event: Mapping[str, Any],
    at: datetime,
    people: Attested | None = None,
) -> tuple[Request, Actor, "Decision | Denial"]:
    """Ask again whether somebody may do this; who held which role, the log says.

    ``people`` are those that the log has named already, made once.

    Raises:
        RecordError: It names what this protocol does not have (``names``).
    """
    activity = state.compiled.activities.get(event["activity"])
    if activity is None:
        raise RecordError("names", len(state.log))
    request, actor, attest = asked_again(state, activity, event, people)
    offices = Offices(state, at, attest.bodies, event.get("for"))
    return request, actor, authorize(offices, request)


def asked_again(
    state: CaseState,
    activity: CompiledActivity,
    event: Mapping[str, Any],
    people: Attested | None = None,
) -> tuple[Request, Actor, "_Attest"]:
    """Return the request of an event; raises as ``decided_again`` does."""
    attest = _Attest(state, activity.trained, {} if people is None else people)
    behalf, key = event.get("for"), event.get("key")
    actor = attest.actor(
        event["role"], event["by"], event["agency"], lent=behalf is not None
    )
    request = Request(
        activity.name,
        actor,
        tuple([attest.actor(*each) for each in event["with"]])
        if "with" in event
        else (),
        event["records"],
        event.get("reason"),
        event["role"],
        event["from"],
        key=None if key is None else require_opaque("key", key),
        region=event.get("to_region"),
    )
    return request, actor, attest


class _Attest:
    """People as the log attests them: in their roles, of their agencies, trained."""

    __slots__ = ("bodies", "people", "state", "trained")

    def __init__(
        self, state: CaseState, trained: frozenset[Id], people: Attested
    ) -> None:
        self.state, self.trained, self.people = state, trained, people
        self.bodies: dict[Id, set[Id | None]] = {}

    def actor(
        self, role: Id, token: str, agency: Id | None, *, lent: bool = False
    ) -> Actor:
        """Return somebody who held a role for an agency; raises as ``replay`` does."""
        if role not in self.state.compiled.handbook.roles:
            raise RecordError("names", len(self.state.log))
        self.bodies.setdefault(role, set()).add(agency_of(self.state, agency))
        said = token, role, agency, lent, self.trained
        found = self.people.get(said)
        if found is None:
            # Who acted for a panel held the seat of its chair.
            held = self.state.compiled.chairs.get(role, role)
            found = self.people[said] = Actor(
                token,
                roles=() if lent else (held,),
                agency=agency,
                region=None,
                qualified=self.trained,
            )
        return found


def agency_of(state: CaseState, found: object) -> Id | None:
    """Return an agency of an event; one that has ended is still in the handbook."""
    if found is None:
        return None
    if not isinstance(found, str) or found not in state.compiled.handbook.agencies:
        raise RecordError("names", len(state.log))
    return found

"""The answer for machines: responsibility as JSON, keys as the docs publish them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from katch_protocols.duties.agency import AgencyDuties
from katch_protocols.duties.nouns import (
    Cell,
    Delivery,
    Duty,
    Gap,
    Handoff,
    Limit,
    Overlap,
    Part,
    Share,
    Vacancy,
)
from katch_protocols.duties.responsibility import Responsibility

__all__ = ["to_json"]

Json: TypeAlias = "dict[str, object]"


def to_json(answer: Responsibility) -> Json:
    """Return everything as plain data: names are ids, spans are sentences.

    ``docs/reference/answers/roles.schema.json`` describes it.
    """
    return {
        "region": answer.region,
        "on": None if answer.as_of is None else answer.as_of.isoformat(),
        "raci": [_duty(duty) for duty in answer.raci],
        "agencies": {name: _agency(each) for name, each in answer.agencies.items()},
        "handoffs": [_handoff(each) for each in answer.handoffs],
        "deliveries": [_delivery(each) for each in answer.deliveries],
        "matrix": [_cell(cell) for cell in answer.matrix],
        "gaps": [_gap(gap) for gap in answer.gaps],
        "overlaps": [_overlap(overlap) for overlap in answer.overlaps],
        "vacancies": [_vacancy(each) for each in answer.vacancies],
        "left_out": list(answer.left_out),
    }


def _duty(duty: Duty) -> Json:
    names = duty.names
    return {
        "protocol": duty.protocol,
        "activity": duty.activity,
        "kind": duty.kind.value,
        "states": list(duty.states),
        "phase": duty.phase,
        "function": duty.function,
        "responsible": list(names[Part.RESPONSIBLE]),
        "accountable": duty.accountable,
        "consulted": list(names[Part.CONSULTED]),
        "informed": list(names[Part.INFORMED]),
        "with": list(names[Part.WITH]),
        "agencies": {part.value: list(duty.agencies[part]) for part in Part},
        **_due(duty),
        "deadlines": [_limit(limit) for limit in duty.limits],
        "source": list(duty.source),
    }


def _due(duty: Duty) -> Json:
    """Return which deadlines belong to a duty, and which are told beside it."""
    return {
        "deadline": None if duty.limit is None else _limit(duty.limit),
        "elsewhere": [each and _limit(each) for each in duty.elsewhere],
        "confirm": [_limit(each) for each in duty.confirm],
        "around": [_limit(each) for each in duty.around],
    }


def _limit(limit: Limit) -> Json:
    return {
        "state": limit.state,
        "limit": str(limit.limit),
        "basis": limit.basis.value,
        "source": list(limit.source),
        "from": limit.start,
        "ends": limit.ends,
        "alone": limit.alone,
        "confirms": limit.confirms,
        "tell": [{"after": str(each.after), "tell": each.tell} for each in limit.tell],
    }


def _agency(agency: AgencyDuties) -> Json:
    return {
        "duties": [_share(share) for share in agency.shares],
        "receives": [_passage(each, "from") for each in agency.receives],
        "hands": [_passage(each, "to") for each in agency.hands],
        "gets": [_delivery(each) for each in agency.gets],
        "sends": [_delivery(each) for each in agency.sends],
        "load": agency.load.model_dump(),
    }


def _share(share: Share) -> Json:
    duty = share.duty
    return {
        "protocol": duty.protocol,
        "activity": duty.activity,
        "states": list(duty.states),
        "function": duty.function,
        "parts": [part.value for part in share.parts],
        "roles": list(share.roles),
        "regions": list(share.places),
        "mandate": None if share.mandate is None else list(share.mandate),
        **_due(duty),
        "deadlines": [_limit(limit) for limit in duty.limits],
        "source": list(duty.source),
    }


def _passage(handoff: Handoff, side: str) -> Json:
    other = handoff.sender if side == "from" else handoff.receiver
    return {
        "protocol": handoff.protocol,
        "activity": handoff.activity,
        side: other,
        "acknowledged": handoff.acknowledged,
        "regions": list(handoff.places),
    }


def _handoff(handoff: Handoff) -> Json:
    return {
        "protocol": handoff.protocol,
        "activity": handoff.activity,
        "from": handoff.sender,
        "to": handoff.receiver,
        "from_roles": list(handoff.sender_roles),
        "to_roles": list(handoff.receiver_roles),
        "sources": list(handoff.sources),
        "targets": list(handoff.targets),
        "acknowledged": handoff.acknowledged,
        "regions": list(handoff.places),
    }


def _delivery(delivery: Delivery) -> Json:
    return {
        "protocol": delivery.protocol,
        "activity": delivery.activity,
        "document": delivery.document,
        "from": delivery.sender,
        "to": delivery.receiver,
        "data": list(delivery.data),
        "regions": list(delivery.places),
    }


def _cell(cell: Cell) -> Json:
    return {
        "function": cell.function,
        "region": cell.region,
        "status": cell.status.value,
        "agencies": [
            {
                "agency": each.agency,
                "activities": _named(each.activities),
                "as_actor": _named(each.as_actor),
                "mandate": None if each.mandate is None else list(each.mandate),
            }
            for each in cell.answering
        ],
    }


def _gap(gap: Gap) -> Json:
    return {
        "function": gap.function,
        "region": gap.region,
        "missing": gap.missing.value,
        "roles": list(gap.roles),
        "activities": _named(gap.activities),
    }


def _vacancy(vacancy: Vacancy) -> Json:
    return {
        "role": vacancy.role,
        "region": vacancy.region,
        "activities": _named(vacancy.activities),
    }


def _overlap(overlap: Overlap) -> Json:
    claims: Mapping[str, Sequence[tuple[str, str]]] = overlap.agencies
    return {
        "function": overlap.function,
        "region": overlap.region,
        "agencies": {name: _named(claimed) for name, claimed in claims.items()},
        "disputed": _named(overlap.disputed),
    }


def _named(activities: Iterable[tuple[str, str]]) -> list[Json]:
    return [
        {"protocol": protocol, "activity": activity}
        for protocol, activity in activities
    ]

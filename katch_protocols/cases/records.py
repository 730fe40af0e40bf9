"""The record of a case as plain data, and back: refused unless it holds.

Reading a record does every step again in memory. Nothing outside is touched: nobody is
told, nothing is sent, no clock is started.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from katch_protocols.cases.acting import deed_of
from katch_protocols.cases.actor import Actor
from katch_protocols.cases.deciding import (
    Offer,
    doer_of,
    holds,
    needed_partners,
    waived_for,
)
from katch_protocols.cases.event import Deed, EventKind, More, Partner
from katch_protocols.cases.instants import to_utc
from katch_protocols.cases.ledger import Grant, Ledger
from katch_protocols.cases.plan import Plan, Way
from katch_protocols.cases.tokens import require_opaque
from katch_protocols.errors import KatchError, RecordError
from katch_protocols.model.noun import Id

__all__ = ["FORMAT", "begun", "replay", "require_record", "snapshot", "verify"]

FORMAT = "katch-case-1"
"""The name of the shape of a snapshot; another shape gets another name."""

_KEYS = {
    "case",
    "events",
    "format",
    "head",
    "now",
    "opened",
    "pin",
    "protocol",
    "region",
    "version",
}

_EVENT_KEYS = {
    "activity",
    "agency",
    "at",
    "by",
    "from",
    "kind",
    "number",
    "previous",
    "records",
    "role",
}


def snapshot(ledger: Ledger) -> dict[str, Any]:
    """Return a case as plain data; ``docs/reference/answers`` has the schema."""
    plan = ledger.plan
    return {
        "format": FORMAT,
        "case": ledger.reference,
        "protocol": plan.protocol.id,
        "version": plan.protocol.version,
        "pin": plan.pin,
        "region": ledger.region,
        "opened": ledger.opened.isoformat(),
        "events": [event.to_json(number) for number, event in enumerate(ledger.log)],
        "head": ledger.head.hex(),
        "now": _now(ledger),
    }


def _now(ledger: Ledger) -> dict[str, Any]:
    now = ledger.plan.table.configuration(ledger.word)
    return {
        "states": list(now.states),
        "facts": dict(now.facts),
        "documents": list(now.documents),
        "complete": ledger.plan.table.is_final(ledger.word),
    }


def require_record(plan: Plan, data: object) -> Mapping[str, Any]:
    """Return a record that could be one of this protocol's.

    Raises:
        RecordError: It has another shape, or belongs to another protocol or meaning.
    """
    if not isinstance(data, Mapping) or set(data) != _KEYS:
        raise RecordError("shape")
    texts = ("case", "head", "opened", "pin", "protocol", "version")
    if data["format"] != FORMAT or not all(isinstance(data[k], str) for k in texts):
        raise RecordError("shape")
    if not isinstance(data["events"], list):
        raise RecordError("shape")
    if data["protocol"] != plan.protocol.id:
        raise RecordError("protocol")
    if data["pin"] != plan.pin or data["version"] != plan.protocol.version:
        raise RecordError("pin")
    return data


def begun(plan: Plan, data: Mapping[str, Any]) -> tuple[str, Id | None, datetime]:
    """Return the reference, the region and the opening of a record.

    Raises:
        RecordError: One of them is none.
    """
    try:
        at = to_utc(datetime.fromisoformat(data["opened"]))
        plan.directory(data["region"])
        reference = require_opaque("case", data["case"])
    except (KatchError, ValueError, TypeError) as wrong:
        raise RecordError("shape") from wrong
    if at.isoformat() != data["opened"]:
        raise RecordError("shape")
    return reference, data["region"], at


def verify(ledger: Ledger) -> None:
    """Go through the log again; raises as ``Case.verify`` does."""
    data = snapshot(ledger)
    again = Ledger(ledger.plan, ledger.reference, ledger.region, ledger.opened)
    replay(again, data)
    state = (again.word, again.past, again.doers or {}, again.grants, again.keys or {})
    kept = (
        ledger.word,
        ledger.past,
        ledger.doers or {},
        ledger.grants,
        ledger.keys or {},
    )
    if state != kept:
        raise RecordError("now")


def replay(ledger: Ledger, data: Mapping[str, Any]) -> None:
    """Do every event of a record again, in a case that was just opened.

    Raises:
        RecordError: An event has another shape, does not fit to the hash of the one
            before, is no step of the protocol, or was done by somebody who may not.
    """
    for number, event in enumerate(data["events"]):
        try:
            _redo(ledger, event, number)
        except RecordError:
            raise
        except (KatchError, ValueError, TypeError, KeyError) as wrong:
            raise RecordError("shape", number) from wrong
    if ledger.head.hex() != data["head"]:
        raise RecordError("head")
    if _now(ledger) != data["now"]:
        raise RecordError("now")


def _redo(ledger: Ledger, event: Mapping[str, Any], number: int) -> None:
    if not set(event) >= _EVENT_KEYS:
        raise RecordError("shape", number)
    if event["previous"] != ledger.head.hex():
        raise RecordError("chain", number)
    at = to_utc(datetime.fromisoformat(event["at"]))
    if at < ledger.last:
        raise RecordError("time", number)
    if ledger.plan.table.is_final(ledger.word):
        raise RecordError("step", number)
    _AGAIN[EventKind(event["kind"])](ledger, event, at)
    if ledger.log[-1].to_json(number) != event:
        raise RecordError("shape", number)


def _activity(ledger: Ledger, event: Mapping[str, Any], at: datetime) -> None:
    number = len(ledger.log)
    way = _way(ledger, event, number)
    role, reason = event["role"], event.get("reason")
    offer = Offer(role, _grant(ledger, event, at))
    token = require_opaque("actor", event["by"])
    actor = Actor(token, roles=(role,), agency=_agency(event["agency"]), region=None)
    doer = doer_of(actor, offer)
    partners = tuple(_partner(each) for each in event.get("with", ()))
    if way.duty is None or role not in way.duty.roles:
        raise RecordError("people", number)
    if (reason is None) is bool(way.duty.reasons) or (
        reason is not None and reason not in way.duty.reasons
    ):
        raise RecordError("step", number)
    if (
        not all(holds(each, way, (role, doer), ledger, at) for each in way.bounds)
        or tuple(each[0] for each in partners) != needed_partners(way, role, ledger, at)
        or len({token, *(each[1] for each in partners)}) != len(partners) + 1
    ):
        raise RecordError("people", number)
    key = event.get("key")
    more = None
    if offer.grant is not None or key is not None or partners:
        key = None if key is None else require_opaque("key", key)
        more = More(event.get("for"), key, partners)
    deed = deed_of(way, role, actor.agency, reason, waived_for(way, ledger, at))
    ledger.write(deed, at, token, more)
    ledger.move(way, at, doer if way.bounds else None)


def _way(ledger: Ledger, event: Mapping[str, Any], number: int) -> Way:
    if not isinstance(event["records"], dict):
        raise TypeError
    act = ledger.plan.acts.get(event["activity"])
    if act is None:
        raise RecordError("step", number)
    found = [
        way
        for way in act.find(event["records"])
        if ledger.word & way.mask == way.match
        and way.duty is not None
        and way.duty.origin == event["from"]
    ]
    if len(found) != 1:
        raise RecordError("step", number)
    return found[0]


def _grant(ledger: Ledger, event: Mapping[str, Any], at: datetime) -> Grant | None:
    behalf = event.get("for")
    if behalf is None:
        return None
    for grant in ledger.grants:
        known = grant.deputy, grant.role, grant.principal
        if known == (event["by"], event["role"], behalf) and at < grant.until:
            return grant
    raise RecordError("people", len(ledger.log))


def _partner(found: object) -> Partner:
    if not isinstance(found, list):
        raise TypeError
    role, token, agency = found
    return (
        require_opaque("role", role),
        require_opaque("actor", token),
        _agency(agency),
    )


def _agency(found: object) -> str | None:
    return None if found is None else require_opaque("agency", found)


def _clock(ledger: Ledger, event: Mapping[str, Any], at: datetime) -> None:
    nodes = ledger.plan.chart.nodes
    for way in ledger.plan.ticks:
        named = way.row.activity, nodes[way.row.node].name
        if ledger.word & way.mask == way.match and named == (
            event["activity"],
            event["from"],
        ):
            ledger.tick(way, at)
            return
    raise RecordError("step", len(ledger.log))


def _stand_in(ledger: Ledger, event: Mapping[str, Any], at: datetime) -> None:
    token = require_opaque("actor", event["by"])
    deputy = require_opaque("deputy", event["to"])
    role, agency = event["role"], _agency(event["agency"])
    until = to_utc(datetime.fromisoformat(event["until"]))
    if role not in ledger.plan.roles or until <= at:
        raise RecordError("people", len(ledger.log))
    deed = Deed(
        EventKind.STAND_IN,
        "stand_in",
        role=role,
        agency=agency,
        deputy=deputy,
        until=until,
    )
    ledger.write(deed, at, token)
    ledger.grant(Grant(role, deputy, token, agency, until))


_AGAIN: Mapping[EventKind, Callable[[Ledger, Mapping[str, Any], datetime], None]] = {
    EventKind.ACTIVITY: _activity,
    EventKind.CLOCK: _clock,
    EventKind.STAND_IN: _stand_in,
}

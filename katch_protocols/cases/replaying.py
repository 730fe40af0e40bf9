"""Do every event of a record again, in a case that was just opened.

Nothing outside is touched: nobody is told, nothing is sent, no clock is started.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from katch_protocols.cases.acting import deed_of
from katch_protocols.cases.deciding import (
    doer_of,
    holds,
    needed_partners,
    waived_for,
)
from katch_protocols.cases.event import Deed, EventKind, More, Partner
from katch_protocols.cases.instants import to_utc
from katch_protocols.cases.ledger import Grant, Ledger
from katch_protocols.cases.plan import Way
from katch_protocols.cases.tokens import person_of, require_opaque
from katch_protocols.errors import KatchError, RecordError
from katch_protocols.model.noun import Id

__all__ = ["replay"]

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


def replay(ledger: Ledger, events: Sequence[Any]) -> None:
    """Do every event of a record again, in a case that was just opened.

    Raises:
        RecordError: An event has another shape, does not fit to the hash of the one
            before, is no step of the protocol, or was done by somebody who may not.
    """
    for number, event in enumerate(events):
        try:
            _redo(ledger, event, number)
        except RecordError:
            raise
        except (KatchError, ValueError, TypeError, KeyError):
            raise RecordError("shape", number) from None


def _redo(ledger: Ledger, event: Mapping[str, Any], number: int) -> None:
    if not set(event) >= _EVENT_KEYS:
        raise RecordError("shape", number)
    if event["previous"] != ledger.head.hex():
        raise RecordError("chain", number)
    at = to_utc("at", datetime.fromisoformat(event["at"]))
    if at < ledger.last:
        raise RecordError("time", number)
    if ledger.plan.table.is_final(ledger.word):
        raise RecordError("step", number)
    _AGAIN[EventKind(event["kind"])](ledger, event, at)
    if ledger.log[-1].plain(number) != event:
        raise RecordError("shape", number)


def _activity(ledger: Ledger, event: Mapping[str, Any], at: datetime) -> None:
    number = len(ledger.log)
    way = _way(ledger, event, number)
    role, reason = event["role"], event.get("reason")
    if role not in ledger.plan.handbook.roles:
        raise RecordError("names", number)
    grant = _grant(ledger, event, at)
    token = require_opaque("actor", event["by"])
    agency = _agency(ledger, event["agency"])
    doer = doer_of(token, agency, grant)
    partners = tuple(_partner(ledger, each) for each in event.get("with", ()))
    if way.duty is None or role not in way.duty.roles:
        raise RecordError("people", number)
    if (reason is None) is bool(way.duty.reasons) or (
        reason is not None and reason not in way.duty.reasons
    ):
        raise RecordError("step", number)
    present = {doer.person, *(person_of(each[1]) for each in partners)}
    if (
        not all(holds(each, way, (role, doer), ledger, at) for each in way.bounds)
        or tuple(each[0] for each in partners) != needed_partners(way, role, ledger, at)
        or len(present) != len(partners) + 1
    ):
        raise RecordError("people", number)
    key = event.get("key")
    more = None
    if grant is not None or key is not None or partners:
        key = None if key is None else require_opaque("key", key)
        more = More(event.get("for"), key, partners)
    waived = waived_for(way, ledger, at) if way.bounds else ()
    ledger.write(deed_of(way, role, agency, reason, waived), at, token, more)
    ledger.move(way, at, doer if way.bounds else None)


def _way(ledger: Ledger, event: Mapping[str, Any], number: int) -> Way:
    if not isinstance(event["records"], dict):
        raise TypeError
    act = ledger.plan.acts.get(event["activity"])
    if act is None:
        raise RecordError("names", number)
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
    named = person_of(require_opaque("actor", event["by"])), event["role"], behalf
    for grant in ledger.grants:
        known = grant.deputy, grant.role, grant.principal
        if known == named and at < grant.until:
            return grant
    raise RecordError("people", len(ledger.log))


def _partner(ledger: Ledger, found: object) -> Partner:
    if not isinstance(found, list):
        raise TypeError
    role, token, agency = found
    if role not in ledger.plan.handbook.roles:
        raise RecordError("names", len(ledger.log))
    return role, require_opaque("actor", token), _agency(ledger, agency)


def _agency(ledger: Ledger, found: object) -> Id | None:
    """Return an agency of an event; one that has ended is still in the handbook."""
    if found is None:
        return None
    if not isinstance(found, str) or found not in ledger.plan.handbook.agencies:
        raise RecordError("names", len(ledger.log))
    return found


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
    role, agency = event["role"], _agency(ledger, event["agency"])
    until = to_utc("until", datetime.fromisoformat(event["until"]))
    if role not in ledger.plan.handbook.roles:
        raise RecordError("names", len(ledger.log))
    if until <= at:
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
    ledger.grant(Grant(role, person_of(deputy), token, agency, until))


_AGAIN: Mapping[EventKind, Callable[[Ledger, Mapping[str, Any], datetime], None]] = {
    EventKind.ACTIVITY: _activity,
    EventKind.CLOCK: _clock,
    EventKind.STAND_IN: _stand_in,
}

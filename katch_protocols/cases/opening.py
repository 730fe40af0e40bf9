"""Open a case, or take one up again from its record."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from katch_protocols.cases.case import Case
from katch_protocols.cases.instants import to_utc
from katch_protocols.cases.plan import Plan, make_plan
from katch_protocols.cases.records import replay, require_record
from katch_protocols.cases.saying import refusal
from katch_protocols.cases.tokens import require_opaque
from katch_protocols.errors import ActivityRefusedError, KatchError, RecordError
from katch_protocols.findings import Need, Unmet
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol

__all__ = ["open_case", "plan_of", "restore_case"]

_MOST_PLANS = 64
_plans: OrderedDict[tuple[int, int], Plan] = OrderedDict()
_lock = Lock()


def plan_of(protocol: Protocol, handbook: Handbook) -> Plan:
    """Return a protocol made ready for live cases; made once, and kept for a while.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
    """
    # A plan keeps both nouns alive, so no other object can have their ids.
    key = id(protocol), id(handbook)
    plan = _plans.get(key)
    if plan is None:
        plan = make_plan(protocol, handbook)
        with _lock:
            plan = _plans.setdefault(key, plan)
            while len(_plans) > _MOST_PLANS:
                _plans.popitem(last=False)
    return plan


def open_case(plan: Plan, reference: str, region: Id | None, at: datetime) -> Case:
    """Open a case; raises as the verb ``open_case`` does."""
    at = to_utc(at)
    require_opaque("case", reference)
    plan.directory(region)
    if not plan.since <= at < plan.until:
        raise _not_in_force(plan)
    return Case(plan, reference, region, at)


def _not_in_force(plan: Plan) -> ActivityRefusedError:
    protocol = plan.protocol
    facts = {
        "since": "…" if protocol.valid_from is None else str(protocol.valid_from),
        "until": "…" if protocol.valid_to is None else str(protocol.valid_to),
    }
    found = refusal(plan, protocol.id, [Unmet(Need.OPENING, facts)])
    return ActivityRefusedError(protocol.id, found.said["en"][1:], found)


def restore_case(plan: Plan, data: object) -> Case:
    """Take a case up again from its record.

    Raises:
        RecordError: The record does not hold.
    """
    record = require_record(plan, data)
    try:
        at = to_utc(datetime.fromisoformat(record["opened"]))
        plan.directory(record["region"])
        case = Case(plan, require_opaque("case", record["case"]), record["region"], at)
    except (KatchError, ValueError, TypeError) as wrong:
        raise RecordError("shape") from wrong
    if at.isoformat() != record["opened"]:
        raise RecordError("shape")
    replay(case, record)
    return case

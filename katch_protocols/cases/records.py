"""The record of a case as plain data, and back: refused unless it holds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from katch_protocols.cases.edition import FORMAT, OLD_FORMAT, Edition
from katch_protocols.cases.instants import to_utc
from katch_protocols.cases.ledger import Ledger
from katch_protocols.cases.pinning import old_pin_of
from katch_protocols.cases.plan import Plan
from katch_protocols.cases.replaying import replay
from katch_protocols.cases.tokens import require_opaque
from katch_protocols.errors import KatchError, RecordError, UnknownNameError
from katch_protocols.model.noun import Id

__all__ = ["snapshot", "taken_up", "verify"]

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


def snapshot(ledger: Ledger) -> dict[str, Any]:
    """Return a case as plain data; ``docs/reference/answers`` has the schema."""
    edition = ledger.edition
    return {
        "format": edition.format,
        "case": ledger.reference,
        "protocol": ledger.plan.protocol.id,
        "version": edition.version,
        "pin": edition.pin,
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


def taken_up(plan: Plan, record: object) -> Ledger:
    """Return the case of a record; raises as ``Case.restore`` does."""
    data = _require_record(plan, record)
    reference, region, at = _begun(plan, data)
    ledger = Ledger(plan, reference, region, at, _edition(plan, data))
    replay(ledger, data["events"])
    ledger.wind()
    if ledger.head.hex() != data["head"]:
        raise RecordError("head")
    if _now(ledger) != data["now"]:
        raise RecordError("now")
    return ledger


def _require_record(plan: Plan, data: object) -> Mapping[str, Any]:
    """Return a record that could be one of this protocol's.

    Raises:
        RecordError: It has another shape, or belongs to another protocol.
    """
    if not isinstance(data, Mapping) or set(data) != _KEYS:
        raise RecordError("shape")
    texts = ("case", "format", "head", "opened", "pin", "protocol", "version")
    if not all(isinstance(data[key], str) for key in texts):
        raise RecordError("shape")
    if data["format"] not in {FORMAT, OLD_FORMAT}:
        raise RecordError("shape")
    if not isinstance(data["events"], list):
        raise RecordError("shape")
    if data["protocol"] != plan.protocol.id:
        raise RecordError("protocol")
    return data


def _edition(plan: Plan, data: Mapping[str, Any]) -> Edition:
    """Return the text that a record was opened under; it must mean what ours means.

    Raises:
        RecordError: It means something else.
    """
    found = Edition(data["format"], data["pin"], data["version"])
    if found == plan.edition:
        return plan.edition
    pin = plan.edition.pin
    if found.format == OLD_FORMAT:
        pin = old_pin_of(plan.chart, plan.handbook, plan.limits, found.version)
    if found.pin != pin:
        raise RecordError("pin")
    return found


def _begun(plan: Plan, data: Mapping[str, Any]) -> tuple[str, Id | None, datetime]:
    """Return the reference, the region and the opening of a record.

    Raises:
        RecordError: One of them is none.
    """
    region = data["region"]
    if not (region is None or isinstance(region, str)):
        raise RecordError("shape")
    try:
        plan.directory(region)
    except UnknownNameError:
        raise RecordError("names") from None
    try:
        at = to_utc("opened", datetime.fromisoformat(data["opened"]))
        reference = require_opaque("case", data["case"])
    except (KatchError, ValueError):
        raise RecordError("shape") from None
    if at.isoformat() != data["opened"]:
        raise RecordError("shape")
    return reference, region, at


def verify(ledger: Ledger) -> None:
    """Go through the log again; raises as ``Case.verify`` does."""
    if _state(taken_up(ledger.plan, snapshot(ledger))) != _state(ledger):
        raise RecordError("now")


def _state(ledger: Ledger) -> tuple[object, ...]:
    doers, keys = ledger.doers or {}, ledger.keys or {}
    return ledger.word, ledger.past, doers, ledger.grants, keys, ledger.wake

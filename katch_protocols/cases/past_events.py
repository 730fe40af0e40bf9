"""Events of the past as a record has them: read, and not done again.

They were done under another version of the protocol; here their hashes count.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from katch_protocols.cases.arguments import require_opaque, to_utc
from katch_protocols.cases.event import (
    CaseEvent,
    Deed,
    EventExtras,
    EventKind,
    canonical,
)
from katch_protocols.errors import KatchError, RecordError

__all__ = ["last_move", "past_event", "past_events"]


def last_move(events: Sequence[Any]) -> int | None:
    """Return the number of the event with which a case last moved, if it ever did."""
    for number in range(len(events) - 1, -1, -1):
        event = events[number]
        if isinstance(event, Mapping) and event.get("kind") == EventKind.MIGRATED:
            return number
    return None


def past_events(
    events: Sequence[Any], salt: bytes, opening: bytes
) -> tuple[list[CaseEvent], bytes]:
    """Return events with the hash of the last; ``opening`` is that before the first.

    Raises:
        RecordError: One has another shape, or does not fit to the hash before.
    """
    found: list[CaseEvent] = []
    head, last = opening, None
    for number, plain in enumerate(events):
        try:
            event = past_event(plain, number)
        except (KatchError, ValueError, TypeError, KeyError, AttributeError):
            raise RecordError("shape", number) from None
        if event.previous != head:
            raise RecordError("chain", number)
        if last is not None and event.at < last:
            raise RecordError("time", number)
        head = sha256(salt + canonical(plain).encode()).digest()
        last = event.at
        found.append(event)
    return found, head


def past_event(plain: Mapping[str, Any], number: int) -> CaseEvent:
    """Return an event that only says what it says; it is no step of a table here.

    Raises what plain Python raises where it has another shape.
    """
    until, key = plain.get("until"), plain.get("key")
    deed = Deed(
        EventKind(plain["kind"]),
        plain["activity"],
        plain["from"],
        plain["role"],
        plain["agency"],
        records=plain["records"],
        reason=plain.get("reason"),
        waived=tuple(plain.get("waived", ())),
        deputy=plain.get("to"),
        until=None if until is None else datetime.fromisoformat(until),
    )
    more = EventExtras(
        plain.get("for"),
        None if key is None else require_opaque("key", key),
        tuple(tuple(each) for each in plain.get("with", ())),
        tuple(plain.get("acknowledged", ())),
        plain.get("to_region"),
        plain.get("of"),
        plain.get("migration"),
    )
    by = plain["by"]
    if by is not None:
        require_opaque("actor", by)
    at = to_utc("at", datetime.fromisoformat(plain["at"]))
    event = CaseEvent(
        deed,
        at,
        by,
        None if more == EventExtras() else more,
        bytes.fromhex(plain["previous"]),
    )
    if event.plain(number) != plain:
        raise ValueError
    return event

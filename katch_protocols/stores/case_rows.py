"""A case as rows: written event by event, and read again by doing every event again."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from katch_protocols.cases.case import Case
from katch_protocols.cases.compiled_case import CompiledCase
from katch_protocols.cases.edition import FORMAT
from katch_protocols.cases.event import canonical, text_of
from katch_protocols.cases.record import resumed
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import BusyError, RecordError
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.lock_file import PATIENCE
from katch_protocols.stores.tables import cases, events, instant, micros

__all__ = [
    "add_case",
    "add_events",
    "load_case",
    "opening_of",
    "opening_text",
    "record_in",
    "record_of",
]


def add_case(
    connection: Connection, state: CaseState, key: str | None, stored: Mapping[int, int]
) -> bool:
    """Insert a case with all its events; ``False`` if its reference or key is there.

    ``stored`` is when each event was stored, by number.
    """
    opener = None if state.opening is None else state.opening.opener
    values = {
        "reference": state.reference,
        "protocol": state.compiled.protocol.id,
        "pin": state.compiled.edition.pin,
        "region": state.region,
        "salt": state.salt or None,
        "opening": opening_text(state),
        "opened_at": micros(state.opened),
        "version": len(state.log),
        "head": state.head,
        "open_key": key,
        "opener": opener,
        **_end(state),
    }
    if not insert_once(connection, cases, **values):
        return False
    _insert_events(connection, state, 0, stored)
    return True


def opening_text(state: CaseState) -> str:
    """Return what the hash of the opening covers, where no column says it."""
    begun = {} if state.beginning is None else state.beginning.to_json()
    found = {"version": state.edition.version, **begun}
    if state.edition.format != FORMAT or state.moved is not None:
        found |= {"format": state.edition.format, "pin": state.edition.pin}
    return canonical(found)


def _end(state: CaseState) -> dict[str, Any]:
    case = Case(state)
    outcome = case.outcome
    return {
        "ended_at": micros(state.last) if case.is_complete else None,
        "outcome": None if outcome is None else str(outcome),
    }


def add_events(
    connection: Connection, state: CaseState, before: int, stored_at: int
) -> None:
    """Write the events that a case has got since a version, and where it stands.

    Raises:
        BusyError: Somebody else wrote it meanwhile.
    """
    numbers = range(before, len(state.log))
    _insert_events(connection, state, before, dict.fromkeys(numbers, stored_at))
    values = {
        "mine": state.reference,
        "old": before,
        "version": len(state.log),
        "head": state.head,
        **_end(state),
    }
    if connection.execute(_MOVED, values).rowcount != 1:
        raise BusyError(PATIENCE)


_MOVING = ("version", "head", "ended_at", "outcome")
_MOVED = (
    update(cases)
    .where(cases.c.reference == bindparam("mine"))
    .where(cases.c.version == bindparam("old"))
    .values({name: bindparam(name) for name in _MOVING})
)
_ADDED = insert(events)
_BODIES = (
    select(events.c.body)
    .where(events.c.reference == bindparam("mine"))
    .order_by(events.c.number)
)


def _insert_events(
    connection: Connection, state: CaseState, before: int, stored: Mapping[int, int]
) -> None:
    log, rows = state.log, []
    for number in range(before, len(log)):
        event = log[number]
        is_last = number + 1 == len(log)
        rows.append(
            {
                "reference": state.reference,
                "number": number,
                "body": text_of(event, number),
                "hash": state.head if is_last else log[number + 1].previous,
                "request_key": event.key,
                "stored_at": stored[number],
            }
        )
    if rows:
        connection.execute(_ADDED, rows)


def opening_of(row: Row[Any]) -> dict[str, Any]:
    """Return what a case began with, as its row has it; empty where it was erased."""
    found: dict[str, Any] = json.loads(row.opening or "{}")
    return found


def record_of(row: Row[Any], bodies: list[Any]) -> dict[str, Any]:
    """Return the record of a case, without what it says of now."""
    begun = opening_of(row)
    record = {
        "format": begun.pop("format", FORMAT),
        "case": row.reference,
        "protocol": row.protocol,
        "version": begun.pop("version", ""),
        "pin": begun.pop("pin", row.pin),
        "region": row.region,
        "opened": instant(row.opened_at).isoformat(),
        "events": bodies,
        "head": row.head.hex(),
        **begun,
    }
    if row.salt:
        record["salt"] = row.salt.hex()
    return record


def record_in(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    """Return the record of a case with its events, without what it says of now.

    Raises:
        RecordError: What is stored is no record.
    """
    texts = connection.execute(_BODIES, {"mine": row.reference}).scalars().all()
    try:
        return record_of(row, [json.loads(text) for text in texts])
    except (TypeError, ValueError, AttributeError):
        raise RecordError("shape") from None


def load_case(
    connection: Connection, row: Row[Any], compiled: CompiledCase
) -> CaseState:
    """Read a case again, and verify people, conditions and chain.

    Raises:
        RecordError: It does not hold.
    """
    state = resumed(compiled, record_in(connection, row))
    if len(state.log) != row.version:
        raise RecordError("head")
    return state

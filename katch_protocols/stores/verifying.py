"""Every case gone through again: hashes, steps, people, and what is said of now."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, select

from katch_protocols.cases.case import Case
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import RecordError, StoreError, UnknownCaseError
from katch_protocols.stores.answers import Unsound, Verified
from katch_protocols.stores.case_rows import load_case
from katch_protocols.stores.open_work import as_columns, open_in
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.tables import cases, events, micros, open_rows

__all__ = ["Transactions", "references", "verify_cases"]

Transactions = Callable[[], AbstractContextManager[Connection]]
"""Opens transactions, one after the other."""

_BLOCK = 500


def verify_cases(
    reading: Transactions, releases: Releases, reference: str | None
) -> Verified:
    """Go through cases again; raises as ``Store.verify`` does."""
    found: list[Unsound] = []
    number = 0
    for each in references(reading) if reference is None else (reference,):
        with reading() as tx:
            row = tx.execute(select(cases).where(cases.c.reference == each)).first()
            if row is None:
                raise UnknownCaseError
            number += 1
            if row.erased_at is None:
                found += _unsound(tx, releases, row)
    return Verified(number, tuple(found))


def references(reading: Transactions) -> Iterator[str]:
    """Yield the reference of every case, in the order of the alphabet."""
    last = ""
    while True:
        query = select(cases.c.reference).where(cases.c.reference > last)
        with reading() as tx:
            block = tx.execute(query.order_by(cases.c.reference).limit(_BLOCK))
            found = block.scalars().all()
        if not found:
            return
        yield from found
        last = found[-1]


def _unsound(tx: Connection, releases: Releases, row: Row[Any]) -> Iterator[Unsound]:
    try:
        broken = _broken_event(tx, row)
        if broken is not None:
            yield broken
            return
        compiled = releases.of(tx, row.pin, row.protocol)
        state = load_case(tx, row, compiled)
    except RecordError as error:
        yield Unsound(row.reference, error.code, error.event)
        return
    except StoreError as error:
        yield Unsound(row.reference, error.code)
        return
    if not _is_told(row, state):
        yield Unsound(row.reference, "now")
    if not _is_open(tx, state):
        yield Unsound(row.reference, "open")


def _broken_event(tx: Connection, row: Row[Any]) -> Unsound | None:
    """Hold each event against its hash, number and key; return the first broken."""
    query = select(events).where(events.c.reference == row.reference)
    salt = row.salt or b""
    for number, event in enumerate(tx.execute(query.order_by(events.c.number))):
        text = event.body if isinstance(event.body, str) else ""
        if sha256(salt + text.encode()).digest() != event.hash:
            return Unsound(row.reference, "hash", number)
        if event.number != number:
            return Unsound(row.reference, "chain", number)
        try:
            plain = json.loads(text)
        except ValueError:
            return Unsound(row.reference, "shape", number)
        if not isinstance(plain, dict) or plain.get("key") != event.request_key:
            return Unsound(row.reference, "shape", number)
    return None


def _is_told(row: Row[Any], state: CaseState) -> bool:
    """Tell whether the row says of the case what follows from it."""
    case = Case(state)
    ended = micros(state.last) if case.is_complete else None
    outcome = None if case.outcome is None else str(case.outcome)
    opener = None if state.opening is None else state.opening.opener
    said = row.ended_at, row.outcome, row.opener, row.protocol
    return bool(said == (ended, outcome, opener, state.compiled.protocol.id))


def _is_open(tx: Connection, state: CaseState) -> bool:
    """Tell whether what is open follows from the case, but for who was told."""
    query = select(open_rows).where(open_rows.c.reference == state.reference)
    known = [dict(row._mapping) for row in tx.execute(query)]  # noqa: SLF001 - public
    told = {(row["kind"], row["name"]): row["told"] for row in known}
    follows = [
        as_columns(state, row, told.get((row.kind, row.name), 0))
        for row in open_in(state)
    ]
    return sorted(map(repr, known)) == sorted(map(repr, follows))

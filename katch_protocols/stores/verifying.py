"""Every case gone through again: hashes, steps, people, and what is said of now."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Row, select

from katch_protocols.cases.case import Case
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import RecordError, StoreError, UnknownCaseError
from katch_protocols.stores.answers import Unsound, Verified
from katch_protocols.stores.case_chapters import verify_moves
from katch_protocols.stores.case_rows import load_case
from katch_protocols.stores.chains import broken_event
from katch_protocols.stores.link_rows import are_linked, has_links
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
            elif not _is_forgotten(tx, row):
                found.append(Unsound(each, "erased"))
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
        compiled = releases.of(tx, row.pin, row.protocol)
        broken = broken_event(tx, row)
        if broken is not None:
            yield broken
            return
        state = load_case(tx, row, compiled)
        if state.moved is not None:
            verify_moves(tx, releases, row)
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
    if not are_linked(tx, state):
        yield Unsound(row.reference, "link")


def _is_forgotten(tx: Connection, row: Row[Any]) -> bool:
    """Tell whether of an erased case nothing is left, and its hashes are all there."""
    query = select(events).where(events.c.reference == row.reference)
    left = tx.execute(query.order_by(events.c.number)).all()
    is_whole = [each.number for each in left] == list(range(row.version))
    is_last = not left or left[-1].hash == row.head
    gone = (row.salt, row.opening, row.region, row.opener, row.outcome, row.ended_at)
    told = [part for each in left for part in (each.body, each.request_key)]
    is_left = all(part is None for part in (*gone, *told))
    return is_whole and is_last and is_left and not has_links(tx, row.reference)


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

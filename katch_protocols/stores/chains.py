"""The chain of a case as its rows have it: each hash from the event and the one before.

Nothing is looked up but the rows, so that it can be told of a case whose text is gone.
"""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, select

from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.edition import Edition
from katch_protocols.errors import KatchError
from katch_protocols.stores.answers import Unsound
from katch_protocols.stores.case_rows import record_of
from katch_protocols.stores.tables import events, instant

__all__ = ["broken_event", "hash_after"]


def broken_event(tx: Connection, row: Row[Any]) -> Unsound | None:
    """Hold each event against its hash, number and key; return the first broken."""
    query = select(events).where(events.c.reference == row.reference)
    before = _opening(row)
    if before is None:
        return Unsound(row.reference, "shape")
    for number, event in enumerate(tx.execute(query.order_by(events.c.number))):
        code = _fault(event, number, row.salt or b"", before)
        if code is not None:
            return Unsound(row.reference, code, number)
        before = event.hash
    return None


def _fault(event: Row[Any], number: int, salt: bytes, before: bytes) -> str | None:
    text = event.body if isinstance(event.body, str) else ""
    if sha256(salt + text.encode()).digest() != event.hash:
        return "hash"
    try:
        plain = json.loads(text)
    except ValueError:
        return "shape"
    if not isinstance(plain, dict) or plain.get("key") != event.request_key:
        return "shape"
    is_next = event.number == number and plain.get("previous") == before.hex()
    return None if is_next else "chain"


def hash_after(tx: Connection, row: Row[Any], version: int) -> bytes | None:
    """Return the hash that a case had after so many events; ``None`` if it has fewer.

    Of an erased case that had none yet it is the head: nothing else is left of it.
    """
    if version > row.version:
        return None
    if version:
        mine = (events.c.reference == row.reference) & (events.c.number == version - 1)
        return tx.execute(select(events.c.hash).where(mine)).scalar()
    if row.version == 0:
        head: bytes = row.head
        return head
    return None if row.erased_at is not None else _opening(row)


def _opening(row: Row[Any]) -> bytes | None:
    """Return the hash of the opening; ``None`` where the row has another shape."""
    try:
        record = record_of(row, [])
        edition = Edition(record["format"], record["pin"], record["version"])
        place = row.reference, row.region, instant(row.opened_at)
        about = row.reference, row.protocol, row.region
        return edition.opening(*place, Beginning.of_record(record, *about))
    except (TypeError, ValueError, KeyError, AttributeError, KatchError):
        return None

"""An erased case as a line of JSON, so that its keys open nothing in another store."""

from typing import Any

from sqlalchemy import Connection, Row, select

from katch_protocols.cases.arguments import require_opaque, require_text
from katch_protocols.errors import StoreError
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.tables import cases, events

__all__ = ["add_erased", "erased_line"]

_KEPT = ("protocol", "pin", "version", "open_key", "erased_at", "erased_by", "ground")


def erased_line(tx: Connection, row: Row[Any]) -> dict[str, Any]:
    """Return what is left of an erased case."""
    mine = events.c.reference == row.reference
    hashes = tx.execute(select(events.c.hash).where(mine).order_by(events.c.number))
    return {
        "erased": row.reference,
        **{name: getattr(row, name) for name in _KEPT},
        "head": row.head.hex(),
        "hashes": [each.hex() for each in hashes.scalars()],
    }


def add_erased(tx: Connection, line: dict[str, Any]) -> bool:
    """Add an erased case; ``False`` if it is there, erased.

    Raises what plain Python raises where the line has another shape.

    Raises:
        StoreError: The store has the case, and it was not erased here, or has another
            one that its key opened (``differs``).
    """
    reference = require_opaque("case", line["erased"])
    found = {name: line[name] for name in _KEPT}
    hashes = [bytes.fromhex(each) for each in line["hashes"]]
    at, head = int(found["erased_at"]), bytes.fromhex(line["head"])
    if len(hashes) != found["version"] or (hashes and hashes[-1] != head):
        raise ValueError
    require_text("protocol", found["protocol"])
    row = {"reference": reference, "head": head, "opened_at": at, **found}
    if not insert_once(tx, cases, **row):
        query = select(cases.c.erased_at).where(cases.c.reference == reference)
        if tx.execute(query).scalar() is None:
            raise StoreError("differs")
        return False
    for number, each in enumerate(hashes):
        about = {"reference": reference, "number": number, "hash": each}
        tx.execute(events.insert().values(stored_at=at, **about))
    return True

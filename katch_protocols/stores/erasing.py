"""A case is erased: of its row and its events no more is left than their hashes."""

from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from katch_protocols.cases.arguments import require_opaque
from katch_protocols.errors import StoreError
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.stores.carrying import carry
from katch_protocols.stores.evidence import Erased
from katch_protocols.stores.post import HERE, HOST, PostDraft
from katch_protocols.stores.posting import ENDED, OPENED, all_receivers, audience, put
from katch_protocols.stores.stepping import Stepper, there, token_of
from katch_protocols.stores.tables import (
    cases,
    events,
    instant,
    links,
    micros,
    open_rows,
    posts,
)

__all__ = ["erase", "erased_in", "list_erased"]

ERASED = "erased"


def erase(
    steps: Stepper, reference: str, by: str, ground: str, *, running: bool
) -> None:
    """Erase a case; raises as ``StoreEvidence.erase`` does."""
    token = token_of(reference)
    who, why = require_opaque("actor", by), require_opaque("ground", ground)
    if not steps.is_hosted:
        with steps.reading() as tx:
            beside = _opened_by(tx, token)
        for each in (token, *beside):
            carry(steps, each)
    with steps.writing() as tx:
        row = there(steps.database.held(tx, token))
        if row.ended_at is None and not running:
            raise StoreError("running")
        beside = _opened_by(tx, token)
        if _has_news(tx, token, beside):
            raise StoreError("news")
        if tx.dialect.name == "sqlite":  # the connection may be the host's
            tx.exec_driver_sql("PRAGMA secure_delete = ON")
        _erase(tx, row, who, why, micros(steps.now(tx)))
    steps.kept.drop(token)


def _opened_by(tx: Connection, reference: str) -> list[str]:
    """Return the cases that a case opened, here and elsewhere."""
    query = select(links.c.reference).where(links.c.opener == reference)
    return list(tx.execute(query.order_by(links.c.reference)).scalars())


def _has_news(tx: Connection, reference: str, beside: list[str]) -> bool:
    """Tell whether something about the links of a case is still to be delivered."""
    is_here = posts.c.receiver == HERE
    linked = select(links.c.receiver).where(links.c.reference == posts.c.reference)
    is_elsewhere = posts.c.receiver.in_(linked)
    is_told = posts.c.kind.in_([TAKEN_UP, ENDED]) & or_(is_here, is_elsewhere)
    is_asked = or_(is_here, is_elsewhere & (posts.c.kind == OPENED))
    about = or_(
        (posts.c.reference == reference) & is_told,
        posts.c.reference.in_(beside) & is_asked,
    )
    query = select(posts.c.id).where(posts.c.done_at.is_(None), about)
    return tx.execute(query.limit(1)).first() is not None


def _erase(tx: Connection, row: Row[Any], by: str, ground: str, now: int) -> None:
    reference = row.reference
    _tell(tx, row, ground, now)
    tx.execute(delete(open_rows).where(open_rows.c.reference == reference))
    beside = select(links.c.reference).where(
        links.c.opener == reference, links.c.receiver.is_not(None)
    )
    # What another system was asked to open has facts of this case in it.
    tx.execute(delete(posts).where(posts.c.reference.in_(beside)))
    is_mine = or_(links.c.reference == reference, links.c.opener == reference)
    tx.execute(delete(links).where(is_mine))
    gone = {"body": None, "request_key": None, "stored_at": now}
    tx.execute(update(events).where(events.c.reference == reference).values(**gone))
    left = {
        "region": None,
        "salt": None,
        "opening": None,
        "opener": None,
        "opened_at": now,
        "ended_at": None,
        "outcome": None,
        "erased_at": now,
        "erased_by": by,
        "ground": ground,
    }
    tx.execute(update(cases).where(cases.c.reference == reference).values(**left))


def _tell(tx: Connection, row: Row[Any], ground: str, now: int) -> None:
    """Tell whoever heard of the case, or would have, in its order; forget the rest."""
    mine = posts.c.reference == row.reference
    heard = set(tx.execute(select(posts.c.receiver).where(mine).distinct()).scalars())
    known = {HOST, *(each.name for each in all_receivers(tx))}
    names = sorted((heard & known) | {*audience(tx, row.region)})
    body = {"protocol": row.protocol, "version": row.version, "ground": ground}
    body["at"] = instant(now).isoformat()
    put(tx, names, row.reference, PostDraft(ERASED, "", body), now)
    tx.execute(delete(posts).where(mine, posts.c.kind != ERASED))


def list_erased(tx: Connection) -> tuple[Erased, ...]:
    """Return what was erased, the first first."""
    query = select(cases).where(cases.c.erased_at.is_not(None))
    return tuple(
        erased_in(row)
        for row in tx.execute(query.order_by(cases.c.erased_at, cases.c.reference))
    )


def erased_in(row: Row[Any]) -> Erased:
    """Return what is left of an erased case, from its row."""
    return Erased(
        row.reference,
        row.protocol,
        row.version,
        instant(row.erased_at),
        row.erased_by or "",
        row.ground or "",
    )

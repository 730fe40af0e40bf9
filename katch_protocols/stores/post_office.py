"""What an operator does with post: who is told, what is given up or sent again."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from katch_protocols.cases.arguments import wrong_type
from katch_protocols.errors import StoreError
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.delivering import undelivered_of
from katch_protocols.stores.post import (
    ALL,
    HERE,
    HOST,
    WANTS,
    Lag,
    Receiver,
    Undelivered,
)
from katch_protocols.stores.posting import all_receivers, receiver_of
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.tables import (
    LAST,
    instant,
    micros,
    open_rows,
    posts,
    receivers,
)
from katch_protocols.stores.web_hooks import can_be_sent_to

__all__ = [
    "add_receiver",
    "can_be_receiver",
    "lag_of",
    "list_undelivered",
    "remove_receiver",
    "replay",
    "set_receiver",
    "withdraw",
]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def can_be_receiver(name: str) -> bool:
    """Tell whether a receiver can have a name."""
    return _NAME.fullmatch(name) is not None and name != HERE


def set_receiver(tx: Connection, given: Receiver, releases: Releases) -> None:
    """Add or change a receiver; raises as ``Store.set_receiver`` does."""
    _require_good(given)
    releases.require_known(tx, "region", given.regions)
    tx.execute(delete(receivers).where(receivers.c.name == given.name))
    values = {
        "name": given.name,
        "url": given.url,
        "key_ids": _once(given.keys),
        "wants": given.wants,
        "regions": _once(given.regions),
    }
    tx.execute(insert(receivers).values(**values))


def _once(names: Iterable[str]) -> str | None:
    return " ".join(dict.fromkeys(names)) or None


def add_receiver(tx: Connection, row: Mapping[str, Any]) -> None:
    """Add a receiver by its row; one of its name stays as it is.

    Raises:
        StoreError: It cannot be (``receiver``).
    """
    _require_good(receiver_of(row))
    insert_once(tx, receivers, **row)


def _require_good(given: Receiver) -> None:
    names = *given.keys, *given.regions
    is_host = given.name == HOST
    is_good = (
        all(map(_NAME.fullmatch, names))
        and can_be_receiver(given.name)
        and given.wants in WANTS
        and (given.wants == ALL or not given.regions)
        and (given.url is None) == is_host
        and bool(given.keys) != is_host
        and (given.url is None or can_be_sent_to(given.url))
    )
    if not is_good:
        raise StoreError("receiver")


def remove_receiver(tx: Connection, name: str, now: int) -> bool:
    """Remove a receiver and withdraw its post; ``False`` if there is none."""
    if _NAME.fullmatch(name) is None:
        return False
    gone = tx.execute(delete(receivers).where(receivers.c.name == name)).rowcount
    if not gone:
        return False
    waiting = (posts.c.receiver == name) & posts.c.done_at.is_(None)
    tx.execute(update(posts).where(waiting).values(done_at=now, withdrawn_at=now))
    return True


def list_undelivered(tx: Connection, limit: int) -> tuple[Undelivered, ...]:
    """Return post that waits, the oldest first."""
    query = select(posts).where(posts.c.done_at.is_(None))
    order = (posts.c.put_at, posts.c.receiver, posts.c.reference, posts.c.seq)
    return tuple(map(undelivered_of, tx.execute(query.order_by(*order).limit(limit))))


def withdraw(tx: Connection, name: str, now: int) -> bool:
    """Give one thing up; ``False`` if nothing undelivered has the id."""
    if _NAME.fullmatch(name) is None:
        return False
    mine = (posts.c.id == name) & posts.c.done_at.is_(None)
    values = {"done_at": now, "withdrawn_at": now}
    return tx.execute(update(posts).where(mine).values(**values)).rowcount == 1


def replay(tx: Connection, name: str | None, since: datetime | None, now: int) -> int:
    """Let post be sent again: one by its id, or all since an instant.

    What was for somebody who is told no more stays as it is.

    Raises:
        TypeError: Neither is given.
    """
    if name is None and since is None:
        raise wrong_type("post", "text", name)
    if name is not None and _NAME.fullmatch(name) is None:
        return 0
    there = [HOST, *(each.name for each in all_receivers(tx))]
    again = update(posts).where(posts.c.done_at.is_not(None))
    again = again.where(posts.c.receiver.in_(there))
    if name is not None:
        again = again.where(posts.c.id == name)
    if since is not None:
        again = again.where(posts.c.put_at >= micros(since))
    values = {"done_at": None, "withdrawn_at": None, "next_at": now, "tries": 0}
    return tx.execute(again.values(claimed_until=None, **values)).rowcount


def lag_of(tx: Connection, now: datetime) -> Lag:
    """Return how far alarms and post are behind.

    What was told and waits for the host counts where the host is set as a receiver;
    what waits for somebody who is not set yet counts, for nobody would send it.
    """
    alarm = tx.execute(select(func.min(open_rows.c.next_at))).scalar()
    query = select(func.min(posts.c.put_at)).where(posts.c.done_at.is_(None))
    if all(each.name != HOST for each in all_receivers(tx)):
        query = query.where(posts.c.receiver != HOST)
    oldest = tx.execute(query).scalar()
    return Lag(_behind(alarm, now), _behind(oldest, now))


def _behind(since: int | None, now: datetime) -> float:
    if since is None or since == LAST:
        return 0.0
    return max(0.0, (now - instant(since)).total_seconds())

"""Post is claimed, sent and marked: in order for each receiver and case.

Only the first undelivered row of a case may be claimed, so workers beside each other
keep its order. A claim lasts a minute: whoever dies with it holds nobody up longer.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from katch_protocols.cases.event import canonical
from katch_protocols.stores.pauses import pause_after
from katch_protocols.stores.post import (
    HOST,
    Delivered,
    PostItem,
    Receiver,
    Undelivered,
)
from katch_protocols.stores.posting import EVENT, all_receivers
from katch_protocols.stores.posts import Send
from katch_protocols.stores.stepping import Stepper
from katch_protocols.stores.tables import events, instant, micros, posts
from katch_protocols.stores.web_hooks import HookError, send_hook

__all__ = ["CLAIM", "SHARE", "deliver", "undelivered_of"]

CLAIM = timedelta(seconds=60)
"""How long whoever sends has a row for itself."""

SHARE = 20.0
"""How many seconds a receiver of web hooks has in one call: clocks wait meanwhile."""

_GONE, _AWAY = 410, "unreachable"
_Rows = Row[Any]


def deliver(steps: Stepper, source: str, send: Send | None, limit: int) -> Delivered:
    """Send what waits; see ``Store.deliver``."""
    with steps.reading() as tx:
        known = {each.name: each for each in all_receivers(tx)}
    known.setdefault(HOST, Receiver(HOST))
    reached = [name for name, each in known.items() if each.url or send is not None]
    sent: list[str] = []
    withdrawn: list[str] = []
    failed: list[Undelivered] = []
    spent = dict.fromkeys(known, 0.0)
    is_left = False
    for row, until in _claimed(steps, reached, limit):
        since, receiver = monotonic(), known[row.receiver]
        problem = _sent(steps, receiver, source, row, send)
        if problem is None:
            sent.append(row.id)
        elif problem.status == _GONE:
            withdrawn.append(row.id)
        else:
            failed.append(undelivered_of(row, problem))
        _mark(steps, row, until, problem)
        spent[receiver.name] += monotonic() - since
        is_slow = receiver.url is not None and spent[receiver.name] > SHARE
        is_away = problem is not None and problem.code == _AWAY
        if is_away or is_slow:  # nobody waits for the others that it is to get
            reached.remove(receiver.name)
        is_left = is_left or (is_slow and not is_away)
    more = is_left or len(sent) + len(withdrawn) + len(failed) == limit
    return Delivered(tuple(sent), tuple(withdrawn), tuple(failed), more)


def undelivered_of(row: _Rows, problem: HookError | None = None) -> Undelivered:
    """Return a row that waits, and why its last try failed, if it just has."""
    return Undelivered(
        row.id,
        row.receiver,
        row.reference,
        row.kind,
        instant(row.put_at or row.next_at),
        row.tries + (problem is not None),
        instant(row.next_at),
        "" if problem is None else problem.code,
        None if problem is None else problem.status,
    )


def _claimed(
    steps: Stepper, receivers: list[str], limit: int
) -> Iterator[tuple[_Rows, int]]:
    """Claim one row after the other that is the first of its receiver and case.

    Receivers that are taken out of the list meanwhile are passed over.
    """
    columns, before = posts.c, posts.alias()
    is_first = ~(
        select(before.c.id)
        .where(
            before.c.receiver == columns.receiver,
            before.c.reference == columns.reference,
            before.c.done_at.is_(None),
            before.c.seq < columns.seq,
        )
        .exists()
    )
    for _ in range(limit):
        with steps.writing() as tx:
            now = micros(steps.now(tx))
            is_free = or_(columns.claimed_until.is_(None), columns.claimed_until <= now)
            query = (
                select(posts)
                .where(columns.done_at.is_(None), columns.next_at <= now, is_free)
                .where(columns.receiver.in_(receivers), is_first)
                .order_by(columns.next_at, columns.seq)
                .limit(1)
            )
            row = tx.execute(steps.database.holding(query, skip=True)).first()
            if row is None:
                return
            until = micros(instant(now) + CLAIM)
            mine = update(posts).where(columns.id == row.id)
            tx.execute(mine.values(claimed_until=until))
        yield row, until


def _sent(
    steps: Stepper, receiver: Receiver, source: str, row: _Rows, send: Send | None
) -> HookError | None:
    """Send one row; return why it was not taken, ``None`` if it was."""
    with steps.reading() as tx:
        now = steps.now(tx)
        data = _data(tx, row)
    if data is None:
        return HookError("erased", _GONE)
    at = instant(row.put_at or row.next_at)
    mine = row.id, source, receiver.name, row.reference, row.seq, row.kind
    post = PostItem(*mine, at, data)
    if receiver.url is not None:
        body = canonical(post.cloud_event()).encode()
        try:
            send_hook(receiver.url, receiver.keys, post.id, body, now)
        except HookError as problem:
            return problem
    elif send is not None:
        try:
            send(post)
        except Exception:  # noqa: BLE001 - the host's own; it is sent again
            return HookError("raised")
    return None


def _data(tx: Connection, row: _Rows) -> dict[str, Any] | None:
    """Return what is told; of an event, the event as it was hashed."""
    data: dict[str, Any] = json.loads(row.body or "{}")
    if row.kind != EVENT:
        return data
    mine = (events.c.reference == row.reference) & (events.c.number == data["number"])
    text = tx.execute(select(events.c.body).where(mine)).scalar()
    return None if text is None else {**data, "event": json.loads(text)}


def _mark(steps: Stepper, row: _Rows, until: int, problem: HookError | None) -> None:
    """Say what became of a row, if it is still claimed as we claimed it."""
    with steps.writing() as tx:
        now = micros(steps.now(tx))
        values: dict[str, int | None] = {"done_at": now, "claimed_until": None}
        if problem is not None and problem.status == _GONE:
            values["withdrawn_at"] = now
        elif problem is not None:
            later = micros(instant(now) + pause_after(row.tries + 1))
            values = {"next_at": later, "claimed_until": None, "tries": row.tries + 1}
        mine = (posts.c.id == row.id) & (posts.c.claimed_until == until)
        tx.execute(update(posts).where(mine).values(**values))

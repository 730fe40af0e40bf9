"""What has come due: steps of the clock are taken, whoever must know is told once."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, select, tuple_

from katch_protocols.cases.acting import advance
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import (
    AdvanceError,
    BusyError,
    KatchError,
    RecordError,
    StoreError,
)
from katch_protocols.stores.answers import Notice, Ticked, Unsound
from katch_protocols.stores.carrying import carry_all, carry_news
from katch_protocols.stores.faults import is_of_all
from katch_protocols.stores.open_work import AFTER, open_in, replace_open
from katch_protocols.stores.post import PostDraft
from katch_protocols.stores.posting import post_told
from katch_protocols.stores.stepping import Stepper
from katch_protocols.stores.tables import instant, micros, open_rows

__all__ = ["tick", "waiting"]

_TOLD = "told"
_BLOCK = 100


def tick(steps: Stepper, limit: int) -> Ticked:
    """Take what has come due in so many cases; see ``Store.tick``.

    Each case is a transaction of its own. One that somebody else holds is left to them;
    one that does not hold is named, and stops nobody else. A database that cannot be
    used is no fault of a case: what was done until then is told first.

    Raises:
        StoreError: The database cannot be used, and nothing was done.
    """
    done: list[str] = []
    told: list[Notice] = []
    failed: list[Unsound] = []
    with steps.reading() as tx:
        now = micros(steps.now(tx))
    carry_all(steps)
    for reference in waiting(steps, now):
        if len(done) == limit:
            return Ticked(tuple(done), tuple(told), tuple(failed), more=True)
        try:
            with steps.writing() as tx:
                found = _tick(tx, steps, reference, now)
        except BusyError:
            continue
        except KatchError as error:
            if is_of_all(error):
                if not done:
                    raise
                return Ticked(tuple(done), tuple(told), tuple(failed), more=True)
            failed.append(_unsound(reference, error))
            continue
        if found is not None:
            done.append(reference)
            told += found[0]
            carry_news(steps, found[1])
    return Ticked(tuple(done), tuple(told), tuple(failed), more=False)


def _unsound(reference: str, error: KatchError) -> Unsound:
    if isinstance(error, RecordError):
        return Unsound(reference, error.code, error.event)
    is_text = isinstance(error, StoreError) and error.code == "release"
    return Unsound(reference, "release" if is_text else "refused")


def waiting(steps: Stepper, now: int) -> Iterator[str]:
    """Yield the cases in which something is due, by instant; each once."""
    columns = open_rows.c
    last, seen = (-1, ""), set[str]()
    while True:
        order = (columns.next_at, columns.reference)
        query = select(*order).where(columns.next_at < now)
        query = query.where(tuple_(*order) > tuple_(*last))
        with steps.reading() as tx:
            block = tx.execute(query.order_by(*order).limit(_BLOCK)).all()
        if not block:
            return
        for row in block:
            if row.reference not in seen:
                seen.add(row.reference)
                yield row.reference
        last = block[-1].next_at, block[-1].reference


def _tick(
    tx: Connection, steps: Stepper, reference: str, now: int
) -> tuple[list[Notice], tuple[str, ...]] | None:
    """Take what has come due in a case; ``None`` where it is left to somebody else.

    Return who is to be told, and of which cases there is news for their openers.
    """
    row = steps.database.held(tx, reference, skip=True)
    if row is None or row.erased_at is not None:
        return None
    state = steps.kept.take(reference, row.head) or steps.load(tx, row)
    before = len(state.log)
    with suppress(AdvanceError):  # a thousand steps are taken; the next tick goes on
        advance(state, max(instant(now), state.last))
    news = steps.write(tx, state, before)
    found = list(_tell(tx, state, now))
    steps.kept.put(state)
    return found, news


def _tell(tx: Connection, state: CaseState, now: int) -> Iterator[Notice]:
    """Tell of each broken deadline whoever must know by now, once for each name."""
    mine = open_rows.c.reference == state.reference
    known = tx.execute(select(open_rows).where(mine))
    rows = {(each.kind, each.name): each for each in known}
    counts: dict[Any, int] = {}
    for row in open_in(state):
        stored = rows.get((row.kind, row.name))
        if row.kind == AFTER or stored is None:
            continue
        due = sum(alarm < now for alarm in row.alarms)
        for rank in range(stored.told, due):
            notice = Notice(
                state.reference,
                row.kind,
                row.name,
                row.began,
                rank,
                row.tells[rank],
                instant(row.due_at),
                instant(row.alarms[rank]),
            )
            if _post(tx, state, notice, now):
                yield notice
        counts[row.kind, row.name, row.began] = max(due, stored.told)
    replace_open(tx, state, told=counts)


def _post(tx: Connection, state: CaseState, notice: Notice, now: int) -> bool:
    """Put a notice into the post, unless it was told before; tell whether it was put.

    It is named by case, clock, with what that began, and rank: a clock that was only
    paused has the name that it had.
    """
    name = [notice.kind, notice.name, notice.began, notice.rank]
    body = {
        "name": notice.name,
        "kind": notice.kind,
        "began": notice.began,
        "rank": notice.rank,
        "tell": notice.tell,
        "due_at": notice.due_at.isoformat(),
        "at": notice.at.isoformat(),
    }
    return post_told(tx, state, PostDraft(_TOLD, name, body), now)

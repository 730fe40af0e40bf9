"""Post is written in the transaction of what it tells of, in the order of its case."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select, update

from katch_protocols.cases.case import Case
from katch_protocols.cases.event import canonical
from katch_protocols.cases.receiving import is_taken_up
from katch_protocols.cases.state import CaseState
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.stores.post import ALL, HERE, HOST, PostDraft, Receiver
from katch_protocols.stores.tables import links, micros, posts, receivers

__all__ = [
    "ENDED",
    "EVENT",
    "OPENED",
    "all_receivers",
    "audience",
    "post_news",
    "post_opened",
    "post_steps",
    "post_told",
    "put",
    "receiver_of",
]

EVENT, OPENED, ENDED = "event", "opened", "ended"


def all_receivers(tx: Connection) -> Iterator[Receiver]:
    """Yield everybody who is told."""
    for row in tx.execute(select(receivers).order_by(receivers.c.name)):
        yield receiver_of(dict(row._mapping))  # noqa: SLF001 - public


def receiver_of(row: Mapping[str, Any]) -> Receiver:
    """Return the receiver of a row."""
    keys, regions = (row["key_ids"] or "").split(), (row["regions"] or "").split()
    return Receiver(row["name"], row["url"], tuple(keys), row["wants"], tuple(regions))


def audience(tx: Connection, region: str | None) -> tuple[str, ...]:
    """Return who wants everything of a region."""
    return tuple(
        each.name
        for each in all_receivers(tx)
        if each.wants == ALL and (not each.regions or region in each.regions)
    )


def put(
    tx: Connection, names: Iterable[str], reference: str, letter: PostDraft, now: int
) -> bool:
    """Put a letter of a held case into the post of receivers, once for its name.

    Tell whether the first of them did not have it.
    """
    is_new = []
    for receiver in names:
        mine = (posts.c.receiver == receiver) & (posts.c.reference == reference)
        last = tx.execute(select(func.max(posts.c.seq)).where(mine)).scalar()
        named = canonical([receiver, reference, letter.kind, letter.name])
        name = sha256(named.encode()).hexdigest()
        query = select(posts.c.id).where(posts.c.id == name)
        is_new.append(tx.execute(query).first() is None)
        if is_new[-1]:
            row = {
                "id": name,
                "receiver": receiver,
                "reference": reference,
                "seq": 0 if last is None else last + 1,
                "kind": letter.kind,
                "body": canonical(dict(letter.body)),
                "tries": 0,
                "next_at": now,
                "put_at": now,
            }
            tx.execute(posts.insert().values(**row))
    return bool(is_new and is_new[0])


def post_told(tx: Connection, state: CaseState, letter: PostDraft, now: int) -> bool:
    """Put a telling into the post; tell whether it was not told before.

    The host always has it: the row is the proof of the telling.
    """
    others = [name for name in audience(tx, state.region) if name != HOST]
    if not put(tx, [HOST], state.reference, letter, now):
        return False
    put(tx, others, state.reference, letter, now)
    return True


def post_opened(tx: Connection, state: CaseState, now: int) -> None:
    """Tell those who want everything that a case was opened."""
    names = audience(tx, state.region)
    if names:
        put(tx, names, state.reference, PostDraft(OPENED, "", _opened(state)), now)


def _opened(state: CaseState) -> dict[str, Any]:
    begun = {} if state.beginning is None else state.beginning.to_json()
    return {
        "protocol": state.compiled.protocol.id,
        "region": state.region,
        "at": state.opened.isoformat(),
        **begun,
    }


def post_steps(tx: Connection, state: CaseState, before: int, now: int) -> bool:
    """Put everything that a case has become since a version into the post.

    Tell whether there is news for a case of this store that opened it.
    """
    names = audience(tx, state.region)
    if names:
        for number in range(before, len(state.log)):
            put(
                tx,
                names,
                state.reference,
                PostDraft(EVENT, number, {"number": number}),
                now,
            )
    return post_news(tx, state, names, now)


def post_news(
    tx: Connection, state: CaseState, names: tuple[str, ...], now: int
) -> bool:
    """Tell what became of a case: taken up, ended; whoever opened it, and ``names``.

    Tell whether that is news for a case of this store that opened it.
    """
    case, reference = Case(state), state.reference
    row, to = None, list(names)
    about = {"protocol": state.compiled.protocol.id, "at": state.last.isoformat()}
    if state.opening is not None:
        about["opener"] = state.opening.opener
        mine = links.c.reference == reference
        row = tx.execute(select(links).where(mine)).first()
    if row is not None:
        opener = row.receiver or HERE
        to = [opener, *(name for name in names if name != opener)]
    changed: dict[str, Any] = {}
    if row is not None and row.taken_up_at is None and is_taken_up(state):
        put(tx, to, reference, PostDraft(TAKEN_UP, "", about), now)
        changed["taken_up_at"] = micros(state.last)
    if case.is_complete:
        body = {
            **about,
            "ended_in": case.ended_in,
            "outcome": None if case.outcome is None else str(case.outcome),
        }
        put(tx, to, reference, PostDraft(ENDED, "", body), now)
        changed |= {"ended_at": micros(state.last), "ended_in": case.ended_in}
    if not changed or row is None:
        return False
    tx.execute(update(links).where(links.c.reference == reference).values(**changed))
    return row.receiver is None

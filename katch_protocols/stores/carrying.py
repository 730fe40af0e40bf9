"""News of a case beside, carried to the case of the same store that opened it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from sqlalchemy import Connection, select, update

from katch_protocols.errors import KatchError
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.stores.hearing import tell_opener
from katch_protocols.stores.pauses import pause_after
from katch_protocols.stores.post import HERE
from katch_protocols.stores.stepping import Stepper, StepTaken
from katch_protocols.stores.tables import micros, posts

__all__ = ["carry", "carry_all", "carry_news"]

_MOST = 100


def carry_all(steps: Stepper) -> None:
    """Carry what nobody has carried: of a process that died, of a host's commit."""
    with steps.reading() as tx:
        now = micros(steps.now(tx))
        query = select(posts.c.reference).where(
            posts.c.receiver == HERE, posts.c.done_at.is_(None), posts.c.next_at <= now
        )
        found = tx.execute(query.order_by(posts.c.next_at).limit(_MOST)).scalars().all()
    for reference in dict.fromkeys(found):
        carry(steps, reference)


def carry_news(steps: Stepper, news: Iterable[str]) -> None:
    """Carry the news of cases, unless it is the host who commits it."""
    if not steps.is_hosted:
        for reference in news:
            carry(steps, reference)


def carry(steps: Stepper, reference: str) -> None:
    """Carry the news of a case to its opener; what fails is tried again by ``tick``.

    A broken opener never keeps a case from ending.
    """
    for name in _waiting(steps, reference):
        try:
            done = _carry(steps, name)
        except KatchError:
            with suppress(KatchError):
                _later(steps, name)
            return
        if done is None:
            return
        steps.kept.put(done.state)
        carry_news(steps, done.news)


def _waiting(steps: Stepper, reference: str) -> Iterator[str]:
    """Yield the news of a case in its order, up to one that waits after a failure."""
    query = select(posts.c.id, posts.c.next_at).where(
        posts.c.receiver == HERE,
        posts.c.reference == reference,
        posts.c.done_at.is_(None),
    )
    with suppress(KatchError):
        with steps.reading() as tx:
            now = micros(steps.now(tx))
            found = tx.execute(query.order_by(posts.c.seq)).all()
        for row in found:
            if row.next_at > now:
                return
            yield row.id


def _carry(steps: Stepper, name: str) -> StepTaken | None:
    """Tell it to the opener, and mark it; ``None`` if somebody else holds that one."""
    with steps.writing() as tx:
        row = tx.execute(select(posts).where(posts.c.id == name)).one()
        body = json.loads(row.body)
        held = steps.database.held(tx, body["opener"], skip=True)
        if held is None or row.done_at is not None:
            return None
        if held.erased_at is not None:  # nobody is left to be told
            _mark(tx, name, done_at=micros(steps.now(tx)))
            return None
        became = TAKEN_UP if row.kind == TAKEN_UP else body["ended_in"]
        done = tell_opener(tx, steps, held, row.reference, became, None)
        _mark(tx, name, done_at=micros(steps.now(tx)))
        return done


def _later(steps: Stepper, name: str) -> None:
    with steps.writing() as tx:
        tries = tx.execute(select(posts.c.tries).where(posts.c.id == name)).scalar_one()
        later = micros(steps.now(tx) + pause_after(tries + 1))
        _mark(tx, name, tries=tries + 1, next_at=later)


def _mark(tx: Connection, name: str, **values: int) -> None:
    tx.execute(update(posts).where(posts.c.id == name).values(**values))

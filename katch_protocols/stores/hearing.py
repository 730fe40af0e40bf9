"""What another system tells: to open a case, or what became of one that it runs."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Row, select

from katch_protocols.cases.arguments import (
    instant_of,
    require_facts,
    require_text,
    require_texts,
    text_or_none,
)
from katch_protocols.cases.beside import Opening
from katch_protocols.cases.instants import EVER
from katch_protocols.errors import (
    ActivityRefusedError,
    KatchError,
    StoreError,
    UnknownCaseError,
)
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.stores.cases_beside import add_link, know_link, open_here
from katch_protocols.stores.post import LinkLine
from katch_protocols.stores.posting import audience, post_news
from katch_protocols.stores.stepping import Stepper, StepTaken, token_of
from katch_protocols.stores.tables import cases, instant, links, micros

__all__ = ["hear", "link_line", "news_key", "receive", "tell_opener"]


def news_key(reference: str, became: str) -> str:
    """Return the key under which a case hears what became of one that it opened."""
    return f"{reference}-{'taken-up' if became == TAKEN_UP else 'ended'}"


def link_line(tx: Connection, reference: str) -> LinkLine:
    """Return the link of a case that another one opened.

    Raises:
        UnknownCaseError: There is none.
    """
    row = tx.execute(select(links).where(links.c.reference == reference)).first()
    if row is None:
        raise UnknownCaseError
    due, taken_up, ended = (
        None if each is None else instant(each)
        for each in (row.due_at, row.taken_up_at, row.ended_at)
    )
    about = row.reference, row.opener, row.protocol, row.receiver
    return LinkLine(*about, due, taken_up, ended, row.ended_in)


def tell_opener(  # noqa: PLR0913, PLR0917 - what became of what, and who says so
    tx: Connection,
    steps: Stepper,
    held: Row[Any],
    reference: str,
    became: str,
    by: str | None,
) -> StepTaken:
    """Tell the held opener what became of a case; the link says it in any case.

    An opener that has ended hears no more.
    """
    key = news_key(reference, became)
    done = steps.take(
        tx,
        held,
        key,
        None,
        lambda case, at: case.tell(reference, became, at=at, by=by, key=key),
    )
    if done.refused is not None and not isinstance(done.refused, ActivityRefusedError):
        raise done.refused
    # Of what the opener was not told the link says it all the same.
    know_link(tx, reference, became, micros(steps.now(tx)))
    return done


def hear(
    steps: Stepper, reference: str, became: str, by: str | None
) -> tuple[LinkLine, StepTaken]:
    """Hear what became of a case; see ``Store.hear``."""
    token = token_of(reference)
    with steps.writing() as tx:
        link = link_line(tx, token)
        if link.receiver is None:  # it tells of itself
            raise StoreError("own-case")
        held = steps.database.held(tx, link.opener)
        if held is None:
            raise UnknownCaseError
        done = tell_opener(tx, steps, held, token, became, by)
        link = link_line(tx, token)
    steps.kept.put(done.state)
    return link, done


def receive(steps: Stepper, source: str, reference: str, data: object) -> bool:
    """Open a case that another store asks for; see ``Store.receive``."""
    token = token_of(reference)
    opening, at = _opening(token, data)
    compiled = steps.releases.newest(opening.protocol)
    known = {
        name: value
        for name, value in opening.facts.items()
        if name in compiled.startable and value in compiled.startable[name].values
    }
    with steps.writing() as tx:
        # An erased case has no link left, and is not opened again.
        for table in (links, cases):
            query = select(table.c.reference).where(table.c.reference == token)
            if tx.execute(query).first() is not None:
                return False
        now = steps.now(tx)
        mine = replace(opening, facts=known)
        opened = open_here(tx, steps.releases, mine, min(at, now), micros(now))
        add_link(tx, mine, -1, opened=opened, receiver=source)
        post_news(tx, opened, audience(tx, opened.region), micros(now))
    return True


def _opening(reference: str, data: object) -> tuple[Opening, datetime]:
    """Read what a case is to begin with, and when it was opened.

    Raises:
        StoreError: It is not what another store sends.
    """
    try:
        return _read(reference, data)
    except (AttributeError, KeyError, TypeError, ValueError, KatchError):
        raise StoreError("post") from None


def _read(reference: str, data: Any) -> tuple[Opening, datetime]:  # noqa: ANN401 - JSON
    protocol = require_text("protocol", data["protocol"])
    region = text_or_none("region", data["region"])
    kept = {name: data[name] for name in _KEPT}
    kept["facts"] = require_facts("facts", kept["facts"])
    require_texts("answers", kept["answers"])
    opening = Opening.of_json(
        kept, reference, require_text("protocol", protocol), region
    )
    token_of(opening.opener)
    return opening, instant_of("at", datetime.fromisoformat(data["at"]), EVER)


_KEPT = ("case", "facts", "answers", "limit", "basis", "due")

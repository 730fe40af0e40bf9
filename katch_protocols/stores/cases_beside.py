"""Cases beside: opened in the transaction of the act that opens them, and linked."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, update

from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.beside import Opening
from katch_protocols.cases.event import EventKind
from katch_protocols.cases.open_case import open_case
from katch_protocols.cases.receiving import receivers
from katch_protocols.cases.state import CaseState
from katch_protocols.model.activities import TAKEN_UP
from katch_protocols.model.noun import Id
from katch_protocols.stores.case_rows import add_case
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.post import PostDraft
from katch_protocols.stores.posting import OPENED, audience, post_news, post_opened, put
from katch_protocols.stores.references import new_salt
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.tables import links, micros

__all__ = ["add_link", "know_link", "know_links", "open_beside", "open_here"]


def open_beside(  # noqa: PLR0913, PLR0917 - a case, and where others are opened
    tx: Connection,
    releases: Releases,
    state: CaseState,
    before: int,
    elsewhere: Mapping[Id, str],
    now: int,
) -> list[str]:
    """Open every case that the events of a case since a version have opened.

    Of a protocol that runs ``elsewhere`` the receiver is told, who opens the case.
    Return those that ended as they were opened: that is news for this case.

    Raises:
        ActivityRefusedError: A protocol of them is not in force in this handbook.
        UnknownNameError: This handbook does not have the protocol.
        ProtocolError: It has problems; ``check`` says which.
    """
    ended = []
    for number in range(before, len(state.log)):
        event = state.log[number]
        for opening in event.opened:
            if not opening.is_new:
                continue
            receiver = elsewhere.get(opening.protocol)
            if receiver is None:
                opened = open_here(tx, releases, opening, event.at, now)
                add_link(tx, opening, number, opened=opened)
                if post_news(tx, opened, audience(tx, opened.region), now):
                    ended.append(opening.reference)
            else:
                add_link(tx, opening, number, receiver=receiver)
                body = {**opening.to_json(), "protocol": opening.protocol}
                body |= {"region": opening.region, "at": event.at.isoformat()}
                put(tx, [receiver], opening.reference, PostDraft(OPENED, "", body), now)
    return ended


def open_here(
    tx: Connection, releases: Releases, opening: Opening, at: datetime, now: int
) -> CaseState:
    """Open the case of an opening; raises as ``open_beside`` does."""
    compiled = releases.newest(opening.protocol)
    beginning = Beginning(salt=new_salt(), opening=opening)
    case = open_case(compiled, opening.reference, opening.region, at, beginning)
    opened = case.view()
    releases.mean(tx, compiled)
    if add_case(tx, opened, None, {}):
        replace_open(tx, opened)
        post_opened(tx, opened, now)
    return opened


def add_link(
    tx: Connection,
    opening: Opening,
    number: int,
    *,
    opened: CaseState | None = None,
    receiver: str | None = None,
) -> None:
    """Link a case to the one that opened it; ``receiver`` has the other of the two."""
    role = None if opened is None else next(iter(receivers(opened)), None)
    insert_once(
        tx,
        links,
        reference=opening.reference,
        opener=opening.opener,
        number=number,
        protocol=opening.protocol,
        role=role,
        receiver=receiver,
        due_at=None if opening.due is None else micros(opening.due),
    )


def know_links(tx: Connection, state: CaseState, before: int) -> None:
    """Let links say what a case was told of them since a version."""
    for number in range(before, len(state.log)):
        event = state.log[number]
        if event.kind is EventKind.NEWS and event.of is not None:
            became = event.activity.rpartition(".")[2]
            know_link(tx, event.of, became, micros(event.at))


def know_link(tx: Connection, reference: str, became: str, at: int) -> None:
    """Let a link say what became of its case, unless it does already.

    A case that runs here says it itself.
    """
    mine = update(links).where(links.c.reference == reference)
    mine = mine.where(links.c.receiver.is_not(None))
    if became == TAKEN_UP:
        is_first = links.c.taken_up_at.is_(None)
        tx.execute(mine.where(is_first).values(taken_up_at=at))
    else:
        is_first = links.c.ended_at.is_(None)
        tx.execute(mine.where(is_first).values(ended_at=at, ended_in=became))

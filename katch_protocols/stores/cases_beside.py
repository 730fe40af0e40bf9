"""Cases beside: opened in the transaction of the act that opens them, and linked."""

from datetime import datetime

from sqlalchemy import Connection

from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.beside import Opening
from katch_protocols.cases.case import open_case
from katch_protocols.cases.receiving import receivers
from katch_protocols.cases.state import CaseState
from katch_protocols.stores.case_rows import add_case
from katch_protocols.stores.database import insert_once
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.references import new_salt
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.tables import links, micros

__all__ = ["open_beside"]


def open_beside(
    tx: Connection, releases: Releases, state: CaseState, before: int
) -> None:
    """Open every case that the events of a case since a version have opened.

    Raises:
        ActivityRefusedError: A protocol of them is not in force in this handbook.
        UnknownNameError: This handbook does not have the protocol.
    """
    for number in range(before, len(state.log)):
        event = state.log[number]
        for opening in event.opened:
            if opening.is_new:
                _open(tx, releases, opening, number, event.at)


def _open(
    tx: Connection, releases: Releases, opening: Opening, number: int, at: datetime
) -> None:
    compiled = releases.newest(opening.protocol)
    beginning = Beginning(salt=new_salt(), opening=opening)
    case = open_case(compiled, opening.reference, opening.region, at, beginning)
    opened = case.view()
    releases.mean(tx, compiled)
    add_case(tx, opened, None, {})
    replace_open(tx, opened)
    insert_once(
        tx,
        links,
        reference=opening.reference,
        opener=opening.opener,
        number=number,
        protocol=opening.protocol,
        role=next(iter(receivers(opened)), None),
        due_at=None if opening.due is None else micros(opening.due),
    )

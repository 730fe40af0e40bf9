"""Cases opened by a key: the same request opens one case, whenever it is asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from katch_protocols.cases.case import Case
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.refusal import refusal
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import BusyError, ConflictError
from katch_protocols.refusals import Need, Unmet
from katch_protocols.stores.case_rows import add_case, opening_of
from katch_protocols.stores.lock_file import PATIENCE
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.posting import post_opened
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.stepping import Stepper, there
from katch_protocols.stores.tables import cases, micros
from katch_protocols.words.languages import ENGLISH

__all__ = ["Asked", "open_once"]

Asked = tuple[str, str | None, str | None, dict[str, str]]
"""What an opening asks for: the protocol, the region, who opens, the facts."""


def open_once(  # noqa: PLR0913, PLR0917 - a request, and how to fulfil it
    tx: Connection,
    steps: Stepper,
    asked: Asked,
    key: str | None,
    at: datetime | None,
    begin: Callable[[datetime], Case],
) -> tuple[CaseState, bool]:
    """Open a case, or find the one that the same request opened.

    Return its state, and whether it is new.

    Raises:
        ConflictError: The key was used for another opening.
        GoneError: The case was erased.
        InstantError: ``at`` cannot be.
    """
    row = opened_before(tx, steps.releases, key, asked)
    if row is None:
        now = steps.now(tx)
        state = begin(steps.instant(now, at, EVER)).view()
        steps.releases.mean(tx, state.compiled)
        if add_case(tx, state, key, {}):
            replace_open(tx, state)
            post_opened(tx, state, micros(now))
            return state, True
        # Somebody was first with the key, after we looked.
        row = opened_before(tx, steps.releases, key, asked)
    if row is None:  # somebody drew the same reference
        raise BusyError(PATIENCE)
    return steps.looked_at(tx, row), False


def opened_before(
    tx: Connection, releases: Releases, key: str | None, asked: Asked
) -> Row[Any] | None:
    """Return the case that the same request opened before, if one did.

    Raises:
        ConflictError: The key was used for another opening.
        GoneError: The case was erased.
    """
    if key is None:
        return None
    row = tx.execute(select(cases).where(cases.c.open_key == key)).first()
    if row is None:
        return None
    begun = opening_of(there(row))
    opened = row.protocol, row.region, begun.get("by"), begun.get("facts", {})
    if opened == asked:
        return row
    found = refusal(releases.newest(asked[0]), row.protocol, [Unmet(Need.KEY)])
    raise ConflictError(row.protocol, found.said[ENGLISH][1:], found)

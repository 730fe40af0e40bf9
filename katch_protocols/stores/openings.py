"""Cases opened by a key: the same request opens one case, whenever it is asked."""

from typing import Any

from sqlalchemy import Connection, Row, select

from katch_protocols.cases.refusal import refusal
from katch_protocols.errors import ConflictError
from katch_protocols.findings import Need, Unmet
from katch_protocols.stores.case_rows import opening_of
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.stepping import there
from katch_protocols.stores.tables import cases
from katch_protocols.words.languages import ENGLISH

__all__ = ["Asked", "opened_before"]

Asked = tuple[str, str | None, str | None, dict[str, str]]
"""What an opening asks for: the protocol, the region, who opens, the facts."""


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

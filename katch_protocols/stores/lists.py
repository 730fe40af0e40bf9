"""Pages of what is open and of cases: only questions that an index answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, tuple_

from katch_protocols.cases.arguments import require_text, text_or_none, wrong_type
from katch_protocols.errors import StoreError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.states import Outcome
from katch_protocols.stores.answers import CaseLine, Work
from katch_protocols.stores.list_names import require_names
from katch_protocols.stores.open_work import STATE
from katch_protocols.stores.tables import LAST, cases, instant, micros, open_rows

__all__ = ["MOST_ROWS", "list_cases", "list_work", "most_rows"]

MOST_ROWS = 1_000
"""How many rows a page has at most."""

_ASKED = (
    frozenset[str](),
    frozenset({"held_by"}),
    frozenset({"held_by", "region"}),
    frozenset({"region"}),
    frozenset({"protocol", "name"}),
)
"""By what open work can be looked for; each has its index."""


def list_work(  # noqa: PLR0913, PLR0917 - by what it is looked for
    tx: Connection,
    handbook: Handbook | None,
    wanted: Mapping[str, str | None],
    before: datetime | None,
    after: str | None,
    limit: int,
) -> tuple[Work, ...]:
    """Return a page of what is open; raises as ``Store.work`` does."""
    asked = _asked(wanted)
    if frozenset(asked) not in _ASKED:
        raise StoreError("filters")
    require_names(tx, open_rows, asked, handbook)
    columns = open_rows.c
    query = select(open_rows)
    for name, value in asked.items():
        query = query.where(columns[name] == value)
    if "name" in asked:
        query = query.where(columns.kind == STATE)
    if before is not None:
        query = query.where(columns.due_at < micros(before))
    order = (columns.due_at, columns.reference, columns.kind, columns.name)
    if after is not None:
        due, reference, kind, name = _parts(after, 4)
        at = LAST if not due else _micros(due)
        query = query.where(tuple_(*order) > tuple_(at, reference, kind, name))
    rows = tx.execute(query.order_by(*order).limit(most_rows(limit)))
    return tuple(
        Work(
            row.reference,
            row.kind,
            row.name,
            row.began,
            row.protocol,
            row.region,
            row.held_by,
            None if row.due_at == LAST else instant(row.due_at),
            row.told,
        )
        for row in rows
    )


def list_cases(  # noqa: PLR0913, PLR0917 - by what it is looked for
    tx: Connection,
    handbook: Handbook | None,
    wanted: Mapping[str, str | None],
    ended: bool | None,
    after: str | None,
    limit: int,
) -> tuple[CaseLine, ...]:
    """Return a page of cases; raises as ``Store.cases`` does."""
    columns = cases.c
    query = select(cases)
    asked = _asked(wanted)
    require_names(tx, cases, asked, handbook)
    for name, value in asked.items():
        query = query.where(columns[name] == value)
    if ended is not None:
        is_open = columns.ended_at.is_(None) & columns.erased_at.is_(None)
        query = query.where(~is_open if ended else is_open)
    order = (columns.opened_at, columns.reference)
    if after is not None:
        opened, reference = _parts(after, 2)
        query = query.where(tuple_(*order) > tuple_(_micros(opened), reference))
    rows = tx.execute(query.order_by(*order).limit(most_rows(limit)))
    return tuple(map(_line, rows))


def _line(row: Any) -> CaseLine:  # noqa: ANN401 - a row of SQLAlchemy
    return CaseLine(
        row.reference,
        row.protocol,
        row.pin,
        row.region,
        instant(row.opened_at),
        row.opener,
        row.version,
        None if row.ended_at is None else instant(row.ended_at),
        None if row.outcome is None else Outcome(row.outcome),
        None if row.erased_at is None else instant(row.erased_at),
    )


def _asked(wanted: Mapping[str, str | None]) -> dict[str, str]:
    for name, value in wanted.items():
        text_or_none(_ARGUMENTS.get(name, name), value)
    return {name: value for name, value in wanted.items() if value is not None}


_ARGUMENTS = {"name": "state", "opener": "opened_by"}


def most_rows(limit: object) -> int:
    """Return how many are asked for; raises ``TypeError`` where that cannot be."""
    if type(limit) is int and 1 <= limit <= MOST_ROWS:
        return limit
    raise wrong_type("limit", "page-size", limit)


def _parts(cursor: object, number: int) -> list[str]:
    text = require_text("after", cursor)
    parts = text.split("/")
    if len(parts) == number and text.isprintable():
        return parts
    raise StoreError("cursor")


def _micros(text: str) -> int:
    try:
        return micros(datetime.fromisoformat(text))
    except (ValueError, TypeError):
        raise StoreError("cursor") from None

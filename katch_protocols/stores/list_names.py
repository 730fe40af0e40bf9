"""Names by which lists are asked for: a slip in one is told, and is no empty list."""

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Table, select

from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["require_names"]

_KINDS = {
    "held_by": "role",
    "region": "region",
    "protocol": "protocol",
    "name": "state",
    "opener": "case",
}
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,500}")


def require_names(
    tx: Connection,
    table: Table,
    wanted: Mapping[str, str],
    handbook: Handbook | None,
) -> None:
    """Let names pass that the handbook has, or a row: cases may follow an older text.

    Without a handbook any name passes that can be one. So does any case by which others
    were opened: whether there is one is not asked.

    Raises:
        UnknownNameError: There is no such name; the nearest are told.
    """
    for column, name in wanted.items():
        known = _known(column, wanted.get("protocol", ""), handbook)
        if known is not None and name in known:
            continue
        can_be = _NAME.fullmatch(name) is not None
        if can_be and (known is None or _is_there(tx, table, column, name)):
            continue
        raise UnknownNameError(_KINDS[column], near=nearest_names(name, known or ()))


def _known(
    column: str, protocol: Id, handbook: Handbook | None
) -> Iterable[str] | None:
    """Return the names that a handbook has; ``None`` where it has no say."""
    if handbook is None:
        return None
    match column:
        case "held_by":
            return handbook.roles
        case "region":
            return handbook.regions
        case "protocol":
            return handbook.protocols
        case "name" if protocol in handbook.protocols:
            return compiled_case(handbook.protocols[protocol], handbook).chart.by_name
        case _:
            return None


def _is_there(tx: Connection, table: Table, column: str, name: str) -> bool:
    mine = select(table.c[column]).where(table.c[column] == name)
    return tx.execute(mine.limit(1)).first() is not None

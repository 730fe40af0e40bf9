"""The tables of a database: made where there are none, else of the right version."""

from typing import Any

from sqlalchemy import Connection, Row, insert, inspect, select

from katch_protocols.errors import StoreError
from katch_protocols.stores.database import Database
from katch_protocols.stores.references import new_store_id
from katch_protocols.stores.tables import SCHEMA_VERSION, metadata, stores

__all__ = ["DEFAULT_NAME", "identity", "set_up"]

DEFAULT_NAME = "katch"


def set_up(database: Database, name: str) -> Row[Any]:
    """Return the row of the store; make its tables if there are none.

    Raises:
        StoreError: The tables are older or newer, or half of them are missing.
    """
    with database.reading() as connection:
        found = identity(connection)
    if found is not None:
        return found
    with database.writing() as connection:
        database.hold_all(connection)
        found = identity(connection)
        if found is None:
            metadata.create_all(connection)
            values = {"id": new_store_id(), "name": name}
            connection.execute(
                insert(stores).values(schema_version=SCHEMA_VERSION, **values)
            )
            found = identity(connection)
    if found is None:  # pragma: no cover - it was just written
        raise StoreError("damaged")
    return found


def identity(connection: Connection) -> Row[Any] | None:
    """Return the row of the store, ``None`` in an empty database.

    Raises:
        StoreError: The tables are older or newer, or some are missing.
    """
    there = set(inspect(connection).get_table_names())
    ours = there & metadata.tables.keys()
    if not ours:
        return None
    if stores.name not in ours:
        raise StoreError("damaged")
    rows = connection.execute(select(stores)).all()
    if len(rows) != 1:
        raise StoreError("damaged")
    version = rows[0].schema_version
    if version < SCHEMA_VERSION:
        raise StoreError("older", found=version, needed=SCHEMA_VERSION)
    if version > SCHEMA_VERSION:
        raise StoreError("newer", found=version, needed=SCHEMA_VERSION)
    if metadata.tables.keys() - ours:
        raise StoreError("damaged")
    return rows[0]

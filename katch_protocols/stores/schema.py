"""The tables of a database: made where there are none, else of the right version."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, inspect, select

from katch_protocols.errors import StoreError
from katch_protocols.stores.database import Database
from katch_protocols.stores.references import new_store_id
from katch_protocols.stores.tables import SCHEMA_VERSION, metadata, stores

__all__ = ["STEPS", "identity", "set_up", "statements", "upgrade"]

STEPS: Mapping[int, Sequence[str]] = {
    1: (
        "ALTER TABLE kp_post ADD COLUMN put_at BIGINT",
        "ALTER TABLE kp_post ADD COLUMN withdrawn_at BIGINT",
        "UPDATE kp_post SET put_at = next_at",
    ),
    2: ("ALTER TABLE kp_case ADD COLUMN erased_by TEXT",),
}
"""The statements that lead from a version of the tables to the next one.

They are SQL that both databases read, and each leaves what is there as it is.
"""


def set_up(database: Database, name: str | None) -> Row[Any]:
    """Return the row of the store; make its tables if there are none and it has a name.

    Raises:
        StoreError: The tables are older or newer, or some or all of them are missing.
    """
    with database.reading() as connection:
        found = identity(connection)
    if found is None and name is None:
        raise StoreError("empty")
    database.settle()
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


def upgrade(database: Database) -> tuple[int, int]:
    """Take every step from the version of the tables to ours; return both versions.

    Each step is one transaction, so that an upgrade that was stopped can go on.

    Raises:
        StoreError: There are no tables, or they are newer.
    """
    before = version = version_of(database)
    if version < SCHEMA_VERSION:
        database.settle()
    while version < SCHEMA_VERSION:
        with database.writing() as connection:
            database.hold_all(connection)
            version = _version(connection) or before
            if version == SCHEMA_VERSION:  # somebody else took the last step
                break
            for statement in _step(version):
                connection.exec_driver_sql(statement)
            version += 1
    if version > SCHEMA_VERSION:
        raise StoreError("newer", found=version, needed=SCHEMA_VERSION)
    return before, version


def statements(database: Database) -> Iterator[str]:
    """Yield what an upgrade would run, step by step, for whoever runs it by hand."""
    for version in range(version_of(database), SCHEMA_VERSION):
        yield "BEGIN"
        yield from _step(version)
        yield "COMMIT"


def _step(version: int) -> Iterator[str]:
    yield from STEPS[version]
    yield f"UPDATE kp_store SET schema_version = {version + 1}"  # noqa: S608 - a number


def version_of(database: Database) -> int:
    """Return the version of the tables.

    Raises:
        StoreError: There are none.
    """
    with database.reading() as connection:
        found = _version(connection)
    if found is None:
        raise StoreError("empty")
    return found


def _version(connection: Connection) -> int | None:
    if not inspect(connection).has_table(stores.name):
        return None
    return connection.execute(select(stores.c.schema_version)).scalar()


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

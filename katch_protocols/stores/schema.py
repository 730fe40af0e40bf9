"""The tables of a database: made where there are none, else of the right version."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, inspect, select

from katch_protocols.errors import StoreError
from katch_protocols.stores.database import Database
from katch_protocols.stores.references import new_store_id
from katch_protocols.stores.tables import SCHEMA_VERSION, metadata, stores

__all__ = [
    "POSTGRES_STEPS",
    "STEPS",
    "has_tables",
    "identity",
    "set_up",
    "statements",
    "upgrade",
]

STEPS: Mapping[int, Sequence[str]] = {
    1: (
        "ALTER TABLE kp_post ADD COLUMN put_at BIGINT",
        "ALTER TABLE kp_post ADD COLUMN withdrawn_at BIGINT",
        "UPDATE kp_post SET put_at = next_at",
    ),
    2: ("ALTER TABLE kp_case ADD COLUMN erased_by TEXT",),
    3: (),
}
"""The statements that lead from a version of the tables to the next one.

They are SQL that both databases read, and each leaves what is there as it is.
"""

_BY_BYTES = {
    "kp_case": "reference protocol pin region opening open_key opener outcome ground "
    "erased_by",
    "kp_event": "reference body request_key",
    "kp_link": "reference opener protocol role receiver ended_in",
    "kp_meaning": "pin protocol handbook",
    "kp_open": "reference kind name protocol region held_by",
    "kp_post": "id receiver reference kind body",
    "kp_receiver": "name url key_ids wants regions",
    "kp_release": "handbook files",
    "kp_store": "id name",
}

POSTGRES_STEPS: Mapping[int, Sequence[str]] = {
    3: tuple(
        f"ALTER TABLE {table} "
        + ", ".join(
            f'ALTER COLUMN {column} TYPE TEXT COLLATE "C"' for column in columns.split()
        )
        for table, columns in _BY_BYTES.items()
    )
}
"""What PostgreSQL needs besides: texts stood in the order of its language."""


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
            for statement in _step(connection, version):
                connection.exec_driver_sql(statement)
            version += 1
    if version > SCHEMA_VERSION:
        raise StoreError("newer", found=version, needed=SCHEMA_VERSION)
    return before, version


def statements(database: Database) -> Iterator[str]:
    """Yield what an upgrade would run, step by step, for whoever runs it by hand."""
    first = version_of(database)
    with database.reading() as connection:
        for version in range(first, SCHEMA_VERSION):
            yield "BEGIN"
            yield from _step(connection, version)
            yield "COMMIT"


def _step(connection: Connection, version: int) -> Iterator[str]:
    dialect = connection.dialect
    schema = schema_of(connection)
    if schema is not None:
        name = dialect.identifier_preparer.quote(schema)
        yield f"SET LOCAL search_path = {name}"
    yield from STEPS[version]
    if dialect.name == "postgresql":
        yield from POSTGRES_STEPS.get(version, ())
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
    if not has_tables(connection):
        return None
    return connection.execute(select(stores.c.schema_version)).scalar()


def has_tables(connection: Connection) -> bool:
    """Tell whether there are tables of a store where a connection looks for them."""
    return inspect(connection).has_table(stores.name, schema_of(connection))


def schema_of(connection: Connection) -> str | None:
    """Return the schema that a host's engine puts in for ours; ``None`` without one."""
    options = connection.get_execution_options()
    found: str | None = options.get("schema_translate_map", {}).get(None)
    return found


def identity(connection: Connection) -> Row[Any] | None:
    """Return the row of the store, ``None`` in an empty database.

    Raises:
        StoreError: The tables are older or newer, or some are missing.
    """
    there = set(inspect(connection).get_table_names(schema_of(connection)))
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

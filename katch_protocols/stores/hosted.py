"""A transaction of the host's, in which a store writes and which the host ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol, TypeGuard

from sqlalchemy import Connection, Engine, Row, Select, create_engine, select
from sqlalchemy.pool import StaticPool

from katch_protocols.cases.arguments import wrong_type
from katch_protocols.errors import StoreError
from katch_protocols.stores.database import Database, Durability
from katch_protocols.stores.schema import has_tables
from katch_protocols.stores.tables import stores

__all__ = ["HostedDatabase", "connection_of"]


class _Session(Protocol):
    """A session of SQLAlchemy."""

    def connection(self) -> Connection:
        """Return the connection of its transaction."""

    def in_transaction(self) -> bool:
        """Tell whether it has one."""


class _DjangoConnection(Protocol):
    """A connection of Django, or what stands for it in ``django.db``."""

    vendor: str
    in_atomic_block: bool
    connection: Any


def _is_session(given: object) -> TypeGuard[_Session]:
    return _has(given, "connection", "in_transaction")


def _is_django(given: object) -> TypeGuard[_DjangoConnection]:
    return _has(given, "vendor", "in_atomic_block", "connection")


def _has(given: object, *names: str) -> bool:
    """Tell whether something has attributes, be it through another one.

    A protocol that is checked at run time looks at what stands written since Python
    3.12, and does not see what a proxy passes on.
    """
    return not isinstance(given, type) and all(hasattr(given, name) for name in names)


def connection_of(given: object, identity: Row[Any]) -> Connection:
    """Return the connection of a host's transaction, to the database of a store.

    Raises:
        StoreError: There is no transaction, or it is of another database.
        SQLAlchemyError: Others hold the database for too long.
        TypeError: It is no connection or session of SQLAlchemy, and none of Django.
    """
    found = _connection(given)
    if not found.in_transaction():
        raise StoreError("no-transaction")
    if not has_tables(found):
        raise StoreError("other-database")
    if found.execute(select(stores.c.id)).scalars().all() != [identity.id]:
        raise StoreError("other-database")
    _begin(found)
    return found


def _begin(connection: Connection) -> None:
    """See to it that the database has a transaction too, and not the host alone.

    The drivers of SQLite begin one at the first write. Until then a savepoint, such as
    ours, would be one of its own, and nothing that the host could take back.

    Raises:
        StoreError: The driver writes each statement down by itself.
    """
    raw: Any = connection.connection.driver_connection
    if getattr(raw, "autocommit", False) is True:
        raise StoreError("no-transaction")
    if connection.dialect.name != "sqlite" or raw.in_transaction:
        return
    if raw.isolation_level is None:
        raise StoreError("no-transaction")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _connection(given: object) -> Connection:
    if isinstance(given, Connection):
        return given
    if _is_django(given):
        return _of_django(given)
    if not _is_session(given):
        raise wrong_type("connection", "host-connection", given)
    if not given.in_transaction():
        raise StoreError("no-transaction")
    return given.connection()


class _Borrowed:
    """A connection of a driver that the host alone commits, takes back and closes."""

    def __init__(self, raw: Any) -> None:  # noqa: ANN401 - a driver's
        self._raw = raw

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a driver's
        return getattr(self._raw, name)

    def commit(self) -> None:
        """Leave it to the host."""

    rollback = close = commit


_WORDS: dict[str, dict[str, Any]] = {"postgresql": {"use_native_hstore": False}}

_DIALECTS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def _of_django(given: _DjangoConnection) -> Connection:
    if not given.in_atomic_block:
        raise StoreError("no-transaction")
    if given.vendor not in _DIALECTS:
        raise StoreError("other-database")
    engine = create_engine(
        _DIALECTS[given.vendor],
        creator=lambda: _Borrowed(given.connection),
        poolclass=StaticPool,
        hide_parameters=True,
        **_WORDS.get(given.vendor, {}),
    )
    connection = engine.connect()
    connection.begin()
    return connection


class HostedDatabase(Database):
    """The database of a store, seen through one transaction of the host's."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self.engine: Engine = database.engine
        self._database, self._connection = database, connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in the host's transaction; what fails half way is taken back."""
        connection = self._connection
        with connection.begin_nested(), self._database.lock_timeout(connection):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read in the host's transaction."""
        yield self._connection

    def now(self, connection: Connection) -> datetime:
        """Return the instant that it is by the clock of the database."""
        return self._database.now(connection)

    def durability(self, connection: Connection) -> Durability:
        """Return what the database is and promises."""
        return self._database.durability(connection)

    def holding(self, query: Select[Any], *, skip: bool = False) -> Select[Any]:
        """Return a query that holds the rows that it finds until the host's end."""
        return self._database.holding(query, skip=skip)

    def close(self) -> None:
        """Leave everything to the host."""

"""PostgreSQL under a store: locks of rows, one clock, group commit."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Select,
    cast,
    create_engine,
    event,
    extract,
    func,
    select,
    text,
)
from sqlalchemy.engine import URL

from katch_protocols.errors import StoreError
from katch_protocols.stores.database import Database, Durability
from katch_protocols.stores.lock_file import PATIENCE
from katch_protocols.stores.tables import instant

__all__ = ["PostgresDatabase"]

_SET_UP = 5_282_410_971
"""The number of the lock under which tables are made; any number would do."""

_WEAK = frozenset({"off", "local"})
"""Settings of ``synchronous_commit`` that a store makes stronger in its own acts."""

_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_DRIVERS = frozenset({"postgresql", "postgresql+psycopg"})
"""How an address says the driver that a store has; the first is what it stands for."""

_UTF_8 = {"client_encoding": "UTF8"}
"""Whatever the server is set to: texts go as they are written here."""

_NOW = select(cast(extract("epoch", func.clock_timestamp()) * 1_000_000, BigInteger))
"""Microseconds: how a date is written, and in which zone, is the server's to set."""

_POOLED = "katch-pooled"


class PostgresDatabase(Database):
    """A database of PostgreSQL."""

    def __init__(self, engine: Engine, *, is_ours: bool) -> None:
        self.engine, self.is_ours = engine, is_ours
        self._pid = os.getpid()
        self._is_weak: bool | None = None

    @staticmethod
    def of_url(url: URL) -> "PostgresDatabase":
        """Return the database of an address; nothing is connected to yet.

        Raises:
            StoreError: It names another driver, or an option that there is not.
        """
        if url.drivername not in _DRIVERS:
            raise StoreError("address")
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args=_UTF_8,
        )
        _require_options(engine)
        event.listen(engine, "connect", _prepare)
        return PostgresDatabase(engine, is_ours=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that will write; it is durable when it is committed."""
        self._after_fork()
        with self.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if self._is_weak is None:
                    found = connection.execute(text("SHOW synchronous_commit"))
                    self._is_weak = found.scalar_one() in _WEAK
                if self._is_weak:
                    connection.execute(text("SET LOCAL synchronous_commit=on"))
                if not self.is_ours or connection.info[_POOLED]:
                    connection.execute(text(f"SET LOCAL {_wait()}"))
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees everything as it is at one instant."""
        self._after_fork()
        with self.engine.connect() as plain:
            connection = plain.execution_options(**_READING)
            with connection.begin():
                yield connection

    def now(self, connection: Connection) -> datetime:
        """Return the instant that it is by the clock of the server."""
        return instant(connection.execute(_NOW).scalar_one())

    def durability(self, connection: Connection) -> Durability:
        """Return which PostgreSQL it is, and what its settings promise."""
        names = ("server_version", "fsync", "full_page_writes", "synchronous_commit")
        shown = {
            name: str(connection.execute(text(f"SHOW {name}")).scalar_one())
            for name in names
        }
        version = shown["server_version"].partition(" ")[0]
        is_sure = shown["fsync"] == "on" and shown["full_page_writes"] == "on"
        commit = shown["synchronous_commit"]
        if commit in _WEAK and self.is_ours:
            commit = "on"  # in the transactions of the store
        url = self.engine.url
        host = url.host or url.query.get("host") or "localhost"
        where = f"{host}/{url.database or url.username or ''}"
        journal = f"fsync={shown['fsync']}, synchronous_commit={commit}"
        is_durable = is_sure and commit not in _WEAK
        promise = "power" if is_durable else "unknown"
        return Durability(f"PostgreSQL {version}", where, journal, promise)

    def holding(self, query: Select[Any], *, skip: bool = False) -> Select[Any]:
        """Return a query that holds the rows of cases, but not those that point there.

        With ``skip`` rows that somebody else holds are left out.
        """
        return query.with_for_update(key_share=True, skip_locked=skip)

    def hold_all(self, connection: Connection) -> None:
        """Hold everybody else off while tables are made."""
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_SET_UP})"))

    @contextmanager
    def lock_timeout(self, connection: Connection) -> Iterator[None]:
        """Wait for a row for no longer than a store does; then as the host had it."""
        before = connection.execute(text("SHOW lock_timeout")).scalar_one()
        connection.execute(text(f"SET LOCAL {_wait()}"))
        yield
        connection.execute(text(f"SET LOCAL lock_timeout = '{before}'"))

    def close(self) -> None:
        """Close every connection."""
        if self.is_ours:
            self.engine.dispose()

    def _after_fork(self) -> None:
        """Open a pool of its own in a process that was forked off."""
        if os.getpid() != self._pid:
            self._pid = os.getpid()
            self.engine.dispose(close=False)


def _prepare(connection: Any, record: Any) -> None:  # noqa: ANN401 - a driver's
    """Wait in this connection as a store does: a statement less in each step.

    Behind a pooler that gives each transaction another server (PgBouncer), nothing can
    be left at the server: no setting, since others would get it, and no prepared
    statement, since it would not be there. It is known by the number of the server,
    which is another one than the pooler has told.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
        is_pooled = server != connection.info.backend_pid
        if is_pooled:
            connection.prepare_threshold = None
        else:
            cursor.execute(f"SET {_wait()}")
    connection.commit()
    record.info[_POOLED] = is_pooled


def _require_options(engine: Engine) -> None:
    """Raise ``StoreError`` where an address has an option that the driver lacks."""
    driver: Any = engine.dialect.import_dbapi()
    known = {each.keyword.decode() for each in driver.pq.Conninfo.get_defaults()}
    if not engine.url.query.keys() <= known:
        raise StoreError("address")


def _wait() -> str:
    """Return the setting that says for how long a row is waited for."""
    return f"lock_timeout = {int(PATIENCE * 1000)}"

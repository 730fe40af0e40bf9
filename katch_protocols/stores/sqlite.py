"""SQLite under a store: which journal is safe, one lock, one writer.

SQLite before 3.51.3 (but for 3.50.7 and 3.44.6) can lose a committed transaction in WAL
mode. There the rollback journal is used, with the strictest syncing; a newer SQLite
comes with ``katch-protocols[sqlite]``.

Two libraries of SQLite in one process do not see each other's locks: a host that opens
the same file itself hands its engine in.
"""

import os
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from katch_protocols.errors import StoreError, StoreWarning
from katch_protocols.stores.database import Database, Durability
from katch_protocols.stores.faults import fault_of
from katch_protocols.stores.folders import (
    refuse_missing,
    refuse_network,
    refuse_read_only,
)
from katch_protocols.stores.lock_file import PATIENCE, LockFile
from katch_protocols.stores.tables import metadata

__all__ = ["SqliteDatabase", "driver", "is_fixed"]

_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The first sound versions of each branch that has one; below them WAL is not used."""

_SYNCING = ("OFF", "NORMAL", "FULL", "EXTRA")

_PROMISES = {
    "WAL+FULL": "power",
    "WAL+EXTRA": "power",
    "DELETE+EXTRA": "power",
    "WAL+NORMAL": "crash",
    "DELETE+FULL": "crash",
    "DELETE+NORMAL": "crash",
}
"""What survives, by the journal and how it is synced: a power cut, or kill -9."""


def driver() -> ModuleType:
    """Return the newest SQLite that is installed."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - an extra
    except ImportError:
        return sqlite3
    found: ModuleType = dbapi2
    newer = found.sqlite_version_info > sqlite3.sqlite_version_info
    return found if newer else sqlite3


def is_fixed(version: tuple[int, ...]) -> bool:
    """Tell whether a version of SQLite keeps what it committed in WAL mode."""
    return version >= _FIXED[-1] or any(
        version[:2] == first[:2] and version >= first for first in _FIXED
    )


_DRIVERS = frozenset({"sqlite", "sqlite+pysqlite"})
"""How an address says a driver that waits, as a store does."""


class SqliteDatabase(Database):
    """A file of SQLite, or a database in memory.

    An engine of the host's is used as it is: its journal is the host's business.
    """

    def __init__(self, engine: Engine, *, path: Path | None, is_ours: bool) -> None:
        self.engine, self.path, self.is_ours = engine, path, is_ours
        self._pid = os.getpid()
        self._memory = RLock()
        self._lock = None if path is None else LockFile(_beside(path))
        self._is_settled = not is_ours
        self._sync = "FULL" if is_fixed(driver().sqlite_version_info) else "EXTRA"

    @staticmethod
    def of_url(url: URL, *, is_new: bool = True) -> "SqliteDatabase":
        """Open the database of an address; its file is made if it is not there.

        Raises:
            StoreError: It names another driver, or has options and is no URI of SQLite
                (``?uri=true``); it cannot be opened, is on a network, its
                journal cannot be made beside it, or it is not there and not to be made
                (not ``is_new``).
        """
        is_uri = "uri" in url.query
        if url.drivername not in _DRIVERS or (url.query and not is_uri):
            raise StoreError("address")
        found = driver()
        words: dict[str, Any] = {"module": found, "hide_parameters": True}
        words["isolation_level"] = "AUTOCOMMIT"  # transactions begin in so many words
        words["connect_args"] = {"timeout": PATIENCE, "check_same_thread": False}
        path = None
        if url.database in {None, "", ":memory:"}:
            words["poolclass"] = StaticPool
        else:
            path = _file_of(str(url.database))
            refuse_network(path)
            refuse_missing(path, is_new=is_new)
            refuse_read_only(path)
        engine = create_engine(url, **words)
        database = SqliteDatabase(engine, path=path, is_ours=True)
        event.listen(engine, "connect", _prepared(lambda: database._sync))
        version = found.sqlite_version_info
        if path is not None and not is_fixed(version):
            said = ".".join(map(str, version))
            # The place is that of whoever calls the verb.
            warnings.warn(StoreWarning(said), stacklevel=6)
        return database

    def settle(self) -> None:
        """Choose the journal that is safe under this SQLite.

        A file with tables of a host has the journal that the host chose: it may write
        there with another SQLite. Whatever it is, our own acts are synced as strictly
        as there is.
        """
        if self._is_settled:
            return
        self._is_settled = True
        if self.path is not None and self._has_host():
            self._sync = "EXTRA"
            self.engine.dispose()
            return
        safe = is_fixed(driver().sqlite_version_info)
        self._choose_journal("WAL" if safe else "DELETE")

    def _has_host(self) -> bool:
        with self.engine.connect() as connection:
            names = inspect(connection).get_table_names()
        return not metadata.tables.keys() >= set(names)

    @staticmethod
    def of_engine(engine: Engine) -> "SqliteDatabase":
        """Take an engine of the host's."""
        name = engine.url.database
        path = None if name in {None, "", ":memory:"} else _file_of(str(name))
        return SqliteDatabase(engine, path=path, is_ours=False)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction as the only writer."""
        self._after_fork()
        if self._lock is None:
            with self._memory, self._begun("BEGIN IMMEDIATE") as connection:
                yield connection
            return
        with self._lock.held(), self._begun("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads; in memory there is one at a time."""
        self._after_fork()
        if self.path is None:
            with self._memory, self._begun("BEGIN") as connection:
                yield connection
            return
        with self._begun("BEGIN") as connection:
            yield connection

    @contextmanager
    def _begun(self, how: str) -> Iterator[Connection]:
        if not self.is_ours:
            with self._begun_by_host(how) as connection:
                yield connection
            return
        with self.engine.connect() as connection:
            connection.exec_driver_sql(how)
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _take_back(connection)
                raise

    @contextmanager
    def _begun_by_host(self, how: str) -> Iterator[Connection]:
        """Begin as the engine of the host does; it may say so to the driver itself."""
        with self.engine.connect() as connection, connection.begin():
            raw: Any = connection.connection.dbapi_connection
            if not raw.in_transaction:
                connection.exec_driver_sql(how)
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            yield connection

    def now(self, connection: Connection) -> datetime:
        """Return the instant that it is by the machine's clock."""
        del connection
        return datetime.now(UTC)

    def durability(self, connection: Connection) -> Durability:
        """Return which SQLite it is, and what its journal promises."""
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
        sync = int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
        mode = f"{journal.upper()}+{_SYNCING[sync]}"
        is_sound = is_fixed(tuple(map(int, str(version).split("."))))
        promise = _PROMISES.get(mode, "unknown")
        if self.path is None:
            promise = "memory"
        elif mode.startswith("WAL") and not is_sound:
            promise = "unknown"
        where = ":memory:" if self.path is None else str(self.path)
        has_lock = self._lock is not None
        return Durability(f"SQLite {version}", where, mode, promise, has_lock)

    def forget(self) -> bool:
        """Move the journal into the file and empty it, unless somebody reads it."""
        if self._lock is None:
            return True
        with self._lock.held(), self.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            told = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return str(journal).lower() != "persist" and told[0] == 0

    def close(self) -> None:
        """Close every connection; the last one moves the journal into the file."""
        if not self.is_ours:
            return
        if self._lock is None or not self._is_settled:
            self.engine.dispose()
            return
        with suppress(StoreError):
            with self._lock.held():
                self.engine.dispose()
            self._lock.close()
        # Whoever cannot write moves no journal.
        self.engine.dispose()

    def _choose_journal(self, journal: str) -> None:
        """Let the file have a journal, unless it cannot be written.

        Raises:
            StoreError: Others use the file with another journal.
        """
        if self._journal() == journal or self._lock is None:
            return
        try:
            with self._lock.held(), self.engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA journal_mode = {journal}")
        except (StoreError, SQLAlchemyError) as error:
            if not _is_read_only(error):
                raise
            return
        if self._journal() != journal:
            raise StoreError("journal")

    def _journal(self) -> str:
        with self.engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            return str(found).upper()

    def _after_fork(self) -> None:
        """Open everything anew in a process that was forked off."""
        if os.getpid() != self._pid:
            self._pid = os.getpid()
            self._memory = RLock()
            if self.is_ours and self.path is not None:
                self.engine.dispose(close=False)
            if self._lock is not None:
                self._lock = self._lock.again()


def _is_read_only(error: StoreError | SQLAlchemyError) -> bool:
    found = error if isinstance(error, StoreError) else fault_of(error)
    return isinstance(found, StoreError) and found.code == "read-only"


def _file_of(database: str) -> Path:
    """Return the file of a name, which may be a URI (``file:cases.db``)."""
    return Path(database.removeprefix("file:")).absolute()


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}-katch-lock")


def _prepared(sync: Callable[[], str]) -> Any:  # noqa: ANN401 - what SQLAlchemy listens with
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's
        cursor = connection.cursor()
        for pragma in (
            f"synchronous = {sync()}",
            "foreign_keys = ON",
            "secure_delete = ON",
            f"busy_timeout = {int(PATIENCE * 1000)}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _take_back(connection: Connection) -> None:
    """Take a transaction back, unless the database already has."""
    try:
        connection.exec_driver_sql("ROLLBACK")
    except SQLAlchemyError:
        connection.invalidate()

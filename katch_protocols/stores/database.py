"""A database under a store: transactions, the row of a case, and one clock."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Engine, Row, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from katch_protocols.stores.tables import cases

__all__ = ["Database", "Durability", "insert_once"]


_MINE = select(cases).where(cases.c.reference == bindparam("mine"))


class Durability(Struct, frozen=True):
    """What a database is, and what its journal promises.

    ``promise`` is ``power`` (survives a power cut), ``crash`` (survives kill -9),
    ``memory`` (nothing survives) or ``unknown`` (a host's own settings).
    ``has_lock_file``: whether a file beside it says who writes next.
    """

    database: str
    where: str
    journal: str
    promise: str
    has_lock_file: bool = False


class Database(ABC):
    """One database, in this process."""

    engine: Engine

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that will write; commit it unless something is raised."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """Open a transaction that sees the database as it is at one instant."""

    @abstractmethod
    def now(self, connection: Connection) -> datetime:
        """Return the instant that it is by the clock of the database, in UTC."""

    @abstractmethod
    def durability(self, connection: Connection) -> Durability:
        """Return what the database is and promises."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection."""

    def settle(self) -> None:  # noqa: B027 - most databases have nothing to do
        """Make ready what is a store, or is to become one.

        Until then the database is only read, and nothing is put beside it: it may be
        somebody else's.
        """

    def holding(self, query: Select[Any], *, skip: bool = False) -> Select[Any]:
        """Return a query that holds the rows that it finds until the end.

        With ``skip`` rows that somebody else holds are left out.
        """
        del skip
        return query

    @contextmanager
    def lock_timeout(self, connection: Connection) -> Iterator[None]:
        """Wait for a row for no longer than a store does, in a host's transaction."""
        del connection
        yield

    def forget(self) -> bool:
        """Let what was deleted be nowhere in the files; ``False`` if not yet."""
        return False

    def hold_all(self, connection: Connection) -> None:
        """Hold everybody else off while tables are made; a writer has."""
        del connection

    def held(
        self, connection: Connection, reference: str, *, skip: bool = False
    ) -> Row[Any] | None:
        """Hold a case until the end of the transaction; ``None`` if there is none."""
        query = self.holding(_MINE, skip=skip)
        return connection.execute(query, {"mine": reference}).first()


def insert_once(connection: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless one like it is there; tell whether it was inserted."""
    statement: postgresql.Insert | sqlite.Insert
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table).values(**values).on_conflict_do_nothing()
    else:
        statement = sqlite.insert(table).values(**values).on_conflict_do_nothing()
    # Drivers do not all tell how many rows an INSERT made unless they are asked.
    asked = statement.execution_options(preserve_rowcount=True)
    return connection.execute(asked).rowcount == 1

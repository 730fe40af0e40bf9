"""From an address or an engine to a store."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from katch_protocols.cases.arguments import wrong_type
from katch_protocols.errors import StoreError, UnknownNameError
from katch_protocols.extras import needing
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.sentences.nearness import nearest_names
from katch_protocols.stores.database import Database
from katch_protocols.stores.faults import told_apart
from katch_protocols.stores.people import Directory
from katch_protocols.stores.post_office import can_be_receiver
from katch_protocols.stores.postgres import PostgresDatabase
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.schema import set_up, statements, upgrade
from katch_protocols.stores.sql_store import SqlStore
from katch_protocols.stores.sqlite import SqliteDatabase
from katch_protocols.stores.tables import micros

__all__ = ["needed", "opened", "upgraded"]

_NAME = re.compile(r"\w[\w.-]{0,63}")
"""What a store can be called; other stores set it as a receiver by that name."""


def opened(  # noqa: PLR0913, PLR0917 - the words of the verb
    url: object,
    handbook: Handbook | None,
    actors: Directory | None,
    clock: Callable[[], datetime] | None,
    name: str | None,
    elsewhere: Mapping[Id, str],
) -> SqlStore:
    """Open a store; raises as the verb ``open_store`` does.

    An empty database becomes one only where there is a ``name`` for it.

    Raises:
        UnknownNameError: The handbook has no such protocol to be run elsewhere; without
            one, none that the store keeps has.
        StoreError: Of what runs elsewhere nobody can be told by that name, or a store
            cannot have its own.
    """
    if name is not None and _NAME.fullmatch(name) is None:
        raise StoreError("name")
    known = elsewhere if handbook is None else handbook.protocols
    for protocol, receiver in elsewhere.items():
        if protocol not in known:
            raise UnknownNameError("protocol", protocol, nearest_names(protocol, known))
        if not can_be_receiver(receiver):
            raise StoreError("receiver")
    with told_apart():
        database = _database(url, is_new=name is not None)
        try:
            identity = set_up(database, name)
            releases = Releases(handbook)
            with database.reading() as tx:
                is_kept = releases.is_kept(tx)
                if handbook is None:
                    releases.require_known(tx, "protocol", elsewhere)
            if not is_kept:
                with database.writing() as tx:
                    releases.keep(tx, micros(database.now(tx)))
        except BaseException:
            database.close()
            raise
    return SqlStore(
        database,
        releases,
        identity,
        actors=actors,
        clock=clock,
        is_hosted=isinstance(url, Engine),
        elsewhere=dict(elsewhere),
    )


def upgraded(url: object) -> tuple[int, int]:
    """Bring tables up to date; return their version before and after."""
    with told_apart():
        database = _database(url, is_new=False)
        try:
            return upgrade(database)
        finally:
            database.close()


def needed(url: object) -> tuple[str, ...]:
    """Return the statements that would bring tables up to date; none is run."""
    with told_apart():
        database = _database(url, is_new=False)
        try:
            return tuple(statements(database))
        finally:
            database.close()


def _database(url: object, *, is_new: bool) -> Database:
    if isinstance(url, Engine):
        return _of_engine(url)
    if not isinstance(url, str | URL):
        raise wrong_type("url", "store-address", url)
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StoreError("address") from None
    if backend == "sqlite":
        return SqliteDatabase.of_url(address, is_new=is_new)
    if backend == "postgresql":
        return _of_postgres(address)
    raise StoreError("address")


def _of_postgres(address: URL) -> Database:
    """Return a database of PostgreSQL, if its driver is installed."""
    with needing("postgres", "store"):
        return PostgresDatabase.of_url(address)


def _of_engine(engine: Engine) -> Database:
    if engine.dialect.name == "sqlite":
        return SqliteDatabase.of_engine(engine)
    if engine.dialect.name == "postgresql":
        return PostgresDatabase(engine, is_ours=False)
    raise StoreError("address")

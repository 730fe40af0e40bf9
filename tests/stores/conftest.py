"""Stores in files of their own, under each SQLite that is installed."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.stores import sqlite
from katch_protocols.stores.store import Store
from tests.cases.harbour import actor, book

PEOPLE = {
    "u1": actor("u1", "officer"),
    "u2": actor("u2", "worker"),
    "u3": actor("u3", "carer"),
    "u4": actor("u4", "child", agency=None),
}

Opener = Callable[..., Store]


@pytest.fixture
def address(tmp_path: Path) -> str:
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

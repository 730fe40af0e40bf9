"""A server of PostgreSQL as others set it up: dates, texts, order, rights, pooler."""

import socket
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

import katch_protocols as kp
from katch_protocols.errors import BusyError, StoreError
from katch_protocols.stores import schema
from katch_protocols.stores.tables import SCHEMA_VERSION, metadata
from katch_protocols.verbs.open_store import upgrade_statements, upgrade_store
from tests.cases.harbour import book

pytestmark = pytest.mark.parametrize("address", ["postgres"], indirect=True)

DANGER = {"danger": "present"}


def asked(address, *statements):
    """Return what the last of some statements finds."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            found = connection.exec_driver_sql(statement)
        rows = found.all() if found.returns_rows else []
    engine.dispose()
    return rows


def works(store):
    """Let a case be opened, and go on."""
    reference = store.open_case("referral", region="east").reference
    done = store.do(reference, "assess", by="u1", records=DANGER)
    return done.version == 1 and bool(store.verify())


@pytest.mark.parametrize(
    "setting",
    ["datestyle=German", "datestyle=SQL,DMY", "timezone=Asia/Almaty"],
)
def test_the_clock_hangs_on_no_setting(address, open_store, setting):
    plain = open_store()
    store = open_store(url=f"{address}%20-c{setting.replace('=', '%3D')}")
    assert works(store)
    mine, theirs = (each.case(each.cases()[0].reference) for each in (store, plain))
    assert timedelta(0) <= theirs.read_at - mine.read_at < timedelta(minutes=1)


def test_texts_go_in_their_own_letters(address, open_store):
    name = make_url(address).query["options"].partition("=")[2] + "_ascii"
    asked(
        address,
        f"CREATE DATABASE {name} ENCODING SQL_ASCII LC_COLLATE 'C' LC_CTYPE 'C' "
        "TEMPLATE template0",
    )
    url = make_url(address).set(database=name).difference_update_query(["options"])
    with open_store(url=url, name="Қорғау") as store:
        assert works(store)
        assert store.info().name == "Қорғау"
    asked(address, f"DROP DATABASE {name}")


def collations(address):
    """Return under which order each text of the tables of a store stands."""
    return {
        (table, column): collation
        for table, column, collation in asked(
            address,
            "SELECT table_name, column_name, collation_name "
            "FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND data_type = 'text'",
        )
    }


def texts():
    return {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is str
    }


def test_texts_stand_by_their_bytes(address, open_store):
    open_store()
    assert collations(address) == dict.fromkeys(texts(), "C")


def test_an_upgrade_puts_texts_in_their_order(address, open_store):
    with open_store() as store:
        reference = store.open_case("referral", region="east").reference
    back = [
        each.replace('COLLATE "C"', 'COLLATE "default"')
        for each in schema.POSTGRES_STEPS[3]
    ]
    asked(address, *back, "UPDATE kp_store SET schema_version = 3")
    assert set(collations(address).values()) == {None}
    assert sum("COLLATE" in each for each in upgrade_statements(address)) == 9
    assert upgrade_store(address) == (3, SCHEMA_VERSION)
    assert collations(address) == dict.fromkeys(texts(), "C")
    assert open_store().case(reference).version == 0


def test_rights_that_an_account_lacks_are_named(address, open_store):
    with open_store() as store:
        works(store)
    role = make_url(address).query["options"].partition("=")[2] + "_reader"
    asked(address, f"CREATE ROLE {role} LOGIN")
    weak = make_url(address).set(username=role)
    nowhere = f"{address}%20-csearch_path%3Dnowhere"
    for url in (weak, nowhere):
        with pytest.raises(StoreError, match="account may not do this") as caught:
            open_store(url=url)
        assert caught.value.code == "rights"
    asked(address, f"DROP ROLE {role}")


def test_an_engine_may_name_the_schema(address, open_store):
    asked(address, "CREATE SCHEMA protection")
    engine = create_engine(
        address, execution_options={"schema_translate_map": {None: "protection"}}
    )
    store = open_store(url=engine)
    assert works(store)
    with engine.begin() as connection:
        assert store.using(connection).open_case("referral", region="east")
    counted = "SELECT schemaname FROM pg_tables WHERE tablename = 'kp_case'"
    assert asked(address, counted) == [("protection",)]
    asked(address, "UPDATE protection.kp_store SET schema_version = 3")
    with pytest.raises(StoreError, match="katch store upgrade"):
        open_store(url=engine)
    assert upgrade_store(engine) == (3, SCHEMA_VERSION)
    assert works(open_store(url=engine))
    asked(address, "DROP SCHEMA protection CASCADE")
    engine.dispose()


@pytest.mark.parametrize(
    "other",
    ["postgresql+psycopg2", "postgresql+psycopg_async", "sqlite+aiosqlite", "?x=1"],
)
def test_another_driver_or_option_is_no_address(address, other):
    if other.startswith("?"):
        url = f"{address}&{other[1:]}"
    else:
        url = address.replace("postgresql+psycopg", other)
    with pytest.raises(StoreError) as caught:
        kp.open_store(url, book())
    assert caught.value.code == "address"


def test_the_driver_need_not_be_said(address, open_store):
    assert works(open_store(url=address.replace("+psycopg", "")))


class Pooler:
    """Stands before a server as a pooler does: it tells a number of its own."""

    def __init__(self, path):
        self._path = path
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                guest, _ = self._door.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._path)
            for ends in ((guest, server, False), (server, guest, True)):
                threading.Thread(target=self._pass, args=ends, daemon=True).start()

    @staticmethod
    def _pass(source, target, is_answer):
        key = b"K\x00\x00\x00"  # the key of a session: its number comes behind the size
        # Whichever end is closed first closes the other, which may just be read.
        with suppress(OSError), target:
            while data := source.recv(1 << 16):
                at = data.find(key) if is_answer else -1
                if at >= 0:
                    data = data[: at + 5] + b"\x00\x00\x00\x01" + data[at + 9 :]
                    is_answer = False
                target.sendall(data)

    def close(self):
        self._door.close()


def test_behind_a_pooler_nothing_is_left_at_a_server(address, open_store, monkeypatch):
    monkeypatch.setattr("katch_protocols.stores.postgres.PATIENCE", 0.05)
    folder = make_url(address).query["host"]
    pooler = Pooler(f"{folder}/.s.PGSQL.5432")
    url = make_url(address).difference_update_query(["host"])
    url = url.set(host="127.0.0.1", port=pooler.port)
    store = open_store(url=url)
    cases = [store.open_case("referral", region="east").reference for _ in range(9)]
    with store._steps.reading() as tx:
        left = "SELECT count(*) FROM pg_prepared_statements"
        assert tx.exec_driver_sql(left).scalar() == 0
        assert tx.exec_driver_sql("SHOW lock_timeout").scalar() == "0"
    host = create_engine(address)
    second = open_store(url=host)
    with host.begin() as connection:
        second.using(connection).do(cases[0], "assess", by="u1", records=DANGER)
        with pytest.raises(BusyError):
            store.do(cases[0], "assess", by="u1", records=DANGER)
    assert store.do(cases[1], "assess", by="u1", records=DANGER).version == 1
    store.close()
    host.dispose()
    pooler.close()


def test_what_is_said_of_it_speaks_of_no_lock_file(address, open_store):
    engine = create_engine(address)
    for url in (address, engine):
        info = open_store(url=url).info()
        assert info.is_hosted == (url is engine)
        assert not info.has_lock_file
        assert not any("lock file" in each for each in info.said("en"))
    engine.dispose()

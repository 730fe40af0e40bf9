"""A database that is full, locked, read-only, older or damaged: one clear error."""

import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event

import katch_protocols as kp
from katch_protocols.cli.main import main
from katch_protocols.errors import (
    BusyError,
    MissingExtraError,
    RecordError,
    StoreError,
    StoreWarning,
)
from katch_protocols.stores import folders, sqlite
from katch_protocols.stores.sqlite import is_fixed
from katch_protocols.stores.tables import SCHEMA_VERSION
from katch_protocols.verbs.open_store import upgrade_statements, upgrade_store
from tests.cases.harbour import book

DANGER = {"danger": "present"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases.db"


def sql(file, *statements):
    with sqlite3.connect(file) as connection:
        for each in statements:
            connection.execute(each)
    connection.close()


def code(ask, *given, **named):
    with pytest.raises(StoreError) as caught:
        ask(*given, **named)
    assert str(caught.value).count("\n") == 0
    assert all(caught.value.said(language) for language in ("en", "ru", "kk"))
    return caught.value.code


def begun(store):
    case = store.open_case("referral", region="east", key="open-1")
    store.do(case.reference, "assess", by="u1", records=DANGER)
    return case.reference


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ("3.7.17", False),
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.46.1", False),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.53.4", True),
        ("4.0.0", True),
    ],
)
def test_which_sqlite_keeps_what_it_committed_in_wal_mode(version, fixed):
    assert is_fixed(tuple(map(int, version.split(".")))) is fixed


def test_a_fixed_sqlite_writes_ahead(store):
    info = store.info()
    sound = is_fixed(sqlite.driver().sqlite_version_info)
    assert (info.journal, info.promise) == (
        "WAL+FULL" if sound else "DELETE+EXTRA",
        "power",
    )


@pytest.mark.usefixtures("old_sqlite")
def test_an_older_sqlite_gets_the_slow_journal_and_one_warning(open_store):
    with pytest.warns(StoreWarning, match=r"katch-protocols\[sqlite\]") as told:
        store = open_store()
    assert len(told) == 1
    assert told[0].filename == str(Path(__file__).with_name("conftest.py"))
    info = store.info()
    assert (info.journal, info.promise) == ("DELETE+EXTRA", "power")
    begun(store)
    assert store.verify()


@pytest.mark.usefixtures("old_sqlite")
def test_the_command_says_it_in_its_language_and_shows_no_code(file, capsys):
    with pytest.warns(StoreWarning):
        kp.open_store(f"sqlite:///{file}", book()).close()
    words = ["store", "verify", f"sqlite:///{file}", "--language", "ru"]
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # as in a process of its own
        assert main(words) == 0
    said = capsys.readouterr().err
    assert said.startswith(f"SQLite {sqlite3.sqlite_version} может потерять")
    assert (said.count("\n"), ".py" in said) == (1, False)


def test_every_connection_forgets_what_is_deleted(store):
    begun(store)
    with store._steps.reading() as tx:
        for pragma, value in (("secure_delete", 1), ("foreign_keys", 1)):
            assert tx.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_store_says_what_it_promises_in_every_language(store):
    info = store.info()
    for language in ("en", "ru", "kk"):
        assert all(info.said(language))
    assert str(info).startswith("katch (store-")
    assert "cases.db" in str(info)


def test_a_store_keeps_its_identity_and_its_name(open_store):
    first = open_store(name="almaty").info()
    again = open_store(name="another").info()
    assert (again.id, again.name) == (first.id, "almaty")


def test_a_newer_and_an_older_database_are_refused_and_left_alone(
    store, file, open_store
):
    reference = begun(store)
    store.close()
    sql(file, "UPDATE kp_store SET schema_version = 999")
    assert code(open_store) == "newer"
    sql(file, "UPDATE kp_store SET schema_version = 0")
    with pytest.raises(StoreError, match="katch store upgrade") as caught:
        open_store()
    assert caught.value.code == "older"
    sql(file, f"UPDATE kp_store SET schema_version = {SCHEMA_VERSION}")  # noqa: S608
    assert open_store().case(reference).version == 1


def test_a_database_with_half_of_the_tables_is_refused(store, file, open_store):
    begun(store)
    store.close()
    sql(file, "DROP TABLE kp_link")
    assert code(open_store) == "damaged"


@pytest.mark.parametrize("ask", [kp.open_store, upgrade_store, upgrade_statements])
def test_a_file_that_is_no_store_is_left_as_it_is(ask, tmp_path, file):
    sql(file, "CREATE TABLE children (id)")
    before = file.read_bytes()
    assert code(ask, f"sqlite:///{file}") == "empty"
    assert (list(tmp_path.iterdir()), file.read_bytes()) == ([file], before)


def test_a_store_of_another_version_keeps_its_journal(store, file):
    begun(store)
    store.close()
    newer = f"UPDATE kp_store SET schema_version = {SCHEMA_VERSION + 1}"  # noqa: S608
    sql(file, newer, "COMMIT", "PRAGMA journal_mode = DELETE")
    before = file.read_bytes()
    assert code(kp.open_store, f"sqlite:///{file}") == "newer"
    assert file.read_bytes() == before


def test_tables_of_the_host_beside_ours_are_left_alone(file, open_store):
    sql(file, "CREATE TABLE children (id)", "INSERT INTO children VALUES (7)")
    begun(open_store())
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT id FROM children").fetchall() == [(7,)]
    connection.close()


def test_what_is_no_database_is_not_written_to(file, open_store):
    text = b"This is a letter, and no database.\n" * 40
    file.write_bytes(text)
    assert code(open_store) == "damaged"
    assert file.read_bytes() == text


def test_a_damaged_page_is_told_and_nothing_is_written(store, file, open_store):
    for _ in range(20):
        store.open_case("referral", region="east")
    store.close()
    data = bytearray(file.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = bytes(range(64))
    file.write_bytes(data)

    def ask():
        broken = open_store()
        broken.cases(limit=1000)
        broken.verify()
        begun(broken)

    assert code(ask) == "damaged"


def test_a_full_database_refuses_a_step_whole(store):
    reference = begun(store)
    with store._steps.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    @event.listens_for(store._steps.database.engine, "checkout")
    def small(connection, *_):
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill():
        for _ in range(200):
            store.do(reference, "end_danger", by="u1", together_with=["u2"])

    assert code(fill) == "full"
    version = store.case(reference).version
    assert version == len(store.case(reference).events)
    event.remove(store._steps.database.engine, "checkout", small)
    assert store.verify()
    with store._steps.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    store._steps.database.engine.dispose()
    done = store.do(reference, "end_danger", by="u1", together_with=["u2"])
    assert done.version == version + 1


def test_a_database_that_is_only_read_can_be_read(store, file, open_store):
    reference = begun(store)
    store.close()
    read_only = f"sqlite:///file:{file}?mode=ro&uri=true"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = open_store(url=read_only)
    assert reader.case(reference).version == 1
    words = {"by": "u1", "together_with": ["u2"]}
    assert code(reader.do, reference, "end_danger", **words) == "read-only"
    assert reader.case(reference).version == 1


def test_a_database_that_somebody_else_has_locked_is_busy(
    open_store, file, monkeypatch
):
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    store = open_store()
    reference = begun(store)
    # Of the same library: two of them in one process do not see each other's locks.
    other = sqlite.driver().connect(file)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError):
        store.do(reference, "end_danger", by="u1", together_with=["u2"])
    other.rollback()
    other.close()
    assert store.do(reference, "end_danger", by="u1", together_with=["u2"]).version == 2


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("cases.db", "address"),
        ("mysql://host/db", "address"),
        ("nothing://", "address"),
        ("sqlite:////no/such/folder/cases.db", "no-folder"),
        ("", "address"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(open_store, url, expected):
    assert code(open_store, url=url) == expected


def test_an_address_of_another_type_is_a_type_error(open_store):
    with pytest.raises(TypeError, match="`url` must be an address"):
        open_store(url=7)
    with pytest.raises(TypeError, match="`handbook`"):
        open_store(handbook="protocols")
    with pytest.raises(TypeError, match="`actors`"):
        open_store(actors={"u1": None})


def test_a_file_on_a_network_is_refused(open_store, tmp_path, monkeypatch):
    mounts = tmp_path / "mountinfo"
    line = "36 35 98:0 / {} rw - {} host:/share rw\n"
    mounts.write_text(
        line.format("/", "ext4") + line.format(tmp_path, "nfs4"), encoding="utf-8"
    )
    monkeypatch.setattr(folders, "_MOUNTS", mounts)
    assert code(open_store) == "network"
    mounts.write_text(
        line.format("/", "nfs4") + line.format(tmp_path, "ext4"), encoding="utf-8"
    )
    open_store()


def test_an_engine_of_the_hosts_is_used_and_left_open(file, open_store):
    engine = create_engine(f"sqlite:///{file}")
    store = open_store(url=engine)
    reference = begun(store)
    assert store.info().is_hosted
    # Whoever made the engine, it can be used in a transaction of the host's.
    for each in (store, open_store()):
        assert each.info().has_lock_file
        assert "lock file" in each.info().said("en")[-1]
    assert "lock file" not in str(open_store(url="sqlite://").info())
    assert store.verify()
    store.close()
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT reference FROM kp_case").all()
    assert [row[0] for row in rows] == [reference]
    engine.dispose()


def test_a_case_that_was_changed_is_refused_and_its_neighbour_is_not(store, file):
    reference, other = begun(store), store.open_case("referral", region="east")
    store.close()
    sql(file, "UPDATE kp_event SET body = replace(body, 'u1', 'u7')")
    fresh = kp.open_store(f"sqlite:///{file}", book())
    with pytest.raises(RecordError):
        fresh.case(reference)
    with pytest.raises(RecordError):
        fresh.do(
            reference,
            "end_danger",
            by=kp.Actor("u1", roles=[], agency=None, region=None),
        )
    assert fresh.case(other.reference).version == 0
    (unsound,) = fresh.verify().unsound
    assert (unsound.reference, unsound.code, unsound.event) == (reference, "hash", 0)
    assert not fresh.verify(reference)
    assert fresh.verify(other.reference)
    fresh.close()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE kp_event SET hash = x'00' WHERE number = 0", "hash"),
        ("DELETE FROM kp_event WHERE number = 0", "chain"),
        ("DELETE FROM kp_event WHERE number = 1", "head"),
        ("UPDATE kp_event SET body = NULL WHERE number = 1", "hash"),
        ("UPDATE kp_event SET request_key = 'k-9' WHERE number = 1", "shape"),
        ("UPDATE kp_case SET salt = x'00112233'", "hash"),
        ("UPDATE kp_case SET opening = '{}'", "chain"),
        ("UPDATE kp_case SET opening = 'no JSON'", "shape"),
        ("UPDATE kp_case SET opened_at = opened_at + 1", "chain"),
        ("UPDATE kp_case SET region = 'west'", "chain"),
        ("UPDATE kp_case SET head = x'00'", "head"),
        ("UPDATE kp_case SET outcome = 'protected', ended_at = 7", "now"),
        ("UPDATE kp_case SET version = 7", "head"),
        ("UPDATE kp_open SET due_at = due_at + 1", "open"),
        ("UPDATE kp_open SET held_by = 'nobody'", "open"),
        ("DELETE FROM kp_open", "open"),
        ("UPDATE kp_case SET pin = 'gone'", "release"),
        ("UPDATE kp_release SET files = '{}'", "release"),
    ],
)
def test_whatever_is_changed_is_found(store, file, change, expected):
    reference = begun(store)
    store.do(reference, "end_danger", by="u1", together_with=["u2"])
    store.close()
    sql(file, "PRAGMA foreign_keys = OFF", change)
    with kp.open_store(f"sqlite:///{file}") as fresh:
        assert [each.code for each in fresh.verify().unsound] == [expected]


def test_without_the_extra_one_sentence_names_it():
    program = (
        "import sys\n"
        "sys.modules['sqlalchemy'] = None\n"
        "import katch_protocols as kp\n"
        "try:\n    kp.open_store('sqlite://')\n"
        "except kp.KatchError as error:\n    print(type(error).__name__, error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith(MissingExtraError.__name__)
    assert "katch-protocols[store]" in ran.stdout


def test_a_case_that_differs_is_not_loaded_over(store, tmp_path, open_store):
    reference, sheet = begun(store), tmp_path / "sheet.jsonl"
    store.export(sheet)
    store.do(reference, "end_danger", by="u1", together_with=["u2"])
    assert code(store.load, sheet) == "differs"
    assert store.case(reference).version == 2
    changed = sheet.read_text(encoding="utf-8").replace('"by":"u1"', '"by":"u7"')
    sheet.write_text(changed, encoding="utf-8")
    other = open_store(url="sqlite://")
    with pytest.raises(RecordError):
        other.load(sheet)
    assert other.cases() == ()

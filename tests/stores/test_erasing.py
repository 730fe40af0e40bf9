"""A case is erased: nothing of it is left but hashes, and nobody can act in it."""

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, select

from katch_protocols.errors import (
    GoneError,
    OpaqueError,
    StoreError,
    UnknownCaseError,
)
from katch_protocols.stores import erasing, sqlite
from katch_protocols.stores.post import Receiver
from katch_protocols.stores.tables import events, links, open_rows, posts
from tests.cases.harbour import NOW
from tests.cases.test_beside import BOOK, OFFICER, WORKER
from tests.stores.conftest import BOTH
from tests.stores.test_steps import Clock

GROUND = {"by": "dpo-1", "ground": "retention_over"}
EVERYTHING = Receiver("host", wants="all")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(open_store, clock):
    return open_store(handbook=BOOK, clock=clock)


def ended(store):
    """Return a case with an opener's link, ended, and its opener."""
    store.set_receiver(EVERYTHING)
    opener = store.open_case("desk", region="west", by="clerk-7", key="open-1")
    (opening,) = store.do(opener.reference, "call", by=OFFICER, key="k-1").opened
    store.do(opening.reference, "plan", by=WORKER, key="k-2")
    return opening.reference, opener.reference


def rows(store, table, reference):
    with store._steps.reading() as tx:
        query = select(table).where(table.c.reference == reference)
        return tx.execute(query).all()


def code(ask, *given, **named):
    with pytest.raises(StoreError) as caught:
        ask(*given, **named)
    assert all(caught.value.said(language) for language in ("en", "ru", "kk"))
    return caught.value.code


@BOTH
def test_of_an_erased_case_hashes_are_left_and_its_neighbours_hold(store, clock):
    reference, opener = ended(store)
    before = store.case(reference)
    hashes = [event.previous for event in before.events[1:]] + [before.head]
    clock.now += timedelta(days=1)
    store.erase(reference, **GROUND)
    (line,) = store.erased()
    assert (line.reference, line.protocol, line.version) == (reference, "care", 1)
    assert (line.at, line.by, line.ground) == (clock.now, *GROUND.values())
    left = rows(store, events, reference)
    assert [row.hash for row in left] == hashes
    assert {(row.body, row.request_key) for row in left} == {(None, None)}
    assert rows(store, open_rows, reference) == rows(store, links, reference) == []
    told = [(row.kind, row.seq) for row in rows(store, posts, reference)]
    assert told == [("erased", 4)]
    assert store.verify()
    assert store.case(opener).version == 4
    assert store.cases(ended=False) == store.cases(opened_by=None)
    (shown,) = [each for each in store.cases(ended=True) if each.erased_at]
    assert (shown.region, shown.outcome, shown.opened_by) == (None, None, None)
    with pytest.raises(GoneError):
        store.erase(reference, **GROUND)


def test_old_keys_and_late_repetitions_find_a_case_that_is_gone(store):
    store.set_receiver(EVERYTHING)
    reference = store.open_case("desk", region="west", key="open-1").reference
    store.do(reference, "shut", by=OFFICER, key="k-1")
    store.erase(reference, **GROUND)
    for ask in (
        lambda: store.case(reference),
        lambda: store.do(reference, "shut", by=OFFICER, key="k-1"),
        lambda: store.do(reference, "ask", by=OFFICER),
        lambda: store.open_case("desk", region="west", key="open-1"),
    ):
        with pytest.raises(GoneError):
            ask()
    assert store.tick().failed == ()
    sent = []
    store.deliver(sent.append)
    (post,) = sent
    assert (post.kind, post.sequence, post.data["ground"]) == (
        "erased",
        3,
        "retention_over",
    )


def test_what_cannot_be_erased_yet_is_refused_and_left_as_it_is(store, monkeypatch):
    reference, opener = ended(store)
    assert code(store.erase, opener, **GROUND) == "running"
    running = store.open_case("desk", region="west").reference
    (opening,) = store.do(running, "call", by=OFFICER).opened
    with monkeypatch.context() as patch:
        patch.setattr("katch_protocols.stores.sql_store.carry_news", lambda *_: None)
        store.do(opening.reference, "plan", by=WORKER)
        patch.setattr(erasing, "carry", lambda *_: None)
        for each in (running, opening.reference):
            assert code(store.erase, each, **GROUND, running=True) == "news"
    store.erase(running, **GROUND, running=True)
    assert rows(store, links, opening.reference) == []
    assert store.case(opening.reference).is_complete
    for words in ({"by": "Айгүл"}, {"ground": "the child asked for it"}):
        with pytest.raises(OpaqueError):
            store.erase(reference, **{**GROUND, **words})
    with pytest.raises(UnknownCaseError):
        store.erase("nowhere-1", **GROUND)
    assert store.case(reference).version == 1
    assert store.verify()


def test_a_case_asked_of_another_system_goes_with_its_opener_once_it_was_told(
    open_store,
):
    store = open_store(handbook=BOOK, elsewhere={"care": "health"})
    store.set_receiver(Receiver("health", "https://h.example/x", ("h",)))
    opener = store.open_case("desk", region="west").reference
    (opening,) = store.do(opener, "call", by=OFFICER).opened
    assert code(store.erase, opener, **GROUND, running=True) == "news"
    (waiting,) = store.undelivered()
    store.withdraw(waiting.id)
    store.erase(opener, **GROUND, running=True)
    assert rows(store, posts, opening.reference) == []
    with pytest.raises(UnknownCaseError):
        store.hear(opening.reference, "over", by="health")


def test_an_erased_case_that_another_store_asked_for_is_not_opened_again(store):
    data = {"protocol": "care", "region": "west", "case": "other-1", "facts": {}}
    data |= {"answers": [], "limit": None, "basis": None, "due": None}
    data["at"] = NOW.isoformat()
    assert store.receive("desk", "beside-1", data)
    store.erase("beside-1", **GROUND, running=True)
    assert not store.receive("desk", "beside-1", data)
    assert [each.reference for each in store.erased()] == ["beside-1"]


def test_erased_cases_go_along_to_another_database(store, open_store, tmp_path):
    reference, _ = ended(store)
    store.erase(reference, **GROUND)
    sheet = tmp_path / "cases.jsonl"
    assert store.export(sheet) == 1
    copy = open_store(url=f"sqlite:///{tmp_path / 'copy.db'}", handbook=BOOK)
    copy.load(sheet)
    assert copy.erased() == store.erased()
    assert copy.verify()
    with pytest.raises(GoneError):
        copy.case(reference)
    copy.load(sheet)
    assert len(copy.erased()) == 1


@pytest.mark.filterwarnings("ignore::katch_protocols.errors.StoreWarning")
@pytest.mark.parametrize("journal", ["new", "old"])
def test_no_byte_of_it_is_left_in_any_file_of_sqlite(
    open_store, tmp_path, journal, request, clock
):
    if journal == "old":
        request.getfixturevalue("old_sqlite")
    store = open_store(handbook=BOOK, clock=clock)
    reference, opener = ended(store)
    kept = store.open_case("desk", region="east", by="clerk-8", key="k-9").reference
    store.do(opener, "shut", by=OFFICER)
    secrets = [b"clerk-7", b'"activity":"plan"', b'"key":"k-1"', b"k-2"]
    for each in (reference, opener):
        case = store.case(each)
        secrets += [
            case.salt,
            *(event.previous.hex().encode() for event in case.events),
        ]

    def found():
        files = b"".join(each.read_bytes() for each in tmp_path.glob("cases.db*"))
        return [secret for secret in (*secrets, b"clerk-8") if secret in files]

    assert found() == [*secrets, b"clerk-8"]
    assert store.erase(reference, **GROUND)
    assert store.erase(opener, **GROUND)
    assert found() == [b"clerk-8"]
    assert store.case(kept).opener == "clerk-8"


def test_a_reader_holds_the_journal_up_and_the_answer_says_so(
    open_store, clock, monkeypatch
):
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    store = open_store(handbook=BOOK, clock=clock)
    if not store.info().journal.startswith("WAL"):
        pytest.skip("the SQLite that is installed is not used with a journal to empty")
    reference, opener = ended(store)
    store.do(opener, "shut", by=OFFICER)
    with store._steps.database.engine.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM kp_case").all()
        assert not store.erase(reference, **GROUND)
        reader.exec_driver_sql("ROLLBACK")
    assert store.erase(opener, **GROUND)


@BOTH
def test_in_a_transaction_of_the_hosts_it_is_taken_back_with_the_rest(store):
    reference, _ = ended(store)
    engine = store._steps.database.engine
    is_file = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_file:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.begin()
        assert not store.using(connection).erase(reference, **GROUND)
        if is_file:
            connection.exec_driver_sql("ROLLBACK")
        else:
            connection.rollback()
    assert store.case(reference).version == 1
    assert store.erased() == ()


def test_an_engine_of_the_hosts_forgets_too(tmp_path, open_store, clock):
    engine = create_engine(f"sqlite:///{tmp_path / 'hosts.db'}")
    store = open_store(url=engine, handbook=BOOK, clock=clock)
    reference, _ = ended(store)
    salt = store.case(reference).salt
    assert store.erase(reference, **GROUND)
    assert not any(salt in each.read_bytes() for each in tmp_path.glob("hosts.db*"))
    engine.dispose()

"""In a transaction of the host's: both or neither, at every statement."""

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

import katch_protocols as kp
from katch_protocols.errors import BusyError, StoreError
from tests.cases.harbour import NOW, book
from tests.stores.conftest import BOTH, PEOPLE
from tests.stores.test_steps import Clock

pytestmark = BOTH

DANGER = {"danger": "present"}


@pytest.fixture
def engine(address):
    found = create_engine(address)
    if found.dialect.name == "sqlite":

        @event.listens_for(found, "connect")
        def manual(connection, _record):
            connection.isolation_level = None

        @event.listens_for(found, "begin")
        def immediate(connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    with found.begin() as connection:
        connection.execute(text("CREATE TABLE children (id INTEGER)"))
    yield found
    found.dispose()


@pytest.fixture
def store(engine, open_store):
    return open_store(url=engine, clock=Clock())


def children(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM children")).scalar()


def begun(store):
    return store.open_case("referral", region="east").reference


def test_the_host_s_row_and_the_event_are_both_there(engine, store):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO children VALUES (1)"))
        mine = store.using(connection)
        reference = mine.open_case("referral", region="east", key="k-1").reference
        done = mine.do(reference, "assess", by="u1", records=DANGER, key="a")
        assert (done.version, mine.case(reference).version) == (1, 1)
        assert len(mine.work()) == 2
    assert (store.case(reference).version, children(engine)) == (1, 1)
    assert store.do(reference, "assess", by="u1", records=DANGER, key="a").repeated
    assert store.verify()


class Stop(Exception):  # noqa: N818 - stands for any mistake of the host's
    pass


class StopAt:
    """Stops at the n-th statement."""

    def __init__(self, left):
        self.left = left

    def __call__(self, *_):
        self.left -= 1
        if self.left < 0:
            raise Stop


def broken_off(engine, store, reference):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO children VALUES (1)"))
        store.using(connection).do(reference, "assess", by="u1", records=DANGER)
        store.using(connection).open_case("referral", region="east", key="k-1")
        raise Stop


def test_or_neither_is(engine, store):
    reference = begun(store)
    with pytest.raises(Stop):
        broken_off(engine, store, reference)
    assert (store.case(reference).version, children(engine)) == (0, 0)
    assert len(store.cases()) == 1
    done = store.do(reference, "assess", by="u1", records=DANGER)
    assert (done.version, done.repeated) == (1, False)
    assert store.verify()


def finishes(engine, store, reference, at):
    """Stop at a statement and take back; tell whether there were no more statements."""
    stop = StopAt(at)
    with engine.connect() as connection:
        transaction = connection.begin()
        mine = store.using(connection)
        event.listen(engine, "before_cursor_execute", stop)
        try:
            mine.do(reference, "assess", by="u1", records=DANGER, key="a")
        except Stop:
            return False
        finally:
            event.remove(engine, "before_cursor_execute", stop)
            transaction.rollback()
    return True


def test_taken_back_at_every_statement_leaves_nothing(engine, store):
    reference, at = begun(store), 0
    while not finishes(engine, store, reference, at):
        assert store.case(reference).version == 0
        assert [work.name for work in store.work()] == ["reported"]
        at += 1
    assert at > 5
    assert store.case(reference).version == 0
    assert store.verify()


def test_after_a_refusal_the_transaction_goes_on(engine, store):
    reference = begun(store)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO children VALUES (1)"))
        with pytest.raises(kp.ActivityRefusedError):
            store.using(connection).do(reference, "send", by="u2")
        store.using(connection).do(reference, "assess", by="u1", records=DANGER)
    assert (store.case(reference).version, children(engine)) == (1, 1)


def test_a_session_of_the_host_is_used_too(engine, store):
    reference = begun(store)
    with Session(engine) as session:
        session.execute(text("INSERT INTO children VALUES (1)"))
        store.using(session).do(reference, "assess", by="u1", records=DANGER)
        session.rollback()
        assert store.case(reference).version == 0
        session.execute(text("INSERT INTO children VALUES (1)"))
        store.using(session).do(reference, "assess", by="u1", records=DANGER)
        session.commit()
    assert (store.case(reference).version, children(engine)) == (1, 1)


def test_a_connection_without_a_transaction_or_of_another_database_is_refused(
    engine, store
):
    with engine.connect() as connection, pytest.raises(StoreError) as caught:
        store.using(connection)
    assert caught.value.code == "no-transaction"
    with Session(engine) as session, pytest.raises(StoreError):
        store.using(session)
    other = create_engine("sqlite://")
    with other.begin() as connection, pytest.raises(StoreError) as caught:
        store.using(connection)
    assert caught.value.code == "other-database"
    kp.open_store(other, book())
    with other.begin() as connection, pytest.raises(StoreError) as caught:
        store.using(connection)
    assert caught.value.code == "other-database"
    with pytest.raises(TypeError, match="`connection` must be a Connection or Session"):
        store.using("connection")


def test_a_tick_in_a_transaction_of_the_host_s(engine, store):
    reference = begun(store)
    store._steps.clock.now = NOW.replace(hour=9)
    with engine.connect() as connection:
        transaction = connection.begin()
        assert store.using(connection).tick().done == (reference,)
        transaction.rollback()
    assert [each.tell for each in store.tick().told] == ["chief"]


def test_a_case_that_the_host_holds_is_busy_to_others(engine, store, monkeypatch):
    for module in ("lock_file", "sqlite", "postgres"):
        monkeypatch.setattr(f"katch_protocols.stores.{module}.PATIENCE", 0.05)
    reference = begun(store)
    other = create_engine(engine.url, connect_args=_impatient(engine))
    with kp.open_store(other, book(), actors=PEOPLE.get) as second:
        with engine.begin() as connection:
            store.using(connection).do(reference, "assess", by="u1", records=DANGER)
            with pytest.raises(BusyError):
                second.do(reference, "assess", by="u1", records=DANGER)
        assert second.case(reference).version == 1
    other.dispose()


def _impatient(engine):
    return {"timeout": 0.05} if engine.dialect.name == "sqlite" else {}


@pytest.mark.parametrize("module", ["sqlite3", "pysqlite3"])
def test_an_engine_as_it_comes_takes_back_both(address, open_store, module):
    words = {}
    if address.startswith("sqlite"):
        words["module"] = pytest.importorskip(module)
        words["module"] = getattr(words["module"], "dbapi2", words["module"])
    plain = create_engine(address, **words)
    with plain.begin() as connection:
        connection.execute(text("CREATE TABLE children (id INTEGER)"))
    store = open_store(url=plain, clock=Clock())
    reference = begun(store)
    with Session(plain) as session:
        session.execute(text("SELECT count(*) FROM children")).scalar()
        mine = store.using(session)
        assert mine.do(reference, "assess", by="u1", records=DANGER).version == 1
        session.execute(text("INSERT INTO children VALUES (1)"))
        session.rollback()
    assert (store.case(reference).version, children(plain)) == (0, 0)
    with plain.begin() as connection:
        store.using(connection).do(reference, "assess", by="u1", records=DANGER)
    assert store.case(reference).version == 1
    plain.dispose()


def test_a_driver_that_commits_each_statement_has_no_transaction(engine, store):
    by_itself = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    reference = begun(store)
    with (
        by_itself.connect() as connection,
        connection.begin(),
        pytest.raises(StoreError) as caught,
    ):
        store.using(connection).do(reference, "assess", by="u1", records=DANGER)
    assert caught.value.code == "no-transaction"
    assert store.case(reference).version == 0
    by_itself.dispose()


class Proxy:
    """Stands for something else, as `django.db.connection` does."""

    def __init__(self, behind):
        self._behind = behind

    def __getattr__(self, name):
        return getattr(self._behind, name)


def test_what_stands_for_a_session_is_one(engine, store):
    reference = begun(store)
    with Session(engine) as session, session.begin():
        mine = store.using(Proxy(session))
        assert mine.do(reference, "assess", by="u1", records=DANGER).version == 1
    with pytest.raises(TypeError, match="`connection` must be"):
        store.using(Session)

"""DBOS wakes the clock: in the transaction of the step, or on its schedule; the row
is the truth, whatever becomes of its tables and its workers.
"""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from sqlalchemy import create_engine, text

import katch_protocols as kp
from katch_protocols.errors import MissingExtraError, StoreError
from katch_protocols.stores.waking import arm, disarm
from tests.cases.harbour import book
from tests.stores.children import nursery
from tests.stores.conftest import PEOPLE, postgres, schema

__all__ = ["postgres", "schema"]

pytest.importorskip("dbos", reason="there is no DBOS")
dbos = import_module("katch_protocols.engines.dbos")
HEAVY = os.environ.get("KATCH_HEAVY")
HOURS = timedelta(hours=2)
"""By when a harbour wants a report weighed."""


@pytest.fixture
def store(schema):
    with kp.open_store(schema, book(), actors=PEOPLE.get) as found:
        yield found


@pytest.fixture
def sql(schema):
    engine = create_engine(schema, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield lambda statement: connection.execute(text(statement))
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS dbos CASCADE")
    engine.dispose()


def due_in(store, seconds):
    """Open a case whose first deadline is so many seconds ahead."""
    at = datetime.now(UTC) - HOURS + timedelta(seconds=seconds)
    return store.open_case("referral", region="east", at=at).reference


def until(asked, seconds=300):
    """Wait until something is so; tell whether it ever was."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if asked():
            return True
        time.sleep(0.05)
    return False


def test_only_postgresql_can_wake(tmp_path):
    with kp.open_store(f"sqlite:///{tmp_path / 'cases.db'}", book()) as store:
        for ask in (lambda: arm(store, "1"), lambda: disarm(store)):
            with pytest.raises(StoreError) as caught:
                ask()
            assert caught.value.code == "postgres-only"


def test_without_the_extra_one_sentence_names_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "katch_protocols.engines.dbos")
    monkeypatch.setitem(sys.modules, "dbos", None)
    with pytest.raises(MissingExtraError, match=r"katch-protocols\[dbos\]"):
        import_module("katch_protocols.engines.dbos")


@pytest.mark.filterwarnings("ignore")
def test_an_alarm_wakes_and_losing_the_tables_of_dbos_loses_nothing(store, schema, sql):
    # In a thread of its own: a browser of other tests may run a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_alarmed, store, schema, sql).result()


def _alarmed(store, schema, sql):
    told = []
    # It goes round once a year besides, so that it is the alarm that wakes.
    yearly = {"every": "0 0 1 1 *", "send": lambda post: told.append(post.reference)}
    with dbos.working(store, schema, **yearly):
        arm(store, "nothing_of_the_kind()")
        lost = due_in(store, 1)  # no wake-up is armed, and the step is stored
        dbos.arm(store, dbos.CALL.format(schema="dbos", name="katch"))
        taken_back(store)
        first = due_in(store, 1)
        assert until(lambda: first in told)
        # What is due is found by the row, whoever was woken for whatever.
        assert sorted(told) == sorted([lost, first])
        delayed = "SELECT count(*) FROM dbos.workflow_status WHERE status = 'DELAYED'"
        # The next rank of each that was told, and nothing of what was taken back.
        assert sql(delayed).scalar() == 2
    sql("DROP SCHEMA dbos CASCADE")
    second = due_in(store, -1)
    assert [each.reference for each in store.tick().told] == [second]
    assert store.verify()
    disarm(store)


def taken_back(store):
    engine = store._steps.database.engine
    with engine.connect() as connection:
        transaction = connection.begin()
        store.using(connection).open_case("referral", region="east")
        transaction.rollback()


WORKER = """
import threading, time, warnings
warnings.simplefilter("ignore")
from katch_protocols.engines.dbos import working

def send(post):
    time.sleep(0.05)
    print(post.kind, post.id)

with working(opened(), url, send=send, every="*/2 * * * * *", version=words[0]):
    print("ready")
    threading.Event().wait()
"""


@pytest.mark.skipif(not HEAVY, reason="it takes half a minute; set KATCH_HEAVY=1")
@pytest.mark.filterwarnings("ignore")
def test_one_worker_dies_and_one_comes_back_as_another_version(
    store, schema, sql, tmp_path
):
    with nursery(tmp_path / "a") as first, nursery(tmp_path / "b") as second:
        for each in (first, second):
            each.folder.mkdir()
        one, said_one = first.start(schema, WORKER, "v1")
        two, said_two = second.start(schema, WORKER, "v1")
        said = [said_one, said_two]
        for each in said:
            assert until(lambda each=each: "ready" in each.read_text("utf-8"))
        made = [due_in(store, 1 + number / 12) for number in range(90)]
        assert until(lambda: sum(heard(each) for each in said) > 20)
        os.kill(one, signal.SIGKILL)  # for good
        first.wait()
        os.kill(two, signal.SIGKILL)
        second.wait()
        three, said_three = second.start(schema, WORKER, "v2")
        said.append(said_three)
        assert until(lambda: sql(_DONE).scalar() == len(made)), sql(_DONE).scalar()
        os.kill(three, signal.SIGKILL)
        second.wait()
    told = sql("SELECT reference, count(*) FROM kp_post GROUP BY reference").all()
    assert sorted(told) == sorted((each, 1) for each in made)
    # Whoever was killed while it sent may have sent: at least once, with the same id.
    sent = [line for each in said for line in lines(each) if line.startswith("told")]
    assert len(set(sent)) == len(made)
    assert len(sent) <= len(made) + 2
    assert store.verify()


_DONE = "SELECT count(*) FROM kp_post WHERE kind = 'told' AND done_at IS NOT NULL"


def lines(file):
    return file.read_text(encoding="utf-8").splitlines()


def heard(file):
    return sum(line.startswith("told") for line in lines(file))

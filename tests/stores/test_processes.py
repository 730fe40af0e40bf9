"""Two processes and many threads at one case: one order, nothing lost, nobody hangs."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

import katch_protocols as kp
from katch_protocols.errors import BusyError, StoreError
from katch_protocols.stores import lock_file
from tests.cases.harbour import book
from tests.stores.conftest import BOTH, PEOPLE

DANGER = {"danger": "present"}

TRY = """
reference, name = words
store = opened()
for number in range(25):
    given = {"by": "u1", "together_with": ["u2"], "key": f"{name}-{number}"}
    print(store.do(reference, "end_danger", **given).version)
store.close()
"""


def begun(store):
    case = store.open_case("referral", region="east")
    store.do(case.reference, "assess", by="u1", records=DANGER)
    return case.reference


@BOTH
def test_two_processes_take_turns_at_one_case(store, address, children):
    reference, versions = begun(store), []
    _, said = children.start(address, TRY, reference, "one")
    for number in range(25):
        key = f"two-{number}"
        words = {"by": "u1", "together_with": ["u2"], "key": key}
        versions.append(store.do(reference, "end_danger", **words).version)
    assert children.wait() == 0
    versions += map(int, said.read_text(encoding="utf-8").split())
    assert sorted(versions) == list(range(2, 52))
    keys = [event.key for event in store.case(reference).events[1:]]
    assert sorted(keys) == sorted(f"{n}-{i}" for n in ("one", "two") for i in range(25))
    assert store.verify()


@BOTH
def test_threads_with_one_expected_version_let_one_of_them_act(store):
    reference = begun(store)

    def act(number):
        try:
            return store.do(
                reference,
                "end_danger",
                by="u1",
                together_with=["u2"],
                expected_version=1,
                key=f"k-{number}",
            )
        except kp.ConflictError:
            return None

    with ThreadPoolExecutor(8) as pool:
        done = [each for each in pool.map(act, range(16)) if each is not None]
    assert [each.version for each in done] == [2]
    assert store.case(reference).version == 2


@BOTH
def test_threads_with_one_key_do_it_once(store, open_store):
    reference, stores = begun(store), [store, open_store()]

    def act(number):
        words = {"by": "u1", "together_with": ["u2"], "key": "same"}
        return stores[number % 2].do(reference, "end_danger", **words)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(act, range(16)))
    assert sorted(each.repeated for each in done) == [False] + [True] * 15
    assert {each.version for each in done} == {2}

    def openit(number):
        words = {"region": "east", "key": "open-1"}
        return stores[number % 2].open_case("referral", **words).reference

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(openit, range(16)))) == 1


@BOTH
def test_readers_see_whole_cases_while_others_write(store, open_store):
    reference, reader = begun(store), open_store()

    def write(_):
        for _ in range(8):
            store.do(reference, "end_danger", by="u1", together_with=["u2"])

    def read(_):
        for _ in range(12):
            seen = reader.case(reference)
            assert seen.version == len(seen.events)
            seen.verify()

    with ThreadPoolExecutor(4) as pool:
        for task in [pool.submit(write, 0), *(pool.submit(read, n) for n in range(3))]:
            task.result(timeout=60)


@pytest.mark.parametrize("address", ["postgres"], indirect=True)
def test_hosts_who_take_two_cases_crosswise_repeat_the_whole(store, open_store):
    # In a file there is one writer at a time, so nobody waits in a ring.
    pair, both = (begun(store), begun(store)), Barrier(2)
    words = {"by": "u1", "together_with": ["u2"]}

    def take(each, first, second):
        engine, tries = each._steps.database.engine, 0
        while True:
            tries += 1
            try:
                with engine.begin() as connection:
                    mine = each.using(connection)
                    mine.do(first, "end_danger", **words)
                    if tries == 1:
                        both.wait(timeout=30)
                    mine.do(second, "end_danger", **words)
            except BusyError:
                continue
            return tries

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(take, store, *pair)
        other = pool.submit(take, open_store(), *reversed(pair))
        # One goes first in the end; whoever repeats may be in the way once more.
        assert max(one.result(), other.result()) > 1
    assert [store.case(each).version for each in pair] == [3, 3]
    assert store.verify()


def test_whoever_waits_too_long_is_told_that_it_is_busy(store, open_store, monkeypatch):
    reference, other = begun(store), open_store()
    monkeypatch.setattr(lock_file, "PATIENCE", 0.05)

    def act(each):
        return each.do(reference, "end_danger", by="u1", together_with=["u2"])

    with store._steps.writing(), ThreadPoolExecutor(1) as pool:
        for each in (store, other):
            with pytest.raises(BusyError) as caught:
                pool.submit(act, each).result()
            assert caught.value.code == "busy"
    assert act(store).version == 2


@BOTH
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_opens_the_database_anew(store):
    reference = begun(store)
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        code = 1
        try:
            done = store.do(reference, "end_danger", by="u1", together_with=["u2"])
            code = 0 if done.version == 2 else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert store.do(reference, "end_danger", by="u1", together_with=["u2"]).version == 3
    assert store.verify()


def test_a_store_in_memory_serves_threads_too():
    with kp.open_store("sqlite://", book(), actors=PEOPLE.get) as store:
        reference = begun(store)
        with ThreadPoolExecutor(8) as pool:
            tasks = [
                pool.submit(
                    store.do, reference, "end_danger", by="u1", together_with=["u2"]
                )
                for _ in range(12)
            ]
            versions = sorted(each.result().version for each in tasks)
        assert versions == list(range(2, 14))


def test_the_lock_stands_beside_the_file(store, tmp_path: Path):
    begun(store)
    assert (tmp_path / "cases.db-katch-lock").exists()


def test_whoever_waits_for_the_lock_is_the_next_to_have_it(tmp_path: Path):
    # Two who take it again at once would keep a third waiting for ever.
    path, over, taken = tmp_path / "lock", Event(), []

    def again(name):
        lock = lock_file.LockFile(path)
        while not over.is_set():
            with lock.held():
                taken.append(name)
                time.sleep(0.002)

    with ThreadPoolExecutor(2) as pool:
        for name in ("a", "b"):
            pool.submit(again, name)
        lock = lock_file.LockFile(path)
        for _ in range(15):
            with lock.held():
                taken.append("c")
        over.set()
    longest = max(len(each) for each in "".join(taken).split("c"))
    # Turns are drawn by who asks first; without the turnstile 775 went by.
    assert longest <= 300


@pytest.mark.parametrize("address", ["postgres"], indirect=True)
def test_an_answer_to_a_commit_may_be_lost_and_the_key_tells_what_became_of_it(
    store, monkeypatch
):
    psycopg = pytest.importorskip("psycopg")
    commit = psycopg.Connection.commit

    def lost(self):
        commit(self)
        raise psycopg.errors.AdminShutdown

    reference = begun(store)
    words = {"by": "u1", "together_with": ["u2"], "key": "asked-again"}
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(psycopg.Connection, "commit", lost)
        with pytest.raises(StoreError, match="again with its key") as caught:
            store.do(reference, "end_danger", **words)
    assert caught.value.code == "unreachable"
    again = store.do(reference, "end_danger", **words)
    assert (again.repeated, again.version) == (True, 2)

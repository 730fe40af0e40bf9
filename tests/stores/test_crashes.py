"""kill -9 at any moment: what was acknowledged is there, once, and the rest is whole.

A process that has everything loaded forks one after the other, lets each work, and
kills it. ``KATCH_KILLS`` says how often for each database and journal: 20 in a usual
run, 300 by ``.ci/run kills``. What a kill leaves at every single write of SQLite stands
in ``test_power.py``.
"""

import json
import os
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest

import katch_protocols as kp
from tests.cases.harbour import book
from tests.stores.children import Nursery
from tests.stores.conftest import PEOPLE

KILLS = int(os.environ.get("KATCH_KILLS", "20"))
DANGER = {"danger": "present"}

KILL = """
import gc, json, os, signal, time, traceback
from random import Random

chance, kills = Random(words[0] or None), int(words[1])
store = opened()

def live(key, say):
    case = store.open_case("referral", region="east", key=key).reference
    say({"case": key, "reference": case})
    danger = {"danger": "present"}
    store.do(case, "assess", by="u1", records=danger, key="a")
    say({"case": key, "key": "a"})
    store.do(case, "end_danger", by="u1", together_with=["u2"], key="b")
    say({"case": key, "key": "b"})

def work(kill, pipe):
    store.next_alarm()  # it is connected
    os.write(pipe, b"-")
    number = 0
    while True:
        live(f"k-{kill}-{number}", lambda told: os.write(
            pipe, json.dumps(told).encode() + b"\\n"
        ))
        number += 1

for number in range(3):  # what is loaded and compiled for the first time is so here
    start = time.perf_counter()
    live(f"warm-{number}", lambda told: None)
    longest = time.perf_counter() - start
store._steps.database.engine.dispose()  # nobody else has it open
gc.freeze()
gc.disable()

for kill in range(kills):
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        try:
            os.close(reading)
            work(kill, writing)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        pipe.read(1)
        # However slow the machine is, it dies in each of its transactions.
        told = [pipe.readline() for _ in range(chance.randrange(3))]
        time.sleep(chance.uniform(0, longest / 3))
        os.kill(pid, signal.SIGKILL)
        told += pipe.readlines()
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    print(*(line.decode() for line in told if line.endswith(b"\\n")), end="", sep="")
"""
"""Kills processes that open cases, take two steps in each, and say what is stored."""


@contextmanager
def in_one_transaction(store):
    """Give the store as it writes in one transaction: nothing is synced between."""
    engine = store._steps.database.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.begin()
        yield store.using(connection)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
        else:
            connection.commit()


def acknowledged(said: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the reference of each case that was opened, and the keys that acted."""
    opened: dict[str, str] = {}
    done: dict[str, set[str]] = {}
    for line in said.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if "reference" in told:
            opened[told["case"]] = told["reference"]
        else:
            done.setdefault(told["case"], set()).add(told["key"])
    return opened, done


@pytest.mark.parametrize("journal", ["new", "old", "postgres"])
def test_nothing_that_was_acknowledged_is_lost_or_done_twice(
    tmp_path: Path,
    journal: str,
    children: Nursery,
    request: pytest.FixtureRequest,
) -> None:
    if journal == "old":
        request.getfixturevalue("old_sqlite")
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    if journal == "postgres":
        url = request.getfixturevalue("schema")
    _, said = children.start(
        url, KILL, os.environ.get("KATCH_SEED", ""), str(KILLS), journal=journal
    )
    assert children.wait() == 0
    opened, done = acknowledged(said)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        store = kp.open_store(url, book(), actors=PEOPLE.get)
    assert store.verify()
    for key, reference in opened.items():
        keys = [event.key for event in store.case(reference).events]
        assert done.get(key, set()) <= set(keys)
        assert keys in ([], ["a"], ["a", "b"])
    # Whoever never heard asks again with the same keys, and each acts once.
    with in_one_transaction(store) as mine:
        for kill in range(KILLS):
            key = f"k-{kill}-0"
            again = mine.open_case("referral", region="east", key=key).reference
            mine.do(again, "assess", by="u1", records=DANGER, key="a")
            beside = {"together_with": ["u2"], "key": "b"}
            found = mine.do(again, "end_danger", by="u1", **beside)
            assert found.version == 2
            assert again == opened.get(key, again)
    assert store.verify()
    store.close()

"""kill -9 at any moment: what was acknowledged is there, once, and the rest is whole.

``KATCH_KILLS`` says how often for each database and journal; 8 by default, since a
process costs 20 ms of CPU, and 300 with ``KATCH_HEAVY=1``. What a kill leaves at every
single write of SQLite stands in ``test_power.py``.
"""

import os
import signal
import time
import warnings
from pathlib import Path
from random import Random

import pytest

import katch_protocols as kp
from tests.cases.harbour import book
from tests.stores.children import Nursery
from tests.stores.conftest import PEOPLE

HEAVY = os.environ.get("KATCH_HEAVY")
KILLS = int(os.environ.get("KATCH_KILLS", "300" if HEAVY else "8"))

WORK = """
begin = int(words[0])
store = opened()
print("ready")
for number in range(begin, begin + 10_000):
    case = store.open_case("referral", region="east", key=f"open-{number}").reference
    print("opened", number, case)
    store.do(case, "assess", by="u1", records={"danger": "present"}, key="a")
    print("done", number, "a")
    store.do(case, "end_danger", by="u1", together_with=["u2"], key="b")
    print("done", number, "b")
"""
"""Opens cases one after the other, takes two steps in each, and says what is stored."""


def killed(
    children: Nursery, url: str, begin: int, after: float, journal: str
) -> list[list[str]]:
    """Let a process work, kill it; return what it said was done."""
    pid, said = children.start(url, WORK, str(begin), journal=journal)
    while not said.read_text(encoding="utf-8").startswith("ready\n"):
        time.sleep(0.001)
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    assert children.wait() == -signal.SIGKILL
    lines = said.read_text(encoding="utf-8").splitlines(keepends=True)[1:]
    said.unlink()
    return [line.split() for line in lines if line.endswith("\n")]


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
    chance = Random(os.environ.get("KATCH_SEED"))  # noqa: S311 - any moment will do
    opened: dict[str, str] = {}
    done: dict[str, set[str]] = {}
    for number in range(KILLS):
        after = chance.uniform(0, 0.02)
        for kind, case, what in killed(children, url, number * 10_000, after, journal):
            if kind == "opened":
                opened[case] = what
            else:
                done.setdefault(case, set()).add(what)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        store = kp.open_store(url, book(), actors=PEOPLE.get)
    assert store.verify()
    for case, reference in opened.items():
        keys = [event.key for event in store.case(reference).events]
        assert done.get(case, set()) <= set(keys)
        assert keys in ([], ["a"], ["a", "b"])
    # Whoever never heard asks again with the same keys, and each acts once.
    for number in range(0, KILLS * 10_000, 10_000):
        again = store.open_case("referral", region="east", key=f"open-{number}")
        danger = {"danger": "present"}
        store.do(again.reference, "assess", by="u1", records=danger, key="a")
        beside = {"together_with": ["u2"], "key": "b"}
        found = store.do(again.reference, "end_danger", by="u1", **beside)
        assert found.version == 2
        assert again.reference == opened.get(str(number), again.reference)
    assert store.verify()
    store.close()

"""Power cuts, full disks and failing ones: nothing acknowledged is lost, all is whole.

``KATCH_CUTS`` says how many power cuts there are of each journal; 100 by default.
"""

import os
import sqlite3
import warnings
from hashlib import sha256
from random import Random

import pytest

import katch_protocols as kp
from katch_protocols.errors import StoreError
from katch_protocols.stores import sqlite
from tests.cases.harbour import book
from tests.stores.conftest import PEOPLE
from tests.stores.disk import FULL, IO_ERROR, disk

CUTS = int(os.environ.get("KATCH_CUTS", "100"))
KILLS = 1_000 if os.environ.get("KATCH_HEAVY") else 300
"""Of each journal; its work writes, syncs and deletes fewer than a thousand times."""

DANGER = {"danger": "present"}
TOGETHER = {"by": "u1", "together_with": ["u2"]}


@pytest.fixture(params=["WAL+FULL", "DELETE+EXTRA"])
def journal(request):
    """Return the library of SQLite that a store has, with its journal chosen."""
    if request.param.startswith("DELETE"):
        request.getfixturevalue("old_sqlite")
        import _sqlite3 as found  # noqa: PLC0415 - the driver itself
    else:
        found = pytest.importorskip("pysqlite3._sqlite3", reason="no other SQLite")
    return found, request.param


def quiet(url):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return kp.open_store(url, book(), actors=PEOPLE.get)


def worked(url, disk):
    """Work at a store; return what was acknowledged, with how much was done by then."""
    told = []
    for part in ("a", "b"):  # a store that is closed moves its journal into the file
        with quiet(url) as store:
            for number in range(3):
                case = store.open_case(
                    "referral", region="east", key=f"{part}-{number}"
                )
                told.append((len(disk.deeds), case.reference, None))
                store.do(case.reference, "assess", by="u1", records=DANGER, key="a")
                told.append((len(disk.deeds), case.reference, "a"))
                store.do(case.reference, "end_danger", **TOGETHER, key="b")
                told.append((len(disk.deeds), case.reference, "b"))
    return told


def lost(file, told):
    """Return what was acknowledged and is not there, or that all is damaged."""
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # it is only looked at
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return ["damaged"]
        events = connection.execute(
            "SELECT reference, request_key, body, hash, salt FROM kp_event "
            "JOIN kp_case USING (reference)"
        ).fetchall()
        cases = connection.execute("SELECT reference FROM kp_case").fetchall()
    except sqlite3.DatabaseError:
        return ["damaged"]
    finally:
        connection.close()
    for _, _, body, found, salt in events:
        if sha256(salt + body.encode()).digest() != found:
            return ["damaged"]
    there = {(each[0], each[1]) for each in events} | {
        (each[0], None) for each in cases
    }
    return [each for each in told if each not in there]


def cuts(found, told, folder, times):
    """Cut the power so many times; yield each file and what it lost.

    Every other time at any moment, else at once after something was acknowledged.
    """
    chance = Random(os.environ.get("KATCH_SEED", "1"))  # noqa: S311 - any moment will do
    for number in range(times):
        at = (
            chance.choice(told)[0] if number % 2 else chance.randrange(len(found.deeds))
        )
        left = folder / f"cut-{number}"
        left.mkdir()
        found.cut(at, chance, left)
        acknowledged = [each[1:] for each in told if each[0] <= at]
        yield left / "cases.db", lost(left / "cases.db", acknowledged)


def kills(found, told, folder):
    """Kill the process at a write; yield each file and what it lost."""
    chance = Random(os.environ.get("KATCH_SEED", "1"))  # noqa: S311 - any moment will do
    moments = range(len(found.deeds))
    for at in chance.sample(moments, min(KILLS, len(moments))):
        left = folder / f"kill-{at}"
        left.mkdir()
        found.cut(at, None, left)
        acknowledged = [each[1:] for each in told if each[0] <= at]
        yield left / "cases.db", lost(left / "cases.db", acknowledged)


def whole_store(file):
    """Open what is left as a store does; what was asked for can be asked again."""
    with quiet(f"sqlite:///{file}") as store:
        assert store.verify()
        again = store.open_case("referral", region="east", key="a-0").reference
        store.do(again, "assess", by="u1", records=DANGER, key="a")
        assert store.do(again, "end_danger", **TOGETHER, key="b").version == 2


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path, journal):
    driver, mode = journal
    with disk(driver, tmp_path) as found:
        url = f"sqlite:///{tmp_path / 'cases.db'}"
        with quiet(url) as store:
            assert (store.info().journal, store.info().promise) == (mode, "power")
        found.begin()
        told = worked(url, found)
    assert len(found.deeds) > 100
    for number, (file, missing) in enumerate(cuts(found, told, tmp_path, CUTS)):
        assert missing == []
        if number % 25 == 0:
            whole_store(file)
    # A process that is killed leaves what it wrote: at whichever write.
    for number, (file, missing) in enumerate(kills(found, told, tmp_path)):
        assert missing == []
        if number % 60 == 0:
            whole_store(file)


@pytest.mark.parametrize("journal", ["WAL+FULL", "DELETE+EXTRA"], indirect=True)
def test_a_weaker_sync_would_lose_some(tmp_path, journal, monkeypatch):
    # The same cuts find what is lost where less is synced: they can fail.
    driver, mode = journal
    weaker = {"WAL+FULL": "NORMAL", "DELETE+EXTRA": "FULL"}[mode]
    real = sqlite._prepared
    monkeypatch.setattr(sqlite, "_prepared", lambda _: real(lambda: weaker))
    with disk(driver, tmp_path) as found:
        url = f"sqlite:///{tmp_path / 'cases.db'}"
        with quiet(url) as store:
            assert store.info().promise == "crash"
        found.begin()
        told = worked(url, found)
    assert any(missing for _, missing in cuts(found, told, tmp_path, 40))


def tried(store, case, key):
    """Act; return what a store says where it could not."""
    try:
        store.do(case, "end_danger", **TOGETHER, key=key)
    except StoreError as error:
        return error.code
    return None


FAULTS = {None, "full", "disk"}


@pytest.mark.parametrize("is_broken", [False, True])
@pytest.mark.parametrize("code", [FULL, IO_ERROR])
def test_a_write_that_fails_does_no_harm_whichever_it_is(
    tmp_path, journal, code, is_broken
):
    driver, _ = journal
    with (
        disk(driver, tmp_path) as found,
        quiet(f"sqlite:///{tmp_path}/cases.db") as store,
    ):
        case = store.open_case("referral", region="east").reference
        store.do(case, "assess", by="u1", records=DANGER)
        number, failed = 0, True
        while failed:
            found.fail(number, code, is_broken=is_broken)
            key = f"k-{number}"
            said = tried(store, case, key)
            assert said in FAULTS, said
            failed = found.mended()
            # Whatever became of it, the same key acts once.
            store.do(case, "end_danger", **TOGETHER, key=key)
            number += 1
            assert store.case(case).version == number + 1
        assert number > 3
        assert store.verify()

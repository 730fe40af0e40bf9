"""``katch tick``, ``work`` and ``post``: an engine and a post office in a terminal."""

import os
import signal
import sqlite3
from datetime import timedelta
from threading import Event

import pytest

import katch_protocols as kp
from katch_protocols.cli.main import main
from katch_protocols.engines import plain
from katch_protocols.errors import BusyError
from tests.cases.harbour import NOW, book
from tests.stores.conftest import PEOPLE

EMPTY = "Cases in which something was due: 0. Post delivered: 0. Failed: 0.\n"


@pytest.fixture
def url(tmp_path):
    """Return a store in which a deadline was broken long ago."""
    address = f"sqlite:///{tmp_path / 'cases.db'}"
    words = {"actors": PEOPLE.get, "clock": lambda: NOW}
    with kp.open_store(address, book(), **words) as store:
        store.open_case("referral", region="east", by="u1", key="open-1")
    return address


def katch(capsys, *words):
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_one_round_says_who_must_be_told_and_the_next_one_nothing(url, capsys):
    code, out, _ = katch(capsys, "tick", "--store", url, "--language", "en")
    assert code == 0
    assert "'reported' is overdue; to be told: chief" in out
    assert "Cases in which something was due: 1." in out
    assert katch(capsys, "tick", "--store", url)[:2] == (0, EMPTY)


def test_work_goes_on_until_it_is_told_to_stop(url, capsys, monkeypatch):
    rounds = []

    def stop_soon(store, send=None):
        rounds.append(go_round(store, send))
        os.kill(os.getpid(), signal.SIGTERM)
        return rounds[-1]

    go_round = plain.go_round
    monkeypatch.setattr(plain, "go_round", stop_soon)
    code, out, _ = katch(capsys, "work", "--store", url)
    assert (code, len(rounds)) == (0, 1)
    assert out.startswith("Working until Ctrl-C or SIGTERM.\n")
    assert out.endswith("Stopped; nothing is lost.\n")
    assert "to be told: chief" in out


def test_a_database_that_is_away_is_asked_again(monkeypatch):
    stop, heard, faults = Event(), [], [BusyError(5), BusyError(5)]

    def away(_store, _send=None):
        if not faults:
            stop.set()
        raise faults.pop() if faults else BusyError(5)

    monkeypatch.setattr(plain, "go_round", away)
    plain.work(None, stop, told=heard.append, pause=0)
    assert [type(each) for each in heard] == [BusyError] * 3


def test_a_case_that_does_not_hold_keeps_no_loop_awake(url, tmp_path):
    with sqlite3.connect(tmp_path / "cases.db") as connection:
        connection.execute("UPDATE kp_case SET opening = '{}'")
    connection.close()
    rests = []

    class Stop(Event):
        def wait(self, timeout=None):
            rests.append(timeout)
            self.set()
            return True

    with kp.open_store(url) as store:
        plain.work(store, Stop(), pause=7)
    assert rests == [7]


def test_a_loop_rests_until_the_next_alarm_and_no_longer_than_it_may():
    assert plain._until(None, 30) == 30
    assert plain._until(NOW, 30) == plain._LEAST
    assert plain._until(NOW + timedelta(days=40_000), 30) == 30


def test_receivers_are_set_and_listed_and_removed(url, capsys):
    at = ["--store", url]
    hook = ["--to", "https://desk.example/hooks", "--key", "desk_1", "--wants", "all"]
    assert katch(capsys, "post", "set", "desk", *at, *hook)[0] == 0
    code, out, _ = katch(capsys, "post", "receivers", *at)
    assert (code, out) == (0, "desk https://desk.example/hooks all * desk_1\n")
    assert katch(capsys, "post", "set", "desk", *at)[0] == 2
    assert katch(capsys, "post", "remove", "dusk", *at)[2].startswith("There is no rec")
    assert katch(capsys, "post", "remove", "desk", *at)[0] == 0
    assert katch(capsys, "post", "receivers", *at)[1] == ""


def test_post_is_listed_withdrawn_and_sent_again(url, capsys):
    at = ["--store", url]
    katch(capsys, "tick", *at)
    code, out, _ = katch(capsys, "post", "list", *at)
    first, *_, last = out.splitlines()
    assert (code, last) == (0, "Post that waits: 2.")
    name = first.split()[0]
    assert katch(capsys, "post", "withdraw", name, *at)[1] == "Withdrawn.\n"
    assert katch(capsys, "post", "withdraw", name, *at)[0] == 2
    assert katch(capsys, "post", "list", *at)[1].endswith("Post that waits: 1.\n")
    said = katch(capsys, "post", "replay", name, *at)[1]
    assert said == "To be sent again: 1.\n"
    said = katch(capsys, "post", "replay", "--since", "2026-03-18", *at)[1]
    assert said == "To be sent again: 0.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["post", "lst"], 2, "The nearest is 'list'."),
        (["post", "withdraw"], 2, "NAME"),
        (["post", "replay"], 2, "NAME"),
        (["post", "replay", "nosuch"], 2, "Nothing that can be sent again"),
        (["post", "set", "desk", "--region", "east"], 2, "'--region'"),
        (["post", "list", "a"], 2, "more than it takes"),
        (["tick", "--elsewhere", "care"], 2, "PROTOCOL=RECEIVER"),
        (["tick", "--handbook", "nowhere"], 2, "nowhere"),
    ],
)
def test_what_cannot_be_done_is_said(capsys, url, words, code, said):
    found, out, err = katch(capsys, *words, "--store", url)
    assert (found, out) == (code, "")
    assert said in err


def test_a_hook_without_a_secret_is_said_and_waits(url, capsys):
    at = ["--store", url]
    hook = ["--to", "https://desk.example/hooks", "--key", "desk_9", "--wants", "all"]
    katch(capsys, "post", "set", "desk", *at, *hook)
    code, out, _ = katch(capsys, "tick", *at)
    assert code == 0
    assert "No secret of at least 24 bytes" in out

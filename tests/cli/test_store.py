"""``katch store``: look after a database from a terminal."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.cli.main import main
from tests.cases.harbour import book
from tests.stores.conftest import PEOPLE


@pytest.fixture
def url(tmp_path):
    address = f"sqlite:///{tmp_path / 'cases.db'}"
    with kp.open_store(address, book(), actors=PEOPLE.get) as store:
        case = store.open_case("referral", region="east", by="u1")
        store.do(case.reference, "assess", by="u1", records={"danger": "present"})
    return address


def katch(capsys, *words):
    code = main(["store", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_info_says_where_and_what_is_promised(url, capsys):
    code, out, _ = katch(capsys, "info", url, "--language", "en")
    assert code == 0
    assert "cases.db" in out
    assert "SQLite" in out
    assert "The same key never acts twice" in out


def test_a_store_is_verified_and_what_does_not_hold_is_named(url, capsys, tmp_path):
    assert katch(capsys, "verify", url) == (0, "Cases gone through: 1.\n", "")
    with sqlite3.connect(tmp_path / "cases.db") as connection:
        connection.execute("UPDATE kp_event SET body = replace(body, 'u1', 'u7')")
    connection.close()
    code, out, _ = katch(capsys, "verify", url)
    assert code == 1
    assert ", 0: An event and its hash differ.\n" in out


def test_cases_move_from_one_database_to_another(url, capsys, tmp_path):
    sheet, copy = tmp_path / "cases.jsonl", f"sqlite:///{tmp_path / 'copy.db'}"
    code, out, _ = katch(capsys, "export", url, str(sheet))
    assert (code, out.rpartition(": ")[2]) == (0, "1.\n")
    assert katch(capsys, "export", url, str(sheet))[0] == 2  # never written over
    assert katch(capsys, "load", copy, str(sheet))[:2] == (0, "Cases added: 1.\n")
    code, out, _ = katch(capsys, "load", copy, str(sheet))
    assert out == "Cases added: 0.\nAlready there, just so: 1.\n"
    _, first, _ = katch(capsys, "export", url)
    _, second, _ = katch(capsys, "export", copy)
    assert first.splitlines()[1:] == second.splitlines()[1:]
    assert katch(capsys, "rebuild", copy)[1] == "Running cases reckoned anew: 1.\n"


def test_tables_of_this_version_need_no_upgrade(url, capsys, tmp_path):
    code, out, _ = katch(capsys, "upgrade", url)
    assert (code, out) == (0, "The tables have version 4: there is nothing to do.\n")
    assert katch(capsys, "upgrade", f"sqlite:///{tmp_path / 'none.db'}")[0] == 3


def test_an_upgrade_says_from_where_to_where_or_prints_its_sql(url, capsys, tmp_path):
    with sqlite3.connect(tmp_path / "cases.db") as connection:
        connection.execute("ALTER TABLE kp_post DROP COLUMN put_at")
        connection.execute("ALTER TABLE kp_post DROP COLUMN withdrawn_at")
        connection.execute("ALTER TABLE kp_case DROP COLUMN erased_by")
        connection.execute("UPDATE kp_store SET schema_version = 1")
    connection.close()
    assert katch(capsys, "verify", url)[0] == 3
    code, out, _ = katch(capsys, "upgrade", url, "--sql")
    assert (code, out.splitlines()[0], out.splitlines()[-1]) == (0, "BEGIN;", "COMMIT;")
    assert katch(capsys, "info", url, "--sql")[0] == 2
    assert katch(capsys, "upgrade", url)[1] == (
        "The tables were brought from version 1 to 4.\n"
    )
    assert katch(capsys, "verify", url)[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("inf", "sqlite://"), 2, "The nearest is 'info'."),
        (("info", "cases.db"), 2, "This is no address of a store"),
        (("info", "sqlite:////nowhere/cases.db"), 3, "There is no such folder"),
        (("rebuild", "sqlite://", "file"), 2, "more than it takes"),
        (("load", "sqlite://", "nowhere.jsonl"), 3, "nowhere.jsonl cannot be opened"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(capsys, words, code, said):
    found, out, err = katch(capsys, *words)
    assert (found, out) == (code, "")
    assert said in err


def test_a_database_that_is_not_there_is_not_made(capsys, tmp_path):
    file = tmp_path / "none.db"
    for what in ("info", "verify", "rebuild", "export"):
        code, _, err = katch(capsys, what, f"sqlite:///{file}")
        assert (code, "no store in this database" in err) == (3, True)
    assert not file.exists()


def test_heads_are_kept_and_held_against_the_cases(url, capsys, tmp_path):
    sheet = tmp_path / "heads.txt"
    code, line, _ = katch(capsys, "checkpoint", url, str(sheet))
    assert (code, line.startswith("katch-checkpoint-1 store-")) == (0, True)
    assert katch(capsys, "checkpoint", url, str(sheet))[0] == 2  # never written over
    words = ("prove", url, str(sheet), "--line", line.strip())
    assert katch(capsys, *words) == (0, "Cases held against the checkpoint: 1.\n", "")
    with sqlite3.connect(tmp_path / "cases.db") as connection:
        connection.execute("UPDATE kp_case SET version = 0, head = x'00'")
    connection.close()
    code, out, _ = katch(capsys, *words)
    assert code == 1
    assert ", 1: It has fewer events than the checkpoint saw.\n" in out
    assert katch(capsys, "prove", url, str(sheet), "--line", "hello")[0] == 3


def test_a_case_is_erased_and_listed_so_that_it_can_be_erased_again(url, capsys):
    with kp.open_store(url) as store:
        (case,) = store.cases()
    words = ("erase", url, case.reference, "--by", "dpo-1", "--ground", "over")
    code, _, err = katch(capsys, *words)
    assert (code, "has not ended" in err) == (3, True)
    assert katch(capsys, *words, "--running") == (0, "The case was erased.\n", "")
    code, out, _ = katch(capsys, "erased", url)
    *again, day = out.split()
    assert again == [case.reference, "dpo-1", "over"]
    assert day.startswith("20")
    code, _, err = katch(capsys, *words, "--running")
    assert (code, "was erased" in err) == (2, True)
    assert katch(capsys, "verify", url)[:2] == (0, "Cases gone through: 1.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("erase", "case-1", "--by", "x1"), "--ground"),
        (("erase", "--by", "x1", "--ground", "over"), "REFERENCE"),
        (("erase", "case-1", "--by", "x1", "--ground", "over"), "no such case"),
        (("verify", "case-1"), "no such case"),
        (("prove", "heads.txt"), "--line"),
        (("checkpoint",), "FILE"),
        (("checkpoint", ""), "FILE"),
        (("prove", "heads.txt", "--line", ""), "--line"),
        (("erase", "case-1", "--by", "", "--ground", "over"), "--by"),
        (("erase", "", "--by", "x1", "--ground", "over"), "REFERENCE"),
        (("verify", "--line", ""), "--line"),
        (("erased", "--running"), "--running"),
        (("verify", "--by", "x1"), "--by"),
    ],
)
def test_what_is_left_out_or_misplaced_is_named(url, capsys, words, said):
    what, *more = words
    code, out, err = katch(capsys, what, url, *more)
    assert (code, out, said in err) == (2, "", True)


def test_a_terminal_that_is_full_is_said_without_a_name(url):
    if not Path("/dev/full").exists():
        pytest.skip("there is no full device")
    command = [sys.executable, "-m", "katch_protocols", "store", "export", url]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    said = "katch could not go on: No space left on device.\n"
    assert (done.returncode, done.stderr) == (3, said)


@pytest.mark.parametrize("command", ["tick", "work", "post"])
def test_an_option_that_is_needed_is_named_as_it_is_written(capsys, command):
    words = {"post": ["list"]}.get(command, [])
    assert main([command, *words]) == 2
    assert f"'katch {command}' needs --store URL.\n" in capsys.readouterr().err

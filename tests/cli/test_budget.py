"""``--budget`` on the command line, and how a command says that it met it."""

import json
import re
from itertools import count
from pathlib import Path

import pytest

import katch_protocols as kp
from katch_protocols.cli import budgets
from katch_protocols.cli.main import main
from katch_protocols.cli.reports.findings_text import text_report
from katch_protocols.cli.reports.room import SCREEN
from katch_protocols.errors import BudgetError
from katch_protocols.findings import Finding, Severity, Wording
from katch_protocols.verbs import budgeting
from tests.hostile.handbooks import HOSTILE, save


@pytest.fixture(autouse=True)
def _ticking(monkeypatch) -> None:
    """Each look at the clock takes 10 ms, so that nothing here depends on speed."""
    looks = count()

    def clock() -> float:
        return next(looks) / 100

    monkeypatch.setattr(budgets, "CLOCK", clock)
    monkeypatch.setattr(budgeting, "thread_time", clock)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save(HOSTILE["long_alternatives"](), tmp_path / "vast")


def test_a_table_that_does_not_fit_says_where_and_what_to_do(folder, capsys) -> None:
    code = main(["table", "p", "--handbook", str(folder), "--budget", "0.2s"])
    out, err = capsys.readouterr()
    assert (code, out) == (3, "")
    told, mending = err.splitlines()
    assert re.fullmatch(
        r"p\.yaml:\d+:7  The budget of 0\.2s,1GB \(time\) was met at "
        r"'protocols\.p\.states\.s0\.activities\.\w+'\.",
        told,
    )
    assert mending == "Make it simpler there, or give more: '--budget 0.4s,2GB'."


def test_a_check_that_does_not_fit_fails_and_lists_what_it_did_not_decide(
    folder, capsys
) -> None:
    words = ["check", str(folder), "--budget", "0.5s", "--format", "json"]
    assert main(words) == 1
    found = json.loads(capsys.readouterr().out)
    assert "over-budget" in json.dumps(found)


def test_the_environment_says_the_budget_of_all_commands(
    folder, capsys, monkeypatch
) -> None:
    monkeypatch.setenv("KATCH_BUDGET", "0.2s,2GB")
    assert main(["measures", "p", "--handbook", str(folder)]) == 3
    assert "0.2s,2GB" in capsys.readouterr().err


def test_a_drawing_that_does_not_fit_leaves_no_file(tmp_path, capsys) -> None:
    folder = save(HOSTILE["clique"](), tmp_path / "clique")
    path = tmp_path / "p.svg"
    words = ["draw", "p", "--handbook", str(folder), "-o", str(path)]
    assert main([*words, "--budget", "1s"]) == 3
    assert not path.exists()
    assert "was met" in capsys.readouterr().err


def test_a_budget_that_is_none_is_refused_as_any_option(folder, capsys) -> None:
    assert main(["check", str(folder), "--budget", "much"]) == 2
    assert "--budget" in capsys.readouterr().err


def test_of_one_rule_a_screen_is_told_and_then_the_number(tmp_path) -> None:
    wording = Wording("It is wrong.", "It matters.", "Mend it.")
    findings = [
        Finding("some-rule", Severity.ERROR, ("protocols", f"p{n}"), wording=wording)
        for n in range(2_999)
    ]
    lines = [line.plain for line in text_report(findings, tmp_path, "en")]
    told = sum("some-rule" in line for line in lines) - 1
    assert lines[0].startswith("Errors: 2,999.")
    assert lines[-2] == f"error  some-rule  {2_999 - told:,} more"
    # Three lines say how many and what to do first, three what is folded.
    assert len(lines) <= 3 + SCREEN + 3


def test_a_verb_takes_a_budget_as_text(folder) -> None:
    book = kp.read(folder)
    with pytest.raises(BudgetError) as met:
        kp.compile(book.protocols["p"], budget="0.2s")
    assert met.value.path[:2] == ("protocols", "p")
    rules = {each.rule for each in kp.check(book, budget="0.5s")}
    assert "over-budget" in rules


def test_a_table_is_compiled_once(tmp_path) -> None:
    book = kp.read(save(HOSTILE["long_limits"](), tmp_path / "long"))
    protocol = book.protocols["p"]
    assert kp.compile(protocol) is kp.compile(protocol)


def test_the_table_of_a_protocol_looks_at_no_case(tmp_path, capsys) -> None:
    folder = save(HOSTILE["sixty_strands"](), tmp_path / "sixty")
    assert main(["table", "p", "--handbook", str(folder), "--budget", "5s"]) == 0
    assert json.loads(capsys.readouterr().out)["protocol"] == "p"

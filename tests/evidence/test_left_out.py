"""What is left out of a log is counted, and the first of each kind told by its row."""

import json

import pytest

import katch_protocols as kp
from katch_protocols.cli.reports.indicators import say_flaw
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs import coded_reading
from tests.cases.harbour import book
from tests.cli.conftest import katch, typed  # noqa: F401 - fixtures
from tests.evidence.logs import at, case_rows
from tests.evidence.test_command import desk  # noqa: F401 - a fixture
from tests.evidence.test_readers import MAPPING, NOW, as_csv, written

KEY = b"synthetic"
TEXT = MAPPING.replace("protocol: referral", "protocol: {{column: trained}}")


def made():
    """Return rows of two files; of each kind the later row stands in the first case."""
    first = [row for number in range(4) for row in case_rows(f"a-{number}")]
    second = case_rows("b-1")
    row = first[0]
    first += [
        {**row, "event": ""},
        {**row, "case": ""},
        {**case_rows("a-2")[1], "at": "soon"},
        {**row, "case": "a-3", "at": "2026-13-45"},
        {**row, "case": "a-3", "event": "Weigh nothing"},
        {**row, "event": "Weigh nothing"},
        {**case_rows("a-2")[4]},
        {**row, "at": at(-24 * 30)},
    ]
    second += [{**second[0], "case": ""}, {**second[0], "at": at(-24 * 40)}]
    return first, second


EXPECTED = {
    "again": ("a1.csv", 32),
    "ignored": ("a1.csv", 30),
    "no-activity": ("a1.csv", 26),
    "no-case": ("a1.csv", 27),
    "no-instant": ("a1.csv", 28),
    "outside": ("a1.csv", 33),
}


@pytest.mark.parametrize("size", ["small", "large", "parts"])
def test_the_first_row_of_each_kind_is_told_whatever_the_size(
    tmp_path, monkeypatch, size
):
    if size != "small":
        monkeypatch.setattr(following, "SOME", 0)
    if size == "parts":
        monkeypatch.setattr(coded_reading, "PART", 10)
        monkeypatch.setattr(coded_reading, "_ROWS", 7)
    for name, rows in zip(("a1.csv", "a2.csv"), made(), strict=True):
        as_csv(tmp_path / name, rows)
    text = f"{MAPPING}activities: {{{{Weigh nothing: ignore}}}}\n"
    text += f"complete: {{{{from: {at(-24)[:10]}}}}}\n"
    found = kp.audit(written(tmp_path, "a*.csv", text), book(), now=NOW, key=KEY)
    assert found.reading.left_out == {
        "again": 1,
        "ignored": 2,
        "no-activity": 1,
        "no-case": 2,
        "no-instant": 2,
        "outside": 2,
    }
    assert found.reading.rows_left_out() == EXPECTED
    assert found.to_json()["first_left_out"] == {
        why: {"file": file, "row": row} for why, (file, row) in EXPECTED.items()
    }


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_case_that_is_left_out_is_told_by_its_first_row(tmp_path, monkeypatch, size):
    if size == "large":
        monkeypatch.setattr(following, "SOME", 0)
    other = [{**row, "trained": "adoption"} for row in case_rows("a-0")]
    mine = [{**row, "trained": "referral"} for row in case_rows("a-1")]
    as_csv(tmp_path / "a.csv", [*mine, *other])
    mapping = written(tmp_path, "a.csv", TEXT)
    found = kp.audit(mapping, book(), now=NOW, key=KEY).reading
    assert found.left_out == {"cases-protocol": 1, "of-left-out-cases": 6}
    # Its events are in the same rows, so these are told once.
    assert found.rows_left_out() == {"cases-protocol": ("a.csv", 8)}


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "rows whose time cannot be read: 2 (the first: desk.csv, row 13)"),
        ("ru", "строк, время которых не читается: 2 (впервые: desk.csv, строка 13)"),
        ("kk", "уақыты оқылмайтын жолдар: 2 (алғашқысы: desk.csv, 13-жол)"),
    ],
)
def test_it_is_said_and_written_for_programs(katch, desk, language, said):  # noqa: F811
    path = desk / "desk.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 12
    lines += [lines[1].replace(at(0.5), "soon")] * 2
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert said in katch("audit", "log.yaml", "--language", language).out
    ran = katch("audit", "log.yaml", "--format", "json")
    assert json.loads(ran.out)["first_left_out"] == {
        "no-instant": {"file": "desk.csv", "row": 13}
    }


def test_who_counts_a_log_is_told_the_row_as_well(tmp_path):
    rows = case_rows()
    as_csv(tmp_path / "a.csv", [*rows, {**rows[0], "at": "soon"}])
    (tmp_path / "log.yaml").write_text(MAPPING.format(file="a.csv"), encoding="utf-8")
    (flaw,) = kp.measure(tmp_path / "log.yaml", book(), until=NOW).flaws
    assert (flaw.key, flaw.source, flaw.row) == ("log-left-out", "a.csv", 8)
    assert say_flaw(flaw, "en") == (
        "a.csv:8  Left out of the log: rows whose time cannot be read: 1."
    )


@pytest.mark.parametrize("some", [0, following.SOME])
def test_what_has_no_time_may_be_what_seems_missing(tmp_path, monkeypatch, some):
    monkeypatch.setattr(following, "SOME", some)
    rows = case_rows()
    as_csv(tmp_path / "a.csv", [rows[0] | {"at": "soon"}, *rows[1:]])
    told = kp.audit(written(tmp_path, "a.csv"), book(), now=NOW).to_json()
    assert (told["findings"], told["left_out"]) == ([], {"no-instant": 1})
    assert {each["cannot_tell"] for each in told["answers"].values()} == {1}

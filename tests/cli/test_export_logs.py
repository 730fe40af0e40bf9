"""`katch export --log`: records from files, and refusals with their file and line."""

import json

import pytest

from tests.cases.harbour import FILES
from tests.exchange.live import begun_cases


@pytest.fixture(scope="module")
def records():
    return [json.dumps(case.snapshot()) for case in begun_cases()]


@pytest.fixture
def here(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _export(katch, *words):
    return katch("export", "referral", "--handbook", ".", "--language", "en", *words)


def _put(here, name, text):
    (here / name).write_bytes(text.encode("utf-8"))


def test_lines_of_several_files_and_a_record_over_several_lines_are_one_log(
    katch, here, records
):
    _put(here, "a.jsonl", f"\n{records[0]}\r\n\n{records[1]}\n")
    _put(here, "b.json", "\ufeff" + json.dumps(json.loads(records[2]), indent=2))
    found = _export(katch, "--to", "ocel", "--log", "a.jsonl", "--log", "b.json")
    assert found.code == 0, found.err
    log = json.loads(found.out)
    cases = [each["id"] for each in log["objects"] if each["type"] == "case"]
    assert cases == ["case/case-0x", "case/case-1x", "case/case-2x"]


@pytest.mark.parametrize(
    "bad",
    [
        (lambda _: "", "log:1", "There is no record"),
        (lambda lines: f"{lines[0]}\n\n{lines[1][:-9]}", "log:3:", "is no JSON"),
        (lambda lines: f"{lines[0]}\n[]", "log:2", "not have the shape"),
        (lambda lines: f"{lines[0]}\n{'[' * 99_999}", "log:2", "not have the shape"),
        (lambda lines: lines[0][:-1] + ', "now": {}}', "log:1", "one key twice"),
        (
            lambda lines: f"{lines[0]}\n{lines[1].replace('absent', 'present', 1)}",
            "log:2",
            "does not hold",
        ),
        (
            lambda lines: lines[0].replace('"referral"', '"hearing"'),
            "log:1",
            "another protocol",
        ),
        (lambda lines: f"{lines[1]}\n{lines[1]}", "log:2", "also at log:1"),
    ],
)
def test_a_bad_record_is_refused_with_its_file_and_line(katch, here, records, bad):
    made, place, why = bad
    _put(here, "log", made(records))
    found = _export(katch, "--to", "xes", "--log", "log")
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(place)
    assert why in found.err
    assert "`case.snapshot()`" in found.err
    assert "tok-" not in found.err


def test_what_is_no_text_or_no_file_is_refused(katch, here):
    (here / "log").write_bytes(b"{}\n\xff")
    assert "log:2  This is no text" in _export(katch, "--to", "xes", "--log", "log").err
    found = _export(katch, "--to", "xes", "--log", "none")
    assert found.code == 2
    assert "'none' cannot be read" in found.err


@pytest.mark.usefixtures("here")
def test_a_log_without_records_says_what_to_give(katch):
    found = _export(katch, "--to", "xes")
    assert found.code == 2
    assert "--log FILE" in found.err

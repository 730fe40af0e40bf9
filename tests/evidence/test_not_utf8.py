"""A log that is no UTF-8 is read up to the row that is not, which is told."""

import json

import pytest

import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from tests.cases.harbour import book
from tests.evidence.logs import case_rows
from tests.evidence.test_readers import NOW, as_csv, written


@pytest.mark.parametrize("is_large", [False, True])
def test_a_row_that_is_no_utf_8_is_told_and_what_stands_before_it_is_read(
    tmp_path, monkeypatch, is_large
):
    if is_large:
        monkeypatch.setattr(following, "SOME", 0)
    as_csv(tmp_path / "a.csv", [*case_rows("a-1"), *case_rows("a-2")])
    good = (tmp_path / "a.csv").read_text(encoding="utf-8")
    words = ",Полиция и опека,\n".encode("cp1251")
    (tmp_path / "a.csv").write_bytes(good.encode() + words + good.encode())
    found = kp.audit(written(tmp_path, "a.csv"), book(), now=NOW)
    bad = good.count("\n") + 1
    assert found.reading.unread == (("a.csv", bad, "not-utf-8 Windows-1251"),)
    assert found.count == 2
    told = json.loads(json.dumps(found.to_json()))["unread"]
    assert told == [
        {"file": "a.csv", "row": bad, "reason": "not-utf-8", "encoding": "Windows-1251"}
    ]

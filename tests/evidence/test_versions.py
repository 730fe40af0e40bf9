"""A log of cases that were opened under several versions of a protocol."""

import csv
from datetime import datetime, timedelta

import pytest

import katch_protocols as kp
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs.case_homes import CaseHomes
from katch_protocols.evidence.logs.events import micros
from katch_protocols.model.logs import LogMapping, NamedInLog
from tests.cases.harbour import FILES, NOW, book, handbook
from tests.evidence.logs import case_rows
from tests.evidence.test_readers import MAPPING, written

LATER = timedelta(days=7)
NEWER = (
    FILES["referral.yaml"]
    .replace("version: 1.2.0", "version: 2.0.0")
    .replace("valid_from: 2026-01-01", "valid_from: 2026-03-20")
    .replace("within: 2 hours", "within: 20 minutes")
)
PIN = kp.pin(handbook(referral=NEWER).protocols["referral"])
OLD = kp.pin(book().protocols["referral"])


def later(row):
    """Return a row of another case, which was opened in the second week."""
    moved = {
        each: (datetime.fromisoformat(row[each]) + LATER).isoformat()
        for each in ("at", "opened")
    }
    return row | moved | {"case": "b-2"}


def audit(mapping, home=None):
    now = NOW + 2 * LATER
    return kp.audit(mapping, home or book(), now=now, key=b"synthetic")


def desk(folder, protocol="referral", more=None):
    rows = case_rows()
    rows += [later(row) for row in rows]
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, [*rows[0], *(more or ())])
        table.writeheader()
        table.writerows(row | (more or {}) for row in rows)
    text = MAPPING.replace("protocol: referral", f"protocol: {protocol}")
    return written(folder, "a.csv", text)


@pytest.mark.parametrize("engine", ["definition", "arrays", "loops"])
def test_cases_of_days_on_which_the_text_was_not_in_force_are_told(
    tmp_path, monkeypatch, engine
):
    if engine != "definition":
        monkeypatch.setattr(following, "SOME", 0)
    if engine == "loops":
        monkeypatch.setattr(following, "MANY", 0)
    home = handbook(referral=NEWER)
    found = audit(desk(tmp_path), home=home)
    assert found.to_json()["not_in_force"] == 1
    # Assessed after half an hour: both are late by the newer text.
    assert [(each.code, each.cases) for each in found.counts] == [("late", 2)]
    assert audit(desk(tmp_path)).to_json()["not_in_force"] == 0
    ended = NEWER.replace("2026-03-20", "2026-01-01\nvalid_to: 2026-03-17")
    found = audit(desk(tmp_path), home=handbook(referral=ended))
    assert found.to_json()["not_in_force"] == 2


@pytest.mark.parametrize(
    ("opened", "count"),
    [
        ("2026-03-17T18:59:59.999999+00:00", 1),
        ("2026-03-17T19:00:00+00:00", 0),  # midnight in Almaty
        ("2026-03-18T18:59:59.999999+00:00", 0),
        ("2026-03-18T19:00:00+00:00", 1),
    ],
)
def test_a_text_is_in_force_from_midnight_to_midnight_where_it_is_used(opened, count):
    one_day = "2026-03-18\nvalid_to: 2026-03-18"
    home = handbook(referral=NEWER.replace("2026-03-20", one_day))
    mapping = LogMapping(id="log", protocol=NamedInLog(name="referral"))
    compiled = compiled_case(home.protocols["referral"], home)
    at = micros(datetime.fromisoformat(opened))
    assert CaseHomes(mapping, home).not_in_force(compiled, [at]) == count


def test_who_names_what_was_meant_is_not_told(tmp_path):
    mapping = desk(tmp_path, f"{{{{pin: {PIN}}}}}")
    found = audit(mapping, home=handbook(referral=NEWER))
    assert found.to_json()["not_in_force"] == 0


def test_simulated_cases_are_of_any_day(tmp_path):
    mapping = desk(tmp_path, more={"simulated": "simulated"})
    found = audit(mapping, home=handbook(referral=NEWER))
    assert found.to_json()["not_in_force"] == 0


def test_what_a_pin_means_is_looked_up_in_the_export_of_a_store(tmp_path):
    """The older text lets two hours pass, the newer one twenty minutes."""
    pytest.importorskip("sqlalchemy", reason="an extra")
    with kp.open_store("sqlite://", book()) as store:
        store.open_case("referral", region="east")
        store.export(tmp_path / "b.jsonl")
    desk(tmp_path)
    text = MAPPING.replace("protocol: referral", f"protocol: {{{{pin: {OLD}}}}}")
    mapping = written(tmp_path, "[a.csv, b.jsonl]", text)
    found = audit(mapping, home=handbook(referral=NEWER))
    assert found.count == 3
    for reference in ("a-1", "b-2"):
        assert found.explain(reference).findings == ()

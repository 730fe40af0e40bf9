"""Who holds a role changes as a day begins where the handbook is used, for all engines.

The shelter cares in the east from 1 April; midnight in Almaty is 19:00 in UTC.
"""

import csv
from datetime import UTC, datetime

import pytest

import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from tests.cases.harbour import book
from tests.evidence.logs import case_rows
from tests.evidence.test_readers import MAPPING, written

ACKNOWLEDGE = 2
LAST, FIRST = "2026-03-31T18:59:59+00:00", "2026-03-31T19:00:00+00:00"


@pytest.fixture(params=["definition", "arrays", "loops"])
def _engine(request, monkeypatch):
    if request.param != "definition":
        monkeypatch.setattr(following, "SOME", 0)
    if request.param == "loops":
        monkeypatch.setattr(following, "MANY", 0)


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize(
    ("at", "agency", "is_found"),
    [
        (LAST, "office", False),
        (LAST, "shelter", True),
        (FIRST, "office", True),
        (FIRST, "shelter", False),
    ],
)
def test_the_second_before_and_the_second_of_the_change(tmp_path, at, agency, is_found):
    rows = case_rows()[: ACKNOWLEDGE + 1]
    rows[ACKNOWLEDGE] |= {"at": at, "agency": agency}
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    now = datetime(2026, 4, 2, tzinfo=UTC)
    found = kp.audit(written(tmp_path, "a.csv", MAPPING), book(), now=now, key=b"key")
    people = [each for each in found.counts if each.code == "agency"]
    assert bool(people) is is_found
    assert all(each.name == "acknowledge_send" for each in people)

"""What a log lacks: missing has happened for nobody, never logged cannot be told."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from katch_protocols.evidence.indicators.explained import explained
from katch_protocols.evidence.indicators.tallies import CaseTally
from katch_protocols.evidence.indicators.telling import AskedTables, tallied
from katch_protocols.model.periods import Period
from tests.evidence.indicators.harbours import measured_book
from tests.evidence.logs import at, case_rows, read

YEAR = Period(year=2026, first=1, months=12)
UNTIL = datetime(2026, 3, 31, tzinfo=UTC)

MEASURES = {
    "heard_first": "share of cases with assess that keep place requires hear",
    "nowhere_heard": "share of cases with assess that keep never hear",
    "then_heard": "share of cases with assess that keep after send then hear",
    "each_heard": "share of cases with assess that keep every case has hear "
    "before an end",
    "not_both": "share of cases with assess that keep send excludes hear",
    "by_office": "share of cases with assess that keep only office does hear",
    "by_one": "share of cases with assess that keep assess and hear by the same person",
    "heard_soon": "share of cases with assess that have heard within 1 day",
    "until_heard": "median time from assess to hear",
    "since_heard": "median time from hear to place",
    "in_all": "median time from assess to place",
    "after_heard": "number of times place where done hear",
}
BOOK = measured_book(
    "indicators:\n"
    + "".join(
        f"  {name}: {{title: {{en: T {name}, ru: А {name}, kk: Ә {name}}}, "
        f"serves: quality, measure: {measure}}}\n"
        for name, measure in MEASURES.items()
    )
)


def counted(rows: list[dict[str, str]], **more: Any) -> Mapping[str, CaseTally]:
    """Return what is counted of some rows over the year."""
    reading = read(rows, home=BOOK, **more)
    cases = explained(reading, AskedTables(BOOK).of)
    return {
        name: found.total(YEAR) for name, found in tallied(BOOK, cases, UNTIL).items()
    }


def unheard() -> list[dict[str, str]]:
    return [row for row in case_rows() if row["event"] != "hearing.hear"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("heard_first", 0),
        ("nowhere_heard", 1),
        ("then_heard", 0),
        ("each_heard", 0),
        ("not_both", 1),
        ("by_office", 1),
    ],
)
def test_a_sentence_is_held_against_what_the_log_has(name: str, part: int) -> None:
    assert counted(unheard())[name] == CaseTally(1, part)


def test_what_is_missing_was_not_done_for_a_condition_either() -> None:
    assert counted(case_rows())["after_heard"].cases == 1
    assert counted(unheard())["after_heard"].cases == 0


@pytest.mark.parametrize(
    "name",
    [
        "heard_first",
        "nowhere_heard",
        "then_heard",
        "each_heard",
        "not_both",
        "by_office",
        "by_one",
        "heard_soon",
        "until_heard",
    ],
)
def test_what_is_never_logged_cannot_be_told(name: str) -> None:
    said = counted(unheard(), not_logged=("hearing.hear",))
    assert said[name] == CaseTally(untold=1)
    assert said["in_all"].cases == 1


def test_a_time_of_a_case_that_began_before_the_log_cannot_be_told() -> None:
    rows = [{**row, "opened": ""} for row in case_rows()[2:]]
    since = datetime.fromisoformat(at(1.5))
    assert counted(rows, since=since)["since_heard"] == CaseTally(untold=1)

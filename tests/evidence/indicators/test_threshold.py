"""The threshold of a handbook: it may be raised, never lowered, and what it hides."""

from datetime import UTC, datetime

import pytest

from katch_protocols.errors import HandbookError
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release
from tests.cases.harbour import handbook

COUNT = """
indicators:
  seen:
    {title: Seen, measure: number of cases with assess, serves: volume, by: [region]}
"""
UNTIL = datetime(2027, 2, 1, tzinfo=UTC)


def told(cases: int, release: str) -> list[tuple[str | None, int | None]]:
    """Return what is told of so many cases in the east, and forty in the west."""
    book = handbook(indicators=COUNT + release)
    atoms = {
        Atom(region, "police", Period(year=2026, first=1, months=1)): CaseTally(number)
        for region, number in (("east", cases), ("west", 40))
    }
    counted = CountedIndicators(book, UNTIL, {"seen": Tallies(atoms)})
    table = counted.release("2026").table("seen")
    assert table is not None
    return [(c.region, None if c.hidden else c.cases) for c in table.cells]


def test_ten_are_shown_and_where_a_handbook_asks_for_eleven_they_are_not() -> None:
    assert ("east", 10) in told(10, "")
    raised = told(10, "release: {threshold: 11, show: 50%}\n")
    assert ("east", 10) not in raised
    assert ("east", 15) not in raised
    assert ("east", 10) in told(11, "release: {threshold: 11}\n")


def test_a_handbook_cannot_lower_it() -> None:
    with pytest.raises(HandbookError) as refused:
        handbook(indicators=COUNT + "release: {threshold: 9}\n")
    (finding,) = refused.value.findings
    assert finding.place is not None
    assert finding.place.file == "indicators.yaml"
    assert "not a whole number from 10 to 100" in str(finding)


def test_what_was_hidden_under_a_higher_threshold_stays_as_far_from_known() -> None:
    numbers = {("east", 1): 20, ("east", 4): 14, ("west", 1): 9, ("west", 4): 2}
    atoms = {
        Atom(region, "police", Period(year=2026, first=month, months=1)): CaseTally(n)
        for (region, month), n in numbers.items()
    }
    by_quarter = COUNT.replace("by: [region]", "by: [region, quarter]")
    found: list[Release] = []
    for period, threshold in (("2026-Q1", 15), ("2026-Q2", 15), ("2026-H1", 10)):
        rules = f"release: {{threshold: {threshold}, show: 1%}}\n"
        book = handbook(indicators=by_quarter + rules)
        counted = CountedIndicators(book, UNTIL, {"seen": Tallies(atoms)})
        found.append(counted.release(period, earlier=found))
    before = {
        (cell.region, cell.period)
        for release in found[:2]
        for table in release.tables
        for cell in table.cells
        if cell.hidden
    }
    proof = [each for each in found[2].proof if (each.region, each.period) in before]
    assert len(proof) == len(before) > 1
    assert min(each.greatest - each.least for each in proof) >= 15

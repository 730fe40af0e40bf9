"""By what an indicator is told: what its ``by`` names, as far as a release has it."""

from datetime import UTC, datetime
from itertools import combinations

import pytest

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.indicators import LadderStep, ReleasePlan
from katch_protocols.model.periods import Dimension, Period
from katch_protocols.model.releases import Release
from tests.cases.harbour import handbook

NAMES = ("both", "yearly", "whole", "bodies", "silent")
BOOK = handbook(
    indicators="""
indicators:
  both: {title: B, measure: number of cases, by: [region, quarter, agency],
    serves: volume}
  yearly: {title: Y, measure: number of cases, by: [region, year], serves: volume}
  whole: {title: W, measure: number of cases, by: [quarter], serves: volume}
  bodies: {title: A, measure: number of cases, by: [agency, half-year], serves: volume}
  silent: {title: S, measure: number of cases, serves: volume}
"""
)
QUARTERS = ["2026", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
HALVES, YEAR = ["2026", "2026-H1", "2026-H2"], ["2026"]


def released(period: str, by: str = "region") -> Release:
    atoms = {
        Atom(region, "police", Period(year=2026, first=month, months=1)): CaseTally(40)
        for region in ("east", "west")
        for month in (1, 4, 7, 10)
    }
    tallies = {name: Tallies(atoms) for name in BOOK.indicators}
    until = datetime(2027, 2, 1, tzinfo=UTC)
    return CountedIndicators(BOOK, until, tallies).release(period, by=by)


def told(release: Release, name: str) -> tuple[set[str | None], list[str]]:
    """Return the regions or agencies of a table, and its periods."""
    table = release.table(name)
    assert table is not None
    bodies = {cell.region or cell.agency for cell in table.cells}
    return bodies, sorted({str(cell.period) for cell in table.cells})


@pytest.mark.parametrize(
    ("by", "name", "bodies", "periods"),
    [
        ("region", "both", {"east", "west", None}, QUARTERS),
        ("region", "yearly", {"east", "west", None}, YEAR),
        ("region", "whole", {None}, QUARTERS),
        ("region", "bodies", {None}, HALVES),
        ("region", "silent", {"east", "west", None}, QUARTERS),
        ("agency", "both", {"police", None}, QUARTERS),
        ("agency", "yearly", {None}, YEAR),
        ("agency", "bodies", {"police", None}, HALVES),
        ("agency", "silent", {None}, QUARTERS),
    ],
)
def test_a_release_tells_an_indicator_by_what_it_names(by, name, bodies, periods):
    assert told(released("2026", by), name) == (bodies, periods)


def test_what_is_told_by_the_year_waits_for_it() -> None:
    release = released("2026-Q1")
    assert {str(w.indicator): str(w.period) for w in release.waiting} == {
        "yearly": "2026",
        "bodies": "2026-H1",
    }
    assert {table.indicator for table in release.tables} == {"both", "whole", "silent"}


def test_at_most_three_dimensions_are_heeded_and_no_name_is_lost_in_silence() -> None:
    indicator, every = BOOK.indicators["both"], [*Dimension]
    coarse = ReleasePlan(ladder=(LadderStep(regional=False, time=Dimension.YEAR),))
    for count in range(len(every) + 1):
        for by in combinations(every, count):
            named = indicator.model_copy(update={"by": by})
            plan, lost = BOOK.release, BOOK.release.unheeded(named)
            heeded = set(by) - set(lost)
            assert len(heeded) <= 3
            # The ladder has no month; of the others the shortest is told by.
            times = [each for each in by if each.is_time]
            least = times[:1] if times[:1] != [Dimension.MONTH] else []
            assert heeded == {*least, *({Dimension.REGION, Dimension.AGENCY} & {*by})}
            assert all(step in plan.steps(named) for step in plan.ladder[-1:])
            # A ladder of the whole country alone tells nothing by region.
            assert Dimension.REGION not in set(by) - set(coarse.unheeded(named))

"""Counts rounded as a handbook asks, and read as they were rounded when told."""

from datetime import UTC, datetime

import pytest

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.statements import Rules
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release
from tests.cases.harbour import FILES

COUNT = """
indicators:
  seen: {title: {en: Seen, ru: a, kk: b}, measure: number of cases with assess,
    serves: volume, by: [region, year]}
"""
NORTH = FILES["regions/east.yaml"].replace("region: east", "region: north")
ROUGH = "release: {round: 25}\n"
UNTIL = datetime(2027, 2, 1, tzinfo=UTC)


def release_of(numbers: dict[str, int], more: str, *earlier: Release) -> Release:
    """Return the release of 2026 of some numbers of three regions."""
    files = {"indicators.yaml": COUNT + more, "regions/north.yaml": NORTH}
    january = Period(year=2026, first=1, months=1)
    atoms = {Atom(r, "police", january): CaseTally(n) for r, n in numbers.items()}
    book = read_texts({**FILES, **files}).sound()
    counted = CountedIndicators(book, UNTIL, {"seen": Tallies(atoms)})
    return counted.release("2026", earlier=earlier)


def cases(release: Release) -> dict[str | None, int | None]:
    table = release.table("seen")
    assert table is not None
    return {each.region: None if each.hidden else each.cases for each in table.cells}


@pytest.mark.parametrize("threshold", [10, 11, 30])
@pytest.mark.parametrize("grain", [1, 4, 5, 7, 20, 21, 25, 50, 100])
def test_what_is_told_means_every_count_that_is_told_so(
    threshold: int, grain: int
) -> None:
    rules = Rules(threshold, grain)
    shown = [0, *range(threshold, 400)]
    for count in shown[:250]:
        told = rules.rounded(count)
        assert (told == 0) is (count == 0)  # 0 is about no child
        assert abs(told - count) <= max(grain // 2, grain - threshold)
        can = [each for each in shown if rules.rounded(each) == told]
        assert rules.counts(told) == (can[0], can[-1])


def test_many_are_never_told_as_none() -> None:
    """Twelve to the nearest 25 are none: then 0 would be about twelve children."""
    told = cases(release_of({"east": 12, "west": 40, "north": 30}, ROUGH))
    assert told == {"east": 25, "west": 50, "north": 25, None: 75}


def test_an_earlier_release_is_read_by_the_rules_that_it_had() -> None:
    """East and north 13 each, west 7: to the nearest 5 they were 15, hidden, 35 in all.

    So 13 to 17 each and 33 to 37 in all: 0 to 11 in the west. To the nearest 10 they
    would be 10 and 30 as well: 13 to 14, 33 to 34, and the west 5 to 8.
    So nothing more is told.
    """
    numbers = {"east": 13, "north": 13, "west": 7}
    first = release_of(numbers, "release: {show: 50%}\n")
    assert cases(first) == {"east": 15, "north": 15, "west": None, None: 35}
    later = release_of(numbers, "release: {round: 10, show: 50%}\n", first)
    assert not later.tables
    assert [each.indicator for each in later.waiting] == ["seen"]
    # By the same rules it is the same release.
    assert release_of(numbers, "release: {show: 50%}\n", first) == first

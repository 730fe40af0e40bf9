"""What an earlier release hid stays unknown after every later one, of whatever cut."""

from datetime import UTC, datetime

import pytest

from katch_protocols.errors import ReleaseError
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import Dimension, Period
from katch_protocols.model.releases import Release
from tests.cases.harbour import FILES
from tests.evidence.indicators.attacking import THRESHOLD, Attacker, Told

INDICATORS = """
indicators:
  seen: {title: {en: Seen, ru: Замечены, kk: Байқалды}, serves: volume,
    measure: number of cases with assess}
  placed: {title: {en: Placed, ru: Размещены, kk: Орналасты}, serves: quality,
    measure: share of cases with assess that have place, by: [region, year]}
release: {show: 1%}
"""
NORTH = FILES["regions/east.yaml"].replace("region: east", "region: north")
BOOK = read_texts(
    {**FILES, "indicators.yaml": INDICATORS, "regions/north.yaml": NORTH}
).sound()
HARBOUR = read_texts(
    {**FILES, "indicators.yaml": INDICATORS.replace("region, year", "region, quarter")}
).sound()
QUARTERS = {
    "east": [(26, 3), (23, 0), (7, 4), (23, 5)],
    "north": [(29, 29), (7, 0), (0, 0), (32, 30)],
    "west": [(2, 0), (12, 3), (3, 0), (54, 34)],
}
"""Cases and those of them that were placed. The half-year of the north is hidden, and
the year as it was told once left 8 numbers for it."""
PLACES = list(QUARTERS)
PERIODS = ("2026-Q1", "2026-Q2", "2026-H1", "2026-Q3", "2026-Q4", "2026")


def counted(book: Handbook = BOOK) -> CountedIndicators:
    atoms = {
        Atom(place, "police", Period(year=2026, first=3 * quarter + 1, months=1)): (
            CaseTally(*both)
        )
        for place, every in QUARTERS.items()
        for quarter, both in enumerate(every)
    }
    tallies = {name: Tallies(atoms) for name in book.indicators}
    return CountedIndicators(book, datetime(2027, 2, 1, tzinfo=UTC), tallies)


def told(release: Release) -> list[Told]:
    """Return the cells of a release as a reader sees them; an atom is a quarter."""
    return [
        Told(
            frozenset(
                PLACES.index(place) * 4 + (quarter.first - 1) // 3
                for place in ((cell.region,) if cell.region else PLACES)
                for quarter in cell.period.cut(Dimension.QUARTER)
            ),
            cell.cases,
            cell.share,
            table.indicator == "placed" and cell.cases != 0,
        )
        for table in release.tables
        for cell in table.cells
    ]


def test_what_was_hidden_is_not_reckoned_from_later_releases() -> None:
    counts, releases = counted(), list[Release]()
    for period in PERIODS:
        releases.append(counts.release(period, earlier=releases))
    known = [each for release in releases for each in told(release)]
    assert Attacker(known, 12, 200).known_within(THRESHOLD) == []
    # Its proof tells of what earlier ones hid as well.
    seen = {(each.region, str(each.period)) for each in releases[-1].proof}
    assert ("north", "2026-H1") in seen


def test_beside_an_indicator_that_is_gone_nothing_of_its_year_is_told() -> None:
    """Nobody knows any more what it counted, so nor what its numbers say of others."""
    first = counted().release("2026")
    few = {name: each for name, each in BOOK.indicators.items() if name != "placed"}
    later = counted(BOOK.model_copy(update={"indicators": few}))
    for period in ("2026-Q1", "2026-H2", "2026"):
        with pytest.raises(ReleaseError, match=r"2026 tells of .*: placed\."):
            later.release(period, earlier=[first])
    # Of another year it says nothing, and a commission may see its own numbers.
    (table,) = later.release("2025", earlier=[first]).tables
    assert table.indicator == "seen"
    own = later.release("2026", earlier=[first], audience="commission", region="east")
    assert own.table("seen") is not None


def test_beside_an_indicator_that_counted_something_else_nothing_is_told() -> None:
    first = counted().release("2026-H1")
    text = INDICATORS.replace("number of cases with assess", "number of cases")
    now = read_texts(
        {**FILES, "indicators.yaml": text, "regions/north.yaml": NORTH}
    ).sound()
    later = counted(now)
    said = r"2026-H1 tells of 'seen'.* was `number of cases with assess`, it is `num"
    for period in ("2026-Q1", "2026-H1", "2026-Q3", "2026"):
        with pytest.raises(ReleaseError, match=said):
            later.release(period, earlier=[first])
    # Said in other words it counts the same; of another year nothing was told.
    spaced = text.replace("number of cases", "number  of cases with  assess")
    same = read_texts(
        {**FILES, "indicators.yaml": spaced, "regions/north.yaml": NORTH}
    ).sound()
    assert counted(same).release("2026-H1", earlier=[first]) is first
    assert later.release("2025", earlier=[first]).tables


def cells_of(cases: tuple[int, int], placed: tuple[int, int]) -> CountedIndicators:
    """Return counts of the first quarter of east and west."""
    atoms = {
        Atom(place, "police", Period(year=2026, first=1, months=1)): CaseTally(*both)
        for place, *both in zip(("east", "west"), cases, placed, strict=True)
    }
    tallies = {name: Tallies(atoms) for name in HARBOUR.indicators}
    return CountedIndicators(HARBOUR, datetime(2027, 2, 1, tzinfo=UTC), tallies)


def shown(release: Release, name: str) -> dict[str | None, tuple[int | None, bool]]:
    """Return how many cases each place is told, and whether a share stands there."""
    table = release.table(name)
    assert table is not None
    return {c.region: (c.cases, c.share is not None) for c in table.cells}


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        # One case more came in late: ten may be shown, had nine not been hidden.
        (
            ((9, 20), (0, 0)),
            ((10, 20), (0, 0)),
            {"east": (None, False), "west": (None, False), None: (30, False)},
        ),
        # So it is with nine that were placed; what stands beside them was never hidden.
        (
            ((40, 60), (9, 30)),
            ((40, 60), (10, 30)),
            {"east": (40, False), "west": (60, False), None: (100, True)},
        ),
        # Without anything hidden before all of it is shown.
        (
            ((40, 60), (11, 30)),
            ((40, 60), (12, 30)),
            {"east": (40, True), "west": (60, True), None: (100, True)},
        ),
    ],
)
def test_what_was_hidden_once_stays_hidden(before, now, told) -> None:
    first = cells_of(*before).release("2026-Q1")
    again = cells_of(*now).release("2026-Q1", earlier=[first])
    assert shown(again, "placed") == told

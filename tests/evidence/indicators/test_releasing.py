"""What leaves the room: as fine as can be shown, rounded, frozen."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.cli.output import as_json
from katch_protocols.errors import ReleaseError, UnknownNameError, WrongTypeError
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.periods import Period, period_named
from katch_protocols.model.releases import ChangeSince, Release, TargetStatus
from katch_protocols.telling.release_wording import ReleaseWording
from tests.cases.harbour import handbook

INDICATORS = """
indicators:
  seen: {title: Seen, measure: number of cases with assess, serves: volume,
    by: [region, quarter, agency],
    baseline: {value: 40, period: 2024}, target: {value: 100, by: 2026}}
  placed: {title: Placed, measure: share of cases with assess that have place,
    serves: quality, baseline: {value: 40%, period: 2024, of: 100},
    target: {value: 90%, by: 2027}}
"""
BOOK = handbook(indicators=INDICATORS)
UNTIL = datetime(2027, 2, 1, tzinfo=UTC)
Numbers = Mapping[tuple[str, int], tuple[int, int]]
"""By region and month: how many cases, how many of them placed."""


def counted(numbers: Numbers, **more: object) -> CountedIndicators:
    atoms = {
        Atom(region, "police", Period(year=2026, first=month, months=1)): CaseTally(
            *both
        )
        for (region, month), both in numbers.items()
    }
    tallies = {name: Tallies(atoms) for name in BOOK.indicators}
    return CountedIndicators(BOOK, UNTIL, tallies, **more)  # type: ignore[arg-type]


MANY = {(r, m): (40, 28) for r in ("east", "west") for m in (1, 4, 7, 10)}
FEW = {(r, m): (4, 2) for r in ("east", "west") for m in range(1, 13)}


def cells(release: Release, name: str) -> dict[tuple[str | None, str], object]:
    table = release.table(name)
    assert table is not None
    return {
        (c.region, str(c.period)): "hidden" if c.hidden else (c.cases, c.share)
        for c in table.cells
    }


def test_what_is_many_is_shown_by_region_and_quarter() -> None:
    found = cells(counted(MANY).release("2026"), "placed")
    assert found["east", "2026-Q1"] == (40, 70)
    assert found[None, "2026"] == (320, 70)


def test_what_is_little_is_put_together_before_anything_is_hidden() -> None:
    release = counted(FEW).release("2026")
    table = release.table("seen")
    assert table is not None
    assert str(table.step) == "region × quarter"  # twelve a quarter can be shown
    placed = release.table("placed")
    assert placed is not None
    assert str(placed.step) == "region × half-year"  # 24 a half-year, 12 of them placed


def test_a_quarter_in_which_too_little_can_be_shown_waits_for_the_half_year() -> None:
    tiny = {("east", m): (1, 0) for m in range(1, 13)}
    release = counted(tiny).release("2026-Q1")
    assert not release.tables
    assert [str(each.period) for each in release.waiting] == ["2026-H1"] * 2


def test_no_shown_count_is_small_and_each_is_rounded() -> None:
    uneven = {("east", 1): (13, 6), ("west", 1): (28, 14), ("east", 8): (31, 15)}
    for name in BOOK.indicators:
        for value in cells(counted(uneven).release("2026"), name).values():
            if value != "hidden":
                assert isinstance(value, tuple)
                assert value[0] % 5 == 0
                assert not 0 < value[0] < 10


def test_the_proof_says_how_little_is_known_and_is_not_published() -> None:
    uneven = {("east", 1): (4, 2), ("west", 1): (28, 14), ("east", 8): (31, 15)}
    release = counted(uneven).release("2026")
    assert release.proof
    assert all(each.greatest - each.least >= 10 for each in release.proof)
    assert "proof" not in release.to_json()
    assert "least" not in str(release.to_json())


def test_a_release_has_one_hash_and_it_is_of_what_is_published() -> None:
    one, same = (counted(MANY).release("2026") for _ in range(2))
    assert one.hash == same.hash
    assert len(one.hash) == 64
    assert one.hash != counted(FEW).release("2026").hash


def test_a_revision_that_contradicts_what_was_told_is_not_let_out() -> None:
    first = counted(MANY).release("2026")
    revised = {**MANY, ("east", 1): (47, 33)}
    again = counted(revised).release("2026", earlier=[first])
    assert {each.indicator for each in again.waiting} == {"seen", "placed"}
    assert all(each.period is None for each in again.waiting)


@pytest.mark.parametrize(
    ("told", "late", "period", "waits"),
    [
        # What came late is of a quarter that shares no month with the next one.
        (["2026-Q1"], 1, "2026-Q2", False),
        (["2026-Q1", "2026-Q2"], 1, "2026-Q3", False),
        # The half-year holds the quarter, and once it was told it ties both together.
        (["2026-Q1"], 1, "2026-H1", True),
        (["2026-Q1", "2026-H1"], 1, "2026-Q2", True),
        (["2026-Q1", "2026-H1"], 1, "2026-Q3", False),
        (["2026-Q1"], 1, "2026", True),
    ],
)
def test_what_came_late_keeps_only_periods_that_share_its_months(
    told: list[str], late: int, period: str, *, waits: bool
) -> None:
    releases = list[Release]()
    for each in told:
        releases.append(counted(MANY).release(each, earlier=releases))
    cases, part = MANY["east", late]
    revised = counted({**MANY, ("east", late): (cases + 7, part + 5)})
    again = revised.release(period, earlier=releases)
    assert bool(again.waiting) is waits
    assert bool(again.tables) is not waits


def test_a_year_that_was_corrected_does_not_keep_the_next_one() -> None:
    first = counted(MANY).release("2025")  # no case is known yet
    late = Atom("east", "police", Period(year=2025, first=5, months=1))
    atoms = {late: CaseTally(20, 10)} | {**counted(MANY).tallies["seen"].atoms}
    tallies = {name: Tallies(atoms) for name in BOOK.indicators}
    revised = CountedIndicators(BOOK, UNTIL, tallies)
    assert not revised.release("2025", earlier=[first]).tables
    next_year = revised.release("2026", earlier=[first])
    assert (len(next_year.tables), next_year.waiting) == (2, ())


def test_what_was_hidden_stays_hidden() -> None:
    numbers = {("east", 1): (40, 20), ("west", 1): (6, 3), ("west", 2): (24, 12)}
    first = counted(numbers).release("2026-01")
    later = counted(numbers).release("2026-Q1", earlier=[first])
    again = counted(numbers).release("2026-01", earlier=[first, later])
    for name in BOOK.indicators:
        before = first.table(name)
        after = again.table(name)
        if before is None or after is None:
            continue
        hidden = {(c.region, str(c.period)) for c in before.cells if c.hidden}
        assert hidden <= {(c.region, str(c.period)) for c in after.cells if c.hidden}


def test_only_a_period_that_is_over_is_released() -> None:
    with pytest.raises(ReleaseError, match="2027 is not over"):
        counted(MANY).release("2027")
    with pytest.raises(ReleaseError, match="no period"):
        counted(MANY).release("last year")


@given(
    st.sampled_from([2024, 2025]),
    st.sampled_from([2024, 2025]),
    st.sampled_from(["", "-H1", "-Q2", "-Q3", "-01", "-06", "-12"]),
    st.sampled_from(["", "-H2", "-Q1", "-Q2", "-04", "-06", "-07"]),
)
def test_two_periods_that_can_be_written_lie_in_one_another_or_apart(
    year: int, other_year: int, part: str, other_part: str
) -> None:
    one, other = (
        period_named(f"{year}{part}"),
        period_named(f"{other_year}{other_part}"),
    )
    assert one is not None
    assert other is not None
    assert not one.meets(other) or one.holds(other) or other.holds(one)


def test_a_rolling_quarter_is_refused() -> None:
    rolling = Period(year=2026, first=2, months=3)
    with pytest.raises(ReleaseError, match="2026-02-01/2026-04-30"):
        counted(MANY).release(rolling)
    # Nor is one heeded that another program let out.
    first = counted(MANY).release("2026-Q1").model_copy(update={"period": rolling})
    with pytest.raises(ReleaseError, match="overlap"):
        counted(MANY).release("2026-Q2", earlier=[first])


def test_nothing_simulated_is_released() -> None:
    with pytest.raises(ReleaseError, match="simulated"):
        counted(MANY, simulated=True).release("2026")


def test_a_commission_sees_its_own_region_in_full_and_no_other() -> None:
    release = counted(FEW).release("2026", audience="commission", region="east")
    assert not release.is_public
    found = cells(release, "placed")
    assert found["east", "2026-Q1"] == (12, 50)
    assert {region for region, _ in found} == {"east"}
    with pytest.raises(ReleaseError, match="say which"):
        counted(FEW).release("2026", audience="commission")
    with pytest.raises(UnknownNameError):
        counted(FEW).release("2026", audience="commission", region="estt")


def test_change_and_target_follow_from_what_is_told() -> None:
    release = counted(MANY).release("2026")
    seen, placed = release.table("seen"), release.table("placed")
    assert seen is not None
    assert placed is not None
    year = Period(year=2026, first=1, months=12)
    whole = seen.cell(None, year)
    assert whole is not None
    # 320 in a year against 40, and a target of 100.
    assert (whole.change, whole.status) == (ChangeSince.BETTER, TargetStatus.REACHED)
    share = placed.cell(None, year)
    assert share is not None
    # 70 % of 320 against 40 % of 100; 90 % are wanted by the end of 2027, and on the
    # straight line from the end of 2024 that is 73 % at the end of 2026.
    assert (share.change, share.status) == (ChangeSince.BETTER, TargetStatus.ON_THE_WAY)
    east = seen.cell("east", year)
    assert east is not None
    assert east.status is TargetStatus.UNKNOWN  # the target is the whole country's


def test_of_a_hidden_share_no_change_is_told() -> None:
    """Seven of 190 were placed, where 40 of 100 were: it said *better*."""
    few = {("east", 1): (100, 4), ("west", 1): (90, 3)}
    table = counted(few).release("2026").table("placed")
    assert table is not None
    (whole,) = table.cells
    assert (whole.cases, whole.share, whole.change) == (190, None, ChangeSince.UNKNOWN)


def test_that_no_case_is_left_is_a_change() -> None:
    table = counted({}).release("2026").table("seen")
    assert table is not None
    whole = table.cell(None, Period(year=2026, first=1, months=12))
    assert whole is not None
    assert (whole.cases, whole.change) == (0, ChangeSince.WORSE)  # there were 40


@pytest.mark.parametrize(
    ("cases", "change", "status"),
    [(4, ChangeSince.UNKNOWN, "unknown"), (40, ChangeSince.UNKNOWN, "reached")],
)
def test_while_a_region_has_not_told_a_count_is_at_least_so_much(
    cases: int, change: ChangeSince, status: str
) -> None:
    """16 of one region are neither fewer than 40 nor behind 100 of the country."""
    months = {("east", m): (cases, cases) for m in (1, 4, 7, 10)}
    atoms = counted(months).tallies["seen"].atoms
    silent = frozenset({("west", Period(year=2026, first=1, months=1))})
    tallies = {name: Tallies(atoms, silent) for name in BOOK.indicators}
    table = CountedIndicators(BOOK, UNTIL, tallies).release("2026").table("seen")
    assert table is not None
    whole = table.cell(None, Period(year=2026, first=1, months=12))
    assert whole is not None
    assert whole.reported == (1, 2)
    assert (whole.change, whole.status) == (change, TargetStatus(status))


def test_by_agency_is_another_cut_of_the_same() -> None:
    first = counted(MANY).release("2026")
    other = counted(MANY).release("2026", by="agency", earlier=[first])
    table = other.table("seen")
    assert table is not None
    assert {each.agency for each in table.cells} == {"police", None}


def test_more_than_a_tenth_untold_is_weak() -> None:
    atom = Atom("east", None, Period(year=2026, first=1, months=1))
    tallies = {
        name: Tallies({atom: CaseTally(40, 20, 0, 9)}) for name in BOOK.indicators
    }
    release = CountedIndicators(BOOK, UNTIL, tallies).release("2026")
    table = release.table("placed")
    assert table is not None
    assert {c.weak for c in table.cells if c.region is None} >= {True}


def test_a_commission_is_told_what_is_not_yet_known_and_nobody_else() -> None:
    quarter = Period(year=2026, first=1, months=3)
    atom = Atom("east", "police", Period(year=2026, first=1, months=1))
    tallies = {
        name: Tallies({atom: CaseTally(20, 14, 3, 1)}) for name in BOOK.indicators
    }
    made = CountedIndicators(BOOK, UNTIL, tallies)
    own = made.release(quarter, audience="commission", region="east")
    (cell,) = own.table("placed").cells[-1:]  # type: ignore[union-attr]
    assert (cell.open, cell.untold) == (3, 1)
    assert ReleaseWording(own, BOOK, "en").remarks(cell) == (
        "3 not yet known",
        "of 1 nobody can tell",
    )
    everybody = made.release(quarter)
    assert '"open"' not in as_json(everybody.to_json())
    assert all(c.open is None for t in everybody.tables for c in t.cells)


def test_a_period_is_over_as_its_last_day_is_where_the_handbook_is_used() -> None:
    midnight = datetime(2026, 3, 31, 19, 0, tzinfo=UTC)  # in Almaty, 1 April
    tallies = counted(MANY).tallies
    made = CountedIndicators(BOOK, midnight, tallies)
    assert str(made.release("2026-Q1").period) == "2026-Q1"
    early = CountedIndicators(BOOK, midnight - timedelta(seconds=1), tallies)
    with pytest.raises(ReleaseError, match="not over"):
        early.release("2026-Q1")


@pytest.mark.parametrize("given", [{"period": 3}, {"earlier": [3]}, {"by": 3}])
def test_what_is_of_another_type_is_named(given: dict[str, object]) -> None:
    with pytest.raises(WrongTypeError):
        counted(MANY).release(**{"period": "2026-Q1", **given})  # type: ignore[arg-type]

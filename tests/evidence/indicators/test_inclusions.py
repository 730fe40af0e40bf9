"""Who knows that one table counts some of the cases of another learns no more by it."""

import os
from datetime import UTC, datetime
from random import Random

import pytest
from ortools.sat.python import cp_model

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import Period
from tests.cases.harbour import FILES
from tests.evidence.indicators.attacking import THRESHOLD, known_within, tell_count

REGIONS = ("east", "west", "north", "south", "middle", "coast")
MOST = 60
INDICATORS = """
indicators:
  seen: {title: {en: Seen, ru: a, kk: b}, measure: number of cases with assess,
    serves: volume, by: [region, year]}
  danger: {title: {en: Danger, ru: c, kk: d}, serves: volume, by: [region, year],
    measure: number of cases with assess where danger is present}
"""
MORE = {
    f"regions/{name}.yaml": f"region: {name}\ntitle: {{en: A, ru: B, kk: C}}\n"
    for name in REGIONS[2:]
}
TIMES = INDICATORS.replace(
    "measure: number of cases with assess,\n    serves",
    "measure: number of times assess,\n    serves",
).replace(" where danger is present", "")
SHARE = TIMES.replace(
    "number of times assess",
    "share of cases with opened that have assess within 1 day",
)
BOOK, OFTEN, IN_TIME = (
    read_texts({**FILES, **MORE, "indicators.yaml": text}).sound()
    for text in (INDICATORS, TIMES, SHARE)
)
SETS = 400 if os.environ.get("KATCH_HEAVY") else 40

Cells = dict[tuple[str, str | None], int | None]
"""What is told by indicator and region, and of all regions; ``None`` is hidden."""


def told(seen: list[int], danger: list[int], book: Handbook = BOOK) -> Cells:
    january = Period(year=2026, first=1, months=1)
    tallies = {
        name: Tallies(
            {
                Atom(region, "police", january): CaseTally(number, number)
                for region, number in zip(REGIONS, numbers, strict=True)
                if number
            }
        )
        for name, numbers in (("seen", seen), ("danger", danger))
    }
    until = datetime(2027, 2, 1, tzinfo=UTC)
    release = CountedIndicators(book, until, tallies).release("2026")
    return {
        (table.indicator, cell.region): None if cell.hidden else cell.cases
        for table in release.tables
        for cell in table.cells
    }


def known(cells: Cells) -> list[tuple[str, str]]:
    """Return the hidden cells that a reader knows within less than the threshold."""
    model = cp_model.CpModel()
    number = {
        (name, region): model.new_int_var(0, MOST, "n")
        for name in ("seen", "danger")
        for region in REGIONS
    }
    for (name, place), shown in cells.items():
        if shown is not None:
            every = [number[name, each] for each in REGIONS if place in {None, each}]
            can = [n for n in range(MOST * len(REGIONS)) if tell_count(n) == shown]
            domain = cp_model.Domain.from_values(can)
            model.add_linear_expression_in_domain(sum(every), domain)
    for region in REGIONS:
        model.add(number["danger", region] <= number["seen", region])
    hidden = {key: number[key] for key in number if cells.get(key, 0) is None}
    assert hidden
    return known_within(model, hidden, THRESHOLD)


def few_of_many(random: Random) -> tuple[list[int], list[int]]:
    """Return how many are seen in each region, one of them few; and are in danger."""
    seen = [random.randint(THRESHOLD, 30) for _ in REGIONS]
    seen[random.randrange(len(REGIONS))] = random.randint(1, THRESHOLD - 1)
    danger = [
        random.choice([0, each, random.randint(min(each, THRESHOLD), each)])
        for each in seen
    ]
    return seen, danger


@pytest.mark.parametrize("seed", range(0, SETS, 20))
@pytest.mark.parametrize(
    "book", [BOOK, OFTEN, IN_TIME], ids=["where", "times", "share"]
)
def test_no_hidden_number_is_known_by_what_a_narrower_table_tells(
    seed: int, book: Handbook
) -> None:
    """Of some cases; of cases and how often they have what makes them count.

    Or of those that have something and of which share of all cases they are.
    """
    for turn in range(seed, seed + 20):
        numbers = few_of_many(Random(turn))  # noqa: S311 - no secret
        assert known(told(*numbers, book)) == [], numbers


def test_a_narrower_table_bounds_no_hidden_number_of_a_wider_one() -> None:
    """All other regions are known to the grain, so the total tells the last one."""
    cells = told([1, 11, 21, 23, 22, 19], [0, 11, 21, 23, 20, 19])
    assert cells["seen", "east"] is None
    assert known(cells) == []


def test_what_is_counted_in_another_month_contradicts_nothing() -> None:
    """More in danger than seen in one place: they were seen the year before."""
    cells = told([40, 40, 40, 40, 40, 40], [60, 40, 20, 0, 40, 40])
    assert cells["danger", "east"] == 60
    assert None not in cells.values()

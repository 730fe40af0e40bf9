"""Months in quarters in years, regions and agencies, one release after another.

Whoever has them all knows no hidden number of children.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count, pairwise, product
from random import Random

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release, ReleasedCell
from tests.cases.harbour import FILES
from tests.evidence.indicators.attacking import THRESHOLD, Attacker, Told

SETS = 300 if os.environ.get("KATCH_HEAVY") else 10
MOST = 120
NORTH = FILES["regions/east.yaml"].replace("region: east", "region: north")
MEASURES = {
    "seen": "number of cases with assess",
    "placed": "share of cases with assess that have place",
}
LADDERS = (
    "region × quarter, region × half-year, region × year, all × year",
    "region × month, region × quarter, region × half-year, region × year",
    "region × month, region × year, all × year",
    "region × quarter, all × quarter, region × year",
)
ORDERS = (
    ("2026-Q1", "2026-Q2", "2026-H1"),
    ("2026-01", "2026-02", "2026-03", "2026-Q1"),
    ("2026-Q1", "2026-Q2", "2026-H1", "2026-Q3", "2026-Q4", "2026"),
    ("2026-H1", "2026-Q1", "2026"),
    ("2026", "2026-Q1"),
)
CUTS = (("region",), ("agency",), ("region", "agency"), ("agency", "region"))

Pair = tuple[str, str | None]
World = dict[tuple[Pair, int], tuple[int, int]]
"""By region, agency and month: how many cases, and how many of them were placed."""


def random_book(random: Random) -> Handbook:
    lines = ""
    for name, measure in MEASURES.items():
        bodies = random.choice(["region", "region, agency", "agency", "region, agency"])
        time = random.choice(["month", "quarter", "quarter", "half-year", "year"])
        lines += (
            f"  {name}: {{title: {{en: A, ru: Б, kk: В}}, serves: volume,"
            f" measure: {measure}, by: [{bodies}, {time}]}}\n"
        )
    show, ladder = random.choice([1, 1, 40, 80]), random.choice(LADDERS)
    plan = f"release: {{show: {show}%, ladder: [{ladder}]}}\n"
    files = {**FILES, "indicators.yaml": f"indicators:\n{lines}{plan}"}
    if random.random() < 0.5:
        files["regions/north.yaml"] = NORTH
    return read_texts(files).sound()


def random_world(random: Random, regions: Sequence[str]) -> World:
    agencies: list[str | None] = ["police", "office", "shelter"]
    agencies = agencies[: random.choice([1, 2, 2, 3])]
    if random.random() < 0.2:
        agencies.append(None)
    months = random.choice([(1,), (1, 2), (1, 4), (1, 4, 7, 10), (1, 2, 4)])
    found: World = {}
    for pair in product(regions, agencies):
        if random.random() < 0.25:
            continue
        for month in months:
            some = (0, random.randint(0, 9), random.randint(0, 30), 12)
            cases, lean = random.choice(some), random.choice([0, 0.1, 0.5, 0.9, 1])
            placed = sum(random.random() < lean for _ in range(cases))
            if cases:
                found[pair, month] = cases, placed
    return found


def counted(book: Handbook, world: World) -> CountedIndicators:
    tallies = {
        name: Tallies(
            {
                Atom(*pair, Period(year=2026, first=month, months=1)): CaseTally(
                    cases, placed if name == "placed" else cases
                )
                for (pair, month), (cases, placed) in world.items()
            }
        )
        for name in book.indicators
    }
    return CountedIndicators(book, datetime(2027, 2, 1, tzinfo=UTC), tallies)


def released(random: Random, counts: CountedIndicators) -> list[Release]:
    found: list[Release] = []
    for period in random.choice(ORDERS):
        for by in random.choice(CUTS):
            found.append(counts.release(period, by=by, earlier=found))
    return found


def known_pairs(world: World, regions: Sequence[str]) -> list[Pair]:
    """Return who has cases where, as a reader of the handbook may know.

    In a region of which there is none, they would be of one of these agencies.
    """
    pairs = {pair for pair, _ in world}
    silent = {*regions} - {region for region, _ in pairs}
    bodies = {agency for _, agency in pairs} or {None}
    return sorted(pairs | {*product(silent, bodies)}, key=str)


def told(releases: Sequence[Release], pairs: Sequence[Pair]) -> tuple[list[Told], int]:
    """Return every cell as a reader sees it, and of how many smallest cells all are."""
    tables = [(t.indicator, c) for r in releases for t in r.tables for c in t.cells]
    ends = {edge for _, cell in tables for edge in span_of(cell)}
    spans = [*pairwise(sorted(ends))]
    smallest = [*product(pairs, spans)]
    found = [
        Told(
            frozenset(
                at
                for at, ((region, agency), span) in enumerate(smallest)
                if cell.region in {None, region}
                and cell.agency in {None, agency}
                and span_of(cell)[0] <= span[0] < span_of(cell)[1]
            ),
            cell.cases,
            cell.share,
            name == "placed" and cell.cases != 0,
        )
        for name, cell in tables
    ]
    return [each for each in found if each.atoms], len(smallest)


def span_of(cell: ReleasedCell) -> tuple[int, int]:
    return cell.period.first, cell.period.first + cell.period.months


def test_no_hidden_number_is_known_by_all_cuts_together() -> None:
    seeds, attacked, cuts = count(), 0, set[tuple[bool, bool]]()
    while attacked < SETS:
        random = Random(seed := next(seeds))  # noqa: S311 - no secret
        book = random_book(random)
        world = random_world(random, [*book.regions])
        releases = released(random, counted(book, world))
        if not any(each.proof for each in releases):
            continue  # nothing is hidden that could be known
        known, atoms = told(releases, known_pairs(world, [*book.regions]))
        assert Attacker(known, atoms, MOST).known_within(THRESHOLD) == [], seed
        attacked += 1
        cells = [c for r in releases for t in r.tables for c in t.cells]
        cuts |= {(c.region is None, c.agency is None) for c in cells}
    assert len(cuts) == 3, "all, by region, by agency"

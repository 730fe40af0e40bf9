"""What is hidden of agencies is not reckoned from what is told of all or of regions."""

from datetime import UTC, datetime

import pytest

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.noun import Id
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release
from tests.cases.harbour import FILES
from tests.evidence.indicators.attacking import THRESHOLD, Attacker, Told

BOOK = read_texts(
    {
        **FILES,
        "indicators.yaml": """
indicators:
  seen: {title: {en: Seen, ru: Замечены, kk: Байқалды}, serves: volume,
    measure: number of cases with assess, by: [region, quarter, agency]}
release: {show: 1%}
""",
    }
).sound()
WORLDS = {
    "both agencies anywhere": {
        ("east", "office"): 5,
        ("west", "office"): 4,
        ("east", "police"): 9,
        ("west", "police"): 8,
    },
    "an agency of each region": {("east", "office"): 9, ("west", "police"): 17},
    "a region that has none": {
        ("east", "office"): 9,
        ("east", "police"): 40,
        ("west", "office"): 0,
        ("west", "police"): 0,
    },
    "some of nobody": {
        ("east", "office"): 9,
        ("west", "police"): 17,
        ("west", None): 3,
    },
}
"""How many cases of the first quarter, by region and agency."""

World = dict[tuple[Id, Id | None], int]


def released(world: World, order: tuple[str, ...]) -> list[Release]:
    atoms = {
        Atom(region, agency, Period(year=2026, first=1, months=1)): CaseTally(cases)
        for (region, agency), cases in world.items()
        if cases
    }
    until = datetime(2027, 2, 1, tzinfo=UTC)
    counts = CountedIndicators(BOOK, until, {"seen": Tallies(atoms)})
    found: list[Release] = []
    for by in order:
        found.append(counts.release("2026-Q1", by=by, earlier=found))
    return found


def told(release: Release, world: World) -> list[Told]:
    """Return the cells as a reader sees them who knows who has cases where."""
    return [
        Told(
            frozenset(
                at
                for at, (region, agency) in enumerate(world)
                if cell.region in {None, region} and cell.agency in {None, agency}
            ),
            cell.cases,
        )
        for table in release.tables
        for cell in table.cells
    ]


@pytest.mark.parametrize(
    "order", [("agency",), ("agency", "region"), ("region", "agency")]
)
@pytest.mark.parametrize("world", WORLDS.values(), ids=list(WORLDS))
def test_a_total_less_its_agencies_tells_of_none(world: World, order: tuple[str, ...]):
    known = [each for one in released(world, order) for each in told(one, world)]
    assert any(each.cases is not None for each in known)
    assert Attacker(known, len(world), 200).known_within(THRESHOLD) == []

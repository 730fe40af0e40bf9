"""A table of times from A tells of the cases with A as that of their number does."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.files.read import read_texts
from katch_protocols.model.periods import Period
from tests.cases.harbour import FILES
from tests.evidence.indicators.attacking import THRESHOLD

INDICATORS = """
indicators:
  seen: {title: {en: Seen, ru: a, kk: b}, measure: NUMBER,
    serves: volume, by: [region, quarter]}
  other: {title: {en: Other, ru: c, kk: d}, measure: MEASURE,
    serves: efficiency, by: [region, year]}
release: {show: 1%}
"""
PAIRS = [
    ("number of cases with assess", "median time from assess to place"),
    ("number of cases with assess", "time for 9 of 10 from assess to place"),
]
QUARTERS = {
    "east": [14, 15, 35, 0],
    "west": [14, 0, 0, 0],
    "north": [0, 0, 0, 3],
    "south": [31, 3, 0, 7],
}
"""The year of the south is hidden: less that of all others, it tells of the north."""

MORE = {
    f"regions/{name}.yaml": f"region: {name}\ntitle: {{en: A, ru: B, kk: C}}\n"
    for name in ("north", "south")
}


@pytest.mark.parametrize(("number", "measure"), PAIRS)
def test_what_one_table_hides_another_one_does_not_tell(
    number: str, measure: str
) -> None:
    text = INDICATORS.replace("NUMBER", number).replace("MEASURE", measure)
    book = read_texts({**FILES, **MORE, "indicators.yaml": text}).sound()
    atoms = {
        Atom(region, "police", Period(year=2026, first=3 * n + 1, months=1)): CaseTally(
            often, often, waits=Counter({(3_600.0, True): often})
        )
        for region, every in QUARTERS.items()
        for n, often in enumerate(every)
    }
    tallies = {name: Tallies(atoms) for name in book.indicators}
    until = datetime(2027, 2, 1, tzinfo=UTC)
    release = CountedIndicators(book, until, tallies).release("2026")
    told = {
        (name, cell.region, str(cell.period)): cell.cases
        for name in book.indicators
        for cell in release.table(name).cells  # type: ignore[union-attr]
    }
    assert told["seen", "south", "2026"] is None
    assert told["other", "south", "2026"] is None
    # Its proof says as much of each that is hidden.
    assert all(each.greatest - each.least >= THRESHOLD for each in release.proof)

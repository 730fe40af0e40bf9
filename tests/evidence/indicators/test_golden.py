"""The scorecard as it is handed out, in three languages."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from katch_protocols.drawings.releases.draw import draw_release
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release
from tests.evidence.indicators.harbours import measured_book
from tests.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"
NUMBERS = {
    ("east", 1): (40, 28),
    ("east", 4): (40, 20),
    ("west", 1): (7, 3),
    ("west", 4): (60, 40),
}

book = cache(measured_book)


@cache
def released() -> Release:
    atoms = {
        Atom(region, "police", Period(year=2026, first=month, months=1)): CaseTally(
            *both
        )
        for (region, month), both in NUMBERS.items()
    }
    until = datetime(2027, 2, 1, tzinfo=UTC)
    tallies = {name: Tallies(atoms) for name in book().indicators}
    return CountedIndicators(book(), until, tallies).release("2026")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_scorecard_is_as_it_was_looked_at(language: str) -> None:
    drawing = draw_release(released(), book(), region="west", language=language)
    assert_golden(GOLDEN / f"scorecard.{language}.svg", drawing.svg)

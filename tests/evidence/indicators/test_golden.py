"""The scorecard as it is handed out, in three languages."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from katch_protocols.drawings.releases.draw import draw_release
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.periods import Period
from katch_protocols.model.releases import Release
from tests.evidence.indicators.harbours import measured_book
from tests.golden import assert_golden

TEXT = "{http://www.w3.org/2000/svg}text"
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


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_letter_of_a_scorecard_on_a4_is_under_eight_points(language: str) -> None:
    drawing = draw_release(released(), book(), region="west", language=language)
    root = ET.fromstring(drawing.svg)  # noqa: S314 - our own drawing
    wide, tall = float(root.get("width")), float(root.get("height"))
    points = min(190 / wide, 277 / tall) * 72 / 25.4
    sizes = [
        float(each.get("font-size"))
        for each in root.iter()
        if each.get("font-size") is not None
    ]
    assert min(sizes) * points >= 7.95  # sizes are written with one decimal


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_number_of_words_stands_in_its_frame_in_one_line(language: str) -> None:
    drawing = draw_release(released(), book(), region="west", language=language)
    root = ET.fromstring(drawing.svg)  # noqa: S314 - our own drawing
    large = [each for each in root.iter(TEXT) if float(each.get("font-size", 0)) > 14]
    lines = [len(each.findall(f"{TEXT[:-4]}tspan")) for each in large]
    assert len(large) >= 16
    assert max(lines) <= 1

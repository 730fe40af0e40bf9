"""Drawings of a release: what it tells and nothing else, in each language and theme."""

import re
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

import pytest

import katch_protocols as kp
from katch_protocols.drawings.releases.draw import RELEASE_VIEWS, draw_release
from katch_protocols.drawings.releases.multiples import _CHART, _SIDE, Multiples
from katch_protocols.drawings.releases.page import LEFT, ReleasePage
from katch_protocols.drawings.scene import Area, Panel, Polyline
from katch_protocols.drawings.theme import BAND
from katch_protocols.errors import NoHandbookError, UnknownNameError, WrongTypeError
from katch_protocols.evidence.indicators.counted import CountedIndicators
from katch_protocols.evidence.indicators.tallies import Atom, CaseTally, Tallies
from katch_protocols.model.noun import Label
from katch_protocols.model.periods import Period
from tests.evidence.indicators.harbours import measured_book

book = cache(measured_book)
ATOMS = {
    Atom(region, "police", Period(year=2026, first=month, months=1)): CaseTally(*both)
    for region, month, both in (
        ("east", 1, (40, 28)),
        ("east", 4, (40, 20)),
        ("west", 1, (7, 3)),
        ("west", 4, (60, 40)),
    )
}


@cache
def counted() -> CountedIndicators:
    return CountedIndicators(
        book(),
        datetime(2027, 2, 1, tzinfo=UTC),
        {name: Tallies(ATOMS) for name in book().indicators},
    )


@cache
def released():
    return counted().release("2026")


@pytest.mark.parametrize("theme", ["colour", "grey"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("view", sorted(RELEASE_VIEWS))
def test_a_view_is_drawn_in_each_language_and_theme(view, language, theme) -> None:
    drawing = draw_release(
        released(), book(), view=view, language=language, theme=theme
    )
    titles = {"en": "In time", "ru": "Вовремя", "kk": "Уақтылы"}
    assert titles[language] in drawing.svg
    assert titles[language] in str(drawing.twin)
    assert drawing.title
    assert f"{released().hash[:12]}" in drawing.description


def test_a_scorecard_is_an_a4_of_at_most_eight() -> None:
    drawing = draw_release(released(), book(), region="east")
    assert drawing.height > drawing.width
    assert len(drawing.twin) <= 1 + 8


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "no number of this region alone"),
        ("ru", "нет чисел отдельно по этому региону"),
        ("kk", "жеке саны жоқ"),
    ],
)
def test_a_scorecard_of_a_region_that_is_not_told_of_says_so(language, told) -> None:
    """Where there is one region alone, all that is told is told of all regions."""
    east = {"east": book().regions["east"]}
    home = book().model_copy(update={"regions": east})
    alone = {atom: both for atom, both in ATOMS.items() if atom.region == "east"}
    tallies = {name: Tallies(alone) for name in home.indicators}
    until = datetime(2027, 2, 1, tzinfo=UTC)
    release = CountedIndicators(home, until, tallies).release("2026")
    drawing = draw_release(release, home, region="east", language=language)
    said = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", drawing.svg))
    assert told in said.replace("\u00a0", " ")
    whole = draw_release(release, home, language=language)
    assert told not in re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", whole.svg))


def test_a_scorecard_prints_upright_on_a4_and_can_be_read(tmp_path) -> None:
    drawing = draw_release(released(), book(), region="east")
    drawing.save(tmp_path / "card.pdf")
    made = (tmp_path / "card.pdf").read_bytes()
    points = re.findall(rb"MediaBox *\[0 0 ([0-9.]+) ([0-9.]+)\]", made)
    sizes = [[round(float(each) * 25.4 / 72) for each in both] for both in points]
    assert sizes == [[210, 297]]
    assert drawing.is_legible(drawing.paper)
    # Long numbers are narrow letters of ours, and none is of a font that typst brings.
    fonts = set(re.findall(rb"/FontName */[A-Z]{6}\+([A-Za-z-]+)", made))
    narrow = b"KPSans-SemiCondensedSemiBold"
    assert fonts == {b"KPSans-Regular", b"KPSans-SemiBold", narrow}


def test_a_hidden_number_is_hatched_and_said_and_stands_nowhere() -> None:
    drawing = draw_release(released(), book(), view="multiples")
    assert "fewer than 10 or hidden" in str(drawing.twin)
    rows = [row for row in drawing.twin if row[:2] == ("All", "West")]
    assert rows
    assert not any(cell.strip() == "7" for row in drawing.twin for cell in row)


def test_nothing_is_joined_across_a_period_that_is_missing() -> None:
    # West told of its first and third quarter, east of all of them.
    months = {"east": (1, 4, 7, 10), "west": (1, 7)}
    atoms = {
        Atom(region, "police", Period(year=2026, first=month, months=1)): CaseTally(
            40, 20
        )
        for region, told in months.items()
        for month in told
    }
    silent = frozenset(
        ("west", Period(year=2026, first=month, months=1))
        for month in (4, 5, 6, 10, 11, 12)
    )
    tallies = {name: Tallies(atoms, silent) for name in book().indicators}
    until = datetime(2027, 2, 1, tzinfo=UTC)
    release = CountedIndicators(book(), until, tallies).release("2026")
    table = release.table("all")
    assert table is not None
    assert [str(each) for each in table.periods] == [f"2026-Q{n}" for n in range(1, 5)]
    page = ReleasePage(release, book())
    shapes = Multiples(page)._row(table, (*book().regions, None), 0, "en").parts
    bars = [s for s in shapes if isinstance(s, Panel) and s.ink.fill == BAND]
    places = Multiples(page).places
    assert places == ("east", "west", None)
    per_place = [
        [b for b in bars if 0 < b.rect.x - (LEFT + _SIDE + at * _CHART) < _CHART]
        for at in range(len(places))
    ]
    assert [len(each) for each in per_place] == [4, 2, 4]
    # Bars stand apart, and nothing leads from one to another: a line would be that of
    # a baseline or a target, and this measure has neither.
    for each in per_place:
        ends = [(bar.rect.x, bar.rect.right) for bar in each]
        assert all(one[1] < two[0] for one, two in pairwise(ends))
    assert not [s for s in shapes if isinstance(s, (Polyline, Area))]


def test_the_regions_stand_in_the_order_of_the_handbook() -> None:
    drawing = draw_release(released(), book(), view="multiples")
    told = dict.fromkeys(row[1] for row in drawing.twin[1:])
    assert [*told] == ["East", "West", "All regions"]


def test_many_regions_stand_on_sheets_whose_letters_can_be_read() -> None:
    """Twenty-four with long names: one sheet printed them at five points."""
    east = book().regions["east"]
    names = [f"place_{at}" for at in range(24)]
    title = {**east.title.texts, "ru": "Карагандинская область и город"}
    one = east.model_copy(update={"title": Label(texts=title)})
    home = book().model_copy(update={"regions": dict.fromkeys(names, one)})
    quarter = Period(year=2026, first=1, months=1)
    atoms = {Atom(name, "police", quarter): CaseTally(40, 20) for name in names}
    tallies = {name: Tallies(atoms) for name in home.indicators}
    until = datetime(2027, 2, 1, tzinfo=UTC)
    release = CountedIndicators(home, until, tallies).release("2026")
    drawing = draw_release(release, home, view="multiples", language="ru")
    assert len(drawing.sheets) > 1
    assert drawing.printed(drawing.paper) >= 8
    assert drawing.warnings == ()
    # A row an indicator on each of the three sheets on which it has regions.
    assert drawing.svg.count('class="indicator"') == 3 * len(release.tables)
    heads = re.findall(r">(?:<tspan[^>]*>)?(Карагандинская|Все регионы)", drawing.svg)
    assert len(heads) % 25 == 0
    # No value is cut: of a longer one it would tell another number.
    assert "…" not in drawing.svg


def test_full_numbers_say_that_they_are_not_for_publication() -> None:
    full = counted().release("2026", audience="commission", region="west")
    drawing = draw_release(full, book())
    assert "Not for publication" in drawing.svg
    assert "Not for publication" not in draw_release(released(), book()).svg


def test_the_door_draws_a_release_with_its_handbook() -> None:
    drawing = kp.draw(released(), handbook=book(), region="east")
    assert "East" in drawing.svg
    with pytest.raises(NoHandbookError):
        kp.draw(released())
    with pytest.raises(UnknownNameError):
        kp.draw(released(), handbook=book(), view="lanes")


def test_nothing_else_is_drawn() -> None:
    with pytest.raises(WrongTypeError):
        kp.draw(counted(), handbook=book())  # type: ignore[arg-type]

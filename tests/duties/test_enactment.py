"""How far each region is: the last stage that is dated, as of a day."""

from datetime import date

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.drawings.draw import draw
from katch_protocols.duties.enactment import every_progress, progress_in
from katch_protocols.duties.phrases import say_progress
from katch_protocols.duties.responsibility import of_agency, responsibility
from katch_protocols.files.read import read_texts
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.progress import ProgressStage
from katch_protocols.papers.page.book import make_book
from tests.duties.small import FILES

PROGRESS = """progress:
  lost:
    drafted: 2026-01-10
    signed: {since: 2026-04-01, source: act}
    trained: 2027-01-01
"""


@pytest.fixture(scope="module")
def book() -> Handbook:
    """The harbour; the east has signed, the west says nothing."""
    east = FILES["regions/east.yaml"] + PROGRESS
    files = {**FILES, "regions/east.yaml": east}
    return read_texts(files).sound()


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2026-01-09", None),
        ("2026-01-10", ProgressStage.DRAFTED),
        ("2026-03-31", ProgressStage.DRAFTED),
        ("2026-04-01", ProgressStage.SIGNED),
        ("2026-12-31", ProgressStage.SIGNED),
        ("2027-01-01", ProgressStage.TRAINED),
    ],
)
def test_the_last_stage_that_is_reached_is_where_a_region_stands(
    book: Handbook, day: str, stage: ProgressStage | None
) -> None:
    found = progress_in(book, "lost", "east", date.fromisoformat(day))
    assert found.stage is stage


def test_without_a_day_all_that_is_written_counts(book: Handbook) -> None:
    found = progress_in(book, "lost", "east")
    reached = [ProgressStage.DRAFTED, ProgressStage.SIGNED, ProgressStage.TRAINED]
    assert [each.stage for each in found.reached] == reached
    assert [each.source for each in found.reached[1].source] == ["act"]


def test_every_region_is_told_of_with_every_protocol(book: Handbook) -> None:
    day = date(2026, 7, 1)
    told = every_progress(book, as_of=day)
    pairs = [(each.protocol, each.region) for each in told]
    assert pairs == [(p, r) for p in book.protocols for r in book.regions]
    said = {each.region: say_progress(each, "en") for each in told}
    assert said == {"east": "signed from 1 April 2026", "west": "nothing told"}


def test_it_is_a_part_of_who_must_do_what_but_of_no_agency(book: Handbook) -> None:
    answer = responsibility(book, as_of=date(2026, 7, 1))
    plain = {each["region"]: each for each in answer.to_json()["progress"]}
    assert plain["east"]["stage"] == "signed"
    assert plain["east"]["since"] == "2026-04-01"
    assert plain["east"]["source"] == ["act"]
    assert plain["west"] == {
        "protocol": "lost",
        "region": "west",
        "stage": None,
        "since": None,
        "source": [],
        "reached": [],
    }
    assert of_agency(answer, next(iter(book.agencies))).progress == ()


def test_the_view_has_a_row_a_region_and_a_column_a_stage(book: Handbook) -> None:
    found = chart(book.protocols["lost"], book)
    day = date(2026, 7, 1)
    twin = draw(found, book, view="progress", as_of=day).twin
    assert twin == (
        ("Region", "drafted", "agreed", "signed", "trained", "practised"),
        ("East", "10 January 2026", "", "1 April 2026", "", ""),
        ("West", "", "", "", "", ""),
    )


def test_the_page_tells_it_of_every_region_once_any_region_does(book: Handbook) -> None:
    east, west = make_book(book, (), ()).regions
    assert [each.stage for each in (*east.progress, *west.progress)] == ["trained", ""]
    assert east.progress[0].said[0] == "trained from 1 January 2027"
    silent = read_texts(FILES).sound()
    assert [each.progress for each in make_book(silent, (), ()).regions] == [(), ()]

"""What a review found is mended at places that are there, by promises that are there.

``python -m tests.brief.flaws OLD`` proves them anew, on the old text and on today's.
"""

import pytest

from tests.brief.flaws import PAGE, flaws
from tests.brief.places import stands
from tests.shipped import reading

ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("|")
][2:]
"""The lines of the page's table, without its head."""

FLAWS = 20


@pytest.fixture(scope="module")
def handbook():
    return reading().sound()


def test_every_place_that_mends_a_flaw_is_there(handbook):
    places = {each for flaw in flaws() for each in flaw.places()}
    assert sorted(each for each in places if not stands(handbook, each)) == []


def test_the_page_tells_every_flaw_and_every_promise():
    assert [(row[0], row[2]) for row in ROWS] == [
        (flaw.flaw if number == 0 else "", f"`{said}`")
        for flaw in flaws()
        for number, said in enumerate(
            [*map("/".join, flaw.asked()), *filter(None, [flaw.near])]
        )
    ]


def test_the_old_text_kept_no_promise_and_todays_keeps_each():
    assert {row[4] for row in ROWS} <= {"holds", "enforced", ""}
    then: list[set[str]] = []
    for flaw, _, _, before, _ in ROWS:
        if flaw:
            then.append(set())
        then[-1].add(before)
    assert len(then) == FLAWS
    assert all(each & {"broken", "enforced"} and "holds" not in each for each in then)

"""What a deputy minister sees first: nine duties, one duty less, what changed."""

import re
import subprocess
from itertools import cycle, permutations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from katch_protocols.drawings.theme import COLOUR
from katch_protocols.exercises.exercise import exercise_of
from katch_protocols.exercises.for_page import player_in
from katch_protocols.exercises.tabletop import tabletop
from katch_protocols.papers.page.before import since
from katch_protocols.papers.page.build import make_page
from katch_protocols.words.say import say
from tests.conftest import required
from tests.papers.conftest import Reader
from tests.shipped import reading
from tests.telling.page import with_book

ALONE = "champion_outreach"
"""A small protocol: every duty of it is soon asked."""


@pytest.fixture(scope="module")
def handbooks():
    """The handbook of one protocol as it is, and before it had its last duty."""
    whole = reading().sound()
    after = whole.model_copy(update={"protocols": {ALONE: whole.protocols[ALONE]}})
    protocol = after.protocols[ALONE]
    states = dict(protocol.states)
    name, state = next(
        (name, each) for name, each in states.items() if each.within is not None
    )
    states[name] = state.model_copy(update={"within": None})
    older = protocol.model_copy(update={"states": type(protocol.states)(states)})
    return after.model_copy(update={"protocols": {ALONE: older}}), after


@pytest.fixture(scope="module")
def small(browser, handbooks, tmp_path_factory):
    before, after = handbooks
    changed = since(before, after, "agreed")
    page = make_page(after, drops=True, before=changed, player=player_in(COLOUR))
    file = tmp_path_factory.mktemp("small") / "index.html"
    file.write_text(page, encoding="utf-8")
    found = Reader(browser, file, viewport={"width": 1366, "height": 768})
    yield found
    found.close()


def test_the_duties_of_every_ministry_are_seen_without_scrolling(reader, shipped):
    seen = 0
    for family, language in zip(shipped.families, cycle(("kk", "en", "ru"))):
        page = reader.go(f"#ministry/{family}/2@{language}")
        rows = page.locator(".of-ministry > .scroller tbody tr")
        if rows.count() < 2:
            continue
        seen += 1
        box = rows.last.bounding_box()
        assert rows.count() <= 9
        # Of few protocols the menu names each, which takes a line of its own.
        assert box["y"] + box["height"] <= 768 + 40, (family, language)
        expect(rows.nth(1).locator("a")).to_have_attribute("aria-current", "true")
        title = rows.nth(1).locator("a").inner_text()
        expect(page.locator(".duty-panel h2")).to_have_text(title)
        pictures = rows.locator(".doing .pictogram path")
        assert pictures.count() == rows.count()
        require_place(page, language)
    assert seen > 3


def test_the_panel_says_once_from_when_a_duty_counts(reader, shipped):
    seen = 0
    for family in shipped.families:
        page = reader.go(f"#ministry/{family}/1@en")
        rows = page.locator(".of-ministry > .scroller tbody tr")
        for number in range(1, rows.count() + 1):
            page = reader.go(f"#ministry/{family}/{number}@en")
            due = page.locator(".duty-panel dd").first.locator(".block")
            said = due.all_inner_texts()
            seen += any(each.startswith("counted from") for each in said)
            assert not any(two.startswith(one) for one, two in permutations(said, 2)), (
                said
            )
    assert seen > 3


def require_place(page, language):
    """The panel names where on the path of this handbook the duty is, if it is there.

    Of the shipped path only the protocols of this page are here, so nothing runs it.
    """
    said = page.locator(".here-on-path strong").inner_text()
    beginning = say("page.outside-path", language, title="")
    assert said.startswith(beginning)


def test_ministries_and_the_path_are_seen_first_each_with_its_pictogram(
    browser, shipped_html, tmp_path
):
    # The protocols of this page run no other, so that nobody tells their path.
    told = {
        "protocol": "referral_and_assistance",
        "title": ["A place", "Место", "Орын"],
        "span": ["24 h", "24 ч", "24 сағ"],
        "colour": "#052286",
        "picture": "open_door",
    }
    file = tmp_path / "index.html"
    file.write_text(with_book(shipped_html, moments=[told] * 8), encoding="utf-8")
    reader = Reader(browser, file, viewport={"width": 1366, "height": 768})
    page = reader.go("#start@kk")
    tiles = page.locator(".ministries .body")
    assert page.locator(".ministries .sign .pictogram path").count() == tiles.count()
    moments = page.locator(".moments li")
    assert page.locator(".moments .pictogram path").count() == moments.count() == 8
    last = moments.last.bounding_box()
    # Of few protocols the menu names each, which takes a line of its own.
    assert last["y"] + last["height"] <= 768 + 40
    name = page.locator(".ministries .body", has_text="Азаматтық қоғам")
    said = name.locator(".quiet").inner_text().split(", ")
    assert len(set(said)) == len(said) > 0
    moments.first.locator("a").press("Enter")
    expect(page).to_have_url(re.compile("#walk/referral_and_assistance"))
    reader.close()


def test_a_duty_is_chosen_by_keys_and_the_keyboard_stays_with_it(reader):
    page = reader.go("#ministry/health@en")
    rows = page.locator(".of-ministry > .scroller tbody tr a")
    rows.nth(2).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#ministry/health/3@en$"))
    expect(rows.nth(2)).to_be_focused()


def test_a_duty_is_struck_out_and_its_price_told(small):
    page = small.go(f"#what-if/{ALONE}@en")
    heaviest = page.locator("tbody tr").first
    told = heaviest.locator("td").last.inner_text()
    title = heaviest.locator("a").inner_text()
    heaviest.locator("a").click()
    expect(page.locator(".struck del")).to_have_text(title)
    number = page.locator(".toll strong").inner_text()
    assert told.split()[0] == number
    listed = page.locator(".fallen-list li")
    assert listed.count() == int(number) > 0


def test_every_duty_that_counts_is_a_gap_in_a_row_of_frames(small):
    page = small.go(f"#what-if/{ALONE}@en")
    places = [each.get_attribute("href") for each in page.locator("tbody a").all()]
    walked = 0
    for place in places:
        small.go(place)
        bad = page.locator(".dropped.bad").count()
        assert page.locator(".scene.gap").count() == bad, place
        scenes = page.locator(".scene")
        assert page.locator(".scene .pictogram").count() == scenes.count() <= 5
        if not bad:
            continue
        expect(scenes.last).to_have_class("scene wrong")
        title = page.locator(".struck del").inner_text()
        assert page.locator(".scene.gap p").first.inner_text() == title
        told = page.locator(".scene.done .clock").all_inner_texts()
        assert len(told) == page.locator(".scene.done").count()
        assert [each.split() for each in told[:1]] in ([], [["0", "h"]])
        walked += len(told) > 0
    assert walked > 0
    assert len(places) > 3


@pytest.mark.parametrize(
    "place", [f"#what-if/{ALONE}@ru", f"#what-if/{ALONE}/DUTY@kk", "#changes@en"]
)
def test_every_new_place_is_accessible(small, place):
    page = small.go(f"#what-if/{ALONE}@en")
    duty = page.locator("tbody a").first.get_attribute("href").split("/")[2]
    page = small.go(place.replace("DUTY", duty.partition("@")[0]))
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_what_changed_stands_with_the_ministry_and_on_the_lanes(small):
    page = small.go("#changes@en")
    assert page.locator(".change-list li").count() > 0
    page.locator("main a").first.click()
    slider = page.get_by_role("slider")
    slider.focus()
    slide = page.locator(".slide")
    before = slide.get_attribute("style")
    page.keyboard.press("End")
    expect(slide).not_to_have_attribute("style", before)
    assert page.locator(".side svg").count() == 2


def test_an_exercise_is_played_on_the_page_by_keys(small, handbooks):
    _, after = handbooks
    exercise = tabletop(exercise_of(after.protocols[ALONE], after, None), "kk")
    page = small.go(f"#{ALONE}@kk")
    page.locator(".head").get_by_role("link", name="Үстел басындағы жаттығу").click()
    expect(page.locator(".table-sheet")).to_have_count(len(exercise.sheets))
    page.locator(".contents a").nth(1).click()
    expect(page.locator(".table-sheet")).to_have_count(1)
    sheet = exercise.sheets[1]
    text = page.locator(".table-sheet").inner_text()
    told = [sheet.title, sheet.time, sheet.role.title, *sheet.told, *sheet.role.cannot]
    assert [each for each in told if each not in text] == []
    answer = page.locator(".answer dd")
    expect(answer.first).to_be_hidden()
    expect(page.locator(".mark-line").first).to_be_hidden()
    page.locator(".answer summary").focus()
    page.keyboard.press("Enter")
    expect(answer.first).to_be_visible()
    expect(page.locator(".mark-line").first).to_be_visible()
    assert answer.all_inner_texts() == ["; ".join(each.said) for each in sheet.answer]


def test_marks_are_ticked_by_keys_and_added_up_in_every_language(small):
    page = small.go(f"#tabletop/{ALONE}/3@kk")
    marks = page.locator(".mark-line")
    page.locator(".answer summary").click()
    marks.nth(0).get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    points = page.locator(".table-sheet .points")
    most = 2 * marks.count()
    expect(points).to_have_text(f"3 {most} ұпайдан")
    page.get_by_role("button", name="English").click()
    expect(points).to_have_text(f"3 of {most}")
    expect(points).to_be_visible()
    assert Axe().run(page).violations_count == 0
    small.go(f"#tabletop/{ALONE}@en")
    page.locator(".key-of-table summary").click()
    assert page.locator(".key-of-table tbody .points").nth(2).inner_text() == (
        f"3 of {most}"
    )


def test_an_exercise_prints_a_key_and_a_sheet_of_a4_a_moment(small, tmp_path):
    page = small.go(f"#tabletop/{ALONE}@ru")
    sheets = page.locator(".table-sheet").count()
    file = tmp_path / "exercise.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    told = subprocess.run(
        [required("pdfinfo"), file], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(rf"Pages:\s+{sheets + 1}\n", told)
    assert "(A4)" in told
    expect(page.locator(".answer").first).not_to_have_attribute("open", "")

"""The page of the handbook that everybody begins with: what a stranger reads there."""

import pytest
from playwright.sync_api import expect

from katch_protocols.cli.starts import handbook_start
from katch_protocols.files.read import read_texts
from katch_protocols.papers.page.build import make_page
from katch_protocols.words.say import say
from tests.papers.conftest import Reader
from tests.papers.programs import pdf_text
from tests.telling.page import book_in, with_book

LANGUAGES = ["en", "ru", "kk"]


@pytest.fixture(scope="module")
def start(browser, tmp_path_factory):
    handbook = read_texts(handbook_start("saltmarsh", LANGUAGES, example=True)).sound()
    file = tmp_path_factory.mktemp("start") / "index.html"
    file.write_text(make_page(handbook, drops=True), encoding="utf-8")
    found = Reader(browser, file, viewport={"width": 1366, "height": 768})
    yield found
    found.close()


def said(place):
    return " ".join(place.inner_text().split())


def test_a_ministry_of_one_body_is_named_once(start):
    page = start.go("#start@en")
    first = page.locator(".ministries li").first
    assert said(first.locator(".words")) == "Harbour police"
    head = start.go("#ministry/harbour_police@en").locator(".ministry-head")
    assert said(head).count("Harbour police") == 1


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", "at once"), ("ru", "сразу"), ("kk", "бірден")],
)
def test_who_is_told_at_once_is_told_after_no_hours(start, language, first):
    page = start.go(f"#referral@{language}")
    told = page.locator(".deadlines > ul li")
    assert [each[:1] for each in said(told.first).split() if each.isdigit()] == []
    assert said(told.first).startswith(first)
    assert "24" in said(told.nth(1))


def test_steps_that_are_left_out_stand_before_the_one_that_follows_them(start):
    page = start.go("#what-if/referral/close_case@en")
    scenes = page.locator(".scene.done")
    assert [said(each) for each in scenes.locator(".nth").all()] == ["0", "2", "3"]
    told = [each.locator(".quiet").count() for each in scenes.all()]
    assert told == [0, 1, 0]
    assert said(scenes.nth(1).locator(".quiet")) == "Steps before: 1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_lost_is_counted_without_a_colon_between(start, language):
    page = start.go(f"#what-if/referral/refer@{language}")
    heads = page.locator(".lost-part summary")
    expect(heads.first).to_be_visible()
    assert not [each for each in heads.all() if ":" in said(each)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_frame_of_a_story_begins_as_a_sentence_does(start, language):
    page = start.go(f"#what-if/referral/refer@{language}")
    for text in page.locator(".scene > p:not(.quiet)").all():
        begins = said(text).lstrip("«")[0]
        assert begins.isupper(), said(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", ["make_safe", "refer", "acknowledge_refer"])
def test_what_is_lost_without_a_duty_prints_on_one_sheet(
    start, act, language, tmp_path
):
    page = start.go(f"#what-if/referral/{act}@{language}")
    expect(page.locator(".struck")).to_be_visible()
    file = tmp_path / "sheet.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    assert pdf_text(file.read_bytes(), tmp_path).count("\f") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_promises_that_fall_print_on_one_sheet(browser, language, tmp_path):
    """As in the shipped handbook, which takes minutes to ask; six are shown first."""
    handbook = read_texts(handbook_start("saltmarsh", LANGUAGES, example=True)).sound()
    html = make_page(handbook, drops=True)
    (sheet,) = book_in(html)["sheets"]
    long = ["You will not live with strangers who may harm you"] * 3
    how = ["protects nobody: what it speaks of never happens any more"] * 3
    for loss in sheet["losses"]:
        loss.update(number=6, promises=[[long, how]] * 6, stays=False)
    file = tmp_path / "page.html"
    file.write_text(with_book(html, sheets=[sheet]), encoding="utf-8")
    found = Reader(browser, file, viewport={"width": 1366, "height": 768})
    page = found.go(f"#what-if/referral/acknowledge_refer@{language}")
    expect(page.locator(".fallen-list li")).to_have_count(6)
    paper = tmp_path / "sheet.pdf"
    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    assert pdf_text(paper.read_bytes(), tmp_path).count("\f") == 1
    found.close()


def test_how_many_promises_fall_is_said_behind_the_number_in_kazakh():
    """The number stands first: it counts promises, and not children."""
    said = say("changes.what-if-fall", "kk", number=26, every=30)
    assert said.startswith("уәде ")
    assert "30" in said

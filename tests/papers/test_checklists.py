"""The page counts ticks as the library does, and tells what follows as they are set."""

from itertools import product
from pathlib import Path

import pytest

import katch_protocols.papers
from katch_protocols.answers import encode
from katch_protocols.charts.build import chart
from katch_protocols.files.read import read_texts
from katch_protocols.papers.page.build import make_page
from katch_protocols.papers.page.checklists import checklists_of
from katch_protocols.papers.page.texts import PageLanguages
from tests.telling.test_checklists import FILES

SCRIPT = Path(katch_protocols.papers.__file__).parent / "data" / "checklist.js"


@pytest.fixture(scope="module")
def book():
    return read_texts(FILES).sound()


def test_the_page_and_the_library_agree_on_every_set_of_ticks(book, window):
    made = chart(book.protocols["help"], book)
    (form,) = checklists_of(made, PageLanguages(book.languages))
    items = tuple(book.checklists["signs"].items)
    window.goto("about:blank")
    window.evaluate(
        SCRIPT.read_text(encoding="utf-8") + "\nglobalThis.Checklist = Checklist;"
    )
    for ticks in product((False, True), repeat=len(items)):
        ticked = [name for name, is_set in zip(items, ticks, strict=True) if is_set]
        follows = "([list, set]) => Checklist.follows(list, new Set(set)).value"
        found = window.evaluate(follows, [encode(form), ticked])
        assert found == book.checklists["signs"].follows(ticked)


def test_what_follows_is_told_and_the_value_is_stated(book, window, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(make_page(book), encoding="utf-8")
    window.goto(f"{path.as_uri()}#walk/help/0/")
    told = window.locator(".checklist output")
    assert told.inner_text() == "From the list follows: no sign"
    window.get_by_label("The child is not at school").first.check()
    assert told.inner_text() == "From the list follows: one weak sign"
    assert window.locator("fieldset input[type=radio]:checked").count() == 0


def test_on_the_page_of_a_protocol_each_item_has_its_line_and_the_title_one(
    browser, tmp_path
):
    book = read_texts(FILES).sound()
    path = tmp_path / "index.html"
    path.write_text(make_page(book), encoding="utf-8")
    window = browser.new_page(viewport={"width": 1366, "height": 768})
    window.goto(f"{path.as_uri()}#help@en")
    part = window.locator(".checklists")
    tops = [each.bounding_box()["y"] for each in part.locator("label").all()]
    assert len(tops) > 1
    assert tops == sorted(set(tops))
    title = book.checklists["signs"].title.say("en")
    heads = part.locator("h3, strong").all_inner_texts()
    assert heads.count(title) == 1
    window.close()

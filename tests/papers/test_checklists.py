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


def test_the_page_and_the_library_agree_on_every_set_of_ticks(book, browser):
    made = chart(book.protocols["help"], book)
    (form,) = checklists_of(made, PageLanguages(book.languages))
    items = tuple(book.checklists["signs"].items)
    page = browser.new_page()
    page.evaluate(
        SCRIPT.read_text(encoding="utf-8") + "\nglobalThis.Checklist = Checklist;"
    )
    for ticks in product((False, True), repeat=len(items)):
        ticked = [name for name, is_set in zip(items, ticks, strict=True) if is_set]
        follows = "([list, set]) => Checklist.follows(list, new Set(set)).value"
        found = page.evaluate(follows, [encode(form), ticked])
        assert found == book.checklists["signs"].follows(ticked)
    page.close()


def test_what_follows_is_told_and_the_value_is_stated(book, browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(make_page(book), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}#walk/help/0/")
    told = page.locator(".checklist output")
    assert told.inner_text() == "From the list follows: no sign"
    page.get_by_label("The child is not at school").first.check()
    assert told.inner_text() == "From the list follows: one weak sign"
    assert page.locator("fieldset input[type=radio]:checked").count() == 0
    page.close()

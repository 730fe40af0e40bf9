"""What the page puts on paper: nothing cut, nothing to press, nothing left folded."""

import re
import subprocess

import pytest

from tests.conftest import required
from tests.papers.conftest import Reader
from tests.papers.test_browsing import PLACES
from tests.shipped import LONGEST_WORDS

MILLIMETRES = 96 / 25.4
LYING = {"regions", "what-if"}
SHEETS = {"protocol", "step", "lane"}

CUT = """() => {
  const wide = document.documentElement.clientWidth;
  const shown = [...document.querySelectorAll("main *")].filter((each) =>
    each.checkVisibility() && !each.closest("svg *, .unseen, .moments .unseen"));
  const beyond = (each) => each.getBoundingClientRect().right > wide + 1;
  const hidden = (each) => each.scrollWidth > each.clientWidth + 1
    && !["visible", "clip"].includes(getComputedStyle(each).overflowX);
  return shown.filter((each) => beyond(each) || hidden(each))
    .map((each) => `${each.localName}.${each.className}: ${each.textContent}`)
    .slice(0, 3);
}"""
PRESSED = """() => [...document.querySelectorAll("button, .button, .back-link")]
  .filter((each) => each.checkVisibility()).map((each) => each.textContent)"""


def room(name):
    """Return the pixels between the margins of the sheet that a place is printed on."""
    width = 402 if name in SHEETS else 277 if name in LYING else 182
    return {
        "width": int((188 if name == "ministry" else width) * MILLIMETRES),
        "height": 900,
    }


@pytest.fixture(scope="module")
def press(browser, shipped_file):
    found = Reader(browser, shipped_file)
    yield found
    found.close()


@pytest.mark.parametrize("language", LONGEST_WORDS)
def test_nothing_is_cut_on_paper_and_nothing_is_left_to_press(press, language):
    cut, pressed = {}, {}
    for name, place in PLACES.items():
        page = press.go(f"{place}@{language}")
        page.set_viewport_size(room(name))
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        cut[name], pressed[name] = page.evaluate(CUT), page.evaluate(PRESSED)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
    assert {name: seen for name, seen in cut.items() if seen} == {}
    assert {name: seen for name, seen in pressed.items() if seen} == {}


def test_the_path_of_the_child_is_whole_on_paper(press):
    page = press.go("#start@kk")
    page.set_viewport_size(room("start"))
    page.emulate_media(media="print")
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
          '<div class="path-picture"><svg viewBox="0 0 1000 500"></svg></div>')"""
    )
    picture = page.locator(".path-picture svg").last.bounding_box()
    page.emulate_media(media="screen")
    assert picture["width"] <= room("start")["width"]


def printed(page, file, **how):
    """Return the text of each sheet of a printed page."""
    page.pdf(path=file, **how)
    told = subprocess.run(
        [required("pdftotext"), "-layout", file, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return told.split("\f")[:-1]


def test_no_sheet_begins_in_the_middle_of_a_body(browser, shipped_file, tmp_path):
    press = Reader(browser, shipped_file)
    page = press.go("#agencies@en")
    for height in range(120, 300, 20):
        sheets = printed(
            page, tmp_path / "printed.pdf", width="210mm", height=f"{height}mm"
        )
        assert len(sheets) > 1
        first = [each.strip().split("\n")[0].strip() for each in sheets]
        assert [each for each in first if re.match(r"protocols: \d", each)] == []
        assert [each for each in sheets if re.search(r" level\s*$", each)] == []
    press.close()


@pytest.mark.parametrize("place", ["findings", "end", "regions"])
def test_paper_has_what_is_folded_on_the_screen(press, place):
    page = press.go(f"{PLACES[place]}@en")
    folded = page.locator("main details:not([open])")
    before = folded.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() == before

"""Every end of a protocol has a case, and the keyboard alone walks it."""

import os

import pytest
from playwright.sync_api import expect

from katch_protocols.charts.build import chart
from katch_protocols.papers.page.binding import bound
from katch_protocols.papers.page.book import make_book, plain_of
from katch_protocols.papers.page.examples import ends
from katch_protocols.papers.page.sheets import Sheets
from tests.papers.conftest import Reader
from tests.shipped import reading
from tests.telling.page import book_in

HEAVY = bool(os.environ.get("KATCH_HEAVY"))
MOST_TABS = 80
LONGEST = 8
"""In a usual run no longer case is walked than so many steps."""


@pytest.fixture(scope="module")
def every(browser, tmp_path_factory):
    """The whole handbook with its walks, and neither proofs nor measures."""
    handbook = reading().sound()
    sheets = []
    for protocol in handbook.protocols.values():
        found = Sheets(chart(protocol, handbook), handbook, {})
        nothing = found.not_measured(found.drawn_up())
        sheets.append({**plain_of(nothing), "tally": [""] * len(handbook.languages)})
    file = tmp_path_factory.mktemp("every") / "index.html"
    file.write_text(bound(make_book(handbook, (), sheets)), encoding="utf-8")
    found = Reader(browser, file, viewport={"width": 1366, "height": 768})
    yield found, handbook, sheets
    found.close()


def walked(reader, protocol, title):
    """Walk to an end by keys: to its example, step by step; return what is told."""
    page = reader.go(f"#walk/{protocol}/0@en")
    expect(page.locator(".examples")).to_be_visible()
    page.locator("h1").focus()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.examples a')") and (
            page.evaluate("document.activeElement.textContent") == title
        ):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".examples [aria-current]")).to_have_text(title)
    steps = page.locator(".trail li").count()
    for number in range(1, steps + 1):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".trail li.done")).to_have_count(number)
    expect(page.locator(".ended")).to_be_visible()
    return page.locator(".place").all_inner_texts()


def examples_in(sheets):
    for sheet in sheets:
        for each in sheet["walk"]["examples"] if sheet["walk"] else ():
            yield sheet["id"], each["end"][0], len(each["rows"])


def test_a_short_case_of_each_protocol_is_walked_to_its_end(reader, shipped_html):
    found = {}
    for protocol, title, length in examples_in(book_in(shipped_html)["sheets"]):
        if protocol not in found or length < found[protocol][1]:
            found[protocol] = title, length
    assert len(found) == 3
    for protocol, (title, length) in found.items():
        assert length <= LONGEST
        told = walked(reader, protocol, title)
        assert any(title in each for each in told), (protocol, title)


@pytest.mark.skipif(not HEAVY, reason="walks to every end: KATCH_HEAVY=1")
def test_every_end_of_every_protocol_is_walked(every):
    found, handbook, sheets = every
    shown = {}
    for protocol, title, _ in examples_in(sheets):
        told = walked(found, protocol, title)
        assert any(title in each for each in told), (protocol, title)
        shown.setdefault(protocol, []).append(title)
    # Where a protocol runs inside, the case moves on the drawing of the other.
    page = found.go("#walk/child_pathway/2@en")
    expect(page.locator(".inside strong")).not_to_be_empty()
    expect(page.locator(".frame .token")).to_have_count(1)
    for name, protocol in handbook.protocols.items():
        made = chart(protocol, handbook)
        titles = sorted(end.title.say("en") for end in ends(made))
        assert sorted(shown.get(name, ())) == titles, name

"""What the page writes by itself: today, a word for each number, links that lead."""

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.duties.family_duties import FamilyReader
from katch_protocols.duties.responsibility import responsibility_of
from katch_protocols.model.noun import Label
from katch_protocols.papers.page.build import make_page
from tests.papers.conftest import Reader
from tests.shipped import reading

ALONE = "champion_outreach"
NOON = "2026-11-28T12:00:00"


def page_of(browser, folder, handbook):
    file = folder / "index.html"
    file.write_text(make_page(handbook), encoding="utf-8")
    reader = Reader(browser, file, viewport={"width": 1366, "height": 768})
    reader.page.clock.set_fixed_time(NOON)
    return reader


@pytest.fixture(scope="module")
def handbook():
    whole = reading().sound()
    return whole.model_copy(update={"protocols": {ALONE: whole.protocols[ALONE]}})


@pytest.fixture(scope="module")
def alone(browser, handbook, tmp_path_factory):
    """Who reads the page of one protocol."""
    reader = page_of(browser, tmp_path_factory.mktemp("alone"), handbook)
    yield reader
    reader.close()


def test_today_is_written_as_every_other_day(alone):
    said = {
        code: " ".join(
            alone.go(f"#start@{code}").locator("#today-title").inner_text().split()
        )
        for code in ("en", "ru", "kk")
    }
    alone.look_back()
    assert said == {
        "en": "Today, 28 November 2026",
        "ru": "Сегодня, 28 ноября 2026 года",
        "kk": "Бүгін, 2026 жылғы 28 қараша",
    }


def test_a_count_has_a_word_in_a_language_with_more_forms_than_english(
    browser, handbook, tmp_path
):
    # Slovenian has a form for two, which the English words of the page have not.
    spoken = handbook.model_copy(update={"languages": ("en", "sl")})
    reader = page_of(browser, tmp_path, spoken)
    page = reader.go("#start@sl")
    words = page.evaluate(
        "[1, 2, 3, 5].map((n) => [n, Lists.counted(n, 'agencies')].join(' '))"
    )
    reader.close()
    assert words == ["1 agency", "2 agencies", "3 agencies", "5 agencies"]


def test_every_link_of_a_body_leads_somewhere(browser, tmp_path):
    """Also where the other side of a handoff is a role that several bodies may hold."""
    whole, name = reading().sound(), "protocol_governance"
    book = whole.model_copy(update={"protocols": {name: whole.protocols[name]}})
    reader = page_of(browser, tmp_path, book)
    page = reader.go("#iac@en")
    sides = page.locator(".passing .who-link")
    said = {each.inner_text(): each.get_attribute("href") for each in sides.all()}
    reader.close()
    assert said == {"Lead ministry": None}


def test_the_end_of_a_walk_says_the_time_with_one_stop(alone):
    page = alone.go(f"#walk/{ALONE}/99@ru")
    said = page.locator(".ended").inner_text()
    alone.look_back()
    assert "Времени не более:" in said
    assert ".." not in said


def test_a_bare_handbook_has_no_heading_with_nothing_below(browser, tmp_path):
    whole = reading().sound()
    bare = whole.model_copy(
        update={"protocols": {}, "path": (), "questions": {}, "regions": {}}
    )
    reader = page_of(browser, tmp_path, bare)
    page = reader.go("#start@en")
    said = page.locator("main :is(h1, h2, h3)").all_inner_texts()
    reader.close()
    assert said == [whole.title.say("en"), "What is still open"]


def test_a_word_of_150_letters_does_not_widen_the_page_on_a_phone(
    browser, handbook, tmp_path
):
    word = "w" * 150
    long = Label(texts=dict.fromkeys(handbook.languages, word))
    only = handbook.protocols[ALONE]
    states = {
        name: each.model_copy(update={"title": long})
        for name, each in only.states.items()
    }
    titled = only.model_copy(update={"title": long, "states": states, "note": long})
    book = handbook.model_copy(update={"title": long, "protocols": {ALONE: titled}})
    reader = page_of(browser, tmp_path, book)
    reader.page.set_viewport_size({"width": 320, "height": 640})
    wide = {
        place: reader.go(f"{place}@en").evaluate("document.documentElement.scrollWidth")
        for place in ("#start", "#findings", "#proofs", f"#{ALONE}", f"#walk/{ALONE}/2")
    }
    reader.close()
    assert wide == dict.fromkeys(wide, 320)


def test_the_tiles_of_ministries_say_what_they_count(browser, tmp_path):
    """``katch roles`` counts taking part and powers too, body by body."""
    whole, name = reading().sound(), "change_of_place"
    book = whole.model_copy(update={"protocols": {name: whole.protocols[name]}})
    reader = page_of(browser, tmp_path, book)
    page = reader.go("#start@en")
    said = page.locator(".every").inner_text()
    tallies = page.locator(".ministries .tally strong").all_inner_texts()
    reader.close()
    assert said.endswith("Counted: what they do or answer for")
    charts = [chart(book.protocols[name], book)]
    found = FamilyReader(charts, responsibility_of(charts, book), book)
    assert tallies == [str(found.family(each).every) for each in found.families]

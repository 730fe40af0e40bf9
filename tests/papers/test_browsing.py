"""A browser opens the page: pressed, typed at, spoken in three languages, printed."""

import os
import re
import subprocess
from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from katch_protocols.papers.page.build import make_page
from tests.conftest import required
from tests.papers.conftest import Reader
from tests.papers.spoiling import HOSTILE, spoiled
from tests.shipped import reading
from tests.telling.page import with_book

PLACES = {
    "start": "#start",
    "agencies": "#agencies",
    "regions": "#regions",
    "region": "#shymkent",
    "findings": "#findings",
    "proofs": "#proofs",
    "agency": "#moh",
    "ministry": "#ministry/health",
    "search": "#search/health",
    "protocol": "#referral_and_assistance",
    "step": "#referral_and_assistance/step/case_opened",
    "lane": "#referral_and_assistance/lane/ga",
    "walk": "#walk/referral_and_assistance/3",
    "end": "#walk/referral_and_assistance/99",
    "missing": "#nothing_of_that_name",
}
WALK = "#walk/referral_and_assistance/"


def heading(page):
    return page.locator("h1").inner_text()


ALIKE = () if os.environ.get("KATCH_EVERY_LANGUAGE") else ("li", "tr")
"""Of these the first eight of a list or a table are looked at, for axe is slow; all
with ``KATCH_EVERY_LANGUAGE=1`` in the environment."""


def test_every_kind_of_page_is_accessible_whatever_it_speaks(reader):
    # What is faded on purpose is not meant to be read; a table says it all.
    left_out = [[".dim"], *([f"{each}:nth-of-type(n+9)"] for each in ALIKE)]
    found = {}
    kinds = [each for each in PLACES.items() if each[0] not in {"step", "lane"}]
    for (name, place), language in zip(kinds, cycle(("en", "ru", "kk"))):
        page = reader.go(f"{place}@{language}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        results = Axe().run(page, context={"exclude": left_out})
        if results.violations_count:
            found[name] = results.generate_report()
    assert found == {}


def test_a_press_on_a_language_changes_every_word_and_not_the_place(reader):
    page = reader.go("#moh")
    assert heading(page) == "Ministry of Health"
    page.get_by_role("button", name="Қазақша").click()
    expect(page).to_have_url(re.compile("#moh@kk$"))
    assert heading(page) == "Денсаулық сақтау министрлігі"
    expect(page.get_by_role("button", name="Қазақша")).to_be_focused()
    page.get_by_role("button", name="Русский").click()
    assert heading(page) == "Министерство здравоохранения"


def test_a_ministry_has_the_duties_of_bodies_under_it_and_each_body_its_own(reader):
    page = reader.go("#start@kk")
    page.get_by_role("link", name=re.compile("^Ішкі істер министрлігі")).click()
    expect(page).to_have_url(re.compile("#mia@kk$"))
    expect(page.locator("h1")).to_have_text("Ішкі істер министрлігі")
    name = "Адам саудасынан зардап шеккен баланы сәйкестендіру"
    tiles = page.get_by_role("region", name=name).locator(".tile").all_inner_texts()
    assert [each.split() for each in tiles[:2]] == [
        ["10", "өз", "міндеті"],
        ["15", "бағынысты", "органдарда"],
    ]
    page = reader.go("#ho@kk")
    part = page.get_by_role("region", name=name)
    expect(part.get_by_role("heading", name="Не істеуге міндеттіміз")).to_be_visible()
    expect(part.get_by_text("24 сағат", exact=False).first).to_be_visible()
    comes, goes = part.locator(".two > div").all()[:2]
    assert "Қорғаншылық және қамқоршылық органы" in comes.inner_text()
    assert "Қорғаншылық және қамқоршылық органы" in goes.inner_text()
    lit = part.locator(".lane:not(.dim)")
    assert [each.get_attribute("data-lane") for each in lit.all()] == ["front_line"]


def test_the_browser_chooses_the_language_and_every_address_keeps_it(
    browser, shipped_file
):
    page = browser.new_context(locale="kk-KZ").new_page()
    page.goto(shipped_file.as_uri())
    expect(page).to_have_url(re.compile("#start@kk$"))
    places = [each.get_attribute("href") for each in page.locator("main a").all()]
    assert places
    assert {place.rpartition("@")[2] for place in places} == {"kk"}
    page.context.close()


def test_a_word_in_any_language_finds_what_is_named_so(reader):
    page = reader.go("#start@en")
    expect(page.locator(".search kbd")).to_have_text("/")
    expect(page.locator(".search kbd")).to_have_attribute("title", "Press / to search")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.locator(".search kbd")).to_be_hidden()
    page.keyboard.type("опека")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#search/"))
    first = page.locator(".hits a").first
    expect(first).to_have_text("Guardianship body")
    first.click()
    expect(page).to_have_url(re.compile("#ga@en$"))


@pytest.mark.parametrize(("ministry", "code"), [("social", "kk"), ("justice", "ru")])
def test_a_ministry_prints_on_one_sheet_of_a4(printer, ministry, code, tmp_path):
    page = printer.go(f"#ministry/{ministry}@{code}")
    file = tmp_path / "sheet.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    told = subprocess.run(
        [required("pdfinfo"), file], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"Pages:\s+1\n", told)
    assert "(A4)" in told


def test_a_protocol_begins_with_its_whole_drawing_after_a_walk(reader):
    page = reader.go("#referral_and_assistance@en")
    frame = page.locator(".frame svg")
    whole = frame.get_attribute("viewBox")
    reader.go(f"{WALK}99/@en")
    expect(page.locator(".frame.tall")).to_be_visible()
    reader.go("#referral_and_assistance@en")
    expect(frame).to_have_attribute("viewBox", whole)


def test_the_back_button_goes_where_one_was(reader):
    page = reader.go("#start@en")
    page.get_by_role("link", name="See the protocol").last.click()
    page.locator('.frame .step[data-number="5"]').click()
    expect(page.locator(".panel h2")).to_have_text("Step 5: Sheltered for the night")
    page.go_back()
    expect(page.locator(".panel h2")).to_have_text("How to read it")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Choose your ministry")


def test_the_drawing_is_walked_by_keys(reader):
    page = reader.go("#referral_and_assistance@en")
    lanes = page.locator(".frame .lane")
    lanes.first.focus()
    page.keyboard.press("ArrowRight")
    expect(lanes.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/lane/placement@en$"))
    expect(page.locator(".frame .lane[aria-pressed=true]")).to_be_focused()
    step = page.locator('.frame .step[data-number="1"]')
    step.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    expect(page.locator(".panel h2")).to_have_text("Step 2: Referral sent")
    name = page.locator('.frame .step[data-number="2"]').get_attribute("aria-label")
    assert name == "Step 2: Referral sent, Guardianship, 4 hours"


def test_states_open_in_three_levels_by_keys(reader, shipped):
    page = reader.go("#referral_and_assistance@kk")
    phases = page.locator(".levels > .phase")
    protocol = shipped.protocols["referral_and_assistance"]
    titles = [each.title.say("kk") for each in protocol.phases.values()]
    told = phases.locator("> details > summary strong").all_inner_texts()
    assert told[: len(titles)] == titles
    state = phases.first.locator(".state").first
    expect(state).to_be_hidden()
    phases.first.locator("> details > summary").press("Enter")
    expect(state).to_be_visible()
    everything = state.locator(".act").first
    expect(everything).to_be_hidden()
    state.locator("summary").press("Enter")
    expect(everything).to_be_visible()
    # Every step stands in one phase, and leads to what the table of steps says.
    numbers = phases.locator(".state").count()
    assert numbers == page.locator(".part.words tbody tr").count()
    axe = Axe().run(page, context={"include": [[".levels"]]})
    assert axe.violations_count == 0, axe.generate_report()
    state.locator(".step-link").first.click()
    expect(page).to_have_url(re.compile("#referral_and_assistance/step/"))


def test_a_walk_offers_only_what_is_possible_and_asks_before_it_goes_on(reader):
    page = reader.go(f"{WALK}0/@en")
    offered = page.locator(".choice h4").all_inner_texts()
    assert "Send the referral with minimum data" in offered
    assert "Close the case" not in offered
    form = page.locator("form", has_text="Send the referral with minimum data")
    form.get_by_role("button", name="Do it").click()
    asking = page.locator("form", has=page.locator("fieldset")).first
    asking.get_by_role("button", name="Do it").click()
    expect(asking.get_by_role("alert")).to_contain_text("First answer:")
    for question in asking.locator("fieldset").all():
        question.get_by_role("radio").first.check()
    asking.get_by_role("button", name="Do it").click()
    expect(page.locator(".trail li.done")).to_have_count(2)
    place = r"#walk/referral_and_assistance/2(?:/\d+\.\d+)?@en$"
    expect(page).to_have_url(re.compile(place))
    expect(page.locator("#now-title")).to_be_focused()
    page.get_by_role("link", name="One step back").click()
    expect(page.locator(".trail li.done")).to_have_count(1)


def test_a_walk_goes_on_by_arrow_keys_to_a_good_end(reader):
    page = reader.go(f"{WALK}0@en")
    heard = []
    length = page.locator(".trail li").count()
    for number in range(1, length + 1):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".trail li.done")).to_have_count(number)
        heard.append(page.locator("[role=status]").inner_text())
    assert "The child is protected" in page.locator(".ended").inner_text()
    assert heard[0].startswith("Step 1 done: Send the referral with minimum data. Now:")
    assert heard[-1].endswith("The case has ended.")
    assert page.locator(".frame .here").count() == 1


def test_a_walk_plays_by_itself_until_escape_and_its_token_moves(reader):
    page = reader.go(f"{WALK}0@en")
    expect(page.locator(".frame .token")).to_have_count(1)
    play = page.locator(".play")
    play.press("Enter")
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".trail li.done")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(play).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(
        """() => {
          const at = (name) => document.querySelector(name).getBoundingClientRect();
          const token = at(".frame .token"), here = at(".frame .here");
          return token.left < here.right && token.right > here.left
            && token.top < here.bottom && token.bottom > here.top;
        }"""
    )
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".trail li.done")).to_have_count(1)


def test_the_holder_of_the_child_is_lit_on_the_drawing(reader):
    page = reader.go(f"{WALK}3@en")
    here = page.locator(".frame .here")
    names = {each.get_attribute("aria-label") for each in here.all()}
    assert "Step 3: Accepted, Guardianship" in names
    for each in here.all():
        assert each.get_attribute("aria-current") == "step"


def test_a_link_from_another_version_is_told_and_stops_where_it_fits(reader):
    page = reader.go(f"{WALK}3/0.9999.0@en")
    expect(page.get_by_role("alert").first).to_contain_text("another version")


def test_less_motion_and_a_narrow_screen_are_respected(browser, shipped_file):
    phone = Reader(
        browser,
        shipped_file,
        viewport={"width": 390, "height": 844},
        reduced_motion="reduce",
        forced_colors="active",
    )
    for place in PLACES.values():
        page = phone.go(f"{place}@kk")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, place
    page = phone.go(f"{PLACES['ministry']}@kk")
    for row in page.locator(".my-duties").first.locator("tbody tr").all():
        sign, title = row.locator(".pictogram"), row.locator("a.duty")
        found, beside = sign.bounding_box(), title.bounding_box()
        assert found["x"] + found["width"] <= beside["x"]
    phone.close()


def test_what_holds_is_a_line_that_unfolds_and_on_paper_is_open(reader):
    page = reader.go("#cross_border_return@en")
    promises = page.locator(".promises")
    kept = promises.locator(".kept > details")
    said = promises.get_by_text("situations looked at:")
    seen = "all => all.filter((each) => each.checkVisibility()).length"
    every = int(re.search(r"(\d+)\s+promises", page.locator(".head").inner_text())[1])
    full = promises.locator(".promise:not(.kept)").count()  # not settled, or waived
    assert (said.count(), said.evaluate_all(seen)) == (every, full)
    assert 30 < kept.count() < every - full  # of one name once
    kept.first.locator("summary").press("Enter")
    now = full + kept.first.get_by_text("situations looked at:").count()
    for happens, open_ in ("open", now), ("beforeprint", every), ("afterprint", now):
        promises.evaluate("(_, name) => dispatchEvent(new Event(name))", happens)
        assert said.evaluate_all(seen) == open_


def test_the_page_brings_its_own_letters(reader):
    page = reader.go("#start@kk")
    loaded = page.evaluate(
        """async () => {
          await document.fonts.ready;
          return [...document.fonts].filter((face) => face.status === "loaded")
            .map((face) => `${face.family} ${face.weight}`).sort();
        }"""
    )
    assert {"KP Sans 400", "KP Sans 600"} <= set(loaded)


@pytest.mark.parametrize(
    "protocol", ["identification_child_tip", "referral_and_assistance"]
)
def test_a_protocol_prints_on_one_sheet_of_a3_in_kazakh(printer, protocol, tmp_path):
    page = printer.go(f"#{protocol}@kk")
    file = tmp_path / "sheet.pdf"
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    told = subprocess.run(
        [required("pdfinfo"), file], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"Pages:\s+1\n", told)
    assert re.search(r"Page size:\s+119[01](?:\.\d+)? x 84[12]", told)
    text = subprocess.run(
        [required("pdftotext"), file, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for word in ("қадам", "қорғаншылық", "бағалау", "кепілдік"):
        assert word in text.lower()


def test_hostile_labels_stay_text_everywhere(browser, tmp_path):
    names = "change_of_place", "child_papers"  # small: a browser shows the same parts
    handbook = reading().sound()
    protocols = {name: handbook.protocols[name] for name in names}
    book = handbook.model_copy(update={"protocols": protocols})
    file = tmp_path / "hostile.html"
    file.write_text(make_page(spoiled(book)), encoding="utf-8")
    victim = Reader(browser, file, viewport={"width": 1366, "height": 768})
    places = {
        **PLACES,
        "protocol": "#change_of_place",
        "step": "#change_of_place/step/place_sought",
        "lane": "#change_of_place/lane/ga",
        "walk": "#walk/change_of_place/3",
        "end": "#walk/change_of_place/99",
    }
    for kind, place in places.items():
        page = victim.go(place)
        if kind in {"step", "lane"}:
            expect(page.locator(".panel h2")).to_be_visible()
        if kind in {"walk", "end"}:
            expect(page.locator(".trail li.done").first).to_be_visible()
        assert page.evaluate("window.hit") is None
        strange = "main img, main script, main iframe, main a[href^='javascript' i]"
        assert page.locator(strange).count() == 0
    page = victim.go("#start")
    seen = page.locator("body").inner_text()
    assert sum(text.split()[0] in seen for text in HOSTILE) >= 3
    victim.close()


def test_the_page_alone_names_the_command_for_other_programs_and_links_to_none(reader):
    page = reader.go("#referral_and_assistance")
    shown = page.locator(".elsewhere")
    command = "katch export referral_and_assistance --to bpmn"
    assert shown.locator("code").inner_text() == command
    assert shown.locator("a").count() == 0


def test_a_built_page_links_to_the_files_beside_it(browser, shipped_html, tmp_path):
    titles = ["BPMN", "БПМН", "БПМН"]
    offered = {"folder": "exports/", "suffix": ".bpmn", "title": titles}
    built = with_book(shipped_html, exports=[offered])
    file = tmp_path / "index.html"
    file.write_text(built, encoding="utf-8")
    reader = Reader(browser, file)
    links = reader.go("#referral_and_assistance@ru").locator(".elsewhere a")
    assert links.all_inner_texts() == ["БПМН"]
    goal = (tmp_path / "exports" / "referral_and_assistance.bpmn").as_uri()
    assert links.evaluate("link => link.href") == goal
    reader.close()

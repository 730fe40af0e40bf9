"""A browser follows a handbook while it is being written."""

from datetime import date
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from katch_protocols.cli.previewing.server import Server
from katch_protocols.cli.previewing.session import Session


@pytest.fixture
def desk(district):
    path = district / "handbook.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[en]", "[en, ru, kk]"), encoding="utf-8")
    found = Session(district, lambda: date(2026, 6, 1))
    found.look()
    with Server(found) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        found.url = server.url
        yield found
        found.close()
        server.shutdown()


def save(desk, old, new):
    path = desk.folder / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    desk.look()


@pytest.fixture
def page(desk, browser):
    """Open the page; in the end nobody complained, and nothing strange was asked."""
    complaints, strangers = [], []
    found = browser.new_page(viewport={"width": 1366, "height": 900})
    found.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    found.on("console", lambda message: complaints.append(message.text))
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("request", lambda each: strangers.append(each.url))
    found.goto(desk.url)
    yield found
    assert complaints == []
    ours = (desk.url, "data:")
    assert [url for url in strangers if not url.startswith(ours)] == []
    # When the command stops, the page says so.
    desk.close()
    expect(found.locator("#away")).to_be_visible()
    found.close()


def test_a_browser_follows_every_save(desk, page):
    picture, findings = page.locator("#drawing svg"), page.locator("#findings")
    stale = page.locator("#stale")
    expect(picture).to_contain_text("Look for danger")
    page.wait_for_function("document.fonts.check('16px \"KP Sans\"')")

    # The drawing follows a save by itself, and markup in a label stays text.
    hostile = "Ask <script>alert(1)</script>"
    save(desk, "title: Look for danger", f"title: '{hostile}'")
    expect(picture).to_contain_text("Ask <script>")
    assert page.locator("#drawing script").count() == 0
    expect(findings).to_contain_text("found_alone.yaml:")

    # Broken YAML: the finding on top, the last good drawing below.
    save(desk, "states:", "states: {")
    expect(stale).to_be_visible()
    expect(findings.locator("li.error").first).to_contain_text("found_alone.yaml:")
    expect(picture).to_contain_text("Ask <script>")
    save(desk, "states: {", "states:")
    expect(stale).to_be_hidden()

    # Other views, other languages.
    page.locator("#view").select_option("agency")
    expect(page.locator("#part")).to_have_value("police_post")
    expect(page.locator("#twin")).to_be_visible()
    page.locator("#view").select_option("raci")
    expect(page.locator("#parts")).to_be_hidden()
    page.locator("#language").select_option("kk")
    expect(page.locator("#findings-title")).to_have_text("Ескертпелер")
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_page_goes_on_in_its_language_and_shows_what_it_names(desk, page):
    # The handbook has English alone; who reads findings in Kazakh goes on doing so.
    save(desk, "title: Look for danger", "title: Look around")
    languages = desk.folder / "handbook.yaml"
    text = languages.read_text(encoding="utf-8")
    languages.write_text(text.replace("[en, ru, kk]", "[en]"), encoding="utf-8")
    desk.look()
    page.goto(f"{desk.url}#kk")
    page.reload()
    heading, picture = page.locator("#findings-title"), page.locator("#drawing svg")
    expect(heading).to_have_text("Ескертпелер")
    save(desk, "title: Look around", "title: Look about")
    expect(picture).to_contain_text("Look about")
    expect(heading).to_have_text("Ескертпелер")
    expect(page.locator("#language")).to_have_value("en")

    # A protocol that was chosen gets another name, and is the one that is edited.
    path = desk.folder / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    other = text.replace("found_alone", "a_found").replace("Look about", "First of all")
    (desk.folder / "a_found.yaml").write_text(other, encoding="utf-8")
    desk.look()
    page.locator("#protocol").select_option("found_alone")
    expect(picture).to_contain_text("Look about")
    path.unlink()
    named = text.replace("found_alone", "zz_found").replace("Look about", "Last of all")
    (desk.folder / "zz_found.yaml").write_text(named, encoding="utf-8")
    desk.look()
    expect(page.locator("#protocol")).to_have_value("")
    expect(picture).to_contain_text("Last of all")

"""PlantUML (Java) reads what is written for it, and Mermaid draws in a browser."""

import subprocess

import pytest

import katch_protocols as kp
from tests.conftest import required
from tests.exchange.heavy import heavy
from tests.exchange.hostile import TITLES, hostile
from tests.exchange.peers_pictures import RENDER

pytestmark = heavy
NAME = "identification_child_tip"


@pytest.fixture(scope="module")
def shipped():
    return kp.handbook()


@pytest.fixture
def page(npm, browser):
    found = browser.new_page()
    found.set_content("<body></body>")
    found.add_script_tag(path=npm / "node_modules" / "mermaid.min.js")
    found.evaluate("mermaid.initialize({startOnLoad: false})")
    yield found
    found.close()


def test_hostile_titles_stay_text_in_mermaid(page):
    handbook = hostile()
    text = kp.export(handbook.protocols["case"], to="mermaid", handbook=handbook).text
    shown = "".join(page.evaluate(RENDER, text).split())
    assert page.locator("script").count() == 1  # Mermaid itself
    for title in TITLES:
        assert "".join(title.split()) in shown


def test_mermaid_draws_identification(page, shipped):
    text = kp.export(shipped.protocols[NAME], to="mermaid").text
    shown = page.evaluate(RENDER, text)
    assert "Concern noted" in shown
    assert "Front-line worker, within 2 hours" in shown


def test_plantuml_reads_every_shipped_protocol_in_every_language(shipped, tmp_path):
    for name, protocol in shipped.protocols.items():
        for language in shipped.languages:
            found = kp.export(protocol, to="plantuml", language=language)
            found.save(tmp_path / f"{name}.{language}.puml")
    words = [
        required("plantuml"),
        "-checkonly",
        *map(str, sorted(tmp_path.glob("*.puml"))),
    ]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_hostile_titles_stay_text_in_plantuml(tmp_path):
    handbook = hostile()
    found = kp.export(handbook.protocols["case"], to="plantuml", handbook=handbook)
    found.save(tmp_path / "case.puml")
    words = [required("plantuml"), "-tsvg", str(tmp_path / "case.puml")]
    subprocess.run(words, check=True, capture_output=True)
    drawn = (tmp_path / "case.svg").read_text("utf-8")
    assert "alert(1)" in drawn
    assert "<script" not in drawn
    assert len(TITLES) == 4

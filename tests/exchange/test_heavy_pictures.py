"""PlantUML (Java) reads what is written for it, and Mermaid draws in a browser."""

import subprocess

import pytest
from hypothesis import HealthCheck, given, reject, settings

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import NodeKind
from katch_protocols.errors import ProtocolError
from katch_protocols.exchange.diagram import Diagram
from katch_protocols.exchange.notation import ExportInput
from katch_protocols.exchange.notations.mermaid import RESERVED
from katch_protocols.model.names import NameKind
from katch_protocols.semantics.titles import Titles
from tests.conftest import required
from tests.exchange.heavy import heavy
from tests.exchange.hostile import TITLES, hostile
from tests.exchange.peers_pictures import PLACES, RENDER
from tests.strategies import handbooks

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


def not_drawn(page, handbook, name, language):
    """Draw a protocol and return the titles of states that nobody sees."""
    protocol = handbook.protocols[name]
    text = kp.export(protocol, to="mermaid", language=language, handbook=handbook).text
    shown = page.evaluate(RENDER, text)
    drawn = chart(protocol, handbook)
    titles = Titles(drawn, handbook, language)
    wanted = [
        titles.title(NameKind.STATE, node.name)
        for node in drawn.nodes[1:]
        if node.kind is not NodeKind.CHOICE
    ]
    seen = "".join(shown.split())
    return [title for title in wanted if "".join(title.split()) not in seen], shown


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_mermaid_draws_every_state_of_every_shipped_protocol(page, shipped, language):
    for name in shipped.protocols:
        missing, shown = not_drawn(page, shipped, name, language)
        assert missing == [], f"{name}: {shown[:200]}"


def test_mermaid_draws_who_holds_a_state_and_until_when(page, shipped):
    _, shown = not_drawn(page, shipped, NAME, "en")
    assert "Front-line worker, within 2 hours" in shown


# Whoever looks into a failure wants its message, not a protocol of 50 kB in full.
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(handbook=handbooks())
def test_mermaid_draws_random_protocols(page, handbook):
    try:
        missing, shown = not_drawn(page, handbook, "first", handbook.languages[0])
    except ProtocolError:
        reject()
    assert missing == [], shown[:200]


def test_mermaid_draws_every_state_inside_the_state_that_holds_it(page, shipped):
    """Mermaid moves a state to wherever an arrow names it inside another one."""
    for name, protocol in shipped.protocols.items():
        drawn = Diagram(ExportInput(chart(protocol, shipped), shipped, "en"), RESERVED)
        nodes = drawn.chart.nodes
        boxes = page.evaluate(PLACES, kp.export(protocol, to="mermaid").text)
        for node in nodes[1:]:
            if node.parent:
                inner, outer = (
                    boxes[drawn.names[n.index]] for n in (node, nodes[node.parent])
                )
                assert is_inside(inner, outer), (name, node.name)


def is_inside(inner, outer):
    left, top, right, bottom = outer
    return (
        left <= inner[0]
        and top <= inner[1]
        and inner[2] <= right
        and inner[3] <= bottom
    )


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

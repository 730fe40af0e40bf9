"""bpmn-js puts every element of an exported protocol on its canvas, in a browser."""

import pytest
from lxml import etree

import katch_protocols as kp
from tests.exchange.heavy import heavy

pytestmark = heavy
PLANE = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DRAW = """async text => {
  document.body.innerHTML = "<div id='canvas' style='width: 900px; height: 600px'>";
  const viewer = new BpmnJS({ container: "#canvas" });
  try {
    const { warnings } = await viewer.importXML(text);
    const drawn = viewer.get("elementRegistry").getAll().map((each) => each.id);
    viewer.get("canvas").zoom("fit-viewport");
    return { warnings: warnings.map((each) => each.message), drawn };
  } catch (fault) {
    return { warnings: [String(fault)], drawn: [] };
  }
}"""


@pytest.fixture
def page(npm, browser):
    found = browser.new_page()
    found.set_content("<body></body>")
    found.add_script_tag(path=npm / "node_modules" / "bpmn-viewer.min.js")
    yield found
    found.close()


@pytest.fixture(scope="module")
def shipped():
    return kp.handbook()


def placed(text: str) -> set[str]:
    """Return the elements that have a shape or an edge in the file."""
    root = etree.fromstring(text.encode())
    found = root.iter(f"{PLANE}BPMNShape", f"{PLANE}BPMNEdge")
    return {each.get("bpmnElement") for each in found}


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_shape_of_a_shipped_protocol_is_drawn(page, shipped, language):
    for name, protocol in shipped.protocols.items():
        text = kp.export(protocol, to="bpmn", language=language).text
        answer = page.evaluate(DRAW, text)
        assert answer["warnings"] == [], name
        wanted = placed(text)
        assert len(wanted) > 10, name
        assert wanted <= set(answer["drawn"]), name

"""What the tools of bpmn.io and the schema of the OMG say of exported protocols."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

import katch_protocols as kp
from katch_protocols.charts.build import chart
from tests.exchange.peers_bpmn import SCRIPT, XSD, judged
from tests.npm import workplace
from tests.strategies import handbooks

SHIPPED = {
    "cross_border_return": "en",
    "acml_identification_and_support": "ru",
    "protocol_governance": "kk",
}


@pytest.fixture(scope="module")
def tools(npm, tmp_path_factory):
    return workplace(npm, tmp_path_factory.mktemp("bpmn"), SCRIPT)


@pytest.fixture(scope="module")
def texts():
    handbook = kp.handbook()
    shipped = {
        f"{name}.bpmn": kp.export(
            handbook.protocols[name], to="bpmn", language=language
        ).text
        for name, language in SHIPPED.items()
    }
    return {**shipped, **drawn_at_random()}


def drawn_at_random():
    found = {}

    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(handbooks())
    def write(handbook):
        if not chart(handbook.protocols["first"], handbook).problems:
            text = kp.export(handbook.protocols["first"], to="bpmn").text
            found[f"random-{len(found)}.bpmn"] = text

    write()
    return found


def test_bpmn_io_reads_and_writes_every_protocol_without_a_warning(tools, texts):
    answers = judged(tools, texts)
    assert set(answers) == set(texts)
    for name, answer in answers.items():
        assert answer["warnings"] == [], name
        assert answer["ids"] == answer["idsAgain"] > 0, name
        # A protocol without an end has none in BPMN either.
        allowed = {"end-event-required"} if name.startswith("random") else set()
        assert {rule for _, rule, _ in answer["lint"]} <= allowed, name


def test_every_protocol_is_valid_by_the_schema_of_the_omg(tools, texts):
    schema = etree.XMLSchema(etree.parse(tools / XSD))
    for name, text in texts.items():
        valid = schema.validate(etree.fromstring(text.encode()))
        assert valid, (name, list(schema.error_log)[:3])

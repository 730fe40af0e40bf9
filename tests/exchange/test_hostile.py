"""A hostile or broken file is refused with its line; what is odd is read or noted."""

import json
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import katch_protocols as kp
from katch_protocols.budget import Budget, Meter, spending
from katch_protocols.errors import BudgetError, NotationError
from katch_protocols.exchange.documents import (
    MAX_BYTES,
    MAX_NODES,
    read_json,
    read_xml,
)
from katch_protocols.exchange.incoming import Incoming, Names
from katch_protocols.exchange.known_notations import notation_named
from katch_protocols.findings import Severity
from katch_protocols.model.noun import Label
from tests.exchange.hostile import hostile
from tests.exchange.intake import TWO, bpmn, flows

SCXML = '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">'
BOMB = (
    '<!DOCTYPE scxml [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9))
    + f"]>{SCXML}<state id='&a8;'/></scxml>"
)
REFUSED = {
    "entities that grow": (BOMB, "not-xml document-type"),
    "a file of the system": (
        f'<!DOCTYPE scxml SYSTEM "file:///etc/hostname">{SCXML}<state/></scxml>',
        "document-type",
    ),
    "no end tag": (f"{SCXML}\n<state id='a'>", "not-xml"),
    "no states": (f"{SCXML}</scxml>", "no-states"),
    "too deep XML": (SCXML + "<state>" * 200 + "</state>" * 200, "not-xml too-deep"),
    "too many parts": (
        SCXML + "<state/>" * (MAX_NODES + 1) + "</scxml>",
        "too-many",
    ),
    "too deep JSON": ('{"states":' * 5000, "too-deep"),
    "no JSON": ('{"states": {"a": {}}, }', "not-json"),
    "a key twice": ('{"states": {"a": {}, "a": {}}}', "key-twice"),
    "a bare word": ('{"states": {"a": undefined}}', "not-json"),
    "too large": ('{"states": "' + "x" * MAX_BYTES + '"}', "too-large"),
    "of no notation": ("hello", "unknown"),
    "nothing": ("", "unknown"),
    "NUL": ("<scxml>\0</scxml>", "not-xml"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused(name):
    text, codes = REFUSED[name]
    with pytest.raises(NotationError) as refusal:
        kp.import_protocol(text.encode(), name="machine")
    assert refusal.value.code in codes.split()
    assert str(refusal.value).startswith("machine, line ")


def test_what_is_named_is_read_as_that_and_refused_with_its_line():
    with pytest.raises(NotationError, match="machine, line 3") as refusal:
        kp.import_protocol(b'{\n"states":\n{"a": }}', notation="xstate", name="machine")
    assert refusal.value.code == "not-json"


def test_reading_a_dense_file_keeps_to_the_budget():
    """Each of so many gateways leads to all that come after it."""
    number = 60
    gateways = "".join(f'<parallelGateway id="g{at}"/>' for at in range(number))
    ways = [f"g{at} g{to}" for at in range(number) for to in range(at + 1, number)]
    inside = gateways + TWO + flows("s g0", *ways, f"g{number - 1} a", "a e")
    meter = Meter(Budget.read("9999s,1GB"), count().__next__)
    with spending(meter):
        draft = notation_named("bpmn").reader.read(
            Incoming("dense.bpmn", bpmn(inside), "en")
        )
    assert draft.protocol.states
    asked = meter.clock()
    assert 60 < asked < 4 * number
    with spending(Meter(Budget.read("20s,1GB"), count().__next__)):
        incoming = Incoming("dense.bpmn", bpmn(inside), "en")
        with pytest.raises(BudgetError):
            notation_named("bpmn").reader.read(incoming)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=30, deadline=None)
@given(value=JSON)
def test_json_is_read_as_python_reads_it(value):
    text = json.dumps(value)
    if any(len(word) > 12 for word in text.replace(",", " ").split()):
        return  # a long row of digits is text here
    assert read_json(Incoming("x", text.encode(), "en")) == json.loads(text)


KEYS = st.sampled_from(
    [
        *("id", "initial", "states", "on", "always", "after", "onDone", "type"),
        *("target", "guard", "history", "meta", "context", "actions", "params"),
        *("a", "b", "#a", ""),
    ]
)
VALUES = st.sampled_from(["a", "b", "#a.b", ".a", "parallel", "final", "history", "*"])
ODD = st.recursive(
    VALUES | st.none() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=25,
)


@settings(max_examples=30, deadline=None)
@given(inside=st.dictionaries(KEYS, ODD, max_size=4), top=ODD)
def test_an_odd_config_is_read_or_refused(inside, top):
    config = {"initial": "a", "states": {"a": inside, "b": {"on": top}}}
    try:
        begun = kp.import_protocol(json.dumps(config).encode())
    except NotationError:
        return
    wrong = {e.rule for e in begun.findings if e.severity is Severity.ERROR}
    assert wrong <= {"endless-settling"}
    assert kp.read(begun.texts()) == begun.handbook


def test_ids_are_legal_and_each_their_own():
    names = Names()
    assert names.of(1, "checkDanger") == "check_danger"
    assert names.of(2, "check danger") == "check_danger_2"
    assert names.of(3, "Қауіпті тексеру") == "qauipti_tekseru"
    assert names.of(4, "7 days") == "n7_days"
    assert names.of(5, "!!!", spare="role") == "role"
    assert names.of(6, "resume") == "resume_2"
    assert len(names.of(7, "x" * 100)) == 64
    assert names.of(1, "whatever") == "check_danger"
    assert names.renamed["check danger"] == "check_danger_2"


def test_what_has_the_same_name_is_numbered_in_turn():
    names = Names()
    tops = [names.state(at, "wait") for at in range(4)]
    assert tops == ["wait", "wait_2", "wait_3", "wait_4"]
    inside = [names.state(("in", at), "wait", "wait") for at in range(2)]
    assert inside == ["wait_5", "wait_6"]
    assert names.state(9, "wait_6") == "wait_6"
    assert names.state(10, "wait") == "wait_5"
    assert [names.activity(("act", at), "wait") for at in range(2)] == [
        "wait_7",
        "wait_8",
    ]


def test_the_longest_file_that_we_write_can_be_read():
    name = "justice_child_sensitive"
    text = kp.export(kp.handbook().protocols[name], to="bpmn").text
    root = read_xml(Incoming(f"{name}.bpmn", text.encode(), "en"))
    assert root.tag.endswith("definitions")
    assert len(text.encode()) > 900_000


@pytest.mark.parametrize("to", ["bpmn", "scxml", "pnml", "xes"])
def test_a_title_neither_ends_a_comment_nor_spoils_the_file(to):
    handbook = hostile()
    title = Label.of(en="a --- b ---> \x01 <!-- -")
    protocol = handbook.protocols["case"].model_copy(update={"title": title})
    cases = {"cases": []} if to == "xes" else {}
    text = kp.export(protocol, to=to, handbook=handbook, **cases).text
    root = etree.fromstring(text.encode())
    comments = root.getroottree().xpath("//comment()")
    assert "a ‐‐- b ‐‐-> \ufffd <!‐- -" in comments[0].text

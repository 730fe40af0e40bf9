"""Clocks of duties, panels and checklists stand in every notation of a protocol."""

import json

import pytest

import katch_protocols as kp
from katch_protocols.charts.build import chart
from katch_protocols.exchange.feature_places import places
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.known_notations import every_notation
from katch_protocols.exchange.notation import Carried, NotationSubject
from katch_protocols.files.read import read_texts
from tests import quorum

LISTS = """\
checklists:
  signs:
    title: Signs of harm
    weights: {strong: strong sign, weak: weak sign}
    items:
      bruises: {title: Bruises are seen, weight: strong}
      silence: {title: The child does not speak, weight: weak}
    gives:
      - {value: granted, title: granted, when: {strong: 1}}
      - {value: refused, title: refused}
"""
FILES = {
    **quorum.FILES,
    "checklists.yaml": LISTS,
    "referral.yaml": quorum.FILES["referral.yaml"]
    .replace(
        "verdict: {title: Verdict, values: [granted, refused]}",
        "verdict: {title: Verdict, checklist: signs}",
    )
    .replace(
        "        by: appeal_panel\n",
        "        by: appeal_panel\n"
        "        within: {limit: 6 working days, from: decide_plan}\n"
        "        every: 3 weeks\n"
        "        escalate_to: [line_manager]\n",
    ),
}
NEW = (Feature.DUTY_CLOCKS, Feature.PANELS, Feature.CHECKLISTS)
CLOCKS = ("6 working days", "3 weeks")
SEATS = "3 of 4: Caseworker (chair); Duty officer; Nurse; Teacher"
SIGNS = {
    "#58;": ":",
    "#59;": ";",
    "<U+003B>": ";",
    "\\n": " ",
}
"""How notations write what is a sign of their own."""
ASKED = "Bruises are seen"
SAID = {
    "within": "6 working days",
    "basis": "proposed",
    "from": "decide_plan",
    "every": "3 weeks",
    "every_basis": "proposed",
    "escalate_to": "line_manager",
}
OF_PROTOCOLS = [
    each.name for each in every_notation() if each.subject is NotationSubject.PROTOCOL
]


@pytest.fixture(scope="module")
def handbook():
    found = read_texts(FILES)
    assert found.findings == ()
    return found.handbook


def exported(handbook, to):
    return kp.export(handbook.protocols["referral"], to=to)


def test_the_places_are_known(handbook):
    drawn = chart(handbook.protocols["referral"], handbook)
    found = {each: places(each, drawn, handbook) for each in NEW}
    assert found == {
        Feature.DUTY_CLOCKS: ("review_plan",),
        Feature.PANELS: ("decide_plan", "review_plan"),
        Feature.CHECKLISTS: ("verdict",),
    }
    for feature in (Feature.WORKING_DAYS, Feature.CLOCK_STARTS, Feature.BASES):
        assert "review_plan" in places(feature, drawn, handbook)
    assert "review_plan" in places(Feature.ESCALATION, drawn, handbook)


@pytest.mark.parametrize("to", OF_PROTOCOLS)
def test_every_notation_tells_them(handbook, to):
    found = exported(handbook, to)
    carried = {loss.name: loss.carried for loss in found.losses}
    assert {carried[each] for each in NEW} == {Carried.TOLD}
    plain = found.text
    for written, sign in SIGNS.items():
        plain = plain.replace(written, sign)
    if to in {"xstate", "scxml"}:
        seats = "case_panel = 3 of caseworker, duty_officer, nurse, teacher, chair"
        assert f"{seats} caseworker" in plain
    else:
        assert SEATS in plain
    # A sequence shows what hands the case over; the report lists all other activities.
    for said in (ASKED, *(() if to == "mermaid-sequence" else CLOCKS)):
        assert said in plain, said


@pytest.mark.parametrize("to", ["xstate", "scxml"])
def test_clocks_and_panels_come_back_and_lists_are_named(handbook, to):
    found = kp.import_protocol(exported(handbook, to).text.encode(), notation=to)
    roles = found.handbook.roles
    for name in ("case_panel", "appeal_panel"):
        before, after = handbook.roles[name], roles[name]
        assert (after.members, after.quorum, after.chair, after.agencies) == (
            before.members,
            before.quorum,
            before.chair,
            (),
        )
    act = found.protocol.states["appealed"].activities["review_plan"]
    assert (str(act.within.limit), act.within.start) == (SAID["within"], "decide_plan")
    assert str(act.every.limit) == SAID["every"]
    assert act.escalate_to == ("line_manager",)
    assert [each.what for each in found.unread if each.why == "checklist"] == [
        "verdict: checklist"
    ]


def test_an_activity_of_xstate_tells_its_clocks_in_keys_of_ours(handbook):
    machine = json.loads(exported(handbook, "xstate").text)
    (move,) = machine["states"]["appealed"]["on"]["review_plan"]
    assert SAID.items() <= move["meta"].items()


@pytest.mark.parametrize(
    "text",
    ["p", "p = ", "p = 0 of a, b", "p = " + ", ".join("abcdefghij")],
)
def test_a_panel_that_nobody_can_read_is_listed(text):
    config = {
        "id": "m",
        "initial": "a",
        "meta": {"panels": text},
        "states": {"a": {"on": {"go": "b"}}, "b": {"type": "final"}},
    }
    found = kp.import_protocol(json.dumps(config).encode())
    assert [each.why for each in found.unread if "panels" in each.what] == ["value"]

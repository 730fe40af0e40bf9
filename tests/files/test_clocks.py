"""Every clock has one shape, wherever it is written; each slip has its finding."""

from datetime import timedelta

import pytest

from katch_protocols.cases.request import Actor
from katch_protocols.files.read import read_texts
from katch_protocols.files.write import write
from katch_protocols.model.citations import Citation
from katch_protocols.model.deadlines import Basis
from katch_protocols.sentences.text import parse_duration
from katch_protocols.verbs.live_cases import open_case
from tests.cases.harbour import NOW
from tests.rules.saltmarsh import FILES, examine, referral


def handed(handover: str, more: str = "") -> dict[str, str]:
    act = (
        "refer: {title: Refer, by: duty_officer, to: closed, "
        f"handover: {{to: caseworker{handover}}}{more}}}"
    )
    looked = "look: {title: Look, by: duty_officer}"
    state = "  reported: {title: Reported, held_by: duty_officer, within: 2 days, "
    return {"referral.yaml": referral(f"{state}activities: {{{looked}, {act}}}}}\n")}


def handover_of(files: dict[str, str]):
    read = read_texts({"handbook.yaml": "handbook: x\ntitle: X\n", **files})
    state = read.handbook.protocols["referral"].states["reported"]
    return read, state.activities["refer"].handover


def test_what_stands_beside_is_read_as_inside_and_written_there():
    beside = ", within: 3 hours, basis: guidance, source: [act]"
    inside = ", within: {limit: 3 hours, basis: guidance, source: [act]}"
    (one, first), (_, other) = handover_of(handed(beside)), handover_of(handed(inside))
    assert first == other
    assert first.within.basis is Basis.GUIDANCE
    assert first.within.source == (Citation(source="act"),)
    texts = write(one.handbook)
    assert "basis: guidance" in texts["referral.yaml"]
    assert read_texts(texts).handbook == one.handbook


def test_a_bare_limit_stays_bare():
    read, handover = handover_of(handed(", within: 3 hours"))
    assert handover.within.limit == parse_duration("3 hours")
    assert "within: 3 hours" in write(read.handbook)["referral.yaml"]


@pytest.mark.parametrize(
    ("handover", "more", "expected"),
    [
        (", basis: proposed", "", "key-beside basis within"),
        (", source: act", "", "key-beside source within"),
        (
            ", basis: proposed, within: {limit: 1 day, basis: guidance}",
            "",
            "key-beside basis within",
        ),
        (", within: {limit: 1 day, from: lok}", "", "unknown-event lok"),
        (", within: {limit: 1 day, basis: statutory}", "", "source-missing refer"),
        ("", ", escalate_to: caseworker", "key-without-effect escalate_to refer"),
        (
            ", within: 1 day",
            ", escalate_to: casworker",
            "unknown-party casworker",
        ),
    ],
)
def test_a_slip_has_its_finding(handover, more, expected):
    rule, *words = expected.split()
    found = [each for each in examine(handed(handover, more)) if each.rule == rule]
    assert found, [each.rule for each in examine(handed(handover, more))]
    assert all(word in found[0].facts.values() for word in words)


@pytest.mark.parametrize(("looked", "hours"), [(True, 4), (False, 5)])
def test_the_time_to_acknowledge_counts_from_an_event_or_else_from_the_sending(
    looked, hours
):
    clock = ", within: {limit: 3 hours, from: look}"
    files = {**FILES, **handed(clock, ", escalate_to: caseworker")}
    protocol = read_texts(files).handbook.protocols["referral"]
    case = open_case(protocol, reference="c", region=None, at=NOW)
    officer = Actor("u1", roles=("duty_officer",), agency="harbour_police", region=None)
    if looked:
        case.do("look", by=officer, at=NOW + timedelta(hours=1))
    case.do("refer", by=officer, at=NOW + timedelta(hours=2))
    (due,) = case.due(NOW + timedelta(hours=2))
    assert due.state == "awaiting_refer"
    assert due.at == NOW + timedelta(hours=hours)
    assert [(told.tell, told.at) for told in due.escalation] == [("caseworker", due.at)]

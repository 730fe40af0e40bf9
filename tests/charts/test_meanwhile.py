"""What the chart lets happen while a handover waits."""

from collections.abc import Mapping
from typing import Any

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from tests.making import make_handbook, make_protocol

SEND = {"activities": {"send": {"to": "d", "handover": {"to": "nurse"}}}}


def _chart(states: Mapping[str, Any], *origins: str, **more: object) -> Chart:
    """Chart states with an activity ``report`` of the protocol's own level."""
    report = {"report": {"from": origins, "to": "gone", **more}}
    every = {**states, "d": {"final": True}, "gone": {"final": True}}
    protocol = make_protocol({"states": every, "activities": report})
    return chart(protocol, make_handbook(protocol))


def _waiting(drawn: Chart) -> dict[str, list[str]]:
    """Return each state that waits with what is declared there."""
    return {
        node.name: [e.activity for e in drawn.entries if e.node == node.index]
        for node in drawn.nodes
        if node.awaiting
    }


def test_what_from_names_the_source_for_stands_at_the_waiting_state() -> None:
    both = {"awaiting_send": ["acknowledge_send", "report"]}
    assert _waiting(_chart({"a": SEND}, "a")) == both
    assert _waiting(_chart({"c": {"states": {"a": SEND}}}, "c")) == both


def test_what_from_names_other_states_for_does_not() -> None:
    drawn = _chart({"a": SEND, "b": {}}, "b")
    assert _waiting(drawn) == {"awaiting_send": ["acknowledge_send"]}


def test_what_stands_around_the_waiting_state_is_not_repeated_in_it() -> None:
    inside = {"a": SEND, "d": {"final": True}}
    drawn = _chart({"c": {"states": inside}}, "c")
    assert _waiting(drawn) == {"c.awaiting_send": ["acknowledge_send"]}


def test_it_stands_there_as_it_was_written_and_the_same_agency_answers() -> None:
    inside = {"a": {**SEND, "held_by": "officer"}}
    drawn = _chart({"c": {"states": inside, "held_by": "teacher"}}, "c")
    reports = [entry for entry in drawn.entries if entry.activity == "report"]
    places = [drawn.nodes[entry.node] for entry in reports]
    assert [place.name for place in places] == ["c", "awaiting_send"]
    assert [place.held_by for place in places] == ["teacher", "officer"]
    assert [entry.meanwhile for entry in reports] == [False, True]
    assert len({entry.accountable for entry in reports}) == 1
    assert len({entry.path for entry in reports}) == 1


def test_two_sources_of_which_from_names_one_do_not_share_a_waiting_state() -> None:
    drawn = _chart({"a": SEND, "b": SEND}, "a")
    assert _waiting(drawn) == {
        "awaiting_send_from_a": ["acknowledge_send", "report"],
        "awaiting_send_from_b": ["acknowledge_send"],
    }
    drawn = _chart({"a": SEND, "b": SEND}, "a", "b")
    assert _waiting(drawn) == {"awaiting_send": ["acknowledge_send", "report"]}


def test_a_handover_from_a_waiting_state_waits_where_it_always_waits() -> None:
    drawn = _chart({"a": SEND}, "a", handover={"to": "teacher"})
    assert _waiting(drawn) == {
        "awaiting_send": ["acknowledge_send", "report"],
        "awaiting_report": ["acknowledge_report"],
    }
    sent = [entry for entry in drawn.entries if entry.activity == "report"]
    assert {entry.goal.node for entry in sent if entry.goal} == {
        drawn.node("awaiting_report").index
    }


def test_an_activity_without_from_changes_no_waiting_state() -> None:
    drawn = _chart({"a": SEND})
    assert _waiting(drawn) == {"awaiting_send": ["acknowledge_send"]}

"""Where a child passes from one agency to another."""

from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.errors import UnknownNameError
from katch_protocols.graphs.handoff_graph import handoff_graph
from katch_protocols.graphs.handoffs import HandoffEdge, handoffs
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.parties import Binding, Region
from tests.making import make_handbook, make_protocol
from tests.walking import go

POLICE, CLINIC = {"held_by": "officer"}, {"held_by": "nurse"}


def _found(states: dict[str, Any], **rest: Any) -> tuple[HandoffEdge, ...]:
    protocol = make_protocol({"states": states, **rest})
    handbook = make_handbook(protocol)
    return handoffs(chart(protocol, handbook), handbook)


def test_a_move_between_two_agencies_is_a_handoff() -> None:
    states = {"a": {**go(refer="b"), **POLICE}, "b": {**go(stay="b"), **CLINIC}}
    expected = HandoffEdge(
        "refer", "police", "clinic", ("a",), ("b",), acknowledged=False
    )
    assert _found(states) == (expected,)


def test_a_handover_is_a_handoff_when_it_is_acknowledged() -> None:
    send = {"send": {"to": "b", "handover": {"to": "nurse", "decline": "a"}}}
    states = {"a": {"activities": send, **POLICE}, "b": CLINIC}
    (found,) = _found(states)
    assert (found.activity, found.sources) == ("acknowledge_send", ("awaiting_send",))
    assert found.acknowledged


def test_a_strand_that_only_starts_beside_the_goal_gets_no_case() -> None:
    strands = {
        "way": {"initial": "w", "states": {"w": CLINIC}},
        "other": {"initial": "o", "states": {"o": {"held_by": "teacher"}}},
    }
    states = {"a": {**go(into="b.way.w"), **POLICE}, "b": {"parallel": strands}}
    (found,) = _found(states)
    assert (found.receiver, found.targets) == ("clinic", ("b.way.w",))
    whole = {**states, "a": {**go(into="b"), **POLICE}}
    assert [each.receiver for each in _found(whole)] == ["clinic", "school"]


def test_a_composite_without_a_holder_hands_over_from_what_is_inside() -> None:
    send = {"send": {"to": "b", "handover": {"to": "nurse"}}}
    inside = {"x": {**go(on="y"), **POLICE}, "y": {"held_by": "teacher"}}
    around = {"initial": "x", "states": inside, "activities": send}
    found = _found({"a": around, "b": CLINIC})
    assert [(each.activity, each.sender, each.receiver) for each in found] == [
        ("on", "police", "school"),
        ("acknowledge_send", "police", "clinic"),
        ("acknowledge_send", "school", "clinic"),
    ]


def test_a_handoff_goes_through_choices_and_completions() -> None:
    inner = {"states": {"x": {"final": True}}, "done": "c", **POLICE}
    states = {
        "a": {**go(ask="gate"), **POLICE},
        "gate": {"decide": [(None, "b")]},
        "b": inner,
        "c": CLINIC,
    }
    assert [(each.activity, each.targets) for each in _found(states)] == [
        ("ask", ("c",))
    ]


def test_one_activity_and_pair_counts_once() -> None:
    act = {"refer": {"to": "c"}}
    states = {
        "a": {"activities": {**act, "go": {"to": "b"}}, **POLICE},
        "b": {"activities": act, **POLICE},
        "c": CLINIC,
    }
    (found,) = _found(states)
    assert found.sources == ("a", "b")


def test_an_activity_of_the_top_leaves_every_resting_state() -> None:
    states = {"a": POLICE, "b": {"held_by": "teacher"}, "c": CLINIC}
    found = _found(states, activities={"alarm": {"to": "c"}})
    assert [(each.sender, each.sources) for each in found] == [
        ("police", ("a",)),
        ("school", ("b",)),
    ]


def test_staying_within_one_agency_and_waiting_for_the_clock_are_no_handoffs() -> None:
    states = {"a": {**go(on="b"), **POLICE, "after": {"3 days": "c"}}, "b": POLICE}
    assert _found({**states, "c": CLINIC}) == ()


def _regional() -> tuple[Any, Handbook]:
    states = {"a": {**go(refer="b"), **POLICE}, "b": CLINIC}
    protocol = make_protocol({"states": states})
    roles = {"nurse": Binding(agency="school")}
    gap = {"nurse": Binding(unbound=Label.of(en="Nobody yet"))}
    regions = {
        "north": Region(id="north", title=Label.of(en="North"), roles=roles),
        "south": Region(id="south", title=Label.of(en="South"), roles=gap),
    }
    handbook = make_handbook(protocol).model_copy(update={"regions": regions})
    return chart(protocol, handbook), handbook


def test_a_region_says_which_agency_plays_a_role() -> None:
    drawn, handbook = _regional()
    (found,) = handoffs(drawn, handbook, region="north")
    assert found.receiver == "school"
    assert handoffs(drawn, handbook, region="south") == ()


def test_an_unknown_region_is_refused() -> None:
    drawn, handbook = _regional()
    with pytest.raises(UnknownNameError, match="'east' is not the name of any region"):
        handoffs(drawn, handbook, region="east")


def test_the_graph_has_the_agencies_that_hold_states_and_their_handoffs() -> None:
    drawn, handbook = _regional()
    graph = handoff_graph(drawn, handbook)
    assert dict(graph.nodes) == {
        name: {
            "title": name.capitalize(),
            "kind": "service",
            "level": "district",
            "external": False,
        }
        for name in ("police", "clinic")
    }
    assert list(graph.edges(keys=True, data=True)) == [
        (
            "police",
            "clinic",
            "refer",
            {
                "activity": "refer",
                "acknowledged": False,
                "sources": "a",
                "targets": "b",
            },
        )
    ]


def _into_two_strands(receiver: str) -> dict[str, bool]:
    """Return for each receiving agency whether it acknowledges."""
    strands = {
        "care": {"initial": "w", "states": {"w": CLINIC}},
        "school": {"initial": "o", "states": {"o": {"held_by": "teacher"}}},
    }
    send = {"send": {"to": "b", "handover": {"to": receiver}}}
    found = _found({"a": {"activities": send, **POLICE}, "b": {"parallel": strands}})
    return {each.receiver: each.acknowledged for each in found}


def test_only_the_agency_that_acknowledges_has_acknowledged() -> None:
    assert _into_two_strands("nurse") == {"clinic": True, "school": False}
    assert _into_two_strands("teacher") == {"clinic": False, "school": True}


def test_a_handover_to_the_own_agency_acknowledges_nothing() -> None:
    assert _into_two_strands("officer") == {"clinic": False, "school": False}

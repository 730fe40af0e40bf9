"""What a chart says without running a case."""

from typing import Any

import pytest

from katch_protocols.charts.build import chart
from katch_protocols.charts.chart import Chart
from katch_protocols.errors import UnknownNameError
from katch_protocols.graphs.flow import cycles, dominators, reachable, ways_out
from tests.making import make_handbook, make_protocol
from tests.walking import go

END = {"final": True}
LINE = {"a": go(on="b"), "b": go(on_2="c", back="a"), "c": END}
STRANDS = {
    "p": {"states": {"p1": go(heal="p2"), "p2": END}},
    "q": {"states": {"q1": go(teach="q2", run="out"), "q2": END}},
}
SPLIT = {
    "a": go(split="b"),
    "b": {"parallel": STRANDS, "done": "c"},
    "out": {},
    "c": END,
    "lost": go(find="a"),
}


def _chart(states: dict[str, Any], **rest: Any) -> Chart:
    protocol = make_protocol({"states": states, **rest})
    return chart(protocol, make_handbook(protocol))


def test_what_no_case_reaches_is_left_out() -> None:
    found = reachable(_chart(SPLIT))
    inside = ("b.p", "b.p.p1", "b.p.p2", "b.q", "b.q.q1", "b.q.q2")
    assert found == ("a", "b", *inside, "out", "c")


def test_an_initial_state_that_every_way_in_jumps_over_is_not_reached() -> None:
    states = {"a": go(on="b.y"), "b": {"states": {"x": go(on="y"), "y": {}}}}
    assert reachable(_chart(states)) == ("a", "b", "b.y")


def test_reachable_counts_from_a_state_on() -> None:
    assert reachable(_chart(SPLIT), start="out") == ("out",)
    assert reachable(_chart(LINE), start="b") == ("a", "b", "c")
    assert reachable(_chart(LINE), start="c") == ("c",)


def test_what_the_other_strand_does_comes_after_too() -> None:
    found = reachable(_chart(SPLIT), start="b.p.p2")
    assert found == ("b", "b.p", "b.p.p2", "b.q", "b.q.q1", "b.q.q2", "out", "c")


def test_resume_brings_back_what_was_left() -> None:
    inner = {"states": {"x": go(on="y"), "y": {}}, **go(pause="b")}
    states = {"a": inner, "b": go(back="resume a")}
    assert reachable(_chart(states), start="b") == ("a", "a.x", "a.y", "b")


def test_activities_of_the_top_come_after_every_state() -> None:
    assert reachable(_chart({"a": {}, "b": {}}, activities={"go": {"to": "b"}})) == (
        "a",
        "b",
    )


def test_ways_out_are_of_the_state_of_what_is_inside_and_around() -> None:
    drawn = _chart(SPLIT)
    assert [step.name for step in ways_out(drawn, "b.q.q1")] == ["teach", "run"]
    assert [step.name for step in ways_out(drawn, "b")] == ["done", "run"]
    assert ways_out(drawn, "out") == ()


def test_what_is_final_is_left_by_done_and_through_strands_beside_it() -> None:
    drawn = _chart(SPLIT)
    assert [step.name for step in ways_out(drawn, "b.p.p2")] == ["done", "run"]
    assert [step.name for step in ways_out(drawn, "b.p.p1")] == ["heal", "run"]
    assert [step.name for step in ways_out(drawn, "b.p")] == ["done", "run"]


def test_a_way_back_into_the_state_is_no_way_out() -> None:
    states = {"a": {**go(again="a", note="a.y"), "states": {"x": {}, "y": {}}}}
    assert ways_out(_chart(states), "a") == ()


def test_a_way_back_through_the_start_of_what_is_around_is_no_way_out() -> None:
    states = {"a": {**go(again="a"), "states": {"x": go(on="y"), "y": {}}}}
    drawn = _chart(states)
    assert [step.name for step in ways_out(drawn, "a.x")] == ["on"]
    assert [step.name for step in ways_out(drawn, "a.y")] == ["again"]


def test_cycles_are_groups_in_which_a_case_goes_round() -> None:
    assert cycles(_chart(LINE)) == (("a", "b"),)
    assert cycles(_chart(SPLIT)) == ()
    assert cycles(_chart({"a": go(again="a")})) == (("a",),)


def test_an_activity_of_the_top_closes_a_cycle() -> None:
    states = {"a": go(on="b"), "b": {}}
    drawn = _chart(states, activities={"begin": {"to": "a"}})
    assert cycles(drawn) == (("a", "b"),)


def test_dominators_are_what_every_case_passes_before() -> None:
    states = {
        "a": go(left="b", right="c"),
        "b": go(join="d"),
        "c": go(join_2="d"),
        "d": {"states": {"x": {}}},
    }
    found = dominators(_chart(states))
    assert found["d.x"] == ("a", "d")
    assert found["b"] == ("a",)
    assert found["a"] == ()


def test_a_state_that_no_case_reaches_has_no_dominators() -> None:
    assert "lost" not in dominators(_chart(SPLIT))


@pytest.mark.parametrize("query", [ways_out, lambda c, s: reachable(c, start=s)])
def test_an_unknown_state_is_refused(query) -> None:
    with pytest.raises(
        UnknownNameError, match="'nowhere' is not the name of any state"
    ):
        query(_chart(LINE), "nowhere")

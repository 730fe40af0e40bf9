"""The second opinion on the paragraphs "Steps" and "Corners", one claim a test."""

import pytest

from tests.interpreter_nodes import UnreadableError
from tests.walking import go, walk

END = {"final": True}


def test_a_move_to_a_sibling_strand_restarts_the_parallel_state() -> None:
    strands = {
        "p": {"states": {"p1": go(on="p2"), "p2": go(jump="b.q.q3", over="q")}},
        "q": {"states": {"q1": {}, "q2": {}, "q3": {}}},
    }
    case = walk({"b": {"parallel": strands}})
    assert case.do("on").states == "b b.p b.p.p2 b.q b.q.q1"
    assert case.do("jump").states == "b b.p b.p.p1 b.q b.q.q3"
    assert case.do("on", "over").states == "b b.p b.p.p1 b.q b.q.q1"


def test_a_composite_that_leads_to_its_own_child_is_left_and_entered() -> None:
    strands = {
        "p": {"states": {"a": {**go(again="b.p.a.y"), "states": {"x": {}, "y": {}}}}},
        "q": {"states": {"q1": go(on="q2"), "q2": {}}},
    }
    case = walk({"b": {"parallel": strands}}).do("on")
    assert case.do("again").states == "b b.p b.p.a b.p.a.y b.q b.q.q2"


def test_a_child_that_leads_to_its_composite_starts_it_again() -> None:
    inner = {"states": {"x": go(on="y"), "y": go(again="a")}}
    assert walk({"a": inner}).do("on", "again").states == "a a.x"


def test_an_activity_at_the_top_leaves_everything_but_the_top() -> None:
    inner = {"states": {"x": go(on="y"), "y": {}}}
    case = walk({"a": inner, "b": {}}, activities={"begin": {"to": "a"}})
    assert case.do("on").states == "a a.y"
    assert case.do("begin").states == "a a.x"
    assert [m.origin for m in case.possible if m.activity == "begin"] == [""]


def test_from_places_an_activity_in_states_found_from_the_top() -> None:
    inner = {"states": {"x": go(on="y"), "y": {}}}
    case = walk({"a": inner, "b": {}}, activities={"leave": {"from": ["y"], "to": "b"}})
    assert case.moves == "on"
    assert case.do("on").moves == "leave"
    assert case.do("leave").states == "b"


def test_a_bare_name_is_the_nearest_outward_and_the_state_itself_counts() -> None:
    case = walk(
        {
            "a": {"states": {"x": go(on="x", off="b"), "b": {}}, **go(out="b")},
            "b": {},
            "x": {},
        }
    )
    assert case.do("on").states == "a a.x"
    assert case.do("off").states == "a a.b"
    assert case.do("out").states == "b"


def test_children_do_not_count_as_near() -> None:
    with pytest.raises(UnreadableError, match="a leads to nowhere: x"):
        walk({"a": {"states": {"x": {}}, **go(down="x")}})


def test_in_is_the_nearest_state_else_the_only_one() -> None:
    ask = {"near": {"when": "in x"}, "far": {"when": "in deep"}}
    case = walk(
        {
            "a": {"states": {"x": {"activities": ask}, "y": {}}},
            "x": {},
            "b": {"states": {"deep": {}}},
        }
    )
    assert case.moves == "near"


def test_in_a_passing_state_is_never_true() -> None:
    choice = {"decide": [("in gate", "b"), (None, "c")]}
    case = walk({"a": go(fall="gate"), "gate": choice, "b": {}, "c": {}})
    assert case.do("fall").states == "c"


def test_every_decide_is_taken_before_any_done() -> None:
    strands = {
        "p": {"states": {"p1": go(end="p2"), "p2": END}, "done": "out"},
        "q": {"states": {"q1": {"decide": [(None, "late")]}}},
    }
    case = walk({"b": {"parallel": strands}, "out": {}, "late": {}}, initial="b")
    assert case.states == "late"


def test_settling_goes_in_document_order() -> None:
    strands = {
        "p": {"states": {"p1": {"decide": [(None, "first")]}}},
        "q": {"states": {"q1": {"decide": [(None, "second")]}}},
    }
    case = walk({"b": {"parallel": strands}, "first": {}, "second": {}})
    assert case.states == "first"


def test_done_goes_from_the_inside_out() -> None:
    deep = {"done": "deep_first", "states": {"x": END}}
    strands = {
        "p": {"done": "shallow_first", "states": {"x": END}},
        "q": {"states": {"mid": deep}},
    }
    states = {"b": {"parallel": strands}, "deep_first": {}, "shallow_first": {}}
    assert walk(states).states == "deep_first"


def test_done_of_what_is_inside_may_complete_what_is_around_it() -> None:
    inner = {"done": "z", "states": {"x": END}}
    outer = {"done": "b", "states": {"mid": inner, "z": END}}
    assert walk({"a": outer, "b": {}}).states == "b"


def test_a_complete_composite_without_done_rests_and_leads_on() -> None:
    case = walk({"a": {"states": {"x": END}, **go(leave="b")}, "b": {}})
    assert case.moves == "leave"


CHAPTER = {"states": {"x": go(on="y"), "y": go(more="z"), "z": {}}}


def test_resume_enters_a_composite_where_it_was_left() -> None:
    case = walk({"a": {**CHAPTER, **go(pause="b")}, "b": go(back="resume a")})
    assert case.do("on", "pause").history == {"a": "a.y"}
    assert (case.do("back").states, case.history) == ("a a.y", {})


def test_resume_is_deep_and_restores_every_strand() -> None:
    strands = {"p": CHAPTER, "q": {"states": {"q1": go(off="q2"), "q2": {}}}}
    case = walk({"a": {"parallel": strands, **go(pause="b")}, "b": go(back="resume a")})
    assert case.do("on", "off", "pause", "back").states == "a a.p a.p.y a.q a.q.q2"


def test_resume_enters_normally_what_was_never_entered() -> None:
    case = walk({"b": go(back="resume a"), "a": CHAPTER})
    assert case.do("back").states == "a a.x"


def test_what_is_entered_normally_forgets_where_it_was_left() -> None:
    case = walk(
        {
            "a": {**CHAPTER, **go(pause="b")},
            "b": go(back="resume a", afresh="a"),
        }
    )
    assert case.do("on", "pause", "afresh").states == "a a.x"
    assert case.do("pause", "back").states == "a a.x"


def test_resuming_an_active_composite_leaves_it_as_it_was() -> None:
    case = walk({"a": {**CHAPTER, **go(again="resume a")}})
    assert case.do("on", "again").states == "a a.y"


def test_a_composite_left_by_done_is_complete_again_when_resumed() -> None:
    inner = {"done": "b", "states": {"x": go(finish="y"), "y": END}}
    case = walk({"a": inner, "b": go(back="resume a")})
    assert case.do("finish", "back").states == "b"


def test_a_composite_left_through_a_choice_is_decided_again_when_resumed() -> None:
    inner = {
        "x": go(ask="gate"),
        "gate": {"decide": [("d is yes", "c"), (None, "b")]},
    }
    tell = {"tell": {"sets": {"d": "yes"}}, "back": {"to": "resume a"}}
    case = walk(
        {"a": {"states": inner}, "b": {"activities": tell}, "c": {}},
        facts={"d": ("yes", "no")},
    )
    assert case.do("ask").states == "b"
    assert case.do("tell", "back").states == "c"


def test_history_of_an_inner_composite_outlives_a_fresh_entry_around_it() -> None:
    inner = {
        "rest": go(work="inner", back="resume inner"),
        "inner": {**CHAPTER, **go(park="rest")},
    }
    case = walk({"a": {"states": inner, **go(leave="b")}, "b": go(afresh="a")})
    assert case.do("work", "on", "park", "leave", "afresh").states == "a a.rest"
    assert case.do("back").states == "a a.inner a.inner.y"

"""The second opinion on the language's section "Semantics", one claim a test."""

import pytest

from tests.interpreter import Interpreter, Move, UnendingError
from tests.interpreter_nodes import UnreadableError
from tests.making import make_fragment, make_handbook, make_protocol
from tests.walking import Walk, go, walk

END = {"final": True}


def test_a_case_starts_in_the_initial_state_and_its_initial_descendants() -> None:
    case = walk(
        {
            "other": {},
            "outer": {
                "states": {"inner": {"parallel": {"a": {"states": {"x": {}, "y": {}}}}}}
            },
        },
        initial="outer",
    )
    assert case.states == "outer outer.inner outer.inner.a outer.inner.a.x"


def test_facts_start_unknown_unless_they_say_otherwise() -> None:
    case = walk({"a": {}}, facts={"age": ("*child", "adult"), "danger": ("yes", "no")})
    assert case.facts == {"age": "child", "danger": "unknown"}


def test_facts_of_the_handbook_are_facts_of_the_protocol() -> None:
    protocol = make_protocol({"states": {"a": {}}})
    handbook = make_handbook(protocol, facts={"consent": ("given", "refused")})
    assert Walk(protocol, handbook).facts == {"consent": "unknown"}


def test_an_activity_is_possible_while_a_state_that_declares_it_is_active() -> None:
    case = walk({"a": go(move="b"), "b": go(back="a")})
    assert case.moves == "move"
    assert case.do("move").moves == "back"


def test_activities_of_every_active_ancestor_are_possible() -> None:
    case = walk({"a": {**go(leave="b"), "states": {"x": go(on="y"), "y": {}}}, "b": {}})
    assert case.moves == "leave on"


def test_only_a_true_condition_opens_a_door() -> None:
    guards = {
        "is_yes": "danger is yes",
        "is_not_yes": "danger is not yes",
        "not_yes": "not (danger is yes)",
        "unknown": "danger is unknown",
        "known": "danger is known",
        "either": "danger is yes or danger is unknown",
        "both": "danger is yes and danger is unknown",
    }
    asks = {name: {"when": when} for name, when in guards.items()}
    case = walk(
        {"a": {"activities": {**asks, "tell": {"records": ["danger"]}}}},
        facts={"danger": ("yes", "no")},
    )
    assert case.moves == "either tell unknown"
    assert case.do("tell", danger="no").moves == "is_not_yes known not_yes tell"
    assert case.do("tell", danger="yes").moves == "either is_yes known tell"


def test_a_false_part_decides_and_an_open_part_does_not() -> None:
    asks = {
        "false_and_open": {"when": "not (danger is yes and has paper)"},
        "open_or_false": {"when": "not (danger is yes or has paper)"},
    }
    case = walk(
        {"a": {"activities": asks}},
        facts={"danger": ("yes", "no")},
        documents=["paper"],
    )
    assert case.moves == "false_and_open"


def test_an_activity_needs_its_documents() -> None:
    acts = {"write": {"produces": ["form"]}, "send": {"needs": ["form"]}}
    case = walk({"a": {"activities": acts}}, documents=["form"])
    assert case.moves == "write"
    assert case.do("write").moves == "send write"


def test_sending_a_document_changes_nothing_that_is_possible() -> None:
    case = walk(
        {"a": {"activities": {"send": {"sends": ["form"]}}}}, documents=["form"]
    )
    assert case.moves == "send"
    assert case.do("send").now.documents == frozenset()


def test_the_actor_states_every_recorded_fact_and_never_unknown() -> None:
    case = walk(
        {"a": {"activities": {"screen": {"records": ["danger", "age"]}}}},
        facts={"danger": ("yes", "no"), "age": ("child", "adult")},
    )
    assert case.possible == (
        Move("screen", "a", (("danger", "yes"), ("age", "child"))),
        Move("screen", "a", (("danger", "yes"), ("age", "adult"))),
        Move("screen", "a", (("danger", "no"), ("age", "child"))),
        Move("screen", "a", (("danger", "no"), ("age", "adult"))),
    )


def test_facts_are_recorded_set_and_forgotten() -> None:
    acts = {
        "learn": {"records": ["d"], "sets": {"e": "on"}},
        "lose": {"forgets": ["d"]},
    }
    case = walk({"a": {"activities": acts}}, facts={"d": ("yes",), "e": ("on", "off")})
    assert case.do("learn", d="yes").facts == {"d": "yes", "e": "on"}
    assert case.do("lose").facts == {"d": "unknown", "e": "on"}


def test_facts_change_before_states_are_entered_and_choices_made() -> None:
    acts = {"screen": {"records": ["danger"], "to": "triage"}}
    case = walk(
        {
            "a": {"activities": acts},
            "triage": {"decide": [("danger is yes", "urgent"), (None, "calm")]},
            "urgent": {},
            "calm": {},
        },
        facts={"danger": ("yes", "no")},
    )
    assert case.do("screen", danger="yes").states == "urgent"


def test_an_activity_counts_as_done_within_its_own_step() -> None:
    again = {"ask": {"to": "gate", "when": "not done ask"}}
    case = walk(
        {
            "a": {"activities": again},
            "gate": {"decide": [("done ask", "a"), (None, "lost")]},
            "lost": {},
        }
    )
    assert case.moves == "ask"
    assert (case.do("ask").states, case.moves) == ("a", "")


def test_without_a_target_the_case_stays_where_it_is() -> None:
    inner = {"states": {"x": go(on="y"), "y": {"activities": {"note": {}}}}}
    case = walk({"a": inner})
    assert case.do("on", "note").states == "a a.y"


def test_a_target_enters_initial_children_and_every_strand() -> None:
    strands = {"p": {"states": {"p1": {}}}, "q": {"states": {"q1": {}}}}
    case = walk({"a": go(split="b"), "b": {"parallel": strands}})
    assert case.do("split").states == "b b.p b.p.p1 b.q b.q.q1"


def test_strands_move_one_by_one() -> None:
    strands = {
        "p": {"states": {"p1": go(heal="p2"), "p2": END}},
        "q": {"states": {"q1": go(teach="q2"), "q2": END}},
    }
    case = walk({"b": {"parallel": strands}})
    assert case.do("heal").states == "b b.p b.p.p2 b.q b.q.q1"
    assert case.moves == "teach"


def test_a_composite_is_left_by_done_once_its_child_is_final() -> None:
    inner = {"done": "b", "states": {"x": go(finish="y"), "y": END}}
    assert walk({"a": inner, "b": {}}).do("finish").states == "b"


def test_a_parallel_state_is_left_by_done_once_every_strand_is_final() -> None:
    strands = {
        "p": {"states": {"p1": go(heal="p2"), "p2": END}},
        "q": {"states": {"q1": go(teach="q2"), "q2": END}},
    }
    case = walk({"b": {"parallel": strands, "done": "c"}, "c": {}})
    assert case.do("heal").states == "b b.p b.p.p2 b.q b.q.q1"
    assert case.do("teach").states == "c"


def test_a_complete_composite_is_not_final_for_the_one_around_it() -> None:
    inner = {"states": {"x": END}}
    case = walk({"a": {"done": "b", "states": {"mid": inner}}, "b": {}})
    assert case.states == "a a.mid a.mid.x"


def test_settling_that_cannot_end_is_an_error() -> None:
    states = {"a": go(fall="p"), "p": {"decide": [(None, "q")]}, "q": {}}
    states["q"] = {"decide": [(None, "p")]}
    with pytest.raises(UnendingError, match="p"):
        walk(states).do("fall")


def test_a_choice_of_which_no_line_holds_rests() -> None:
    case = walk(
        {"a": go(fall="p"), "p": {"decide": [("danger is yes", "a")]}},
        facts={"danger": ("yes", "no")},
    )
    assert case.do("fall").states == "p"


def test_the_clock_makes_a_step_of_its_own() -> None:
    case = walk({"a": {"after": {"72 hours": "b"}}, "b": {}})
    assert case.possible == (Move("clock(a, 72 hours)", "a"),)
    assert case.do("clock(a, 72 hours)").states == "b"


def test_nothing_is_possible_in_a_final_state_of_the_protocol() -> None:
    acts = {"note": {}, "close": {"to": "end"}}
    case = walk({"a": {}, "end": END}, activities=acts)
    assert case.moves == "close note"
    assert case.do("close").moves == ""
    assert case.interpreter.complete(case.now)


def test_a_final_state_inside_does_not_end_the_case() -> None:
    case = walk({"a": {"states": {"x": END}}}, activities={"note": {}})
    assert not case.interpreter.complete(case.now)
    assert case.moves == "note"


def test_only_events_that_a_condition_asks_about_are_remembered() -> None:
    acts = {"ask": {}, "tell": {}, "close": {"when": "done ask"}}
    case = walk({"a": {"activities": acts}})
    assert case.do("ask", "tell").now.happened == {"ask"}


def test_fragments_are_merged_at_the_top() -> None:
    fragment = make_fragment(
        {
            "states": {"missing": go(find="a")},
            "activities": {"report": {"to": "missing", "from": ["a"]}},
            "facts": {"danger": ("yes",)},
        },
        name="lost",
    )
    protocol = make_protocol({"states": {"a": {}}, "use": ["lost"]})
    case = Walk(protocol, make_handbook(protocol, fragments=(fragment,)))
    assert (case.moves, case.facts) == ("report", {"danger": "unknown"})
    assert case.do("report").states == "missing"
    assert case.do("find").states == "a"


def test_a_target_that_is_no_state_is_refused() -> None:
    with pytest.raises(UnreadableError, match="a leads to nowhere: z"):
        walk({"a": go(move="z")})


def test_a_move_that_is_not_possible_is_refused() -> None:
    protocol = make_protocol({"states": {"a": go(move="b"), "b": {}}})
    interpreter = Interpreter(protocol, make_handbook(protocol))
    with pytest.raises(UnreadableError, match="not possible"):
        interpreter.step(interpreter.start(), Move("move", "b"))

"""One step of a case, one test a paragraph of the semantics page."""

import pytest

from katch_protocols.errors import ActivityRefusedError, UnknownNameError
from katch_protocols.semantics.case_step import possible_activities, step
from katch_protocols.semantics.table import Table
from tests.semantics.small import DANGER, FINAL, fact, protocol, table_of, walk

PRESENT = {"kind": "fact_is", "fact": "danger", "values": ["present"]}


def decided(**parts: object) -> Table:
    return table_of(
        protocol(
            initial="a",
            facts=DANGER,
            states={
                "a": {
                    "activities": {
                        "screen": {"records": ["danger"], "to": "b"},
                        "skip": {"to": "b"},
                    }
                },
                "b": {
                    "decide": [
                        {"when": PRESENT, "to": {"state": "c"}},
                        {"to": {"state": "d"}},
                    ]
                },
                "c": {},
                "d": FINAL,
                **parts,
            },
        )
    )


def test_a_choice_is_left_by_the_first_line_that_holds() -> None:
    assert walk(decided(), "screen=present") == ("c",)


def test_a_choice_is_left_by_its_last_line_otherwise() -> None:
    assert walk(decided(), "screen=absent") == ("d",)


def test_an_unknown_fact_opens_no_door() -> None:
    assert walk(decided(), "skip") == ("d",)


def test_nothing_is_possible_once_a_case_is_complete() -> None:
    table = decided()
    word = step(table, table.initial, "skip")
    assert table.is_final(word)
    assert tuple(possible_activities(table, word)) == ()


def test_an_unknown_activity_is_refused_with_the_nearest_name() -> None:
    table = decided()
    with pytest.raises(UnknownNameError) as refusal:
        step(table, table.initial, "scren")
    assert refusal.value.near == ("screen",)


def test_an_untimely_activity_is_refused() -> None:
    table = decided()
    word = step(table, table.initial, "screen", {"danger": "present"})
    with pytest.raises(ActivityRefusedError) as refusal:
        step(table, word, "skip")
    assert refusal.value.activity == "skip"


def test_a_record_that_is_not_stated_is_refused() -> None:
    table = decided()
    with pytest.raises(ActivityRefusedError):
        step(table, table.initial, "screen")


def parallel(**state: object) -> Table:
    def strand(name: str) -> dict[str, object]:
        act = {f"finish_{name}": {"to": "done"}}
        return {
            "initial": "wait",
            "states": {"wait": {"activities": act}, "done": FINAL},
        }

    return table_of(
        protocol(
            initial="p",
            states={
                "p": {"parallel": {"x": strand("x"), "y": strand("y")}, **state},
                "out": {"activities": {"back": {"to": "resume p"}}},
                "end": FINAL,
            },
            activities={"leave": {"to": "out", "origins": ["p"]}},
        )
    )


def test_a_parallel_state_enters_every_strand() -> None:
    assert walk(parallel()) == ("p", "p.x", "p.x.wait", "p.y", "p.y.wait")


def test_a_parallel_state_is_left_when_every_strand_is_complete() -> None:
    table = parallel(done="end")
    assert walk(table, "finish_y") == ("p", "p.x", "p.x.wait", "p.y", "p.y.done")
    assert walk(table, "finish_y", "finish_x") == ("end",)


def test_a_complete_parallel_state_without_done_rests() -> None:
    table = parallel()
    rested = ("p", "p.x", "p.x.done", "p.y", "p.y.done")
    assert walk(table, "finish_y", "finish_x") == rested


def test_resume_returns_to_where_each_strand_was() -> None:
    rested = ("p", "p.x", "p.x.done", "p.y", "p.y.wait")
    assert walk(parallel(), "finish_x", "leave", "back") == rested


def test_a_state_that_was_left_through_done_is_complete_again_when_resumed() -> None:
    table = parallel(done="out")
    assert walk(table, "finish_x", "finish_y", "back") == ("out",)


def test_resume_of_a_state_that_was_never_entered_enters_it_normally() -> None:
    table = table_of(
        protocol(
            initial="a",
            states={
                "a": {"activities": {"go": {"to": "resume c"}}},
                "c": {"initial": "c1", "states": {"c1": {}, "c2": {}}},
            },
        )
    )
    assert walk(table, "go") == ("c", "c.c1")


def test_a_jump_to_a_sibling_strand_restarts_the_parallel_state() -> None:
    table = table_of(
        protocol(
            initial="p",
            states={
                "p": {
                    "parallel": {
                        "x": {
                            "initial": "a",
                            "states": {
                                "a": {"activities": {"next": {"to": "b"}}},
                                "b": {"activities": {"jump": {"to": "p.y.d"}}},
                            },
                        },
                        "y": {"initial": "c", "states": {"c": {}, "d": {}}},
                    }
                }
            },
        )
    )
    assert walk(table, "next", "jump") == ("p", "p.x", "p.x.a", "p.y", "p.y.d")


def test_an_activity_of_the_top_is_possible_everywhere_but_at_the_end() -> None:
    table = table_of(
        protocol(
            initial="a",
            states={
                "a": {"activities": {"go": {"to": "b"}}},
                "b": {"activities": {"stop": {"to": "end"}}},
                "end": FINAL,
            },
            activities={"alarm": {"to": "a"}},
        )
    )
    word = step(table, table.initial, "go")
    assert tuple(possible_activities(table, word)) == ("alarm", "stop")
    assert walk(table, "go", "alarm") == ("a",)
    assert tuple(possible_activities(table, step(table, word, "stop"))) == ()


def test_an_activity_from_an_end_of_the_case_is_never_possible() -> None:
    table = table_of(
        protocol(
            initial="a",
            states={
                "a": {"activities": {"go": {"to": "end"}}},
                "end": FINAL,
            },
            activities={"reopen": {"origins": ["a", "end"], "to": "a"}},
        )
    )
    word = step(table, table.initial, "go")
    assert tuple(possible_activities(table, word)) == ()
    rows = [row for row in table.rows if row.activity == "reopen"]
    assert [row.match for row in rows] == [table.initial]


def test_the_clock_steps_by_itself_and_is_named_for_its_state() -> None:
    timer = {"limit": {"amount": 72, "unit": "hours"}, "to": {"state": "b"}}
    table = table_of(
        protocol(initial="a", states={"a": {"after": [timer]}, "b": FINAL})
    )
    (row,) = table.possible(table.initial)
    assert (row.activity, row.timed) == ("clock(a, 72 hours)", True)
    assert table.is_final(row.after(table.initial))


def test_a_settling_that_cannot_end_is_no_row() -> None:
    line = {"decide": [{"to": {"state": "c"}}]}
    back = {"decide": [{"to": {"state": "b"}}]}
    table = table_of(
        protocol(
            initial="a",
            states={"a": {"activities": {"go": {"to": "b"}}}, "b": line, "c": back},
        )
    )
    assert [row.activity for row in table.endless] == ["go"]
    assert table.rows == ()


def test_facts_and_documents_change_as_the_activity_says() -> None:
    table = table_of(
        protocol(
            initial="a",
            facts={"danger": fact("present", "absent", initially="present")},
            documents={"form": {}},
            states={
                "a": {
                    "activities": {
                        "forget": {"forgets": ["danger"], "produces": ["form"]},
                        "set": {"sets": {"danger": "absent"}, "needs": ["form"]},
                    }
                }
            },
        )
    )
    assert table.configuration(table.initial).facts == {"danger": "present"}
    with pytest.raises(ActivityRefusedError):
        step(table, table.initial, "set")
    word = step(table, table.initial, "forget")
    assert table.configuration(word).facts == {"danger": "unknown"}
    assert table.configuration(word).documents == ("form",)
    word = step(table, word, "set")
    assert table.configuration(word).facts == {"danger": "absent"}


def test_a_past_activity_opens_a_door() -> None:
    asked = {"kind": "happened", "activity": "first"}
    table = table_of(
        protocol(
            initial="a",
            states={
                "a": {"activities": {"first": {}, "second": {"when": asked}}},
            },
        )
    )
    assert tuple(possible_activities(table, table.initial)) == ("first",)
    word = step(table, table.initial, "first")
    assert tuple(possible_activities(table, word)) == ("first", "second")
    assert table.configuration(word).happened == ("first",)


def test_a_first_value_that_the_fact_does_not_have_is_left_unknown() -> None:
    facts = {"danger": fact("present", initially="purple")}
    act = {"records": ["danger"]}
    table = table_of(
        protocol(initial="a", facts=facts, states={"a": {"activities": {"ask": act}}})
    )
    assert table.configuration(table.initial).facts == {"danger": "unknown"}

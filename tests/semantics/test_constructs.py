"""Handovers and sub-protocols, one test a paragraph of the semantics page."""

import pytest

from katch_protocols.errors import UnknownNameError
from katch_protocols.semantics.case_step import possible_activities, step
from katch_protocols.semantics.table import Table
from tests.semantics.small import DANGER, FINAL, protocol, table_of, walk


def handed(decline: str | None = None) -> Table:
    handover = {"to": ("receiver",)}
    if decline:
        handover["decline"] = {"state": decline}  # type: ignore[assignment]
    send = {"to": "b", "handover": handover}
    states = {"a": {"activities": {"send": send}}, "b": FINAL, "c": {}}
    return table_of(protocol(initial="a", states=states))


def test_a_handover_waits_for_the_receiver() -> None:
    assert walk(handed(), "send") == ("awaiting_send",)
    assert walk(handed(), "send", "acknowledge_send") == ("b",)


def test_a_handover_may_be_declined_only_where_the_protocol_says_so() -> None:
    assert walk(handed("c"), "send", "decline_send") == ("c",)
    with pytest.raises(UnknownNameError):
        walk(handed(), "send", "decline_send")


def running() -> Table:
    inner = protocol(
        "inner",
        initial="i1",
        facts=DANGER,
        states={
            "i1": {"activities": {"work": {"records": ["danger"], "to": "good"}}},
            "good": FINAL,
            "bad": FINAL,
        },
        activities={"fail": {"to": "bad"}},
    )
    outer = protocol(
        "outer",
        initial="run",
        facts=DANGER,
        states={
            "run": {
                "runs": "inner",
                "then": {"good": {"state": "end"}, "bad": {"state": "run"}},
            },
            "end": FINAL,
        },
    )
    return table_of(outer, inner)


def test_a_sub_protocol_stands_inside_the_state_that_runs_it() -> None:
    table = running()
    assert walk(table) == ("run", "run.i1")
    assert tuple(possible_activities(table, table.initial)) == ("run.fail", "run.work")


def test_a_final_state_of_a_sub_protocol_is_passed_to_its_target() -> None:
    assert walk(running(), "run.work=absent") == ("end",)
    assert walk(running(), "run.fail") == ("run", "run.i1")


def test_facts_of_a_sub_protocol_are_shared_by_name() -> None:
    table = running()
    word = step(table, table.initial, "run.work", {"danger": "absent"})
    assert table.configuration(word).facts == {"danger": "absent"}

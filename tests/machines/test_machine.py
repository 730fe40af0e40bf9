"""What a team that knows ``transitions`` finds in a protocol's machine."""

from typing import Any

import pytest
from transitions import MachineError
from transitions.extensions import HierarchicalMachine

from katch_protocols.errors import (
    ActivityRefusedError,
    ProtocolError,
    UnknownNameError,
)
from katch_protocols.machines.case_model import CaseModel
from tests.machines.referral import END, REFERRAL, machine_of
from tests.walking import go

STRANDS = {
    "p": {"states": {"p1": go(heal="p2"), "p2": END}},
    "q": {"states": {"q1": go(teach="q2"), "q2": END}},
}


def test_the_machine_is_a_hierarchical_machine_with_one_case_begun() -> None:
    machine = machine_of(REFERRAL)
    assert isinstance(machine, HierarchicalMachine)
    assert machine.model.state == "reported"
    assert machine.model.facts == {"danger": "unknown"}


def test_an_activity_is_a_method_that_takes_what_the_actor_records() -> None:
    case = machine_of(REFERRAL).model
    case.screen(records={"danger": "present"})
    assert (case.state, case.facts) == ("urgent", {"danger": "present"})


def test_an_activity_is_a_trigger_by_name_as_well() -> None:
    case = machine_of(REFERRAL).model
    case.trigger("screen", records={"danger": "absent"})
    assert case.state == "calm"


def test_may_asks_whether_an_activity_is_possible() -> None:
    case = machine_of(REFERRAL).model
    assert case.may_screen()
    assert case.may_screen(records={"danger": "absent"})
    assert not case.may_screen(records={"danger": "purple"})
    assert not case.may_close()


@pytest.mark.parametrize("records", [{}, {"danger": "unknown"}, {"age": "child"}])
def test_what_is_recorded_must_be_stated_with_one_of_its_values(records) -> None:
    case = machine_of(REFERRAL).model
    with pytest.raises(ActivityRefusedError, match="'screen' is not possible now"):
        case.screen(records=records)
    assert (case.state, case.facts) == ("reported", {"danger": "unknown"})


def test_a_refusal_is_a_machine_error_too_and_changes_nothing() -> None:
    case = machine_of(REFERRAL).model
    with pytest.raises(MachineError, match=r"^'close' is not possible now\.$"):
        case.close()
    assert case.state == "reported"


def test_an_unknown_activity_offers_the_nearest() -> None:
    case = machine_of(REFERRAL).model
    with pytest.raises(UnknownNameError, match=r"'screan'.*The nearest is 'screen'"):
        case.trigger("screan")


def test_strands_stand_side_by_side_in_a_list() -> None:
    machine = machine_of({"b": {"parallel": STRANDS, "done": "c"}, "c": {}})
    case = machine.model
    assert case.state == ["b.p.p1", "b.q.q1"]
    assert case.is_b.p.p1()
    case.heal()
    assert machine.possible(case) == ("teach",)
    case.teach()
    assert case.state == "c"


def test_an_activity_is_one_step_though_two_strands_declare_it() -> None:
    """The library alone would take it in each strand."""
    first = {"when": "danger is unknown", "sets": {"danger": "present"}}
    then = {"when": "danger is known", "sets": {"danger": "absent"}}
    strands = {
        "p": {"states": {"p1": {"activities": {"note": first}}}},
        "q": {"states": {"q1": {"activities": {"note": then}}}},
    }
    case = machine_of({"b": {"parallel": strands}}).model
    case.note()
    assert case.facts == {"danger": "present"}


def test_a_move_to_a_sibling_strand_restarts_the_parallel_state() -> None:
    """The library alone would leave the first strand where it is."""
    strands = {
        "p": {"states": {"p1": go(on="p2"), "p2": go(jump="b.q.q2")}},
        "q": {"states": {"q1": {}, "q2": {}}},
    }
    case = machine_of({"b": {"parallel": strands}}).model
    case.on()
    case.jump()
    assert case.state == ["b.p.p1", "b.q.q2"]


def test_resume_enters_a_composite_where_it_was_left() -> None:
    inner = {"states": {"x": go(on="y"), "y": {}}, **go(pause="b")}
    case = machine_of({"a": inner, "b": go(back="resume a")}).model
    case.on()
    case.pause()
    assert (case.state, case.history) == ("b", {"a": ("a.y",)})
    case.back()
    assert (case.state, case.history) == ("a.y", {})


def test_the_clock_is_a_trigger() -> None:
    machine = machine_of({"a": {"after": {"72 hours": "b"}}, "b": {}})
    assert machine.steps == ("clock(a, 72 hours)",)
    machine.model.trigger("clock(a, 72 hours)")
    assert machine.model.state == "b"


def test_every_step_has_its_place_in_the_library_s_own_lists() -> None:
    machine = machine_of(REFERRAL)
    assert machine.get_triggers("reported") == ["screen"]
    assert machine.get_triggers("triage") == ["decide(triage)"]
    ways = [(t.source, t.dest) for t in machine.get_transitions("close")]
    assert ways == [("urgent", "closed"), ("calm", "closed")]


def test_an_activity_at_the_top_is_possible_until_the_case_is_complete() -> None:
    machine = machine_of(
        {"a": {"states": {"x": {}}}, "end": END}, activities={"stop": {"to": "end"}}
    )
    assert machine.possible(machine.model) == ("stop",)
    machine.model.stop()
    assert machine.possible(machine.model) == ()


def test_callbacks_are_told_in_the_order_of_scxml() -> None:
    told: list[str] = []
    machine = machine_of(
        {"a": {"states": {"x": go(leave="b")}}, "b": {"states": {"y": {}}}}
    )
    for name in ("a", "a.x"):
        machine.on_exit(name, lambda _, name=name: told.append(f"exit {name}"))
    for name in ("b", "b.y"):
        machine.on_enter(name, lambda _, name=name: told.append(f"enter {name}"))
    machine.model.leave()
    assert told == ["exit a.x", "exit a", "enter b", "enter b.y"]


def test_the_machine_tells_when_a_case_is_complete() -> None:
    told: list[str] = []
    machine = machine_of(REFERRAL)
    machine.on_final.append(lambda event: told.append(event.model.state))
    machine.model.screen(records={"danger": "present"})
    assert told == []
    machine.model.close()
    assert told == ["closed"]


def test_a_composite_tells_when_it_is_complete() -> None:
    told: list[str] = []
    machine = machine_of({"b": {"parallel": STRANDS}})
    machine.get_state("b").on_final.append(lambda _: told.append("b"))
    machine.model.heal()
    assert told == []
    machine.model.teach()
    assert told == ["b"]


def test_what_a_callback_triggers_waits_until_the_step_is_whole() -> None:
    machine = machine_of(REFERRAL)
    seen: list[str] = []
    machine.on_enter("urgent", lambda event: event.model.close())
    machine.on_enter("urgent", lambda event: seen.append(event.model.state))
    machine.model.screen(records={"danger": "present"})
    assert (seen, machine.model.state) == (["urgent"], "closed")


def test_one_machine_runs_many_cases() -> None:
    machine = machine_of(REFERRAL)
    first, second = machine.model, CaseModel()
    machine.add_model([first, second])
    first.screen(records={"danger": "present"})
    assert (first.state, second.state) == ("urgent", "reported")
    assert second.facts == {"danger": "unknown"}


def test_a_case_is_carried_on_from_what_was_kept() -> None:
    kept = CaseModel(state="calm", facts={"danger": "absent"})
    case = machine_of(REFERRAL, model=kept).model
    assert case is kept
    case.close()
    assert (case.state, case.facts) == ("closed", {"danger": "absent"})


def test_a_subclass_of_the_model_may_bring_callbacks_and_fields() -> None:
    class Kept(CaseModel):
        seen: tuple[str, ...] = ()

        def remember(self, event: Any) -> None:
            self.seen = (*self.seen, event.event.name)

    machine = machine_of(REFERRAL, model=Kept())
    machine.after_state_change = "remember"
    machine.model.screen(records={"danger": "present"})
    assert machine.model.seen == ("screen", "decide(triage)")


def test_nothing_leads_past_the_protocol() -> None:
    case = machine_of(REFERRAL).model
    with pytest.raises(ActivityRefusedError):
        case.to("closed")
    assert not hasattr(case, "to_closed")


@pytest.mark.parametrize("name", ["state", "facts", "trigger", "add", "to", "to_a"])
def test_a_name_of_the_library_or_of_the_model_may_be_an_id(name) -> None:
    inner = {"states": {"add": {"states": {"x": {}}}}}
    machine = machine_of({"a": {"activities": {name: {"to": "add"}}}, "add": inner})
    assert machine.trigger_event(machine.model, name)
    assert machine.model.state == "add.add.x"


def test_a_settling_that_cannot_end_is_refused_and_undone() -> None:
    loop = {"p": {"decide": [(None, "q")]}, "q": {"decide": [(None, "p")]}}
    fall = {"fall": {"to": "p", "sets": {"danger": "present"}}}
    case = machine_of({"a": {"activities": fall}, **loop}).model
    with pytest.raises(ActivityRefusedError, match="would never end") as refused:
        case.fall()
    assert refused.value.said("ru") == (
        "Сейчас «fall» невозможно. То, что за этим следует, никогда не кончится."
    )
    assert (case.state, case.facts) == ("a", {"danger": "unknown"})


def test_a_start_that_cannot_settle_is_refused() -> None:
    with pytest.raises(ProtocolError, match="endless-settling"):
        machine_of({"p": {"decide": [(None, "p")]}})


def test_a_chart_with_problems_is_refused() -> None:
    with pytest.raises(ProtocolError, match="unknown-target"):
        machine_of({"a": go(move="nowhere")})

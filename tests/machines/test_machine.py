"""What a team that knows ``transitions`` finds in a protocol's machine."""

from typing import Any

import pytest
from transitions import MachineError
from transitions.extensions import HierarchicalMachine

from katch_protocols.charts.build import chart
from katch_protocols.errors import (
    ActivityRefusedError,
    NotOfferedError,
    ProtocolError,
    UnknownNameError,
)
from katch_protocols.machines.build import to_machine
from katch_protocols.machines.machine import ProtocolMachine
from katch_protocols.machines.model import CaseModel
from tests.making import make_handbook, make_protocol
from tests.walking import go

END = {"final": True}
FACTS = {"danger": ("present", "absent")}
SCREEN = {"records": ["danger"], "to": "triage"}
TRIAGE = {"decide": [("danger is present", "urgent"), (None, "calm")]}
REFERRAL = {
    "reported": {"activities": {"screen": SCREEN}},
    "triage": TRIAGE,
    "urgent": go(close="closed"),
    "calm": go(close="closed"),
    "closed": END,
}
STRANDS = {
    "p": {"states": {"p1": go(heal="p2"), "p2": END}},
    "q": {"states": {"q1": go(teach="q2"), "q2": END}},
}


def _machine(states: dict[str, Any], **rest: Any) -> ProtocolMachine:
    model = rest.pop("model", None)
    protocol = make_protocol({"states": states, "facts": FACTS, **rest})
    return to_machine(chart(protocol, make_handbook(protocol)), model=model)


def test_the_machine_is_a_hierarchical_machine_with_one_case_begun() -> None:
    machine = _machine(REFERRAL)
    assert isinstance(machine, HierarchicalMachine)
    assert machine.model.state == "reported"
    assert machine.model.facts == {"danger": "unknown"}


def test_an_activity_is_a_method_that_takes_what_the_actor_records() -> None:
    case = _machine(REFERRAL).model
    case.screen(records={"danger": "present"})
    assert (case.state, case.facts) == ("urgent", {"danger": "present"})


def test_an_activity_is_a_trigger_by_name_as_well() -> None:
    case = _machine(REFERRAL).model
    case.trigger("screen", records={"danger": "absent"})
    assert case.state == "calm"


def test_may_asks_whether_an_activity_is_possible() -> None:
    case = _machine(REFERRAL).model
    assert case.may_screen()
    assert case.may_screen(records={"danger": "absent"})
    assert not case.may_screen(records={"danger": "purple"})
    assert not case.may_close()


@pytest.mark.parametrize("records", [{}, {"danger": "unknown"}, {"age": "child"}])
def test_what_is_recorded_must_be_stated_with_one_of_its_values(records) -> None:
    case = _machine(REFERRAL).model
    with pytest.raises(ActivityRefusedError, match="'screen' is not possible now"):
        case.screen(records=records)
    assert (case.state, case.facts) == ("reported", {"danger": "unknown"})


def test_a_refusal_is_a_machine_error_too_and_changes_nothing() -> None:
    case = _machine(REFERRAL).model
    with pytest.raises(MachineError, match=r"^'close' is not possible now\.$"):
        case.close()
    assert case.state == "reported"


def test_an_unknown_activity_offers_the_nearest() -> None:
    case = _machine(REFERRAL).model
    with pytest.raises(UnknownNameError, match=r"'screan'.*The nearest is 'screen'"):
        case.trigger("screan")


def test_strands_stand_side_by_side_in_a_list() -> None:
    machine = _machine({"b": {"parallel": STRANDS, "done": "c"}, "c": {}})
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
    case = _machine({"b": {"parallel": strands}}).model
    case.note()
    assert case.facts == {"danger": "present"}


def test_a_move_to_a_sibling_strand_restarts_the_parallel_state() -> None:
    """The library alone would leave the first strand where it is."""
    strands = {
        "p": {"states": {"p1": go(on="p2"), "p2": go(jump="b.q.q2")}},
        "q": {"states": {"q1": {}, "q2": {}}},
    }
    case = _machine({"b": {"parallel": strands}}).model
    case.on()
    case.jump()
    assert case.state == ["b.p.p1", "b.q.q2"]


def test_resume_enters_a_composite_where_it_was_left() -> None:
    inner = {"states": {"x": go(on="y"), "y": {}}, **go(pause="b")}
    case = _machine({"a": inner, "b": go(back="resume a")}).model
    case.on()
    case.pause()
    assert (case.state, case.history) == ("b", {"a": ("a.y",)})
    case.back()
    assert (case.state, case.history) == ("a.y", {})


def test_the_clock_is_a_trigger() -> None:
    machine = _machine({"a": {"after": {"72 hours": "b"}}, "b": {}})
    assert machine.steps == ("clock(a, 72 hours)",)
    machine.model.trigger("clock(a, 72 hours)")
    assert machine.model.state == "b"


def test_every_step_has_its_place_in_the_library_s_own_lists() -> None:
    machine = _machine(REFERRAL)
    assert machine.get_triggers("reported") == ["screen"]
    assert machine.get_triggers("triage") == ["decide(triage)"]
    ways = [(t.source, t.dest) for t in machine.get_transitions("close")]
    assert ways == [("urgent", "closed"), ("calm", "closed")]


def test_an_activity_at_the_top_is_possible_until_the_case_is_complete() -> None:
    machine = _machine(
        {"a": {"states": {"x": {}}}, "end": END}, activities={"stop": {"to": "end"}}
    )
    assert machine.possible(machine.model) == ("stop",)
    machine.model.stop()
    assert machine.possible(machine.model) == ()


def test_callbacks_are_told_in_the_order_of_scxml() -> None:
    told: list[str] = []
    machine = _machine(
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
    machine = _machine(REFERRAL)
    machine.on_final.append(lambda event: told.append(event.model.state))
    machine.model.screen(records={"danger": "present"})
    assert told == []
    machine.model.close()
    assert told == ["closed"]


def test_a_composite_tells_when_it_is_complete() -> None:
    told: list[str] = []
    machine = _machine({"b": {"parallel": STRANDS}})
    machine.get_state("b").on_final.append(lambda _: told.append("b"))
    machine.model.heal()
    assert told == []
    machine.model.teach()
    assert told == ["b"]


def test_what_a_callback_triggers_waits_until_the_step_is_whole() -> None:
    machine = _machine(REFERRAL)
    seen: list[str] = []
    machine.on_enter("urgent", lambda event: event.model.close())
    machine.on_enter("urgent", lambda event: seen.append(event.model.state))
    machine.model.screen(records={"danger": "present"})
    assert (seen, machine.model.state) == (["urgent"], "closed")


def test_one_machine_runs_many_cases() -> None:
    machine = _machine(REFERRAL)
    first, second = machine.model, CaseModel()
    machine.add_model([first, second])
    first.screen(records={"danger": "present"})
    assert (first.state, second.state) == ("urgent", "reported")
    assert second.facts == {"danger": "unknown"}


def test_a_case_is_carried_on_from_what_was_kept() -> None:
    kept = CaseModel(state="calm", facts={"danger": "absent"})
    case = _machine(REFERRAL, model=kept).model
    assert case is kept
    case.close()
    assert (case.state, case.facts) == ("closed", {"danger": "absent"})


def test_a_subclass_of_the_model_may_bring_callbacks_and_fields() -> None:
    class Kept(CaseModel):
        seen: tuple[str, ...] = ()

        def remember(self, event: Any) -> None:
            self.seen = (*self.seen, event.event.name)

    machine = _machine(REFERRAL, model=Kept())
    machine.after_state_change = "remember"
    machine.model.screen(records={"danger": "present"})
    assert machine.model.seen == ("screen", "decide(triage)")


def test_nothing_leads_past_the_protocol() -> None:
    case = _machine(REFERRAL).model
    with pytest.raises(ActivityRefusedError):
        case.to("closed")
    assert not hasattr(case, "to_closed")


@pytest.mark.parametrize("name", ["state", "facts", "trigger", "add", "to", "to_a"])
def test_a_name_of_the_library_or_of_the_model_may_be_an_id(name) -> None:
    inner = {"states": {"add": {"states": {"x": {}}}}}
    machine = _machine({"a": {"activities": {name: {"to": "add"}}}, "add": inner})
    assert machine.trigger_event(machine.model, name)
    assert machine.model.state == "add.add.x"


def test_a_settling_that_cannot_end_is_refused_and_undone() -> None:
    loop = {"p": {"decide": [(None, "q")]}, "q": {"decide": [(None, "p")]}}
    fall = {"fall": {"to": "p", "sets": {"danger": "present"}}}
    case = _machine({"a": {"activities": fall}, **loop}).model
    with pytest.raises(ActivityRefusedError, match="would never end"):
        case.fall()
    assert (case.state, case.facts) == ("a", {"danger": "unknown"})


def test_a_start_that_cannot_settle_is_refused() -> None:
    with pytest.raises(ProtocolError, match="endless-settling"):
        _machine({"p": {"decide": [(None, "p")]}})


def test_a_chart_with_problems_is_refused() -> None:
    with pytest.raises(ProtocolError, match="unknown-target"):
        _machine({"a": go(move="nowhere")})


class Ticket:
    """A host's own object, which knows nothing of this library."""

    def __init__(self, number: int) -> None:
        self.number = number


def test_an_own_object_becomes_the_case() -> None:
    ticket = Ticket(7)
    machine = _machine(REFERRAL, model=ticket)
    assert machine.model is ticket
    assert ticket.may_screen()
    ticket.screen(records={"danger": "present"})
    assert (ticket.state, ticket.facts) == ("urgent", {"danger": "present"})
    assert ticket.number == 7
    with pytest.raises(ActivityRefusedError):
        ticket.screen(records={"danger": "present"})


def test_an_own_object_carries_on_where_its_state_says() -> None:
    ticket = Ticket(7)
    ticket.state, ticket.facts = "calm", {"danger": "absent"}
    _machine(REFERRAL, model=ticket)
    ticket.close()
    assert (ticket.state, ticket.facts) == ("closed", {"danger": "absent"})


def test_a_refused_step_leaves_an_own_object_as_it_was() -> None:
    loop = {"p": {"decide": [(None, "q")]}, "q": {"decide": [(None, "p")]}}
    fall = {"fall": {"to": "p", "sets": {"danger": "present"}}}
    ticket = Ticket(7)
    _machine({"a": {"activities": fall}, **loop}, model=ticket)
    with pytest.raises(ActivityRefusedError, match="would never end"):
        ticket.fall()
    assert (ticket.state, ticket.facts) == ("a", {"danger": "unknown"})


def test_several_own_objects_run_side_by_side() -> None:
    machine = _machine(REFERRAL, model=Ticket(1))
    machine.add_model([Ticket(2), Ticket(3)])
    machine.models[2].screen(records={"danger": "absent"})
    assert [each.state for each in machine.models] == ["reported", "reported", "calm"]
    with pytest.raises(NotOfferedError, match="take `models`"):
        _ = machine.model


@pytest.mark.parametrize("model", ["self", 7, object(), ("a", "b")])
def test_what_can_hold_nothing_is_no_model(model: object) -> None:
    expected = r"^`model` must be an object that can hold state, facts, .*, not \w+\.$"
    with pytest.raises(TypeError, match=expected):
        _machine(REFERRAL, model=model)


def test_an_own_object_with_something_else_under_a_name_is_refused() -> None:
    ticket = Ticket(7)
    ticket.documents = ["a list"]
    with pytest.raises(TypeError, match=r"^`model\.documents` must be set, not list"):
        _machine(REFERRAL, model=ticket)


def test_a_graph_is_refused_by_the_names_of_what_gives_one() -> None:
    machine = _machine(REFERRAL)
    for call in (machine.get_graph, machine.model.get_graph):
        with pytest.raises(NotOfferedError, match=r"Take `to_graph\(protocol\)`"):
            call(title="The case")


CHANGES: dict[str, tuple[Any, ...]] = {
    "add_transition": ("leap", "reported", "closed"),
    "add_transitions": ([["leap", "reported", "closed"]],),
    "add_ordered_transitions": (),
    "remove_transition": ("screen",),
    "add_states": (["limbo"],),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_machine_is_not_changed_past_its_protocol(name: str) -> None:
    machine = _machine(REFERRAL)
    with pytest.raises(NotOfferedError) as caught:
        getattr(machine, name)(*CHANGES[name])
    said = str(caught.value)
    assert said.startswith("The machine of a protocol has no `")
    assert said.endswith("stands in the protocol's file: write it there.")


def test_an_activity_that_a_case_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="a case has no 'screan'"):
        _machine(REFERRAL).model.screan()

"""An own object as the case of a machine, and what a machine of a protocol refuses."""

from typing import Any

import pytest

from katch_protocols.errors import ActivityRefusedError, NotOfferedError
from tests.machines.referral import REFERRAL, machine_of


class Ticket:
    """A host's own object, which knows nothing of this library."""

    def __init__(self, number: int) -> None:
        self.number = number


def test_an_own_object_becomes_the_case() -> None:
    ticket = Ticket(7)
    machine = machine_of(REFERRAL, model=ticket)
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
    machine_of(REFERRAL, model=ticket)
    ticket.close()
    assert (ticket.state, ticket.facts) == ("closed", {"danger": "absent"})


def test_a_refused_step_leaves_an_own_object_as_it_was() -> None:
    loop = {"p": {"decide": [(None, "q")]}, "q": {"decide": [(None, "p")]}}
    fall = {"fall": {"to": "p", "sets": {"danger": "present"}}}
    ticket = Ticket(7)
    machine_of({"a": {"activities": fall}, **loop}, model=ticket)
    with pytest.raises(ActivityRefusedError, match="would never end"):
        ticket.fall()
    assert (ticket.state, ticket.facts) == ("a", {"danger": "unknown"})


def test_several_own_objects_run_side_by_side() -> None:
    machine = machine_of(REFERRAL, model=Ticket(1))
    machine.add_model([Ticket(2), Ticket(3)])
    machine.models[2].screen(records={"danger": "absent"})
    assert [each.state for each in machine.models] == ["reported", "reported", "calm"]
    with pytest.raises(NotOfferedError, match="take `models`"):
        _ = machine.model


@pytest.mark.parametrize("model", ["self", 7, object(), ("a", "b")])
def test_what_can_hold_nothing_is_no_model(model: object) -> None:
    expected = r"^`model` must be an object that can hold state, facts, .*, not \w+\.$"
    with pytest.raises(TypeError, match=expected):
        machine_of(REFERRAL, model=model)


def test_an_own_object_with_something_else_under_a_name_is_refused() -> None:
    ticket = Ticket(7)
    ticket.documents = ["a list"]
    with pytest.raises(TypeError, match=r"^`model\.documents` must be set, not list"):
        machine_of(REFERRAL, model=ticket)


def test_a_graph_is_refused_by_the_names_of_what_gives_one() -> None:
    machine = machine_of(REFERRAL)
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
    machine = machine_of(REFERRAL)
    with pytest.raises(NotOfferedError) as caught:
        getattr(machine, name)(*CHANGES[name])
    said = str(caught.value)
    assert said.startswith("The machine of a protocol has no `")
    assert said.endswith("stands in the protocol's file: write it there.")


def test_an_activity_that_a_case_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="a case has no 'screan'"):
        machine_of(REFERRAL).model.screan()

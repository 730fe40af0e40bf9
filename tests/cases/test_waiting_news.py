"""News that waits for an instant: what comes first there, and what is read again."""

from datetime import datetime

import pytest

from katch_protocols.cases.case import Case
from katch_protocols.sentences.text import parse_safeguard
from katch_protocols.verbs.live_cases import open_case
from tests.cases.living import HOUR, NOW, PEOPLE, bound_by
from tests.making import make_handbook, make_protocol

OFFICER = PEOPLE[0]
WORK = {
    "call": {"opens": "second"},
    "look": {},
    "birthday": {"by": "nobody"},
    "place": {"by": "second.taken_up", "to": "home"},
}
HOME = {"place": {"by": "second.taken_up", "to": "over"}}


def waiting(**more: object) -> Case:
    """Open a case in which news waits for three hours to be over."""
    first = {
        "work": {"activities": WORK, **more},
        "home": {"activities": HOME},
        "over": {"final": True},
    }
    second = {
        "near": {"held_by": "officer", "activities": {"help": {"to": "helped"}}},
        "helped": {"final": True},
    }
    made = make_handbook(
        make_protocol({"states": first}, name="first"),
        make_protocol({"states": second}, name="second"),
    )
    bound = bound_by(made, [parse_safeguard("place at least 3 hours after look")])
    case = open_case(
        bound.protocols["first"],
        reference="case-1",
        region=None,
        at=NOW,
        handbook=bound,
    )
    (opening,) = case.do("call", by=OFFICER, at=NOW).opened
    case.do("look", by=OFFICER, at=NOW)
    case.tell(opening.reference, "taken_up", at=NOW)
    assert case.wakes_at == NOW + 3 * HOUR
    return case


def take(case: Case, first: str, at: datetime) -> None:
    if first == "act":
        case.do("call", by=OFFICER, at=at)
    elif first == "loan":
        until = at + HOUR
        case.stand_in(by=OFFICER, deputy="d-1", role="officer", until=until, at=at)
    elif first == "signal":
        case.signal("birthday", at=at)
    case.advance(at)


@pytest.mark.parametrize("first", ["act", "loan", "signal", "clock"])
def test_a_case_in_which_something_came_first_at_that_instant_is_read_again(
    first: str,
) -> None:
    """Once, it was neither restored nor verified: it was as if tampered with."""
    case = waiting(**({"after": {"3 hours": "home"}} if first == "clock" else {}))
    take(case, first, NOW + 3 * HOUR)
    assert [event.activity for event in case.events[-1:]] == ["place"]
    assert case.events[-2].at == case.events[-1].at == NOW + 3 * HOUR
    case.verify()
    compiled = case.view().compiled
    again = Case.restore(compiled.protocol, case.snapshot(), handbook=compiled.handbook)
    assert again.snapshot() == case.snapshot()

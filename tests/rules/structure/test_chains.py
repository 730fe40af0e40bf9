"""Of states that no case enters those are told with which a slip begins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.findings import Finding
from katch_protocols.graphs.components import beginnings
from tests.rules.saltmarsh import examine, referral, seen

STEP = """  {state}:
    title: State
    held_by: duty_officer
    activities:
      {act}: {{title: Act, by: duty_officer, to: {to}{more}}}
"""


def step(state: str, to: str, more: str = "") -> str:
    """Return a state with one way out."""
    return STEP.format(state=state, act=f"leave_{state}", to=to, more=more)


def told(states: str, **head: str) -> dict[str, str]:
    """Return how many states lie behind each that is told, by its name."""
    found = seen("unreachable-state", {"referral.yaml": referral(states, **head)})
    return {facts["state"]: facts.get("behind.number", "0") for _, facts in found}


REPORTED = step("reported", "closed")


def test_a_protocol_that_starts_at_its_end_is_told_once() -> None:
    states = REPORTED.replace("closed", "seen") + step("seen", "closed")
    assert told(states, initial="closed") == {"reported": "1"}


def test_of_a_chain_the_first_is_told_wherever_it_stands() -> None:
    chain = step("third", "closed") + step("second", "third") + step("first", "second")
    assert told(REPORTED + chain) == {"first": "2"}


def test_of_a_circle_the_first_in_the_file_is_told() -> None:
    circle = step("south", "west") + step("west", "north") + step("north", "south")
    assert told(REPORTED + circle) == {"south": "2"}


def test_before_a_circle_stands_what_leads_into_it() -> None:
    circle = step("north", "south") + step("south", "north") + step("east", "south")
    assert told(REPORTED + circle) == {"east": "2"}


def test_what_lies_behind_two_is_counted_for_both() -> None:
    lost = step("left", "both") + step("right", "both") + step("both", "closed")
    assert told(REPORTED + lost) == {"left": "1", "right": "1"}


def test_a_state_that_waits_for_a_handover_is_passed_through_and_not_counted() -> None:
    handed = ", handover: {to: caseworker, within: 4 hours}"
    lost = step("left", "right", handed) + step("right", "closed")
    assert told(REPORTED + lost) == {"left": "1"}


def test_what_is_behind_the_end_of_a_part_is_told_with_it() -> None:
    states = """  help:
    title: Help
    held_by: duty_officer
    initial: begun
    done: closed
    states:
      begun:
        title: Begun
        activities:
          go_on: {title: Go on, by: duty_officer}
      given: {title: Given, final: true}
"""
    assert told(states, initial="help") == {"given": "1"}


def test_what_a_choice_in_a_lost_state_leads_to_is_told_with_it() -> None:
    lost = step("lost", "weighed") + "  weighed:\n    decide:\n      - {to: seen}\n"
    assert told(REPORTED + lost + step("seen", "closed")) == {"lost": "2"}


@pytest.mark.parametrize(
    ("more", "english", "russian", "kazakh"),
    [
        (0, "", "", ""),
        (1, " or 1 state behind it", " и в 1 состояние за ним", "1 күйге"),
        (2, " or 2 states behind it", " и в 2 состояния за ним", "2 күйге"),
        (5, " or 5 states behind it", " и в 5 состояний за ним", "5 күйге"),
    ],
)
def test_the_number_is_said_in_each_language(
    more: int, english: str, russian: str, kazakh: str
) -> None:
    names = ["north", *(f"next_{number}" for number in range(more)), "closed"]
    lost = "".join(step(state, to) for state, to in pairwise(names))
    found = _unreachable(REPORTED + lost)
    assert found.said("en").saw.endswith(f"enter 'north'{english}.")
    assert found.said("ru").saw.endswith(f"войдёт в «north»{russian}.")
    assert (" және одан кейінгі " in found.said("kk").saw) is (more > 0)
    assert f"{kazakh} ешқашан кірмейді." in found.said("kk").saw


def _unreachable(states: str) -> Finding:
    every = examine({"referral.yaml": referral(states)})
    return next(each for each in every if each.rule == "unreachable-state")


@pytest.mark.parametrize(
    ("promise", "is_told"),
    [
        ("leave_lost requires leave_reported", False),
        ("leave_behind requires leave_reported", False),
        ("wait requires leave_reported", True),
    ],
)
def test_a_promise_about_a_lost_state_is_told_with_the_state(
    promise: str, is_told: bool
) -> None:
    wait = "      wait: {title: Wait, by: duty_officer, when: done wait}\n"
    lost = step("lost", "behind") + step("behind", "closed")
    more = f"safeguards:\n  promise: {{rule: {promise}}}\n"
    files = {"referral.yaml": referral(REPORTED + wait + lost, more=more)}
    assert bool(seen("safeguard-vacuous", files)) is is_told


PLACES = st.integers(min_value=0, max_value=7)


@given(edges=st.lists(st.tuples(PLACES, PLACES), max_size=20))
def test_the_places_told_lead_to_all_others_and_none_to_another(
    edges: list[tuple[int, int]],
) -> None:
    found = beginnings(range(8), edges)
    reached = {place: _after(place, edges) for place in range(8)}
    for place in range(8):
        before = {other for other in range(8) if place in reached[other]}
        alone = before <= reached[place] | {place}
        assert (place in found) is (alone and place == min({place, *before}))
    for place, behind in found.items():
        assert behind == len(reached[place] - {place})


def _after(place: int, edges: list[tuple[int, int]]) -> set[int]:
    """Return the places to which one leads."""
    found: set[int] = set()
    for _ in edges:
        found |= {to for one, to in edges if one == place or one in found}
    return found

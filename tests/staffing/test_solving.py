"""Patterns, CP-SAT and brute force find a plan for the same problems."""

import sys
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from katch_protocols.errors import MissingExtraError
from katch_protocols.staffing.assignment import solve_by_cp_sat
from katch_protocols.staffing.assignment_problem import AssignmentProblem, is_plan
from katch_protocols.staffing.pattern_solver import solve
from tests.staffing.instances import by_brute_force, problems

SLOW = [HealthCheck.too_slow]
"""No test depends on how busy the machine is."""


@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(problems())
def test_patterns_agree_with_trying_every_plan(problem: AssignmentProblem) -> None:
    answer = solve(problem)
    assert answer.decided
    assert (answer.plan is None) is (by_brute_force(problem) is None)
    assert answer.plan is None or is_plan(problem, answer.plan)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(problems())
def test_cp_sat_agrees_with_trying_every_plan(problem: AssignmentProblem) -> None:
    answer = solve_by_cp_sat(problem)
    assert answer.decided
    assert (answer.plan is None) is (by_brute_force(problem) is None)
    assert answer.plan is None or is_plan(problem, answer.plan)


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_agree_where_people_are_scarce(seed: int) -> None:
    """Fifteen steps, two or three people each: patterns must really be searched."""
    chance = Random(seed)  # noqa: S311 - a made-up instance, no secret
    allowed = tuple(
        sum(1 << person for person in chance.sample(range(9), chance.choice((2, 3))))
        for _ in range(15)
    )
    apart = tuple(
        (one, other)
        for one in range(15)
        for other in range(one)
        if chance.random() < 0.25
    )
    problem = AssignmentProblem(allowed, apart)
    ours, theirs = solve(problem), solve_by_cp_sat(problem)
    assert ours.decided
    assert theirs.decided
    assert (ours.plan is None) is (theirs.plan is None)
    assert ours.plan is None or is_plan(problem, ours.plan)


def test_seven_steps_that_all_differ_need_seven_people() -> None:
    apart = tuple((one, other) for one in range(7) for other in range(one))
    six, seven = ((1 << number) - 1 for number in (6, 7))
    assert solve(AssignmentProblem((six,) * 7, apart)).plan is None
    answer = solve(AssignmentProblem((seven,) * 7, apart))
    assert answer.plan is not None
    assert sorted(answer.plan) == [0, 1, 2, 3, 4, 5, 6]


def test_two_duties_bound_to_one_person_leave_nobody_for_the_third() -> None:
    problem = AssignmentProblem((0b11, 0b10, 0b10), apart=((0, 2),), same=((0, 1),))
    assert solve(problem).plan is None
    assert solve(AssignmentProblem((0b11, 0b10, 0b11), ((0, 2),), ((0, 1),))).plan == (
        1,
        1,
        0,
    )


def test_a_search_that_gives_up_says_so() -> None:
    apart = tuple((one, other) for one in range(7) for other in range(one))
    answer = solve(AssignmentProblem((0b111111,) * 7, apart), most=3)
    assert answer.plan is None
    assert not answer.decided


def test_different_agencies_are_chosen_for_different_steps() -> None:
    bodies = {0: {"harbour": 0b01, "clinic": 0b01}, 1: {"harbour": 0b10}}
    problem = AssignmentProblem((0b01, 0b10), strangers=((0, 1),), bodies=bodies)
    assert solve(problem).plan == (0, 1)
    alone = {0: {"harbour": 0b01}, 1: {"harbour": 0b10}}
    assert solve(AssignmentProblem((0b01, 0b10), (), (), ((0, 1),), alone)).plan is None


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(MissingExtraError) as caught:
        solve_by_cp_sat(AssignmentProblem((1,)))
    assert str(caught.value) == (
        "The second way to staff a case needs an extra: "
        "pip install 'katch-protocols[staffing]'."
    )

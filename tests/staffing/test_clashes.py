"""Clashes are real, smallest, and all there are; against trying every set."""

from itertools import chain, combinations

from hypothesis import HealthCheck, given, settings

from katch_protocols.model.handbook import Handbook
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.staffing.assignment import Assignment
from katch_protocols.staffing.demands import DemandKind
from katch_protocols.staffing.protocol_study import ProtocolStudy
from tests.staffing.worlds import REGION, book, desk, worlds

SLOW = [HealthCheck.too_slow]
WELFARE = "welfare_office"


def cases_of(found: ProtocolStudy) -> set[frozenset[str]]:
    """Return the activities of every case, walked step by step to its end."""
    table = compile_chart(found.cases.chart)
    ends: set[frozenset[str]] = set()
    waiting = [(table.initial, frozenset[str]())]
    seen = set(waiting)
    while waiting:
        word, done = waiting.pop()
        ends.add(done)
        for row in table.possible(word):
            after = row.after(word), done | {row.activity}
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return ends


def demands_of(found: ProtocolStudy, case: frozenset[str]) -> frozenset[int]:
    """Return the demands of one case: all whose steps it has."""
    board = found.board
    return frozenset(
        index
        for index, demand in enumerate(board.demands)
        if all(board.steps[step].activity in case for step in demand.steps)
    )


def is_met(found: ProtocolStudy, demands: frozenset[int], absent: int = 0) -> bool:
    return found.board.answer(demands, absent).plan is not None


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(worlds(panel=True))
def test_a_protocol_is_staffable_exactly_if_each_of_its_cases_is(world) -> None:
    found = desk(book(*world))
    each = [is_met(found, demands_of(found, case)) for case in cases_of(found)]
    assert all(each) is (not found.clashes)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(worlds(panel=True))
def test_without_any_part_of_a_clash_the_rest_can_be_met(world) -> None:
    found = desk(book(*world))
    cases = [demands_of(found, case) for case in cases_of(found)]
    for clash in found.clashes:
        assert not is_met(found, clash)
        assert all(is_met(found, clash - {part}) for part in clash)
        assert any(clash <= case for case in cases)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(worlds())
def test_every_smallest_clash_is_found(world) -> None:
    found = desk(book(*world))
    board = found.board
    alone = {
        board.demands[index].steps[0]
        for clash in found.clashes
        if sum(board.demands[i].kind is DemandKind.HELD for i in clash) == 1
        for index in clash
    }
    expected = {
        clash
        for clash in _smallest(found)
        if len(_steps(found, clash)) == 1 or not _steps(found, clash) & alone
    }
    assert set(found.clashes) == expected


def _steps(found: ProtocolStudy, clash: frozenset[int]) -> set[int]:
    demands = found.board.demands
    return {step for index in clash for step in demands[index].steps}


def _smallest(found: ProtocolStudy) -> list[frozenset[int]]:
    """Return every smallest set of demands of one case that cannot be met."""
    cases = [demands_of(found, case) for case in cases_of(found)]
    smallest: list[frozenset[int]] = []
    sizes = range(1, max(map(len, cases), default=0) + 1)
    every = chain.from_iterable(
        combinations(sorted(case), size)
        for size in sizes
        if size <= 7
        for case in cases
    )
    for each in map(frozenset, every):
        if any(known <= each for known in smallest):
            continue
        if not is_met(found, each):
            smallest.append(each)
    return smallest


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(worlds())
def test_the_sets_whose_absence_stops_a_case_are_those_of_enumeration(world) -> None:
    handbook: Handbook = book(*world)
    found = desk(handbook)
    posts = found.board.people.of_post
    weak = found.weakness
    parts = [frozenset(part) for part in weak.components]
    cases = [demands_of(found, case) for case in cases_of(found)]
    expected: list[frozenset[str]] = []
    for size in range(1, 4):
        for absent in map(frozenset, combinations(sorted(posts), size)):
            if any(known <= absent for known in expected):
                continue
            mask = sum(posts[name] for name in absent)
            if not all(
                is_met(found, part & case, mask) for part in parts for case in cases
            ):
                expected.append(absent)
    assert set(weak.posts()) == set(expected)
    single = {each.post for each in found.single_points}
    assert single == {name for each in expected if len(each) == 1 for name in each}
    assert REGION in handbook.regions


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(worlds())
def test_the_agencies_whose_absence_stops_a_case_are_those_of_enumeration(
    world,
) -> None:
    found = desk(book(*world))
    board, weak = found.board, found.weakness
    parts = [frozenset(part) for part in weak.components]
    cases = [demands_of(found, case) for case in cases_of(found)]
    expected: list[frozenset[str]] = []
    for size in range(1, 3):
        for away in map(frozenset, combinations(("harbour_police", WELFARE), size)):
            there = Assignment(board.steps, board.demands, board.people.without(away))
            stopped = any(
                there.answer(part & case).plan is None
                for part in parts
                for case in cases
            )
            if stopped and not any(known <= away for known in expected):
                expected.append(away)
    assert set(weak.agencies()) == set(expected)

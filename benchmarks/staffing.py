"""How fast a plan for a case is found, beside the solver CP-SAT.

Two families of instances. ``plenty``: ten people a step, each allowed one step to half
of them, one pair of steps in ten kept apart, one in fifty bound. ``scarce``: two people
a step, each allowed one to three steps, three pairs in ten kept apart.
"""

from collections.abc import Iterator
from random import Random

from benchmarks.lines import Line
from benchmarks.measuring import seconds
from katch_protocols.staffing.assignment import solve_by_cp_sat
from katch_protocols.staffing.assignment_problem import AssignmentProblem, Pair, is_plan
from katch_protocols.staffing.pattern_solver import solve

__all__ = ["lines"]

_AIM = 0.1
_SEEDS = range(3)


def lines() -> Iterator[Line]:
    """Yield two lines a family and size: against the limit, and against the solver."""
    for steps, people in ((50, 500), (100, 1_000)):
        problems = [plenty(steps, people, seed) for seed in _SEEDS]
        yield from _measured(f"staff {steps} steps x {people:,} people", problems)
    for steps in (50, 100):
        problems = [scarce(steps, 2 * steps, seed) for seed in _SEEDS]
        yield from _measured(f"staff {steps} scarce steps", problems)


def _measured(what: str, problems: list[AssignmentProblem]) -> Iterator[Line]:
    """Time the slowest problem of a family, after both ways have agreed on each."""
    for problem in problems:
        ours, theirs = solve(problem), solve_by_cp_sat(problem)
        plans = [each.plan for each in (ours, theirs) if each.plan is not None]
        agree = ours.decided and theirs.decided and len(plans) != 1
        if not (agree and all(is_plan(problem, plan) for plan in plans)):
            raise AssertionError(what)
    times = [seconds(lambda each=problem: solve(each)) for problem in problems]  # type: ignore[misc]
    slowest = max(range(len(problems)), key=times.__getitem__)
    solver = seconds(lambda: solve_by_cp_sat(problems[slowest]), runs=1)
    yield Line.within(what, times[slowest], under=_AIM)
    yield Line.faster(f"{what}, beside CP-SAT", times[slowest], solver, over=1)


def plenty(steps: int, people: int, seed: int) -> AssignmentProblem:
    """Make an instance where people are plenty."""
    chance = Random(seed)  # noqa: S311 - a made-up instance, no secret
    allowed = _allowed(chance, steps, people, most=steps // 2)
    return AssignmentProblem(allowed, _pairs(chance, steps, 0.1), _bound(chance, steps))


def scarce(steps: int, people: int, seed: int) -> AssignmentProblem:
    """Make an instance where people are scarce."""
    chance = Random(seed)  # noqa: S311 - as above
    allowed = _allowed(chance, steps, people, most=3)
    return AssignmentProblem(allowed, _pairs(chance, steps, 0.3))


def _allowed(chance: Random, steps: int, people: int, *, most: int) -> tuple[int, ...]:
    allowed = [0] * steps
    for person in range(people):
        for step in chance.sample(range(steps), chance.randint(1, most)):
            allowed[step] |= 1 << person
    return tuple(allowed)


def _pairs(chance: Random, steps: int, density: float) -> tuple[Pair, ...]:
    return tuple(
        (one, other)
        for one in range(steps)
        for other in range(one)
        if chance.random() < density
    )


def _bound(chance: Random, steps: int) -> tuple[Pair, ...]:
    pairs = (chance.sample(range(steps), 2) for _ in range(max(1, steps // 50)))
    return tuple((one, other) for one, other in pairs)

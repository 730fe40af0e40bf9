"""The board on which steps, demands and people of one protocol and region meet."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from katch_protocols.errors import MissingExtraError
from katch_protocols.model.noun import Id
from katch_protocols.staffing.assignment_problem import (
    AssignmentProblem,
    Pair,
    Solution,
    persons,
)
from katch_protocols.staffing.demands import Demand, DemandKind
from katch_protocols.staffing.pattern_solver import solve
from katch_protocols.staffing.steps import StaffedStep
from katch_protocols.staffing.workforce import People

__all__ = ["Assignment", "solve_by_cp_sat"]


MOST_WORK = 60.0
"""How much deterministic time the solver may take; no clock is read."""


def solve_by_cp_sat(problem: AssignmentProblem, *, most: float = MOST_WORK) -> Solution:
    """Return a plan for a problem, or none if there is none.

    Raises:
        MissingExtraError: The extra ``staffing`` is not installed.
    """
    try:
        # Lazy: an optional package, and a heavy one.
        from ortools.sat.python import cp_model  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("staffing", "second-staffing") from None
    model = _Model(cp_model.CpModel(), problem)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = most
    status = solver.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        plan = tuple(
            next(person for person, lit in doer.items() if solver.value(lit))
            for doer in model.does
        )
        return Solution(plan)
    return Solution(None, decided=status == cp_model.INFEASIBLE)


class _Model:
    """The problem in the words of the solver, which comes without types."""

    def __init__(self, cp: Any, problem: AssignmentProblem) -> None:  # noqa: ANN401 - see above
        self.cp = cp
        self.does = [
            {person: cp.new_bool_var("") for person in persons(able)}
            for able in problem.allowed
        ]
        for doer in self.does:
            cp.add_exactly_one(doer.values())
        for one, other in (*problem.apart, *problem.strangers):
            self._apart(one, other)
        for one, other in problem.same:
            self._same(one, other)
        self._act(problem)

    def _apart(self, one: int, other: int) -> None:
        if one == other:
            self.cp.add_bool_or([])
            return
        for person in self.does[one].keys() & self.does[other].keys():
            both = (self.does[one][person], self.does[other][person])
            self.cp.add_at_most_one(both)

    def _same(self, one: int, other: int) -> None:
        for first, second in ((one, other), (other, one)):
            for person, lit in self.does[first].items():
                twin = self.does[second].get(person)
                self.cp.add(lit == (0 if twin is None else twin))

    def _act(self, problem: AssignmentProblem) -> None:
        steps = sorted({step for pair in problem.strangers for step in pair})
        acts = {}
        for step in steps:
            bodies = problem.bodies.get(step, {})
            acts[step] = {body: self.cp.new_bool_var("") for body in bodies}
            self.cp.add_exactly_one(acts[step].values())
            for body, able in bodies.items():
                for person, lit in self.does[step].items():
                    if not able >> person & 1:
                        self.cp.add_at_most_one((lit, acts[step][body]))
        for one, other in problem.strangers:
            for body in acts[one].keys() & acts[other].keys():
                self.cp.add_at_most_one((acts[one][body], acts[other][body]))


_PAIRS = (
    DemandKind.TOGETHER,
    DemandKind.DIFFERENT_PEOPLE,
    DemandKind.DIFFERENT_AGENCIES,
    DemandKind.SAME_PERSON,
)


class Assignment(Struct, frozen=True, dict=True):
    """Which demands can be met together by the people of a region."""

    steps: tuple[StaffedStep, ...]
    demands: tuple[Demand, ...]
    people: People
    open_questions: list[tuple[int, ...]] = field(default_factory=list)
    """Demands of which nobody could tell in bounds whether they can be met."""
    _singles: dict[tuple[int, ...], int] = field(default_factory=dict)

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """The demands, parted so that no demand ties a step of one part to another."""
        home = list(range(len(self.steps)))

        def root(step: int) -> int:
            while home[step] != step:
                home[step] = home[home[step]]
                step = home[step]
            return step

        for demand in self.demands:
            first = root(demand.steps[0])
            for step in demand.steps[1:]:
                home[root(step)] = first
        parts: dict[int, list[int]] = {}
        for place, demand in enumerate(self.demands):
            parts.setdefault(root(demand.steps[0]), []).append(place)
        return tuple(tuple(part) for part in parts.values())

    def answer(self, active: Collection[int], absent: int = 0) -> Solution:
        """Return a plan that meets the active demands without the absent people.

        A step whose ``held`` is not active is not there, nor is what is demanded of it.
        The plan's persons are in the order of ``held(active)``.
        """
        order = self.held(active)
        place = {step: number for number, step in enumerate(order)}
        allowed = [self._able(step, active) & ~absent for step in order]
        if not all(allowed):
            return Solution(None)
        pairs: dict[DemandKind, list[Pair]] = {kind: [] for kind in _PAIRS}
        for index in sorted(active):
            demand = self.demands[index]
            if demand.kind in pairs and all(step in place for step in demand.steps):
                one, other = demand.steps
                pairs[demand.kind].append((place[one], place[other]))
        strangers = pairs[DemandKind.DIFFERENT_AGENCIES]
        problem = AssignmentProblem(
            tuple(allowed),
            (*pairs[DemandKind.TOGETHER], *pairs[DemandKind.DIFFERENT_PEOPLE]),
            tuple(pairs[DemandKind.SAME_PERSON]),
            tuple(strangers),
            {
                step: self._bodies(order[step], allowed[step])
                for step in {step for pair in strangers for step in pair}
            },
        )
        found = _decided(problem)
        if not found.decided:
            self.open_questions.append(tuple(sorted(active)))
        return found

    def held(self, active: Collection[int]) -> tuple[int, ...]:
        """Return the steps that are there when these demands are active."""
        return tuple(
            self.demands[index].steps[0]
            for index in sorted(active)
            if self.demands[index].kind is DemandKind.HELD
        )

    def _able(self, step: int, active: Collection[int]) -> int:
        """Return everybody who meets the demands on one step alone."""
        own = tuple(index for index in self._of_step[step] if index in active)
        if own not in self._singles:
            able = self.people.able(self.steps[step].roles)
            for index in own:
                able &= self._meeting(self.demands[index])
            self._singles[own] = able | self._empty(step)
        return self._singles[own]

    @cached_property
    def _of_step(self) -> Mapping[int, tuple[int, ...]]:
        """The demands on each step alone."""
        found: dict[int, list[int]] = {}
        for index, demand in enumerate(self.demands):
            if len(demand.steps) == 1:
                found.setdefault(demand.steps[0], []).append(index)
        return {step: tuple(each) for step, each in found.items()}

    def _empty(self, step: int) -> int:
        """Return who stands for an empty seat of a panel, if the step may be one."""
        found = self.steps[step]
        if not found.spare:
            return 0
        return self.people.spare((found.activity, found.panel), found.spare)

    def _meeting(self, demand: Demand) -> int:
        match demand.kind:
            case DemandKind.ON_DUTY:
                return self.people.on_duty
            case DemandKind.TRAINED:
                return self.people.trained(demand.name or "")
            case DemandKind.SPOKEN:
                others = self.steps[demand.steps[0]].wordless
                able = self.people.able(others) if others else 0
                return able | self.people.speaking(demand.name or "")
            case DemandKind.ONLY:
                return self._only(demand)
            case _:
                return -1

    def _only(self, demand: Demand) -> int:
        """Return who is listed: holders of a role, or those who act for an agency.

        Where the panel is listed, that is whoever sits in it.
        """
        found, step = 0, self.steps[demand.steps[0]]
        if not {step.panel, step.receiver}.isdisjoint(demand.actors):
            return -1
        for role in step.roles:
            for body, some in self.people.bodies(role).items():
                if role in demand.actors or body in demand.actors:
                    found |= some
        return found

    def _bodies(self, step: int, able: int) -> Mapping[Id, int]:
        """Return who could act for each agency; nobody's office is one of its own."""
        found: dict[Id, int] = {}
        for role in self.steps[step].roles:
            for body, some in self.people.bodies(role).items():
                # Somebody who holds no office acts for no agency that another shares.
                name = f"step {step}" if body is None else body
                found[name] = found.get(name, 0) | some & able
        empty = self._empty(step)
        return {**found, f"seat {step}": empty & able} if empty else found


def _decided(problem: AssignmentProblem) -> Solution:
    """Ask the first way; where it gives up, the second, if it is installed."""
    found = solve(problem)
    if found.decided:
        return found
    try:
        return solve_by_cp_sat(problem)
    except MissingExtraError:
        return found

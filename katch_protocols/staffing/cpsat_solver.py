"""Solve by the CP-SAT solver of OR-Tools: a second way, independent of the first.

The extra ``staffing`` brings it. One boolean a step and person, as the direct model of
Karapetyan and Gutin (TDSC 2022).
"""

from typing import Any

from katch_protocols.errors import MissingExtraError
from katch_protocols.staffing.assignment_problem import (
    AssignmentProblem,
    Solution,
    persons,
)

__all__ = ["solve_by_cp_sat"]

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

"""The workflow satisfiability problem: one person for each step of a case.

Wang and Li (2007); Crampton, Gutin, Karapetyan, Watrigant (2017). Persons are bits, so
a set of persons is one integer.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from katch_protocols.model.noun import Id

__all__ = ["AssignmentProblem", "Pair", "Plan", "Solution", "is_plan", "persons"]

Pair = tuple[int, int]
"""Two steps."""

Plan = tuple[int, ...]
"""For each step the person who does it."""


class AssignmentProblem(Struct, frozen=True):
    """Steps, who may do each, and which go to different people or the same person.

    ``allowed[s]`` holds the persons who may do step ``s``. ``bodies[s]`` says for which
    agency each of them would act there; it is needed for steps in ``strangers``, which
    are done for different agencies (and so by different people).
    """

    allowed: tuple[int, ...]
    apart: tuple[Pair, ...] = ()
    same: tuple[Pair, ...] = ()
    strangers: tuple[Pair, ...] = ()
    bodies: Mapping[int, Mapping[Id, int]] = field(default_factory=dict)


class Solution(Struct, frozen=True):
    """A plan, or none; ``decided`` is false where the search gave up."""

    plan: Plan | None
    decided: bool = True


def persons(some: int) -> Iterator[int]:
    """Yield the persons of a set, the lowest number first."""
    while some:
        lowest = some & -some
        yield lowest.bit_length() - 1
        some ^= lowest


def is_plan(problem: AssignmentProblem, plan: Sequence[int]) -> bool:
    """Tell whether a plan meets every demand of a problem; the definition."""
    able = zip(problem.allowed, plan, strict=True)
    return (
        all(allowed >> person & 1 for allowed, person in able)
        and all(plan[one] != plan[other] for one, other in problem.apart)
        and all(plan[one] == plan[other] for one, other in problem.same)
        and _acts_for_strangers(problem, plan)
    )


def _acts_for_strangers(problem: AssignmentProblem, plan: Sequence[int]) -> bool:
    """Tell whether agencies can be chosen so that strangers act for different ones."""
    steps = sorted({step for pair in problem.strangers for step in pair})
    if any(plan[one] == plan[other] for one, other in problem.strangers):
        return False

    def chosen(position: int, acts: Mapping[int, Id]) -> bool:
        if position == len(steps):
            return True
        step = steps[position]
        others = [two for pair in problem.strangers for two in _other(pair, step)]
        return any(
            chosen(position + 1, {**acts, step: body})
            for body, able in problem.bodies.get(step, {}).items()
            if able >> plan[step] & 1
            and all(acts.get(other) != body for other in others)
        )

    return chosen(0, {})


def _other(pair: Pair, step: int) -> Iterator[int]:
    one, other = pair
    if one == step:
        yield other
    if other == step:
        yield one

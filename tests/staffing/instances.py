"""Small random problems, and their answer by trying every plan there is."""

from itertools import product

from hypothesis import strategies as st

from katch_protocols.staffing.assignment_problem import (
    AssignmentProblem,
    Plan,
    is_plan,
    persons,
)

__all__ = ["by_brute_force", "problems"]

BODIES = ("harbour", "welfare", "clinic")


@st.composite
def problems(draw: st.DrawFn, *, steps: int = 5, people: int = 4) -> AssignmentProblem:
    """Draw a problem of up to ``steps`` steps and ``people`` people."""
    count = draw(st.integers(1, steps))
    crowd = draw(st.integers(1, people))
    some = st.integers(0, 2**crowd - 1)
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs = pair.filter(lambda two: two[0] != two[1])
    allowed = tuple(draw(some) for _ in range(count))
    strangers = tuple(draw(st.lists(pairs, max_size=2)))
    return AssignmentProblem(
        allowed,
        tuple(draw(st.lists(pairs, max_size=6))),
        tuple(draw(st.lists(pairs, max_size=2))),
        strangers,
        {
            step: {body: draw(some) & allowed[step] for body in BODIES}
            for step in sorted({step for two in strangers for step in two})
        },
    )


def by_brute_force(problem: AssignmentProblem) -> Plan | None:
    """Return the first plan of all that there are."""
    every = product(*(tuple(persons(able)) for able in problem.allowed))
    return next((plan for plan in every if is_plan(problem, plan)), None)

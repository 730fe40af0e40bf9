"""Matrices of clock readings, beside every bound that follows from two others."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.proofs.timing.clock_readings import (
    FREE,
    UNKNOWN,
    Matrix,
    carried,
    holds,
    later,
    narrow,
    widened,
)

_STILL = ((0, 0, 0), (0, 0, 0), (0, 0, 0))
"""Two clocks that start now."""


def tight(bounds: list[list[int]]) -> Matrix | None:
    """Return bounds with all that follows, found pair by pair; ``None``: no reading."""
    every = range(len(bounds))
    for by, one, other in product(every, every, every):
        way = bounds[one][by] + bounds[by][other]
        if bounds[one][by] < FREE and bounds[by][other] < FREE:
            bounds[one][other] = min(bounds[one][other], way)
    if any(bounds[at][at] < 0 for at in every):
        return None
    return tuple(map(tuple, bounds))


@st.composite
def readings(draw: st.DrawFn) -> Matrix:
    """Draw what three clocks can read together."""
    spans = st.one_of(st.integers(0, 9), st.just(FREE))
    bounds = [[draw(spans) for _ in range(4)] for _ in range(4)]
    for at in range(4):
        bounds[at][at] = bounds[0][at] = 0
    found = tight(bounds)
    assert found is not None
    return found


@given(readings(), st.integers(0, 3), st.integers(0, 3), st.integers(-9, 9))
def test_a_demand_leaves_what_meets_it(
    bounds: Matrix, one: int, other: int, span: int
) -> None:
    demanded = [[*row] for row in bounds]
    demanded[one][other] = min(demanded[one][other], span)
    assert narrow(bounds, one, other, span) == tight(demanded)


@given(readings(), st.lists(st.integers(0, 9), min_size=3, max_size=3))
def test_what_is_forgotten_follows_from_nothing_else(
    bounds: Matrix, most: list[int]
) -> None:
    largest = [0, *most]
    forgotten = [
        [
            FREE if bound > largest[one] else max(bound, -largest[other])
            for other, bound in enumerate(row)
        ]
        for one, row in enumerate(bounds)
    ]
    found = widened(bounds, largest)
    assert found == tight(forgotten)
    assert holds(found, bounds)


@given(readings(), readings())
def test_a_matrix_holds_what_is_within_every_bound(one: Matrix, other: Matrix) -> None:
    within = [other[a][b] <= one[a][b] for a, b in product(range(4), range(4))]
    assert holds(one, other) == all(within)


def test_time_passes_for_all_clocks_alike() -> None:
    waited = later(_STILL)
    assert waited == ((0, 0, 0), (FREE, 0, 0), (FREE, 0, 0))
    due = narrow(waited, 1, 0, 5)
    assert due == ((0, 0, 0), (5, 0, 0), (5, 0, 0))
    assert narrow(waited, 1, 2, -1) is None


def test_a_step_starts_carries_and_forgets_clocks() -> None:
    bounds = ((0, -2, -3), (7, 0, 4), (8, 5, 0))
    assert carried(bounds, (0, 2)) == ((0, -3), (8, 0))
    assert carried(bounds, (0, 0, 1)) == ((0, 0, -2), (0, 0, -2), (7, 7, 0))
    unknown = ((0, 0, -2), (FREE, 0, FREE), (7, 7, 0))
    assert carried(bounds, (0, UNKNOWN, 1)) == unknown

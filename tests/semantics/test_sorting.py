"""Numbers are ordered, and told apart, as by comparing them; by loops and without."""

from collections.abc import Callable
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.semantics import sorting
from katch_protocols.semantics.kernels import Loops
from katch_protocols.semantics.sorting import firsts_by, ordered, ordered_by
from tests.semantics.compiled import compiled_loops, using

Finding = Callable[[], Loops | None]

WAYS = pytest.mark.parametrize("find", [compiled_loops, lambda: None])
"""By compiled loops, and by arrays alone."""


@WAYS
@pytest.mark.parametrize(
    "most", [0, 1, 300, 1 << 16, (1 << 16) + 1, 1 << 20, 1 << 32, 1 << 40]
)
def test_numbers_are_ordered_as_by_comparing_them(find: Finding, most: int) -> None:
    ends = [most - 1, 0, most // 2, most - 1, 0] if most else []
    drawn = np.random.default_rng(1).integers(0, most, 2000) if most else []
    numbers = np.array([*ends, *drawn], np.int64)
    expected = sorted(range(len(numbers)), key=numbers.tolist().__getitem__)
    with using(find()):
        assert ordered(numbers, most).tolist() == expected
        in_order = numbers[expected]
        assert ordered(in_order, most).tolist() == [*range(len(numbers))]


@WAYS
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 70))))
def test_columns_are_ordered_as_by_comparing_rows(
    find: Finding, rows: list[tuple[int, int]]
) -> None:
    first, then = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    with using(find()), patch.object(sorting, "_FEW", -1):
        found = ordered_by((first, 4), (then, 71)).tolist()
        different = firsts_by((first, 4), (then, 71)).tolist()
    assert found == sorted(range(len(rows)), key=rows.__getitem__)
    assert different == sorted(map(rows.index, set(rows)))


def test_a_number_that_has_no_room_is_refused() -> None:
    """The loop would write where nothing of ours stands."""
    for numbers in ([3, 1, 5], [3, -1, 2], [0, 1, 5]):
        with pytest.raises(IndexError, match="not below 5"):
            compiled_loops().ordered(np.array(numbers, np.int64), 5)

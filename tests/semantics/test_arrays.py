"""Different places, keys and orders are those that sorting finds."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.semantics.arrays import alike, distinct, starts_of
from katch_protocols.semantics.sorting import ordered, ordered_by


@given(st.lists(st.integers(0, 40)), st.integers(41, 2_000))
def test_different_places_and_keys_are_those_that_sorting_finds(
    values: list[int], count: int
) -> None:
    """With few places among many they are sorted, else marked."""
    places = np.array(values, np.int64)
    assert distinct(places, count).tolist() == sorted(set(values))
    first, numbers = alike(places, count)
    known, at, again = np.unique(places, return_index=True, return_inverse=True)
    assert first.tolist() == at.tolist()
    assert numbers.tolist() == again.tolist()
    assert places[first].tolist() == known.tolist()


@pytest.mark.parametrize(
    "most", [0, 1, 1 << 16, (1 << 16) + 1, 1 << 20, 1 << 32, 1 << 40]
)
def test_numbers_are_ordered_as_by_comparing_them(most: int) -> None:
    ends = [most - 1, 0, most // 2, most - 1, 0] if most else []
    drawn = np.random.default_rng(1).integers(0, most, 2000) if most else []
    numbers = np.array([*ends, *drawn], np.int64)
    expected = sorted(range(len(numbers)), key=numbers.tolist().__getitem__)
    assert ordered(numbers, most).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 70_000))))
def test_columns_are_ordered_as_by_comparing_rows(rows: list[tuple[int, int]]) -> None:
    first, then = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    found = ordered_by((first, 4), (then, 70_001)).tolist()
    assert found == sorted(range(len(rows)), key=rows.__getitem__)


@given(st.lists(st.integers(0, 9)))
def test_starts_are_found_as_by_searching(values: list[int]) -> None:
    values.sort()
    starts = starts_of(np.array(values, np.int64), 10).tolist()
    assert [values[one:other] for one, other in pairwise(starts)] == [
        [each] * values.count(each) for each in range(10)
    ]

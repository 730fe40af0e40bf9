"""Different places, keys and orders are those that sorting finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.semantics.arrays import alike, distinct, ordered


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

"""Different places, keys and where they start are those that sorting finds."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.semantics.arrays import alike, distinct, starts_of


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


@given(st.lists(st.integers(0, 9)))
def test_starts_are_found_as_by_searching(values: list[int]) -> None:
    values.sort()
    starts = starts_of(np.array(values, np.int64), 10).tolist()
    assert [values[one:other] for one, other in pairwise(starts)] == [
        [each] * values.count(each) for each in range(10)
    ]

"""What stands together in rows is numbered alike however large the table would be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from katch_protocols.evidence.logs import combining
from katch_protocols.evidence.logs.combining import combined
from katch_protocols.evidence.logs.ordering import rows_in_order


@pytest.mark.parametrize("most", [1, 7, 40, 2**22])
def test_rows_that_are_alike_have_one_number(monkeypatch, most):
    monkeypatch.setattr(combining, "_TABLE", most)
    random = np.random.default_rng(3)
    for count in (0, 1, 60):
        sizes = [5, 1, 4, 9, 0, 3]
        most_of = np.maximum(sizes, 1)
        table = random.integers(0, most_of, (count, len(sizes)), np.int32)
        table[random.random(table.shape) < 0.3] = 0
        rows, keys = table.tolist(), [*table.T]
        found, kinds = combined(keys, sizes)
        assert [kinds[number] for number in found.tolist()] == rows
        if count:
            # No number is of nothing, and no two are of the same.
            assert sorted(map(tuple, kinds)) == sorted({tuple(row) for row in rows})


def test_rows_are_put_in_order_only_where_they_are_not():
    case = np.array([0, 0, 1, 1], np.int32)
    when = np.array([5, 5, 2, 9])
    for numbers in (None, np.array([1, 2, 1, 2])):
        assert rows_in_order(case, when, numbers) is None
    assert rows_in_order(case, np.array([5, 4, 2, 9]), None).tolist() == [1, 0, 2, 3]
    twice = np.array([1, 1, 2, 1])
    assert rows_in_order(case, np.array([5, 4, 2, 9]), twice).tolist() == [1, 0, 3, 2]
    assert rows_in_order(case[:0], when[:0], None) is None


@given(
    st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=9),
    st.booleans(),
    st.booleans(),
)
def test_rows_are_in_order_where_sorting_changes_nothing(rows, is_sorted, numbered):
    """By case, as they stand, then by number where all have one, then by time."""
    rows = sorted(rows, key=lambda row: row[0])
    keys = [row if numbered else (row[0], row[2]) for row in rows]
    if is_sorted:
        order = sorted(range(len(rows)), key=lambda at: keys[at])
        rows, keys = [rows[at] for at in order], [keys[at] for at in order]
    table = np.array(rows, np.int64).reshape(-1, 3)
    numbers = table[:, 1] if numbered else None
    found = rows_in_order(table[:, 0].astype(np.int32), table[:, 2], numbers)
    assert (found is None) == (keys == sorted(keys))
    if found is not None:
        assert [keys[at] for at in found.tolist()] == sorted(keys)

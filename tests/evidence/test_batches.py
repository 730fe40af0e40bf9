"""A file of Parquet is read in batches of about as many rows, with its row groups."""

import numpy as np
import pytest

from katch_protocols.evidence.logs import arrow_files
from katch_protocols.evidence.logs.arrow_files import _batches

pa = pytest.importorskip("pyarrow", reason="an extra")
pq = pytest.importorskip("pyarrow.parquet", reason="an extra")


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], []),
        ([0], []),
        ([100], [100]),
        # A large one is parted evenly, and ends alone.
        ([250, 90], [84, 84, 82, 90]),
        ([101], [51, 50]),
        # Small ones are read together while they are no more than a batch.
        ([40, 40, 20, 30], [100, 30]),
        ([40, 40, 21, 30], [80, 51]),
        ([1, 300, 1, 1], [1, 100, 100, 100, 2]),
    ],
)
def test_no_batch_has_rows_of_a_large_row_group_and_of_another(
    tmp_path, monkeypatch, groups, expected
):
    monkeypatch.setattr(arrow_files, "_MANY_ROWS", 100)
    path = tmp_path / "a.parquet"
    table = pa.table({"case": np.arange(sum(groups)), "other": np.zeros(sum(groups))})
    first = 0
    with pq.ParquetWriter(path, table.schema) as writer:
        for rows in groups:
            writer.write_table(table.slice(first, rows), row_group_size=max(rows, 1))
            first += rows
    with pq.ParquetFile(path) as opened:
        batches = [batch for batch in _batches(opened, ["case"]) if len(batch)]
    assert [len(batch) for batch in batches] == expected
    assert [n for batch in batches for n in batch["case"].to_pylist()] == [
        *range(sum(groups))
    ]
    assert all(batch.schema.names == ["case"] for batch in batches)

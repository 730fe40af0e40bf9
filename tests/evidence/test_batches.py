"""A file of Parquet is read in batches of about as many rows, with its row groups."""

import numpy as np
import pytest

from katch_protocols.evidence.logs import arrow_files
from katch_protocols.evidence.logs.arrow_files import (
    _batches,
    _read_ahead,
    code_parquet,
)
from katch_protocols.evidence.logs.hashed_cells import HashedCells
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.row_coder import RowCoder
from katch_protocols.evidence.logs.tables import UnreadError
from katch_protocols.model.logs import LogColumns

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


def taken(path, *, ahead):
    """Return the rows that were taken in, and what stopped the reading, if anything."""
    names = ("case", "event", "at")
    columns = LogColumns(case="case", activity="event", at="at")
    coder = RowCoder(names, "case", HashedCells(columns, Hashing(b"synthetic")))
    stopped = None
    try:
        for _ in code_parquet(path, 0, coder, LogClock("UTC", None), ahead=ahead):
            pass
    except UnreadError as error:
        stopped = error.row, error.reason
    rows = coder.done()
    every = [row.cells for _, row in rows.rows(np.arange(len(rows)))]
    return every, stopped


def table(count):
    return pa.table(
        {
            "case": [f"c-{number // 3}" for number in range(count)],
            "event": ["open", "screen", "close"] * (count // 3),
            "at": [f"2026-03-0{1 + number % 3}T10:00:00Z" for number in range(count)],
        }
    )


@pytest.mark.parametrize("count", [0, 3, 3_000])
def test_what_is_read_ahead_is_what_is_read(tmp_path, monkeypatch, count):
    monkeypatch.setattr(arrow_files, "_MANY_ROWS", 100)
    path = tmp_path / "a.parquet"
    pq.write_table(table(count), path, row_group_size=250)
    found = taken(path, ahead=True)
    assert found == taken(path, ahead=False)
    assert (len(found[0]), found[1]) == (count, None)


def test_a_file_that_breaks_off_is_told_alike_where_it_is_read_ahead(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(arrow_files, "_MANY_ROWS", 100)
    path = tmp_path / "a.parquet"
    pq.write_table(table(600), path, row_group_size=100, compression="none")
    whole = bytearray(path.read_bytes())
    start = pq.read_metadata(path).row_group(3).column(0).dictionary_page_offset
    whole[start : start + 40] = b"\xff" * 40
    path.write_bytes(whole)
    found = taken(path, ahead=True)
    assert found == taken(path, ahead=False)
    assert (len(found[0]), found[1]) == (300, (301, "broken-file"))


def test_who_reads_ahead_and_stops_waits_for_nobody():
    def endless():
        while True:
            yield object()

    batches = _read_ahead(endless())
    assert next(batches) is not next(batches)
    batches.close()

"""However many events a log has, its audit needs little memory: in its own process.

Set ``KATCH_EVENTS`` to how many, such as 6000000; 1000000000 take 30 GB of disk.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.evidence.logs import case_rows
from tests.evidence.test_readers import written

EVENTS = int(os.environ.get("KATCH_EVENTS", "0"))
MOST = 500_000_000
"""Bytes that may be resident at the most."""

STATUS = Path("/proc/self/status")
AT_ONCE = 50_000
ONE_IN = max(100, EVENTS // 100_000)
"""One case in so many lacks nothing but the right second step.

To explain one takes as long as to follow thousands; so of many cases fewer are broken.
"""

AUDITED = """
import sys
from pathlib import Path

import katch_protocols as kp
from tests.cases.harbour import book
from tests.evidence.test_readers import NOW

found = kp.audit(sys.argv[1], book(), now=NOW, key=b"synthetic")
found.to_json()
status = Path("/proc/self/status").read_text(encoding="utf-8")
(peak,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
print(found.reading.events, found.count, found.answers["order"]["broken"])
print(int(peak.split()[1]) * 1024)
"""


def write(path, count):
    """Write so many cases, some at a time."""
    pa = pytest.importorskip("pyarrow", reason="an extra")
    pc = pytest.importorskip("pyarrow.compute", reason="an extra")
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")
    rows = case_rows()
    writer = None
    for first in range(0, count, AT_ONCE):
        cases = min(AT_ONCE, count - first)
        columns = {
            name: _coded(pa, [row[name] for row in rows], cases) for name in rows[0]
        }
        numbers = np.arange(first, first + cases)
        names = pc.binary_join_element_wise("a", pa.array(numbers).cast("string"), "-")
        of_rows = np.repeat(np.arange(cases, dtype=np.int32), len(rows))
        columns["case"] = pa.DictionaryArray.from_arrays(of_rows, names)
        wrong = np.zeros((cases, len(rows)), np.bool_)
        wrong[::ONE_IN, 1] = True
        columns["event"] = _coded(
            pa, [row["event"] for row in rows], cases, wrong.ravel()
        )
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    writer.close()


def _coded(pa, cells, cases, wrong=None):
    """Return one case as often as there are cases; ``wrong`` say assess."""
    texts = [*dict.fromkeys(cells), "assess"]
    codes = np.tile(np.array([texts.index(each) for each in cells], np.int32), cases)
    if wrong is not None:
        codes[wrong] = texts.index("assess")
    return pa.DictionaryArray.from_arrays(codes, [*dict.fromkeys(texts)])


@pytest.mark.skipif(not EVENTS, reason="set KATCH_EVENTS to how many events")
@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells how much it was")
def test_many_events_need_little_memory(tmp_path):
    count = EVENTS // len(case_rows())
    write(tmp_path / "a.parquet", count)
    mapping = written(tmp_path, "a.parquet")
    ran = subprocess.run(
        [sys.executable, "-c", AUDITED, str(mapping)],
        check=True,
        capture_output=True,
        text=True,
    )
    told, peak = ran.stdout.splitlines()
    events, cases, broken = map(int, told.split())
    assert (events, cases) == (count * len(case_rows()), count)
    assert broken == sum(
        -(-min(AT_ONCE, count - first) // ONE_IN) for first in range(0, count, AT_ONCE)
    )
    assert int(peak) <= MOST

"""A log that is kept is read anew as soon as its files are others."""

import os
import sys

import pytest

from tests.evidence.logs import case_rows
from tests.evidence.test_readers import as_csv, audit, written


@pytest.mark.skipif(sys.platform == "win32", reason="no instant of a change there")
def test_a_file_of_the_same_size_and_day_is_read_anew(tmp_path) -> None:
    """As where a correction of one digit is unpacked with the times of an archive."""
    file, keep = tmp_path / "a.csv", tmp_path / "kept"
    as_csv(file, case_rows())
    mapping, before = written(tmp_path, "a.csv"), file.stat()
    assert list(audit(mapping, keep=keep).findings) == []
    as_csv(
        file, [{**row, "role": row["role"].replace("r", "d")} for row in case_rows()]
    )
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    now = file.stat()
    assert (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    told = [each.code for each in audit(mapping, keep=keep).findings]
    assert told == [each.code for each in audit(mapping).findings]
    assert "unknown-role" in told

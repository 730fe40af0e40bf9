"""A log in any order is told as one that tells case after case; it is held on disk."""

import os
import subprocess
import sys
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np
import pytest

from katch_protocols.evidence.audits.audit import audit_coded
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.automaton.following import Engine
from katch_protocols.evidence.logs import coded_reading, scattering
from katch_protocols.evidence.logs.case_keys import (
    CaseKeys,
    begin_alike,
    key_begins,
    key_order,
    whole_key_order,
)
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.log_parts import PartsInMemory
from katch_protocols.evidence.logs.scattering import ScatteredParts
from katch_protocols.evidence.logs.sorting import order_by, order_within
from katch_protocols.files.mapping import read_mapping
from tests.cases.harbour import book
from tests.evidence.logs import case_rows
from tests.evidence.test_parts import KEY, case, coded, told
from tests.evidence.test_readers import MAPPING, NOW, as_csv, written


@pytest.mark.parametrize("reach", [1, 5, 40, 61, 63])
def test_rows_are_in_order_however_far_their_keys_reach(reach):
    random = np.random.default_rng(reach)
    for count in (0, 1, 2, 50, 300):
        groups = np.sort(random.integers(0, 9, count)).astype(np.int32)
        keys = random.integers(-(2 ** (reach - 1)), 2 ** (reach - 1), count)
        ties = random.integers(0, 3, count)
        for given in ((keys,), (keys, ties), (ties, keys), (keys // 2**40, keys)):
            expected = np.lexsort((*given[::-1], groups))
            assert order_within(groups, *given).tolist() == expected.tolist()
        numbers = np.maximum(keys, -1)
        expected = np.argsort(numbers, kind="stable").tolist()
        assert order_by(numbers).tolist() == expected
    assert order_by(np.array([2, -1, 0, 2, 0], np.int8)).tolist() == [1, 2, 4, 0, 3]


def test_keys_that_begin_alike_are_told_apart():
    heads = np.array([5 << 40, 7, (5 << 40) + 1, 5 << 40, 0], np.uint64)
    for shift, order, begins, alike in (
        (0, [1, 4, 0, 2, 3], [True] * 5, True),
        (20, [4, 1, 0, 3, 2], [True, True, True, False, True], False),
    ):
        keys = np.stack([heads << np.uint64(shift), heads], axis=1)
        found = keys[key_order(keys)]
        assert key_order(keys).tolist() == order
        assert key_begins(found).tolist() == begins
        assert begin_alike(found, key_begins(found)) == alike
        assert whole_key_order(keys).tolist() == [4, 1, 0, 3, 2]


def scattered(rows, size, count=3):
    """Return rows in parts, as they come in blocks of so many."""
    parts = ScatteredParts(count, {})
    for first in range(0, len(rows), size):
        parts.take(coded(rows[first : first + size], first + 1))
    return parts


def mixed(count=60):
    """Return cases in any order; each event has a text of its own, some have none."""
    rows = [row for n in range(count) for row in case(f"c-{n}", *"abc", f"only {n}")]
    rows[5::17] = [("", event) for _, event in rows[5::17]]
    np.random.default_rng(6).shuffle(rows)
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("room", [0, 700, 2**25])
@pytest.mark.parametrize("size", [7, 100, 1_000])
def test_every_row_comes_back_whole_wherever_its_texts_are_held(
    monkeypatch, room, size
):
    monkeypatch.setattr(scattering, "_ROOM", room)
    rows = mixed()
    found = told(scattered(rows, size))
    (whole,) = told(PartsInMemory(coded(rows)))
    assert len(found) == 3
    assert sorted(row for part in found for row in part) == sorted(whole)
    cases = [{key for _, key, _ in part if key} for part in found]
    assert sum(map(len, cases)) == len(set().union(*cases)) == 60
    # The rows of a case stand together, as they came.
    for part in found:
        keys = [key for _, key, _ in part]
        assert len([*dict.fromkeys(keys)]) == 1 + sum(
            one != two for one, two in pairwise(keys)
        )
        for each in {*keys}:
            numbers = [number for number, key, _ in part if key == each]
            assert numbers == sorted(numbers)


def test_cases_whose_keys_begin_alike_stay_apart(monkeypatch):
    def halves(self):
        whole = np.ascontiguousarray(self.digests).view("<u8").copy()
        # All begin alike but for bits that are cut off to sort them.
        whole[:, 0] &= np.uint64(3)
        return whole

    monkeypatch.setattr(CaseKeys, "halves", property(halves))
    rows = [row for row in mixed() if row[0]]
    (part,) = told(scattered(rows, 40, count=1))
    names = {name for name, _ in rows}
    events = {name: [e for n, e in rows if n == name] for name in names}
    runs = [[event for *_, event in run] for _, run in groupby(part, itemgetter(1))]
    assert sorted(runs) == sorted(events.values())


def large_rows():
    """Return cases, of which some lack a step, have a strange one or are told twice."""
    found = []
    for number in range(40):
        rows = case_rows(f"a-{number}")
        if number % 5 == 1:
            del rows[2]
        if number % 7 == 2:
            rows[3] = {**rows[3], "event": "nonsense"}
        if number % 9 == 3:
            rows.append(rows[0])
        if number % 11 == 4:
            # Two at one instant: the order in the file counts.
            rows[1] = {**rows[1], "at": rows[0]["at"]}
        found.append(rows)
    return found


@pytest.mark.parametrize("engine", [Engine.ARRAYS, Engine.COMPILED])
def test_a_shuffled_log_is_audited_as_the_sorted_one(tmp_path, monkeypatch, engine):
    pa = pytest.importorskip("pyarrow", reason="an extra")
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")
    monkeypatch.setattr(following, "SOME", 0)
    cases = large_rows()
    order = np.repeat(np.arange(len(cases)), [len(rows) for rows in cases])
    np.random.default_rng(8).shuffle(order)
    ways = [iter(rows) for rows in cases]
    shuffled = [next(ways[number]) for number in order.tolist()]
    found = {}
    ordered = [row for rows in cases for row in rows]
    for name, rows in (("ordered", ordered), ("shuffled", shuffled)):
        for part in (10, 400_000):
            monkeypatch.setattr(coded_reading, "PART", part)
            monkeypatch.setattr(coded_reading, "_ROWS", part)
            pq.write_table(
                pa.Table.from_pylist(rows),
                tmp_path / "log.parquet",
                row_group_size=23,
            )
            mapping = written(tmp_path, "log.parquet", MAPPING)
            found[name, part] = audited(mapping, engine)
    places = {each: found[each][1].pop("first_left_out") for each in found}
    for name, rows in (("ordered", ordered), ("shuffled", shuffled)):
        second = next(n for n, row in enumerate(rows, 1) if row in rows[: n - 1])
        first = {"again": {"file": "log.parquet", "row": second}}
        assert [places[name, part] for part in (10, 400_000)] == [first, first]
    (first, *others) = found.values()
    assert others == [first] * 3
    # Eight lack a step; of six, one of which is of these, an event is no known one.
    order = first[1]["answers"]["order"]
    assert (order["broken"], order["cannot_tell"]) == (7, 6)
    assert first[1]["left_out"] == {"again": 5}
    assert {row["case"] for row in first[0]} == {
        Hashing(KEY).case(f"a-{number}") for number in range(40)
    }


def audited(mapping, engine):
    reading = coded_reading.read_coded(
        read_mapping(mapping), book(), mapping.parent, now=NOW, key=KEY
    )
    found = audit_coded(reading, engine)
    return found.verdicts(), found.to_json()


FULL = """
import resource, signal, sys
import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs import coded_reading
from katch_protocols.files.mapping import read_mapping
from tests.cases.harbour import book
from tests.evidence.test_readers import NOW

following.SOME, coded_reading.PART, coded_reading._ROWS = 0, 10, 7
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    kp.audit(sys.argv[1], book(), now=NOW, key=b"synthetic")
except kp.KatchError as error:
    print(type(error).__name__, error)
"""


def test_a_disk_without_room_is_said_and_leaves_nothing(tmp_path):
    pytest.importorskip("resource", reason="not on every system")
    rows = [row for rows in large_rows() for row in rows][::-1]
    held = tmp_path / "held"
    held.mkdir()
    as_csv(tmp_path / "a.csv", rows)
    mapping = written(tmp_path, "a.csv")
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(held))
    found = subprocess.run(
        [sys.executable, "-c", FULL, str(mapping)],
        env={**os.environ, **places, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith(f"NoRoomError The folder {held} has no room")
    assert list(held.iterdir()) == []

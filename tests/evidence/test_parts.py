"""A log in parts: whole cases as they come, or by their keys; nothing is lost."""

import os
import subprocess
import sys
from zipfile import ZipFile

import numpy as np
import pytest

from katch_protocols.evidence.logs import combining, log_parts
from katch_protocols.evidence.logs.case_keys import CaseKeys, joined_keys
from katch_protocols.evidence.logs.coded_files import STEP, joined
from katch_protocols.evidence.logs.combining import looked_up, meant_together, seen
from katch_protocols.evidence.logs.hashed_cells import HashedCells
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.joined_texts import JoinedTexts
from katch_protocols.evidence.logs.kept_log import KeptSource, keep_log, kept_log
from katch_protocols.evidence.logs.log_parts import PartsInMemory, parted
from katch_protocols.evidence.logs.row_coder import RowCoder
from katch_protocols.evidence.logs.row_places import RowPlaces
from katch_protocols.evidence.logs.run_file import RunFile
from katch_protocols.evidence.logs.tables import LogRow
from katch_protocols.model.logs import LogColumns

KEY = b"synthetic"
COLUMNS = LogColumns(case="case", activity="event", at="at", opener="opener")
KINDS = (np.int8, np.int32, np.int64, np.int16)
NAMES = ("case", "event", "opener")
STEPS = ("open", "screen", "refer", "close")


def case(name, *events):
    return [(name, event) for event in events or STEPS]


def coded(rows, first=1):
    """Return rows of a case and an event as codes."""
    coder = RowCoder(NAMES, "case", HashedCells(COLUMNS, Hashing(KEY)))
    told = [
        LogRow(
            number, {name: text for name, text in zip(NAMES, row, strict=False) if text}
        )
        for number, row in enumerate(rows, first)
    ]
    coder.take_rows(0, told)
    return coder.done()


def chunks(rows, size):
    for first in range(0, len(rows), size):
        yield coded(rows[first : first + size], first + 1)


def told(parts):
    """Return what each part holds: the place, the key and the event of each row."""
    return [
        [
            (row.row, row.cells.get("case", ""), row.cells["event"])
            for _, row in rows.rows(np.arange(len(rows)))
        ]
        for rows in (parts.rows(number) for number in range(len(parts)))
    ]


def expected(rows):
    hashed = Hashing(KEY).case
    return [
        (n, name and hashed(name), event) for n, (name, event, *_) in enumerate(rows, 1)
    ]


def whole(parts):
    """Return every row, and require that no case is in two parts."""
    cases = [{key for _, key, _ in part} for part in parts]
    assert sum(map(len, cases)) == len(set().union(*cases))
    return sorted(row for part in parts for row in part)


def test_cases_one_after_another_are_parts_as_they_come():
    rows = [row for n in range(12) for row in case(f"c-{n}")]
    found = told(parted(chunks(rows, 18), 2, None))
    assert whole(found) == expected(rows)
    # Last those at both ends of each chunk: there a case may be cut.
    assert [len(part) for part in found] == [12, 12, 4, 20]


@pytest.mark.parametrize("size", [3, 18])
def test_however_many_chunks_there_are_those_at_their_ends_are_in_small_parts(
    monkeypatch, size
):
    monkeypatch.setattr(log_parts, "_ENDS", 4)
    rows = [row for n in range(60) for row in case(f"c-{n}")]
    # A long one is in several chunks from one end to the other.
    rows += case("long", *STEPS * 10) + case("last")
    found = told(parted(chunks(rows, size), 2, None))
    assert whole(found) == expected(rows)
    hashed = Hashing(KEY).case("long")
    small = [len(part) for part in found if hashed not in {key for _, key, _ in part}]
    assert len(small) > len(rows) // size // 6
    assert max(small) <= 6 * len(STEPS)


def test_a_case_at_the_ends_of_two_parts_is_put_together_by_its_key(monkeypatch):
    monkeypatch.setattr(log_parts, "_ENDS", 1)
    rows = [row for n in range(12) for row in case(f"c-{n}")]
    rows[:4], rows[-4:] = case("twice"), case("twice")
    found = told(parted(chunks(rows, 12), 3, None))
    assert whole(found) == expected(rows)
    assert len(found) <= 3


def test_the_rows_of_a_case_stay_as_they_came():
    rows = [row for n in range(12) for row in case(f"c-{n}")]
    # In the second chunk c-1 is inside, in the third it is first.
    rows += [*case("d-0"), *case("c-1"), *case("d-1")]
    rows += [*case("c-1"), *case("d-2"), *case("d-3")]
    rows += [("c-5", "again"), ("d-1", "again"), ("c-5", "again")]
    for part in told(parted(chunks(rows, 12), 3, None)):
        for one in {key for _, key, _ in part}:
            numbers = [number for number, key, _ in part if key == one]
            assert numbers == sorted(numbers)


@pytest.mark.parametrize("at_once", [1, 4_000_000])
def test_a_case_that_comes_again_is_put_together_by_its_key(monkeypatch, at_once):
    monkeypatch.setattr(log_parts, "_AT_ONCE", at_once)
    rows = [row for n in range(12) for row in case(f"c-{n}", *STEPS[:2])]
    rows += [row for n in range(12) for row in case(f"c-{n}", *STEPS[2:])]
    found = told(parted(chunks(rows, 12), 3, None))
    assert whole(found) == expected(rows)
    assert len(found) <= 3


def test_rows_in_any_order_are_put_together_by_their_keys():
    rows = [row for n in range(12) for row in case(f"c-{n}")]
    np.random.default_rng(4).shuffle(rows)
    # Of some nobody says of which case they are: they are in the first part.
    rows = [
        ("", event) if n in {5, 20} else (name, event)
        for n, (name, event) in enumerate(rows)
    ]
    found = told(parted(chunks(rows, 18), 3, None))
    assert whole(found) == expected(rows)
    assert [key for _, key, _ in found[0]].count("") == 2


def test_chunks_without_rows_add_nothing():
    rows = [("c-1", "open"), ("c-2", "open"), ("c-1", "close"), ("c-2", "close")]
    parts = parted([coded([]), coded(rows), coded([])], 3, None)
    assert whole(told(parts)) == expected(rows)
    assert len(parted([coded([])], 3, None)) == 0


def test_cases_that_are_opened_are_in_the_part_of_the_opener():
    rows = [row for n in range(20) for row in case(f"c-{n}")]
    rows = [
        (name, event, "c-0") if name in {"c-7", "c-13"} else (name, event)
        for name, event in rows
    ]
    found = told(parted(chunks(rows, 18), 5, "opener"))
    assert whole(found) == expected(rows)
    family = {Hashing(KEY).case(name) for name in ("c-0", "c-7", "c-13")}
    assert [family & {key for _, key, _ in part} for part in found].count(family) == 1


def test_where_rows_stand_is_kept_by_runs():
    files = np.array([0, 0, 0, 1, 1, 0, 0], np.int32)
    numbers = np.array([2, 3, 5, 6, 7, 6, 7])
    places = RowPlaces.of(files, numbers)
    assert (len(places), len(places.starts)) == (7, 4)

    def rows(each):
        files, numbers = each.at(np.arange(len(each)))
        return [*zip(files.tolist(), numbers.tolist(), strict=True)]

    every = [*zip(files.tolist(), numbers.tolist(), strict=True)]
    assert rows(places) == every
    assert rows(places.some(np.array([6, 0, 4]))) == [every[6], every[0], every[4]]
    for first in range(8):
        for last in range(first, 8):
            assert rows(places.between(first, last)) == every[first:last]
    assert rows(RowPlaces.joined([places, RowPlaces.run(4, 9, 2)])) == [
        *every,
        (4, 9),
        (4, 10),
    ]


def test_keys_are_hashes_each_once():
    hashing = Hashing(KEY)
    keys = CaseKeys.of(hashing.keys(JoinedTexts.of(["a", "b", "c"])))
    assert keys.strings == [hashing.case(name) for name in "abc"]
    assert keys.text(1) == hashing.case("b")
    more = CaseKeys.of(hashing.keys(JoinedTexts.of(["c", "d", "a"])))
    codes = np.array([0, 1, 2, -1], np.int32)
    found, both = joined_keys([codes, codes], [keys, more])
    assert both.strings == [hashing.case(name) for name in "abcd"]
    assert found.tolist() == [0, 1, 2, -1, 2, 3, 0, -1]
    parts = keys.parts(1000).tolist()
    assert parts == [int(text[1:9], 16) * 1000 >> 32 for text in keys.strings]


def test_what_is_kept_is_read_where_it_stands(tmp_path):
    rows = coded([row for n in range(50) for row in case(f"c-{n}")])
    path, source = tmp_path / "kept", KeptSource("files", "key")
    keep_log(path, source, PartsInMemory(rows), ())
    kept = kept_log(path, source)
    again = kept.rows(0)
    assert told(kept) == told(PartsInMemory(rows))
    # No array is a copy, and each begins where a loop can read it.
    for each in (again.case, again.columns["event"].codes, again.keys.digests):
        assert not each.flags.owndata
        assert each.flags.aligned
        assert each.flags.writeable
    assert again.case.ctypes.data % STEP == 0
    # Whoever writes to them does not write to the file.
    held = path.read_bytes()
    again.case[:] = 0
    assert path.read_bytes() == held
    with ZipFile(path) as archive:
        assert archive.testzip() is None
    assert kept_log(path, KeptSource("others", "key")) is None


def test_pieces_of_a_log_are_put_together():
    rows = [row for n in range(9) for row in case(f"c-{n}", "open", f"only {n}")]
    found = joined(list(chunks(rows, 5)))
    assert told(PartsInMemory(found)) == [expected(rows)]
    assert found.is_by_case


@pytest.mark.parametrize("block", [1, 3, 2**14])
@pytest.mark.parametrize("table", [1, 40, 2**22])
def test_rows_mean_what_stands_together_in_them(monkeypatch, table, block):
    monkeypatch.setattr(combining, "_TABLE", table)
    monkeypatch.setattr(combining, "_BLOCK", block)
    random = np.random.default_rng(5)
    for count in (0, 1, 70):
        sizes = [4, 0, 2, 7]
        columns = [
            (random.integers(-1, size, count).astype(kind), size)
            for size, kind in zip(sizes, KINDS, strict=True)
        ]
        asked = []

        def mean(kinds, asked=asked):
            asked.extend(map(tuple, kinds))
            return [hash(tuple(kind)) % 1000 for kind in kinds]

        rows = [tuple(row) for row in np.array([c for c, _ in columns]).T.tolist()]
        found = meant_together(columns, mean)
        assert found.tolist() == [hash(row) % 1000 for row in rows]
        # Each is asked once, and nothing that is not there.
        assert sorted(asked) == sorted(set(rows)) or not count


@pytest.mark.parametrize("block", [1, 4, 2**14])
@pytest.mark.parametrize("size", [3, 5_000])
def test_numbers_that_are_there_are_seen(monkeypatch, block, size):
    monkeypatch.setattr(combining, "_BLOCK", block)
    for numbers in ([], [0], [2, 2, 2, 2, 2, -1, -1], [1, -1, 2, 1, 2], [-1] * 9):
        codes = np.array(numbers, np.int32)
        found = np.flatnonzero(seen(codes, size)).tolist()
        assert found == sorted({*numbers} - {-1})
        table = np.arange(10, 10 + size + 1, dtype=np.int32)
        assert looked_up(table, codes).tolist() == [
            10 + size if number == -1 else 10 + number for number in numbers
        ]


@pytest.mark.parametrize("block", [1, 4, 2**14])
def test_of_few_numbers_each_that_is_there_is_seen(monkeypatch, block):
    monkeypatch.setattr(combining, "_BLOCK", block)
    numbers = [*range(9), -1] * 3 + [11] * 3
    for some in (numbers, numbers[::-1]):
        found = np.flatnonzero(seen(np.array(some, np.int8), 12)).tolist()
        assert found == [*range(9), 11]


def test_a_column_of_one_number_is_meant_as_any_other_is():
    varied = np.array([0, -1, 2, 2, 1], np.int32)
    for number in (-1, 0, 3):
        one = np.broadcast_to(np.int32(number), 5)
        for columns in (
            [(one, 4), (varied, 3), (one, 5)],
            [(varied, 3), (one, 4)],
            [(one, 4)],
            [(np.broadcast_to(np.int32(-1), 5), 0), (one, 4), (varied, 3)],
        ):
            whole = [(np.array(codes), size) for codes, size in columns]
            told = [[], []]
            for seen_by, given in zip(told, (columns, whole), strict=True):

                def mean(kinds, seen_by=seen_by):
                    seen_by.extend(map(tuple, kinds))
                    return [7 + sum(kind) for kind in kinds]

                assert meant_together(given, mean).tolist() == [
                    7 + sum(row)
                    for row in zip(*(codes.tolist() for codes, _ in given), strict=True)
                ]
            assert told[0] == told[1]


KILLED = """
import os, signal, sys
from tests.evidence.test_parts import case, chunks
from katch_protocols.evidence.audits.held_verdicts import HeldVerdicts
from katch_protocols.evidence.audits.verdict_table import VerdictTable
from katch_protocols.evidence.logs.log_parts import parted
from tests.cases.harbour import book

rows = [row for n in range(9) for row in case(f"a-{n}")]
parts = parted(chunks(rows, 16), 3, None)
assert len(parts) > 1 and len(parts.rows(0))
mixed = parted(chunks(rows[::2] + rows[1::2], 16), 3, None)
assert len(mixed) > 1 and len(mixed.rows(0))
held = HeldVerdicts(len(parts))
held.hold(0, VerdictTable.of(book()).judged([]))
print("held", flush=True)
os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


def test_a_run_that_is_killed_leaves_nothing_behind(tmp_path):
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path))
    path = os.pathsep.join(sys.path)
    found = subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, **places, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.stdout, found.returncode != 0) == ("held\n", True), found.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_run_holds_is_read_as_it_was_written():
    file = RunFile()
    texts = [b"", b"abc", b"x" * 100_003, b"", b"end"]
    spans = [file.add([text]) for text in texts]
    assert [bytes(file.read(span)) for span in spans] == texts
    assert all(span.first % STEP == 0 for span in spans)
    # What is read may be written to; the file does not see it.
    file.read(spans[1])[0] = 0
    assert bytes(file.read(spans[1])) == b"abc"


@pytest.mark.parametrize("opener", [None, "opener"])
def test_a_log_that_stops_being_by_case_is_parted_by_key_as_a_whole_one_is(opener):
    rows = [row for n in range(8) for row in case(f"a-{n}")]
    mixed = [*rows[:20], *rows[20:][::-1], ("a-0", "again")]
    found = told(parted(chunks(mixed, 6), 3, opener))
    (whole,) = told(PartsInMemory(coded(mixed)))
    keys = [{key for _, key, _ in part} for part in found]
    assert sum(map(len, keys)) == len(set.union(*keys)) == 8
    assert sorted(row for part in found for row in part) == sorted(whole)

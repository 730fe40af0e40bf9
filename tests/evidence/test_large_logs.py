"""A large log is read as codes and answered as a small one, wherever that is."""

import csv
import json
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from zipfile import ZipFile

import numpy as np
import pytest

import katch_protocols as kp
from katch_protocols.errors import LogError, UnknownCaseError
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs import coded_cases, coded_reading
from katch_protocols.evidence.logs.arrow_files import write_parquet
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.instants import LogClock
from tests.cases.harbour import book
from tests.evidence.logs import case_rows, read
from tests.evidence.simulations.heavy import heavy
from tests.evidence.test_readers import MAPPING, NOW, as_csv, written, xes

KEY = b"synthetic"


def rows(count):
    """Return cases: most are as they should be, one lacks a step, one is told twice."""
    found = [row for n in range(count) for row in case_rows(f"a-{n}")]
    return [*found, *case_rows("gap")[:1], *case_rows("gap")[2:], found[0]]


def audit(mapping, **more):
    return kp.audit(mapping, book(), now=NOW, key=KEY, **more)


@pytest.fixture
def large(monkeypatch):
    """Let every log count as large."""
    monkeypatch.setattr(following, "SOME", 0)


def seen(found):
    return found.verdicts(), found.to_json(), found.count


def test_a_large_log_is_told_as_a_small_one_is(tmp_path, monkeypatch):
    pytest.importorskip("pyarrow", reason="an extra")
    write_parquet(rows(5), tmp_path / "a.parquet")
    as_csv(tmp_path / "a.csv", rows(5))
    for name in ("a.csv", "a.parquet"):
        mapping = written(tmp_path, name)
        small = audit(mapping)
        with monkeypatch.context() as patch:
            patch.setattr(following, "SOME", 0)
            found = audit(mapping)
        assert seen(found) == seen(small)
        # The one that lacks a step, and the one of which an event is told twice.
        assert (len(small.judged), len(found.judged)) == (6, 2)
        assert [case.answers for case in found.cases] == [
            case.answers for case in small.cases
        ]
        assert found.explain("a-2").answers == small.explain("a-2").answers
        with pytest.raises(UnknownCaseError):
            found.explain("none")


@pytest.mark.usefixtures("large")
def test_digits_of_a_hash_are_nobodys_number(tmp_path):
    hashing = Hashing(KEY)
    tokens = (f"k{number}" for number in range(9_999))
    odd = next(t for t in tokens if re.search(r"\D\d{12}\D", hashing.person(t)))
    seen_with = [
        {**row, "with": row["with"].replace("k1", odd)} for row in case_rows("a-1")
    ]
    # An event is told twice, so the case is looked at by the definition.
    as_csv(tmp_path / "a.csv", [*seen_with, seen_with[0]])
    found = audit(written(tmp_path, "a.csv"))
    assert (found.count, found.is_broken) == (1, False)


@pytest.mark.usefixtures("large")
def test_a_file_that_breaks_off_is_told_and_the_rest_goes_on(tmp_path):
    as_csv(tmp_path / "a1.csv", rows(2))
    as_csv(tmp_path / "a2.csv", case_rows("b-2"))
    with (tmp_path / "a2.csv").open("a", encoding="utf-8") as file:
        file.write("c-3,too short\n")
    (tmp_path / "a3.csv").write_bytes(b"\xff\xfe")
    found = audit(written(tmp_path, "a*.csv"))
    assert found.reading.unread == (
        ("a2.csv", 8, "short-row"),
        ("a3.csv", 1, "not-utf-8 UTF-16"),
    )
    assert found.count == 4


@pytest.mark.usefixtures("large")
def test_instants_of_parquet_are_read_as_they_are(tmp_path):
    pa = pytest.importorskip("pyarrow", reason="an extra")
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")
    made = rows(2)
    table = pa.Table.from_pylist(made)
    instants = [datetime.fromisoformat(row["at"]) for row in made]
    local = [at.astimezone(UTC).replace(tzinfo=None) for at in instants]
    expected = read(made)
    for kind, values in (
        (pa.timestamp("us", "UTC"), instants),
        (pa.timestamp("ms"), local),
    ):
        place = table.schema.get_field_index("at")
        column = pa.array(values, kind)
        pq.write_table(table.set_column(place, "at", column), tmp_path / "a.parquet")
        text = MAPPING.replace("timezone: Asia/Almaty", "timezone: UTC")
        found = audit(written(tmp_path, "a.parquet", text))
        definition = audit_log(expected)
        assert found.answers == definition.answers


@pytest.mark.usefixtures("large")
def test_a_column_that_is_not_there_is_refused_by_name(tmp_path):
    pytest.importorskip("pyarrow", reason="an extra")
    bare = [{k: v for k, v in row.items() if k != "danger"} for row in rows(1)]
    write_parquet(bare, tmp_path / "a.parquet")
    with pytest.raises(LogError, match="danger"):
        audit(written(tmp_path, "a.parquet"))


@pytest.mark.usefixtures("large")
def test_a_very_long_case_is_left_to_the_definition(tmp_path, monkeypatch):
    monkeypatch.setattr(coded_cases, "_LONGEST", 5)
    as_csv(tmp_path / "a.csv", rows(2))
    found = audit(written(tmp_path, "a.csv"))
    assert sorted(len(case.case.events) for case in found.judged) == [5, 6, 6]


@pytest.mark.parametrize("size", ["small", "large", "in_parts"])
def test_regions_have_their_names_in_the_mapping(tmp_path, request, size):
    if size != "small":
        request.getfixturevalue(size)
    places = {"a-0": "7", "a-1": "West 2", "a-2": "east", "gap": "7"}
    made = [{**row, "place": places[row["case"]]} for row in rows(3)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(made[0]))
        table.writeheader()
        table.writerows(made)
    text = MAPPING.replace("region: east", "region: {{column: place}}")
    mapping = written(
        tmp_path, "a.csv", text + 'regions: {{"7": east, West 2: west}}\n'
    )
    told = sorted(each["region"] for each in audit(mapping).verdicts())
    assert told == ["east", "east", "east", "west"]
    with pytest.raises(LogError, match="no region '7'"):
        audit(written(tmp_path, "a.csv", text + "regions: {{West 2: west}}\n"))


PLACES = MAPPING.replace("region: east", "region: {{column: place}}")
SIZES = pytest.mark.parametrize("size", ["small", "large", "in_parts"])


def told_places(folder, names, **more):
    """Write two files in which each case says where it is, by columns of their own."""
    for number, (case, place) in enumerate(names.items()):
        made = [{**row, "place": place, **more} for row in case_rows(case)]
        made[0] |= {"opened": "2026-03-18"} if case == "odd" else {}
        file = folder / f"a{number % 2}.csv"
        with file.open("a", encoding="utf-8", newline="") as open_file:
            table = csv.DictWriter(open_file, list(made[0]))
            if not open_file.tell():
                table.writeheader()
            table.writerows(made)


@SIZES
def test_a_region_that_only_an_unusual_case_has_is_a_region(tmp_path, request, size):
    if size != "small":
        request.getfixturevalue(size)
    told_places(tmp_path, {"a-0": "east", "a-1": "east", "odd": "west"})
    found = audit(written(tmp_path, "a*.csv", PLACES)).verdicts()
    assert sorted(each["region"] for each in found) == ["east", "east", "west"]


@SIZES
@pytest.mark.parametrize("place", ["wst", ""])
def test_a_region_that_nobody_knows_is_told_with_its_row(
    tmp_path, request, size, place
):
    if size != "small":
        request.getfixturevalue(size)
    told_places(tmp_path, {"a-0": "east", "a-1": "east", "a-2": "east", "a-3": place})
    with pytest.raises(LogError) as refused:
        audit(written(tmp_path, "a*.csv", PLACES))
    assert (refused.value.facts["file"], refused.value.facts["row"]) == ("a1.csv", "8")


@SIZES
def test_what_may_happen_again_counts_once_where_it_is_told_twice(
    tmp_path, request, size
):
    if size != "small":
        request.getfixturevalue(size)
    *before, last = case_rows()
    again = {**before[-1], "event": "review", "role": "officer", "agency": "police"}
    as_csv(tmp_path / "a.csv", [*before, again, again, last])
    reading = audit(written(tmp_path, "a.csv")).reading
    assert (reading.events, reading.left_out["again"]) == (7, 1)


@SIZES
def test_a_case_is_opened_when_a_text_says_so(tmp_path, request, size):
    """To be assessed within 2 hours: after half an hour it was, or after 3.5."""
    if size != "small":
        request.getfixturevalue(size)
    made = [{**row, "opened": "18.03.2026 11:00"} for row in case_rows("a-0")]
    late = [{**row, "opened": "18.03.2026 8:00"} for row in case_rows("a-1")]
    as_csv(tmp_path / "a.csv", [*made, *late])
    found = audit(written(tmp_path, "a.csv"))
    assert sorted(each["time"] for each in found.verdicts()) == ["broken", "kept"]


@SIZES
def test_a_region_is_what_the_first_row_says_that_tells_one(tmp_path, request, size):
    if size != "small":
        request.getfixturevalue(size)
    made = [
        {**row, "place": place}
        for row, place in zip(
            case_rows(), ("", "", "west", "east", "east", ""), strict=True
        )
    ]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(made[0]))
        table.writeheader()
        table.writerows(made)
    (found,) = audit(written(tmp_path, "a.csv", PLACES)).verdicts()
    assert found["region"] == "west"


@SIZES
def test_nobody_asks_where_a_case_of_an_unknown_protocol_is(tmp_path, request, size):
    if size != "small":
        request.getfixturevalue(size)
    told_places(tmp_path, {"a-0": "east"}, kind="referral")
    told_places(tmp_path, {"b-0": "wst"}, kind="other")
    text = PLACES.replace("protocol: referral", "protocol: {{column: kind}}")
    found = audit(written(tmp_path, "a*.csv", text))
    assert (found.count, found.reading.left_out["cases-protocol"]) == (1, 1)


@pytest.mark.usefixtures("large")
def test_xes_can_be_large_as_well(tmp_path):
    (tmp_path / "a.xes").write_text(xes(case_rows()), encoding="utf-8")
    text = "log: desk\nprotocol: referral\nregion: east\nread: {file}\n"
    found = audit(written(tmp_path, "a.xes", text))
    # What was found of the danger is not told, so a loop cannot tell which way it went.
    assert (found.reading.events, len(found.judged)) == (6, 1)
    assert found.answers["order"]["kept"] == 1


def test_local_times_are_read_at_once_as_one_by_one():
    clock = LogClock("Asia/Almaty", None)
    texts = ["2024-02-28 23:30", "2024-03-01 09:10", "2026-05-03 09:10:01.25"]
    zero = datetime(1970, 1, 1)  # noqa: DTZ001 - local times
    local = [
        (datetime.fromisoformat(text) - zero) // datetime.resolution for text in texts
    ]
    found = clock.of_locals(np.array(local, np.int64))
    assert found.tolist() == [clock.read(text)[0] for text in texts]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("other", ["2024-02-28 10:00", "28.02.2024 10:00"])
def test_a_local_time_that_came_twice_is_told_with_its_row(tmp_path, other):
    made = [{**case_rows()[0], "opened": other, "at": other} for _ in range(3)]
    made[2] |= {"case": "a-2", "at": "2024-02-29 23:30"}
    as_csv(tmp_path / "a.csv", made)
    with pytest.raises(LogError, match="came twice") as refused:
        audit(written(tmp_path, "a.csv"))
    assert (refused.value.facts["file"], refused.value.facts["row"]) == ("a.csv", "4")


@pytest.fixture
def in_parts(monkeypatch, large):
    """Let every log be read in parts of a few events."""
    del large
    monkeypatch.setattr(coded_reading, "PART", 10)
    monkeypatch.setattr(coded_reading, "_ROWS", 7)


FAMILY = MAPPING + "activities: {{}}\n"
OPENED = FAMILY.replace("at: at,", "at: at, opener: opener,")


def test_a_log_in_parts_is_told_as_one_is(tmp_path, monkeypatch, in_parts):
    del in_parts
    made = [{**row, "opener": ""} for row in rows(20)]
    # One after another is opened by the one before; two open one another.
    chain = {"a-2": "a-1", "a-3": "a-2", "a-4": "a-5", "a-5": "a-4"}
    for row in made:
        row["opener"] = chain.get(row["case"], "")
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(made[0]))
        table.writeheader()
        table.writerows(made)
    mapping = written(tmp_path, "a.csv", OPENED)
    found = audit(mapping)
    assert len(found._parts) > 3
    assert found.explain("a-3").answers["order"] == "kept"
    found = seen(found), list(found.findings), found.judged
    with monkeypatch.context() as patch:
        patch.setattr(following, "SOME", 10_000)
        small = audit(mapping)
    assert (seen(small), list(small.findings)) == found[:2]
    assert {each.case.key for each in found[2]} <= {e.case.key for e in small.cases}
    with ThreadPoolExecutor(2) as pool:
        assert seen(audit(mapping, executor=pool)) == found[0]


@pytest.mark.usefixtures("in_parts")
def test_what_only_rows_tell_is_told_in_parts_as_well(tmp_path):
    pytest.importorskip("pyarrow", reason="an extra")
    as_csv(tmp_path / "a.csv", rows(6))
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    text += "c-3,too short\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = audit(written(tmp_path, "a.csv"))
    assert found.reading.unread == (("a.csv", text.count("\n"), "short-row"),)
    assert found.count == 7


def test_a_log_that_is_kept_is_not_read_again(tmp_path, monkeypatch):
    as_csv(tmp_path / "a.csv", rows(3))
    mapping, keep = written(tmp_path, "a.csv"), tmp_path / "a.katch-log"
    first = seen(audit(mapping, keep=keep))
    assert first == seen(audit(mapping))
    held = keep.read_bytes()
    with ZipFile(keep) as archive:
        assert json.loads(archive.read("log.json"))["audience"] == "restricted"
        whole = b"".join(map(archive.read, archive.namelist()))
    assert not any(each in whole for each in (b"a-1", b"gap", b'"w1"', b"k1"))
    with monkeypatch.context() as patch:
        patch.setattr(coded_reading._LogCoder, "parts", None)
        patch.setattr(Hashing, "keys", None)
        assert seen(audit(mapping, keep=keep)) == first
    # Another key, other files, other columns: it is read anew, and kept.
    other = kp.audit(mapping, book(), now=NOW, key=b"another", keep=keep)
    assert other.to_json() == first[1]
    assert other.verdicts() != first[0]
    as_csv(tmp_path / "a.csv", rows(4))
    assert audit(mapping, keep=keep).count == 5
    as_csv(tmp_path / "a.csv", rows(3))
    audit(mapping, keep=keep)
    assert len(keep.read_bytes()) == len(held)


def test_what_cannot_be_kept_is_refused(tmp_path):
    as_csv(tmp_path / "a.csv", rows(1))
    mapping = written(tmp_path, "a.csv")
    with pytest.raises(LogError, match="only with a key"):
        kp.audit(mapping, book(), now=NOW, keep=tmp_path / "kept")
    with pytest.raises(LogError, match="is no kept log"):
        audit(mapping, keep=tmp_path / "a.csv")
    with pytest.raises(LogError, match="must hold nothing else"):
        kp.audit([], book(), now=NOW, key=KEY, keep=tmp_path / "kept")
    audit(mapping, keep=tmp_path / "kept")
    held = bytearray((tmp_path / "kept").read_bytes())
    held[len(held) // 2] ^= 255
    (tmp_path / "kept").write_bytes(held)
    with pytest.raises(LogError, match="is no kept log"):
        audit(mapping, keep=tmp_path / "kept")


@heavy
@pytest.mark.usefixtures("in_parts")
def test_dask_answers_the_same(tmp_path):
    distributed = pytest.importorskip(
        "distributed", reason="only where it is installed"
    )
    as_csv(tmp_path / "a.csv", rows(20))
    mapping = written(tmp_path, "a.csv")
    alone = audit(mapping)
    with (
        distributed.LocalCluster(2, threads_per_worker=1) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert seen(audit(mapping, executor=client.get_executor())) == seen(alone)


@heavy
@pytest.mark.usefixtures("in_parts")
def test_processes_answer_the_same(tmp_path):
    as_csv(tmp_path / "a.csv", rows(20))
    mapping = written(tmp_path, "a.csv")
    alone = audit(mapping)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert seen(audit(mapping, executor=pool)) == seen(alone)

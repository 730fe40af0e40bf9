"""Logs as they come: what cannot be read is told, of small and of large ones alike.

Each file is read row by row, and as codes as if it were large.
"""

import copy
import gzip
import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from katch_protocols.errors import LogError
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs.dictionary_texts import text_of
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.evidence.logs.tables import read_csv
from tests.evidence.logs import case_rows, read
from tests.evidence.test_readers import MAPPING, STANDARD, as_csv, audit, written, xes
from tests.exchange.live import begun_cases

NUMBERED = MAPPING.replace("case: case,", "case: case, number: seq,")
BACKWARDS = range(len(case_rows()), 0, -1)


@pytest.fixture
def both(monkeypatch):
    """Audit a mapping as a small log and as a large one: the same is told."""

    def told(mapping):
        small = audit(mapping)
        with monkeypatch.context() as patch:
            patch.setattr(following, "SOME", 0)
            large = audit(mapping)
        assert large.verdicts() == small.verdicts()
        assert large.to_json() == small.to_json()
        json.dumps(small.to_json(), ensure_ascii=False).encode()
        return small.to_json()

    return told


@pytest.fixture
def arrow():
    return pytest.importorskip("pyarrow", reason="an extra")


@pytest.fixture
def parquet(arrow, tmp_path, both):
    """Audit the rows as Parquet, some columns of other types."""
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")

    def told(text=MAPPING, **columns):
        rows = case_rows()
        plain = {name: [row[name] for row in rows] for name in rows[0]}
        pq.write_table(arrow.table({**plain, **columns}), tmp_path / "a.parquet")
        return both(written(tmp_path, "a.parquet", text))

    return told


# Times -------------------------------------------------------------------------------


def test_times_are_read_as_a_spreadsheet_saves_them_here():
    clock = LogClock("Asia/Almaty", None)
    meant = clock.read("2026-05-03T04:10:00Z")
    for text in ("03.05.2026 9:10", "3.5.2026 9:10:00", "03.05.2026\u00a009:10"):
        assert clock.read(text) == meant, text


@pytest.mark.parametrize("text", ["2026-05-03", "20260503", "2026-W18-7", "3.5.2026"])
def test_a_day_is_any_instant_of_it_however_it_is_written(text):
    first, last = LogClock("Asia/Almaty", None).read(text)
    assert last - first == 24 * 3600 * 1_000_000 - 1


NO_TIME = ["9999-12-31 23:59:59", "0001-01-01 00:00:00", "1970-01-01 00:00:00"]


@pytest.mark.parametrize("text", NO_TIME)
def test_a_time_that_stands_for_none_is_left_out(tmp_path, both, text):
    rows = case_rows()
    rows[0]["at"] = text
    as_csv(tmp_path / "a.csv", [{**row, "at": text} for row in rows])
    told = both(written(tmp_path, "a.csv"))
    assert told["left_out"] == {"cases-outside": 1, "no-instant": 6}


@pytest.mark.parametrize(
    ("unit", "far"), [("s", 2**46), ("ms", 2**60), ("us", -(2**60))]
)
@pytest.mark.parametrize("zone", [None, "UTC"])
def test_an_instant_of_no_calendar_is_left_out(arrow, parquet, unit, far, zone):
    far = arrow.array([far, *([None] * 5)], arrow.timestamp(unit, zone))
    assert parquet(at=far)["left_out"] == {"cases-outside": 1, "no-instant": 6}


def test_a_day_of_no_calendar_is_left_out(arrow, parquet):
    far = arrow.array([2**30, -(2**30)] * 3, arrow.int32()).view(arrow.date32())
    assert parquet(at=far)["left_out"]["no-instant"] == 6


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Mars/Base"])
def test_instants_are_read_in_any_unit_and_zone(arrow, parquet, unit, zone):
    hours = timedelta(hours=0 if zone else 5)
    times = [datetime.fromisoformat(row["at"]) + hours for row in case_rows()]
    stamps = arrow.array([each.replace(tzinfo=None) for each in times])
    told = parquet(
        at=stamps.cast(arrow.timestamp(unit)).cast(arrow.timestamp(unit, zone))
    )
    assert (told["events"], told["findings"]) == (6, [])


# Columns of Parquet ------------------------------------------------------------------


def test_a_list_of_roles_is_read_in_large_logs_too(parquet):
    told = parquet(role=[[row["role"], "carer"] for row in case_rows()])
    assert (told["events"], told["findings"]) == (6, [])


def test_a_structure_is_no_role(parquet):
    told = parquet(role=[{"as": row["role"]} for row in case_rows()])
    assert {each["code"] for each in told["findings"]} == {"unknown-role"}


@pytest.mark.parametrize("wanting", [None, float("nan")])
def test_references_are_the_same_where_an_empty_cell_made_them_fractions(
    parquet, wanting
):
    told = parquet(case=[17.0, 17.0, 17.0, 17.0, 17.0, wanting])
    assert (told["cases"], told["left_out"]) == (1, {"no-case": 1})
    assert text_of(17.0) == text_of(Decimal("17.00")) == text_of(17) == "17"


# The place of an event in its case ---------------------------------------------------


@pytest.mark.parametrize("pattern", ["{}", "{}.0", "{},0", "-{}", "+{}"])
def test_a_number_is_read_as_programs_write_it(tmp_path, both, pattern):
    numbers = [*BACKWARDS] if "-" not in pattern else [*BACKWARDS][::-1]
    rows = case_rows()
    head = [*rows[0], "seq"]
    lines = [
        ";".join([*row.values(), pattern.format(number)])
        for row, number in zip(rows, numbers, strict=True)
    ]
    text = "\n".join([";".join(head), *lines])
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    told = both(written(tmp_path, "a.csv", NUMBERED))
    assert "disorder" in {each["code"] for each in told["findings"]}
    assert told["left_out"] == {}


@pytest.mark.parametrize("number", ["x", "9" * 5_000, "1 000"])
def test_a_number_that_is_none_is_told(parquet, number):
    told = parquet(NUMBERED, seq=[number, *"12345"])
    assert told["left_out"] == {"no-number": 1}
    assert told["first_left_out"]["no-number"] == {"file": "a.parquet", "row": 1}
    assert told["findings"] == []


def test_fractions_of_parquet_are_numbers(parquet):
    for numbers in (map(float, BACKWARDS), map(Decimal, BACKWARDS)):
        told = parquet(NUMBERED, seq=[*numbers])
        assert "disorder" in {each["code"] for each in told["findings"]}


# XES ---------------------------------------------------------------------------------


def of_xes(folder, both, data, name="a.xes"):
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return both(written(folder, name, STANDARD))


def test_the_prefix_of_a_namespace_says_nothing(tmp_path, both):
    text = xes(case_rows())
    for name in ("log", "trace", "event", "string"):
        text = text.replace(f"<{name}", f"<x:{name}").replace(
            f"</{name}", f"</x:{name}"
        )
    text = text.replace("<x:log", '<x:log xmlns:x="http://www.xes-standard.org/"')
    assert of_xes(tmp_path, both, text)["events"] == 6


def test_an_event_of_no_trace_is_of_no_case(tmp_path, both):
    alone = '<event><string key="concept:name" value="place"/></event></log>'
    told = of_xes(tmp_path, both, xes(case_rows()).replace("</log>", alone))
    assert (told["events"], told["left_out"]) == (6, {"no-case": 1})


def test_cases_without_a_name_are_not_one_case(tmp_path, both):
    told = of_xes(tmp_path, both, xes(case_rows()).replace('"a-1"', '" "'))
    assert (told["cases"], told["left_out"]) == (0, {"no-case": 6})


@pytest.mark.parametrize(
    "data",
    [
        xes(case_rows()).replace('"1.0"', '"1.0" encoding="none-such"'),
        xes(case_rows()).replace('"1.0"', '"1.0" encoding="shift_jis"'),
        "<html><body>Sign in</body></html>",
    ],
)
def test_a_document_that_is_no_log_is_told(tmp_path, both, data):
    told = of_xes(tmp_path, both, data)
    assert told["unread"] == [{"file": "a.xes", "row": 1, "reason": "broken-file"}]


def test_a_packed_log_that_was_damaged_is_told(tmp_path, both):
    whole = gzip.compress(xes(case_rows()).encode(), mtime=0)
    spoilt = whole[:30] + b"\xff\xff\xff" + whole[33:]
    told = of_xes(tmp_path, both, spoilt, "a.xes.gz")
    assert [each["reason"] for each in told["unread"]] == ["broken-file"]


# OCEL --------------------------------------------------------------------------------


def ocel(change):
    log = {
        "objects": [{"id": "a-1", "type": "case"}],
        "events": [
            {
                "id": str(number),
                "type": row["event"],
                "time": row["at"],
                "attributes": [{"name": "danger", "value": row["danger"] or None}],
                "relationships": [{"objectId": "a-1", "qualifier": "of"}],
            }
            for number, row in enumerate(case_rows())
        ],
    }
    log["events"][0].update(change)
    return log


@pytest.mark.parametrize(
    ("change", "left_out", "codes"),
    [
        ({}, {}, set()),
        ({"relationships": []}, {"no-case": 1}, {"missing"}),
        ({"relationships": [{"objectId": "lost"}]}, {"no-case": 1}, {"missing"}),
        ({"time": 5}, {"no-instant": 1}, set()),
        ({"type": 5}, {}, {"unknown-activity"}),
        ({"type": "\ud800"}, {}, {"unknown-activity"}),
        ({"type": None}, {"no-activity": 1}, {"missing"}),
        (
            {"attributes": [{"name": "danger", "value": v} for v in ("absent", "x")]},
            {},
            {"unknown-value"},
        ),
    ],
)
def test_what_an_event_lacks_is_told(tmp_path, both, change, left_out, codes):
    (tmp_path / "a.json").write_text("\ufeff" + json.dumps(ocel(change)), "utf-8")
    text = STANDARD + "records: {{danger: danger}}\n"
    told = both(written(tmp_path, "a.json", text))
    assert told["left_out"] == left_out
    assert {each["code"] for each in told["findings"]} == codes


# Exports of stores -------------------------------------------------------------------

RECORD = next(each.snapshot() for each in begun_cases() if each.version)
STRANGE = [None, 5, True, "", [], {}, "\ud800", "9999-12-31T23:59:59Z", "2026-03-18"]


def places_in(value, place=()):
    yield place
    pairs = value.items() if isinstance(value, dict) else ()
    for key, each in enumerate(value) if isinstance(value, list) else pairs:
        yield from places_in(each, (*place, key))


@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_a_line_of_another_shape_is_told(tmp_path, strange):
    mapping = written(tmp_path, "a.jsonl", STANDARD)
    for place in list(places_in(RECORD))[1:]:
        record = copy.deepcopy(RECORD)
        inner = record
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = strange
        (tmp_path / "a.jsonl").write_text(json.dumps({"case": record}), "utf-8")
        told = audit(mapping).to_json()
        read = told["cases"] + sum(told["left_out"].values()) + len(told["unread"])
        assert read >= 1, place


# Files -------------------------------------------------------------------------------


def test_files_are_found_by_the_names_that_they_have(tmp_path):
    for name in ("a [1].csv", "Выгрузка за март.csv"):
        as_csv(tmp_path / name, case_rows())
        found = audit(written(tmp_path, f"'{name}'"))
        assert found.reading.files == (name,)
    assert len(audit(written(tmp_path, "'**.csv'")).reading.files) == 2
    for name in ("/", "'none*.csv'"):
        with pytest.raises(LogError, match="no file"):
            audit(written(tmp_path, name))


# Who somebody is ---------------------------------------------------------------------

NAMES = [
    "Surname, Given",
    "А.С. Фамилия",
    "Given Surname (mother)",
    "w1; Given Surname",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_refused_however_it_is_written(text):
    with pytest.raises(LogError, match="name"):
        read([{**case_rows()[0], "person": text}])


def test_who_took_part_as_well_is_looked_at_and_their_role_is_not():
    read([{**case_rows()[0], "with": "Care worker/Welfare office/w1"}])
    with pytest.raises(LogError, match="name"):
        read([{**case_rows()[0], "with": "child//k1|carer//Given Surname"}])


ENDS = [
    ('"wor"ker', "worker"),
    ('"a"b"c"', 'ab"c"'),
    ('wor"ker', 'wor"ker'),
    ('"wor""ker"', 'wor"ker'),
]


@pytest.mark.parametrize(("cell", "read_as"), ENDS)
def test_a_quotation_that_goes_on_is_read_alike_by_both_readers(
    tmp_path, both, cell, read_as
):
    file = tmp_path / "a.csv"
    as_csv(file, [{**row, "with": "SEAT"} for row in case_rows()])
    file.write_text(file.read_text("utf-8").replace("SEAT", cell), "utf-8")
    mapping = written(tmp_path, "a.csv")
    told = both(mapping)
    assert told["unread"] == []
    assert {row.cells["with"] for row in read_csv(file, None)} == {read_as}


def test_a_cell_of_any_length_is_read_by_both_readers(tmp_path, both):
    long = [{**row, "with": "x" * 200_000} for row in case_rows()]
    as_csv(tmp_path / "a.csv", long)
    assert both(written(tmp_path, "a.csv"))["unread"] == []


def test_a_quotation_without_an_end_is_told_where_it_begins(tmp_path, both):
    file = tmp_path / "a.csv"
    as_csv(file, case_rows())
    *lines, last = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([*lines, f'"{last}', last, last]), "utf-8")
    (unread,) = both(written(tmp_path, "a.csv"))["unread"]
    assert (unread["row"], unread["reason"]) == (len(lines) + 1, "broken-row")


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_first_line_may_say_what_parts_cells(tmp_path, both, sign):
    file = tmp_path / "a.csv"
    as_csv(file, case_rows(), sign)
    plain = both(written(tmp_path, "a.csv"))
    text = file.read_text("utf-8")
    file.write_text(f"sep={sign}\r\n{text}", "utf-8")
    assert both(written(tmp_path, "a.csv"))["answers"] == plain["answers"]
    assert next(row.row for row in read_csv(file, None)) == 3


@pytest.mark.parametrize("blanks", [(-1,), (1, 3), (4, -1, -1)])
def test_an_empty_line_is_no_row(tmp_path, both, blanks):
    """Of a large log each was counted as a row without a case."""
    file = tmp_path / "a.csv"
    as_csv(file, case_rows())
    lines = file.read_text("utf-8").splitlines()
    for place in blanks:
        lines.insert(len(lines) if place < 0 else place, "")
    file.write_text("\n".join([*lines, ""]), "utf-8")
    told = both(written(tmp_path, "a.csv"))
    assert (told["events"], told["left_out"], told["unread"]) == (6, {}, [])


def test_a_row_without_anything_in_it_is_told(tmp_path, both):
    file = tmp_path / "a.csv"
    as_csv(file, case_rows())
    head, *lines = file.read_text("utf-8").splitlines()
    commas = "," * head.count(",")
    file.write_text("\n".join([head, *lines[:2], "", commas, *lines[2:], ""]), "utf-8")
    told = both(written(tmp_path, "a.csv"))
    assert told["left_out"] == {"no-case": 1}
    assert told["first_left_out"]["no-case"]["row"] == 5

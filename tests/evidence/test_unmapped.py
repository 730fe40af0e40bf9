"""What a mapping does not name is never loaded: here a column says who a child is."""

import csv
import json
from zipfile import ZipFile

import numpy as np
import pytest

import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs import coded_reading, reading
from katch_protocols.evidence.logs.growing_columns import TextCells
from katch_protocols.evidence.logs.keeping import write_verdicts
from katch_protocols.evidence.logs.row_coder import RowCoder
from tests.cases.harbour import book
from tests.evidence.logs import case_rows
from tests.evidence.test_readers import MAPPING, NOW, STANDARD, written

KEY = b"synthetic"
WHO = "unmapped-and-nobodys-business"
"""Stands for a name; it is in every row, under ``child``."""

ROWS = [
    *({**row, "child": WHO} for row in case_rows("a-1")),
    *({**row, "child": WHO} for row in [case_rows("b-2")[0], case_rows("b-2")[2]]),
]
MAPPED = {*ROWS[0]} - {"child"}


def as_csv(path):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(ROWS[0]))
        table.writeheader()
        table.writerows(ROWS)


def as_parquet(path):
    pa = pytest.importorskip("pyarrow", reason="an extra")
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")
    pq.write_table(pa.Table.from_pylist(ROWS), path)


def as_xes(path):
    keys = {"event": "concept:name", "at": "time:timestamp", "child": "child"}
    traces = "".join(
        f'<trace><string key="concept:name" value="{case}"/>'
        f'<string key="child" value="{WHO}"/>'
        + "".join(
            "<event>"
            + "".join(
                f'<string key="{key}" value="{row[name]}"/>'
                for name, key in keys.items()
            )
            + "</event>"
            for row in ROWS
            if row["case"] == case
        )
        + "</trace>"
        for case in ("a-1", "b-2")
    )
    path.write_text(f'<?xml version="1.0"?><log>{traces}</log>', encoding="utf-8")


def as_ocel(path):
    log = {
        "objects": [
            *({"id": f"case/{name}", "type": "case"} for name in ("a-1", "b-2")),
            {"id": WHO, "type": "child"},
        ],
        "events": [
            {
                "id": f"e{number}",
                "type": row["event"],
                "time": row["at"],
                "attributes": [{"name": "known as", "value": WHO}],
                "relationships": [
                    {"objectId": f"case/{row['case']}", "qualifier": "case"},
                    {"objectId": WHO, "qualifier": "about"},
                ],
            }
            for number, row in enumerate(ROWS)
        ],
    }
    path.write_text(json.dumps(log), encoding="utf-8")


KINDS = {
    "a.csv": (as_csv, MAPPING),
    "a.parquet": (as_parquet, MAPPING),
    "a.xes": (as_xes, STANDARD),
    "a.json": (as_ocel, STANDARD),
}


@pytest.fixture
def loaded(monkeypatch):
    """Return the columns of every row that a reader gives away, and every text."""
    columns, texts = set(), set()
    usual = reading.reader_of

    def reader_of(*arguments):
        read = usual(*arguments)

        def rows(path, wanted):
            for row in read(path, wanted):
                columns.update(row.cells)
                texts.update(row.cells.values())
                yield row

        return rows

    take = RowCoder.take_part

    def take_part(self, file, first, count, part):
        columns.update(part)
        for each in part.values():
            if isinstance(each, TextCells):
                texts.update(each.texts.some(np.arange(len(each.texts))))
        take(self, file, first, count, part)

    monkeypatch.setattr(reading, "reader_of", reader_of)
    monkeypatch.setattr(coded_reading, "reader_of", reader_of)
    monkeypatch.setattr(RowCoder, "take_part", take_part)
    return columns, texts


@pytest.mark.parametrize("some", [0, 10_000], ids=["large", "small"])
@pytest.mark.parametrize("name", KINDS)
def test_a_column_that_is_not_mapped_is_not_loaded(
    name, some, tmp_path, monkeypatch, loaded
):
    monkeypatch.setattr(following, "SOME", some)
    write, mapping = KINDS[name]
    write(tmp_path / name)
    assert WHO.encode() in (tmp_path / name).read_bytes()
    found = kp.audit(written(tmp_path, name, mapping), book(), now=NOW, key=KEY)
    columns, texts = loaded
    assert (found.count, found.reading.events, found.is_broken) == (2, 8, True)
    # What was read is what is mapped, and of that everything that has a cell.
    assert columns == set(
        MAPPED
        if mapping is MAPPING
        else {"object", "type", "time"}
        if name == "a.json"
        else {"case:concept:name", "concept:name", "time:timestamp"}
    )
    assert "assess" in texts
    assert not any(WHO in text for text in texts)
    write_verdicts(found.verdicts(), tmp_path / "verdicts.csv", simulated=False)
    told = [found.to_json(), found.cases, [*found.findings], found.reading]
    assert WHO not in repr(told)
    assert WHO.encode() not in (tmp_path / "verdicts.csv").read_bytes()


@pytest.mark.parametrize("name", KINDS)
def test_a_log_that_is_kept_holds_nothing_that_is_not_mapped(name, tmp_path):
    write, mapping = KINDS[name]
    write(tmp_path / name)
    keep = tmp_path / "kept"
    kp.audit(written(tmp_path, name, mapping), book(), now=NOW, key=KEY, keep=keep)
    with ZipFile(keep) as archive:
        whole = b"".join(map(archive.read, archive.namelist()))
    assert b"assess" in whole
    assert WHO.encode() not in whole


def test_arrow_is_asked_for_what_is_mapped(tmp_path, monkeypatch):
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")
    arrow_csv = pytest.importorskip("pyarrow.csv", reason="an extra")
    asked = []

    class File(pq.ParquetFile):
        def iter_batches(self, *arguments, **named):
            asked.append(set(named["columns"]))
            return super().iter_batches(*arguments, **named)

    usual = arrow_csv.open_csv

    def open_csv(path, read, parse, convert):
        asked.append(set(convert.include_columns))
        return usual(path, read, parse, convert)

    monkeypatch.setattr(pq, "ParquetFile", File)
    monkeypatch.setattr(arrow_csv, "open_csv", open_csv)
    for some in (0, 10_000):
        monkeypatch.setattr(following, "SOME", some)
        for name in ("a.csv", "a.parquet"):
            write, mapping = KINDS[name]
            write(tmp_path / name)
            kp.audit(written(tmp_path, name, mapping), book(), now=NOW, key=KEY)
    # A small CSV is read row by row, without it.
    assert asked == [MAPPED, MAPPED, MAPPED]


def test_a_line_of_an_export_is_read_for_what_every_line_has(tmp_path):
    pytest.importorskip("sqlalchemy", reason="an extra")
    with kp.open_store("sqlite://", book()) as store:
        store.open_case("referral", region="east")
        store.export(tmp_path / "own.jsonl")
    exported = (tmp_path / "own.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in exported.splitlines()]
    for line in lines:
        if "case" in line:
            line["child"] = line["case"]["child"] = WHO
            for event in line["case"]["events"]:
                event["child"] = WHO
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    assert WHO in text
    (tmp_path / "own.jsonl").write_text(text, encoding="utf-8")
    found = kp.audit(written(tmp_path, "own.jsonl", STANDARD), book(), key=KEY)
    told = [found.to_json(), found.cases, [*found.findings], found.verdicts()]
    assert found.count == 1
    assert WHO not in repr([*told, found.reading])


@pytest.mark.parametrize("engine", ["", "SOME", "MANY"])
def test_what_a_format_may_have_and_no_row_has_is_not_judged(
    tmp_path, monkeypatch, engine
):
    """A log of the standard without people was told as if they had been judged."""
    if engine:
        monkeypatch.setattr(following, engine, 0)
    as_xes(tmp_path / "log.xes")
    (tmp_path / "log.yaml").write_text(
        "log: log\nprotocol: referral\nregion: east\nread: log.xes\n"
    )
    found = kp.audit(tmp_path / "log.yaml", book(), now=NOW)
    every = ["role", "agency", "person", "together_with", "opener"]
    assert found.to_json()["not_told"] == every
    text = (tmp_path / "log.xes").read_text()
    said = text.replace('key="child"', 'key="org:role"', 3)
    (tmp_path / "log.xes").write_text(said)
    found = kp.audit(tmp_path / "log.yaml", book(), now=NOW)
    assert found.to_json()["not_told"] == every[1:]

"""A log that says it is simulated is answered as such, whatever it is written in."""

import csv
import json
from datetime import UTC, datetime

import pytest

import katch_protocols as kp
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs import coded_reading
from katch_protocols.evidence.logs.arrow_files import write_parquet
from tests.cases.harbour import FILES, book
from tests.cli.conftest import katch, typed  # noqa: F401 - fixtures
from tests.evidence.indicators.harbours import measured_book
from tests.evidence.logs import case_rows
from tests.evidence.test_readers import MAPPING, STANDARD, audit, written, xes

MARK = {"simulated": "simulated"}


def as_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def as_xes(path, rows):
    mark = '<string key="simulated" value="simulated"/>'
    text = xes(rows)
    if "simulated" in rows[0]:
        text = text.replace("</event>", f"{mark}</event>")
    path.write_text(text, encoding="utf-8")


def as_ocel(path, rows):
    events = [
        {
            "id": str(number),
            "type": row["event"],
            "time": row["at"],
            "attributes": [
                {"name": name, "value": row[name]} for name in MARK if name in row
            ],
            "relationships": [{"objectId": row["case"], "qualifier": "case"}],
        }
        for number, row in enumerate(rows)
    ]
    objects = [{"id": each, "type": "case"} for each in {row["case"] for row in rows}]
    path.write_text(json.dumps({"objects": objects, "events": events}), "utf-8")


def as_parquet(path, rows):
    pytest.importorskip("pyarrow", reason="an extra")
    write_parquet(rows, path)


FORMATS = {
    "csv": (as_csv, MAPPING),
    "parquet": (as_parquet, MAPPING),
    "xes": (as_xes, STANDARD),
    "jsonocel": (as_ocel, STANDARD),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_mark_is_heeded_in_every_format_and_by_every_engine(
    tmp_path, monkeypatch, kind
):
    write, text = FORMATS[kind]
    path = tmp_path / f"a.{kind}"
    mapping, keep = written(tmp_path, path.name, text), tmp_path / "kept"
    for mark in (MARK, {}):
        expected = bool(mark)
        write(path, [row | mark for row in case_rows()])
        answers = [audit(mapping)]
        with monkeypatch.context() as patch:
            patch.setattr(following, "SOME", 0)
            answers += [audit(mapping, keep=keep), audit(mapping, keep=keep)]
            patch.setattr(coded_reading, "PART", 2)
            patch.setattr(coded_reading, "_ROWS", 2)
            answers.append(audit(mapping))
        for found in answers:
            assert found.reading.is_simulated is expected
            assert found.to_json()["simulated"] is expected
            marks = [row.get("simulated") for row in found.verdicts()]
            assert marks == (["simulated"] if expected else [None])
            assert found.verdicts() == answers[0].verdicts()


def test_indicators_count_the_days_to_come_as_well(tmp_path):
    early, counts = datetime(2020, 1, 1, tzinfo=UTC), []
    home = measured_book()
    for mark in (MARK, {}):
        as_csv(tmp_path / "a.csv", [row | mark for row in case_rows()])
        text = MAPPING + "complete: {{until: 2026-12-31}}\n"
        found = kp.measure(written(tmp_path, "a.csv", text), home, until=early)
        counts.append(found.count("assessed", "2026").cases)
        assert (found.until > early) == bool(mark)
    assert counts == [1, 0]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("some", [0, 1_000_000])
def test_days_to_come_are_read_of_a_simulated_log_that_is_said_to_have_them(
    tmp_path, monkeypatch, kind, some
):
    write, text = FORMATS[kind]
    path, early = tmp_path / f"a.{kind}", datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(following, "SOME", some)
    counts = []
    for mark in (MARK, {}):
        write(path, [row | mark for row in case_rows()])
        for more in ("complete: {{until: 2099-12-31}}\n", ""):
            mapping = written(tmp_path, path.name, text + more)
            found = kp.audit(mapping, book(), now=early, key=b"synthetic")
            counts.append(found.reading.events)
    assert counts == [len(case_rows()), 0, 0, 0]


def test_of_several_files_one_that_says_so_is_enough(tmp_path, monkeypatch):
    as_csv(tmp_path / "a1.csv", case_rows())
    as_csv(tmp_path / "a2.csv", [row | MARK for row in case_rows("b-2")])
    mapping = written(tmp_path, "a*.csv")
    assert audit(mapping).reading.is_simulated
    monkeypatch.setattr(following, "SOME", 0)
    assert audit(mapping).reading.is_simulated
    (tmp_path / "a2.csv").unlink()
    assert not audit(mapping).reading.is_simulated


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Harbour's handbook in a folder, with a simulated log of one case."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / "protocols" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    as_csv(tmp_path / "a.csv", [row | MARK for row in case_rows()])
    written(tmp_path, "a.csv")
    return tmp_path


SAID = {
    "en": "Simulated. No case was real.",
    "ru": "Смоделировано. Ни одно дело не настоящее.",
    "kk": "Модельденген. Бірде-бір іс нақты емес.",
}


@pytest.mark.parametrize("language", SAID)
def test_it_is_the_first_line_in_every_language(desk, katch, language):  # noqa: F811 - see above
    words = ("audit", "log.yaml", "--language", language)
    assert katch(*words).out.splitlines()[0] == SAID[language]
    assert katch(*words, "--case", "a-1").out.splitlines()[0] == SAID[language]
    as_csv(desk / "a.csv", case_rows())
    assert SAID[language] not in katch(*words).out


@pytest.mark.usefixtures("desk")
def test_rows_of_verdicts_say_so_in_every_file(katch, tmp_path):  # noqa: F811 - see above
    pq = pytest.importorskip("pyarrow.parquet", reason="an extra")
    for name in ("rows.csv", "rows.jsonl", "rows.parquet"):
        assert katch("audit", "log.yaml", "--verdicts", name).code == 0
    with (tmp_path / "rows.csv").open(encoding="utf-8") as file:
        assert [row["simulated"] for row in csv.DictReader(file)] == ["simulated"]
    line = (tmp_path / "rows.jsonl").read_text(encoding="utf-8")
    assert json.loads(line)["simulated"] == "simulated"
    metadata = pq.read_schema(tmp_path / "rows.parquet").metadata
    assert metadata[b"audience"] == b"restricted"
    assert metadata[b"simulated"] == b"true"

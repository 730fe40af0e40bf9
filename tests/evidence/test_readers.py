"""Every format is read as the same cases; what says who somebody is, is refused."""

import csv
import gzip
import hmac
import json
import re
from datetime import UTC, datetime

import jsonschema
import pytest

import katch_protocols as kp
from katch_protocols.errors import (
    InstantError,
    LogError,
    MissingExtraError,
    WrongTypeError,
)
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.automaton import following
from katch_protocols.evidence.logs.arrow_files import write_parquet
from katch_protocols.evidence.logs.hashing import Hashing
from katch_protocols.evidence.logs.instants import LogClock
from katch_protocols.files.write import write
from katch_protocols.model.logs import LogFact, NamedInLog, Twice
from tests.cases.harbour import book
from tests.evidence.logs import case_rows, read
from tests.exchange.live import TOKENS, begun_cases
from tests.house.pages import ROOT

NOW = datetime(2026, 5, 1, tzinfo=UTC)
MAPPING = """log: desk
protocol: referral
region: east
read: {file}
timezone: Asia/Almaty
columns: {{case: case, activity: event, at: at, role: role, agency: agency,
           person: person, together_with: with, opened: opened, qualified: trained}}
records: {{danger: danger}}
"""
NAMES = list(case_rows()[0])


def written(folder, file, text=MAPPING):
    (folder / "log.yaml").write_text(text.format(file=file), encoding="utf-8")
    return folder / "log.yaml"


def as_csv(path, rows, delimiter=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, NAMES, delimiter=delimiter)
        table.writeheader()
        table.writerows(rows)


def audit(mapping, **more):
    return kp.audit(mapping, book(), now=NOW, key=b"synthetic", **more)


@pytest.fixture
def plain(tmp_path):
    as_csv(tmp_path / "a.csv", case_rows())
    return audit(written(tmp_path, "a.csv"))


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_csv_is_read_whatever_parts_its_cells(tmp_path, plain, delimiter):
    rows = [{**row, "with": row["with"]} for row in case_rows()]
    as_csv(tmp_path / "b.csv", rows, delimiter)
    assert audit(written(tmp_path, "b.csv")).to_json()["answers"] == plain.answers


def test_parquet_is_read_as_csv_is(tmp_path, plain):
    pytest.importorskip("pyarrow", reason="an extra")
    write_parquet(case_rows(), tmp_path / "a.parquet")
    found = audit(written(tmp_path, "a.parquet"))
    assert found.verdicts() == plain.verdicts()
    assert found.is_broken is plain.is_broken is False


def xes(rows):
    body = "".join(
        "<event>"
        + "".join(
            f'<string key="{key}" value="{row[name]}"/>'
            for key, name in (
                ("concept:name", "event"),
                ("time:timestamp", "at"),
                ("org:role", "role"),
                ("org:group", "agency"),
                ("org:resource", "person"),
            )
        )
        + f'<string key="lifecycle:transition" value="{state}"/></event>'
        for row in rows
        for state in ("start", "complete")
    )
    return (
        '<?xml version="1.0"?><log><trace><string key="concept:name" value="a-1"/>'
        f"{body}</trace></log>"
    )


STANDARD = "log: desk\nprotocol: referral\nregion: east\nread: {file}\n"


def test_xes_needs_no_columns_and_counts_what_is_complete(tmp_path):
    (tmp_path / "a.xes").write_text(xes(case_rows()), encoding="utf-8")
    with gzip.open(tmp_path / "a.xes.gz", "wt", encoding="utf-8") as file:
        file.write(xes(case_rows()))
    for name in ("a.xes", "a.xes.gz"):
        found = audit(written(tmp_path, name, STANDARD))
        assert (found.reading.events, list(found.findings)) == (6, [])


def test_a_document_with_entities_is_not_read(tmp_path):
    bomb = '<!DOCTYPE log [<!ENTITY a "b">]>' + xes(case_rows())[21:]
    (tmp_path / "a.xes").write_text(bomb, encoding="utf-8")
    found = audit(written(tmp_path, "a.xes", STANDARD))
    assert found.reading.unread == (("a.xes", 1, "broken-file"),)


def test_an_event_of_several_objects_is_an_event_of_each_case(tmp_path, monkeypatch):
    log = {
        "objects": [
            {"id": "case/a-1", "type": "case"},
            {"id": "case/b-2", "type": "case"},
            {"id": "role/worker", "type": "role"},
        ],
        "events": [
            {
                "id": "e1",
                "type": "assess",
                "time": "2026-03-18T07:00:00Z",
                "relationships": [
                    {"objectId": "case/a-1", "qualifier": "case"},
                    {"objectId": "case/b-2", "qualifier": "case"},
                    {"objectId": "role/worker", "qualifier": "acts in"},
                ],
            }
        ],
    }
    (tmp_path / "a.json").write_text(json.dumps(log), encoding="utf-8")
    text = STANDARD + "columns: {{role: role}}\n"
    found = audit(written(tmp_path, "a.json", text))
    assert [each.case.events[0].roles for each in found.cases] == [("worker",)] * 2
    # In totals it counts once, also where the log is large.
    monkeypatch.setattr(following, "SOME", 0)
    large = audit(written(tmp_path, "a.json", text))
    assert (found.reading.events, large.reading.events) == (1, 1)
    assert large.verdicts() == found.verdicts()


def test_our_own_xes_and_ocel_are_read_back(tmp_path):
    cases = begun_cases()
    count = sum(each.version > 0 for each in cases)
    for to, name in (("xes", "own.xes"), ("ocel", "own.json")):
        found = kp.export(book().protocols["referral"], to=to, cases=cases)
        found.save(tmp_path / name)
        standard = name.replace(".json", ".jsonocel")
        (tmp_path / name).rename(tmp_path / standard)
        again = audit(written(tmp_path, standard, STANDARD))
        assert len(again.cases) == count
        assert {each.explanation.edits for each in again.cases} == {0}


def test_live_cases_are_a_log_of_their_own():
    found = kp.audit(begun_cases(), book(), now=NOW)
    assert {each.explanation.edits for each in found.cases} == {0}
    seen = repr(found.to_json()) + repr(found.verdicts()) + repr(found.cases)
    assert not any(token in seen for token in TOKENS)


def test_a_store_is_one_more_log(tmp_path):
    pytest.importorskip("sqlalchemy", reason="an extra")
    with kp.open_store("sqlite://", book()) as store:
        store.open_case("referral", region="east")
        found = kp.audit(store, book())
        store.export(tmp_path / "own.jsonl")
    assert [each.answers["order"] for each in found.cases] == ["open"]
    read_back = kp.audit(written(tmp_path, "own.jsonl", STANDARD), book())
    assert read_back.to_json()["answers"] == found.to_json()["answers"]


def test_an_export_that_was_cut_off_is_told_and_the_rest_is_read(tmp_path):
    pytest.importorskip("sqlalchemy", reason="an extra")
    with kp.open_store("sqlite://", book()) as store:
        for _ in range(3):
            store.open_case("referral", region="east")
        store.export(tmp_path / "own.jsonl")
    lines = (tmp_path / "own.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "own.jsonl").write_text("".join(lines[:-2]))
    found = kp.audit(written(tmp_path, "own.jsonl", STANDARD), book())
    assert len(found.cases) == 2
    unread = {"file": "own.jsonl", "row": len(lines) - 1, "reason": "cut-off"}
    assert found.to_json()["unread"] == [unread]


def test_each_reason_why_a_file_is_unread_has_words_and_a_place_in_the_schema():
    words = ROOT / "katch_protocols/locale/en/LC_MESSAGES/audit.po"
    said = re.findall(r'msgctxt "unread-([a-z0-9-]+)"', words.read_text("utf-8"))
    schema = json.loads((ROOT / "docs/reference/answers/audit.schema.json").read_text())
    unread = schema["properties"]["unread"]["items"]["properties"]["reason"]["enum"]
    assert sorted(unread) == sorted(said)


def test_a_case_is_judged_as_it_was_meant_when_it_was_opened(tmp_path):
    pytest.importorskip("sqlalchemy", reason="an extra")
    with kp.open_store("sqlite://", book()) as store:
        store.open_case("referral", region="east")
        store.export(tmp_path / "own.jsonl")
    text = {**write(book())}
    text["referral.yaml"] = text["referral.yaml"].replace("2 hours", "3 hours")
    newer = kp.read(text)
    found = kp.audit(written(tmp_path, "own.jsonl", STANDARD), newer)
    assert len(found.cases) == 1
    (tmp_path / "own.jsonl").write_text(
        "".join(
            line
            for line in (tmp_path / "own.jsonl").read_text().splitlines(keepends=True)
            if '"files"' not in line
        )
    )
    lost = kp.audit(written(tmp_path, "own.jsonl", STANDARD), newer)
    assert (len(lost.cases), lost.reading.left_out["cases-protocol"]) == (0, 1)


# What is wrong ---------------------------------------------------------------------


def test_a_file_that_breaks_off_is_told_and_the_rest_goes_on(tmp_path):
    as_csv(tmp_path / "a1.csv", case_rows())
    as_csv(tmp_path / "a2.csv", case_rows("b-2"))
    with (tmp_path / "a2.csv").open("a", encoding="utf-8") as file:
        file.write("c-3,too short\n")
    found = audit(written(tmp_path, "a*.csv"))
    assert found.reading.unread == (("a2.csv", 8, "short-row"),)
    assert len(found.cases) == 2
    assert found.is_broken


@pytest.mark.parametrize(
    ("change", "code", "near"),
    [
        ("columns: {{case: caze, activity: event, at: at}}", "column", "case"),
        ("columns: {{case: case, activity: event}}", "columns", None),
        ("protocol: referal", "name", "referral"),
        ("region: eest", "name", "east"),
        ("regions: {{Ost: eest}}", "name", "east"),
        ("read: none.csv", "file", None),
        ("activities: {{Weigh: asses}}", "name", "assess"),
        ("not_logged: [asess]", "name", "assess"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_the_nearest_name(
    tmp_path, change, code, near
):
    as_csv(tmp_path / "a.csv", case_rows())
    key = change.partition(":")[0]
    kept = [
        line
        for line in MAPPING.replace("\n           ", " ").splitlines()
        if not line.startswith(f"{key}:")
    ]
    text = "\n".join([*kept, change]) + "\n"
    with pytest.raises(LogError) as refused:
        audit(written(tmp_path, "a.csv", text))
    assert refused.value.code == code
    assert near is None or near in str(refused.value)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"case": "950101300123"}, "national number"),
        ({"person": "+7 701 555 00 11"}, "telephone"),
        ({"person": "somebody@example.org"}, "e-mail"),
        ({"person": "Иванова Айгуль"}, "name"),
        ({"case": "Surname Given"}, "name"),
        ({"role": "950101300123"}, "national number"),
    ],
)
def test_a_value_that_says_who_somebody_is_stops_everything_unechoed(cells, kind):
    with pytest.raises(LogError) as refused:
        read([{**case_rows()[0], **cells}])
    assert kind in str(refused.value)
    assert not any(value in str(refused.value) for value in cells.values())


@pytest.mark.parametrize("size", [16, 64, 65, 200])
def test_hashes_are_those_of_hmac(size):
    key = bytes(range(size))
    digest = hmac.new(key, b"case\0a-17", "sha256").hexdigest()
    assert Hashing(key).case(" a-17 ") == f"c{digest[:32]}"


def test_a_key_of_the_run_is_forgotten_and_a_given_one_is_not():
    assert Hashing().case("a-1") != Hashing().case("a-1")
    assert Hashing(b"k").person("U2 ") == Hashing(b"k").person("u2")
    assert Hashing(b"k").person("u2") != Hashing(b"k").case("u2")


def test_a_local_time_that_came_twice_or_never_is_refused_until_it_is_said():
    # In most of Kazakhstan clocks were put back an hour as 29 February 2024 ended.
    twice, zone = "2024-02-29 23:30", "Asia/Almaty"
    with pytest.raises(LogError, match="came twice"):
        LogClock(zone, None).read(twice)
    first, second = (LogClock(zone, each).read(twice) for each in Twice)
    assert second[0] - first[0] == 3600 * 1_000_000
    # Kyzylorda's clocks stood.
    assert LogClock("Asia/Qyzylorda", None).read(twice) == (1709231400000000,) * 2
    with pytest.raises(LogError, match="never was"):
        LogClock("Europe/Berlin", None).read("2026-03-29 02:30")


def test_times_are_read_as_they_are_written_here():
    clock = LogClock("Asia/Almaty", None)
    dotted, iso = clock.read("03.05.2026 09:10"), clock.read("2026-05-03 09:10")
    assert dotted == iso == clock.read("2026-05-03T04:10:00Z")
    first, last = clock.read("2026-05-03")
    assert last - first == 24 * 3600 * 1_000_000 - 1
    assert clock.read("yesterday") is None


def test_parquet_without_its_extra_names_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"")
    with pytest.raises(MissingExtraError, match="evidence"):
        audit(written(tmp_path, "a.parquet"))


def test_the_answer_for_programs_is_as_published(plain):
    path = ROOT / "docs" / "reference" / "answers" / "audit.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(plain.to_json(), schema)
    bad = audit_log(read([{**row, "person": "w9"} for row in case_rows()]))
    jsonschema.validate(bad.to_json(), schema)
    assert bad.to_json()["findings"]


def test_a_fact_of_one_protocol_may_be_named_where_cases_are_of_several():
    named = NamedInLog(column="protocol")
    rows = [{**row, "protocol": "referral"} for row in case_rows()]
    (case,) = audit_log(read(rows, protocol=named)).cases
    assert not case.findings
    bad = {"danger": LogFact(column="danger"), "dangr": LogFact(column="x")}
    with pytest.raises(LogError, match="Did you mean danger"):
        read(rows, protocol=named, records=bad)


def test_what_came_after_a_day_is_left_out_of_live_cases_as_well():
    cases = begun_cases()
    day = min(case.opened for case in cases).date()
    found = kp.audit(cases, cases[0].view().compiled.handbook, on=day)
    whole = kp.audit(cases, cases[0].view().compiled.handbook)
    assert found.reading.events + found.reading.left_out["outside"] == (
        whole.reading.events
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("region", ("no region 'x'", "(регион): «x»", "(өңір) «x»")),
        ("protocol", ("no protocol 'x'", "(протокол): «x»", "(хаттама) «x»")),
        ("role", ("no role 'x'", "(роль): «x»", "(рөл) «x»")),
    ],
)
def test_what_the_handbook_lacks_is_said_in_each_language(kind, words):
    error = LogError("name", kind=kind, name="x", near="")
    for language, said in zip(("en", "ru", "kk"), words, strict=True):
        assert said in error.said(language)


@pytest.mark.parametrize("verb", [kp.audit, kp.measure])
def test_an_instant_without_a_zone_is_refused(tmp_path, verb):
    as_csv(tmp_path / "a.csv", case_rows())
    mapping = written(tmp_path, "a.csv")
    name = "now" if verb is kp.audit else "until"
    with pytest.raises(InstantError, match=name):
        verb(mapping, book(), **{name: datetime(2026, 5, 1)})  # noqa: DTZ001 - that


def test_a_case_is_asked_for_by_a_text(plain):
    with pytest.raises(WrongTypeError, match="reference"):
        plain.explain(3)

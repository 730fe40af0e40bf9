"""What is wrong with a log, its mapping or what is asked for: said, with its place."""

import csv
import json

import pytest

from katch_protocols.errors import LogError
from katch_protocols.evidence.audits.audit import audit_log
from katch_protocols.evidence.logs.arrow_files import write_parquet
from katch_protocols.evidence.logs.proposing import propose
from tests.cases.harbour import book
from tests.cli.conftest import katch, typed  # noqa: F401 - fixtures
from tests.evidence.logs import case_rows
from tests.evidence.test_command import desk  # noqa: F401 - a fixture
from tests.evidence.test_readers import MAPPING, NAMES, as_csv, audit, written

REGION = MAPPING.replace("region: east", "region: {{column: place}}")


def refused(mapping):
    with pytest.raises(LogError) as error:
        audit(mapping)
    return str(error.value)


def lines(folder, *rows, head="case,event,at,role,agency,person,with,opened,trained"):
    text = "\n".join([f"{head},danger", *rows]) + "\n"
    (folder / "a.csv").write_text(text, encoding="utf-8")


ROW = "a-1,assess,2026-03-18 09:10,worker,office,w1,,,interviewing,absent"


# Files -----------------------------------------------------------------------------


def test_a_row_that_has_more_cells_than_the_heading_is_not_read_askew(tmp_path):
    lines(tmp_path, ROW + ",,", ROW.replace("a-1", "a-2,x"))
    found = audit(written(tmp_path, "a.csv"))
    assert found.reading.unread == (("a.csv", 3, "long-row"),)
    assert len(found.cases) == 1


def test_two_columns_of_one_name_are_refused_where_the_mapping_names_it(tmp_path):
    lines(
        tmp_path,
        ROW + ",b-9",
        head="case,event,at,role,agency,person,with,opened,trained",
    )
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    (tmp_path / "a.csv").write_text(text.replace("danger\n", "danger,case\n", 1))
    assert "a.csv has two columns case" in refused(written(tmp_path, "a.csv"))


def test_a_value_that_says_who_somebody_is_has_its_file_and_row(tmp_path):
    lines(tmp_path, ROW, ROW.replace("w1", "somebody@example.org"))
    told = refused(written(tmp_path, "a.csv"))
    assert told.startswith(
        "a.csv, row 3: Column person: the value looks like an e-mail"
    )


@pytest.mark.parametrize("time", ["2024-02-29 23:30", "29.02.2024 23:30"])
def test_a_local_time_that_came_twice_has_its_file_and_row(tmp_path, time):
    lines(tmp_path, ROW, ROW.replace("2026-03-18 09:10", time))
    told = refused(written(tmp_path, "a.csv"))
    assert told.startswith(
        "a.csv, row 3: The local time 2024-02-29 23:30:00 came twice"
    )


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (
            "eest",
            "a.csv, row 2: Column place: the handbook has no region 'eest'.",
        ),
        ("", "a.csv, row 2: Column place is empty in every row of this case"),
    ],
)
def test_a_region_that_nobody_knows_is_refused_with_its_row(tmp_path, place, told):
    head = "place,case,event,at,role,agency,person,with,opened,trained"
    lines(tmp_path, f"{place},{ROW}", head=head)
    said = refused(written(tmp_path, "a.csv", REGION))
    assert said.startswith(told)
    assert ("Did you mean east?" in said) == bool(place)
    assert ('`regions: {"eest": ID}`' in said) == bool(place)


def test_a_region_that_is_near_one_of_the_mapping_is_offered_as_it_is_there(tmp_path):
    head = "place,case,event,at,role,agency,person,with,opened,trained"
    lines(tmp_path, f"Distrikt 7,{ROW}", head=head)
    text = REGION + "regions: {{District 7: east}}\n"
    said = refused(written(tmp_path, "a.csv", text))
    assert "no region 'Distrikt 7'. Did you mean District 7?" in said


def test_days_that_end_before_they_begin_are_refused(tmp_path):
    lines(tmp_path, ROW)
    text = MAPPING + "complete: {{from: 2026-03-01, until: 2026-02-01}}\n"
    told = refused(written(tmp_path, "a.csv", text))
    assert "ends on 2026-02-01, before it begins on 2026-03-01" in told


OCEL = {
    "objectTypes": [],
    "eventTypes": [],
    "objects": [{"id": "a-1", "type": "Child"}, {"id": "p-1", "type": "Paper"}],
    "events": [
        {
            "id": "e1",
            "type": "Weigh it",
            "time": "2026-03-18T09:10:00Z",
            "attributes": [{"name": "danger", "value": "absent"}],
            "relationships": [{"objectId": "a-1", "qualifier": "of"}],
        }
    ],
}


def test_a_type_of_which_there_is_no_object_is_refused_with_the_nearest(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(OCEL), encoding="utf-8")
    where = "log: a\nregion: east\nprotocol: referral\nread: {file}\n"
    text = where + "case: {{object: Chld}}\n"
    told = refused(written(tmp_path, "a.json", text))
    assert "no object of the type 'Chld'" in told
    assert "Did you mean Child?" in told


# A first mapping -------------------------------------------------------------------


def test_a_mapping_of_parquet_is_proposed_as_of_csv(tmp_path):
    as_csv(tmp_path / "a.csv", case_rows())
    write_parquet(case_rows(), tmp_path / "a.parquet", {})
    plain = propose(tmp_path / "a.csv", book())
    assert propose(tmp_path / "a.parquet", book()) == plain.replace(".csv", ".parquet")


def test_what_the_format_says_itself_is_not_proposed(tmp_path):
    (tmp_path / "a.xes").write_text(
        '<log><trace><string key="concept:name" value="a-1"/><event>'
        '<string key="concept:name" value="assess"/>'
        '<date key="time:timestamp" value="2026-03-18T09:10:00Z"/>'
        '<string key="org:role" value="workr"/>'
        '<string key="danger" value="absent"/></event></trace></log>',
        encoding="utf-8",
    )
    told = propose(tmp_path / "a.xes", book())
    assert "columns:" not in told
    assert '  "workr": worker  # 1 ×, confirm' in told
    assert '  danger: "danger"  # confirm' in told


def test_of_ocel_the_type_of_the_cases_is_proposed(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(OCEL), encoding="utf-8")
    told = propose(tmp_path / "a.json", book())
    assert 'case: {object: "Child"}  # confirm' in told
    assert '"Weigh it": ' in told


def test_an_export_of_a_store_needs_no_more_than_its_file(tmp_path):
    (tmp_path / "a.jsonl").write_text("", encoding="utf-8")
    assert propose(tmp_path / "a.jsonl", book()) == 'log: a\nread: "a.jsonl"\n'


@pytest.mark.parametrize("name", ["a.json", "a.xes", "a.parquet"])
def test_of_a_broken_file_no_mapping_is_proposed(tmp_path, name):
    (tmp_path / name).write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(LogError, match="cannot be read, so no mapping"):
        propose(tmp_path / name, book())


@pytest.mark.parametrize(
    ("name", "is_mapped"),
    [
        ("Safety\ncheck", True),  # a cell of a spreadsheet with two lines
        ('the "check"', True),
        ("Safety\tcheck", False),  # no mapping can hold what cannot be seen
        ("check\u200b", False),
    ],
)
def test_a_mapping_of_any_names_is_proposed_so_that_it_can_be_read(
    tmp_path, name, is_mapped
):
    rows = case_rows()
    rows[0]["event"] = name
    with (tmp_path / 'a "1".csv').open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow("Event\ntype" if each == "event" else each for each in NAMES)
        table.writerows(row.values() for row in rows)
    text = propose(tmp_path / 'a "1".csv', book())
    assert 'activity: "Event\\U0000000Atype"' in text
    found = audit(written(tmp_path, "", text.replace("{", "{{").replace("}", "}}")))
    assert (found.reading.left_out.get("ignored", 0) == 1) is is_mapped
    assert [each.code for each in found.reading.cases[0].heard] == (
        [] if is_mapped else ["unknown-activity"]
    )


@pytest.mark.parametrize(
    "stem", ["null", "true", "on", "off", "x" * 90, "2026", "Выгрузка", "_"]
)
def test_a_mapping_is_proposed_whatever_a_file_is_called(tmp_path, stem):
    as_csv(tmp_path / f"{stem}.csv", case_rows())
    text = propose(tmp_path / f"{stem}.csv", book()).replace(
        "protocol: hearing", "protocol: referral"
    )
    (tmp_path / "log.yaml").write_text(text, encoding="utf-8")
    assert len(audit(tmp_path / "log.yaml").cases) == 1


def test_a_role_is_proposed_by_its_id_and_the_mapping_can_be_read(tmp_path):
    rows = [
        {**row, "role": "Wrker" if n else "???"} for n, row in enumerate(case_rows())
    ]
    as_csv(tmp_path / "a.csv", rows)
    text = propose(tmp_path / "a.csv", book()).replace(
        "protocol: hearing", "protocol: referral"
    )
    assert '  "Wrker": worker  # 5 ×, confirm' in text
    assert '  # "???": …  # 1 ×, confirm' in text
    (tmp_path / "log.yaml").write_text(text, encoding="utf-8")
    assert len(audit(tmp_path / "log.yaml").cases) == 1


# The command -----------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "given",
    [
        ("log.yaml", "--case", "a-1", "--format", "json"),
        ("log.yaml", "--case", "a-1", "--verdicts", "rows.csv"),
        ("desk.csv", "--propose", "--verdicts", "rows.csv"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(katch, given):  # noqa: F811 - see above
    ran = katch("audit", *given, "--language", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be given together" in ran.err


@pytest.mark.usefixtures("desk")
def test_a_row_a_case_is_written_by_a_known_ending_into_a_folder(katch):  # noqa: F811 - see above
    wrong = katch("audit", "log.yaml", "--verdicts", "rows.odt", "--language", "ru")
    assert wrong.code == 2
    assert ".parquet, .csv" in wrong.err
    nowhere = katch(
        "audit", "log.yaml", "--verdicts", "no/rows.csv", "--language", "ru"
    )
    assert (nowhere.code, nowhere.err) == (2, "Папки «no» нет.\n")


@pytest.mark.usefixtures("desk")
def test_a_case_with_a_finding_has_the_exit_code_of_findings(katch, desk):  # noqa: F811 - see above
    rows = [
        {**row, "danger": "absnt" if not n else ""} for n, row in enumerate(case_rows())
    ]
    as_csv(desk / "desk.csv", rows)
    assert katch("audit", "log.yaml", "--case", "a-1").code == 1
    assert audit_log(audit("log.yaml").reading).is_broken


def test_of_a_large_log_a_local_time_that_came_twice_has_its_row(tmp_path):
    rows = [ROW.replace("a-1", f"a-{n}") for n in range(10_000)]
    lines(tmp_path, *rows, ROW.replace("2026-03-18 09:10", "2024-02-29 23:30"))
    told = refused(written(tmp_path, "a.csv"))
    time = "The local time 2024-02-29 23:30:00 came twice"
    assert told.startswith(f"a.csv, row 10002: {time}")

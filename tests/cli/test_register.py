"""katch register, and what katch check says of what the register knows."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ANSWERS = Path(__file__).parents[2] / "docs" / "reference" / "answers"
REGION = """region: east
title: East
roles:
  case_worker: {unbound: Nobody was found yet}
  duty_officer: {unbound: Nobody was found yet}
"""
WORKER = "regions.east.roles.case_worker"
OFFICER = "regions.east.roles.duty_officer"
DAY = ("--on", "2026-07-01")
REGISTER = f"""# What the district knows.
register:
  no_worker:  # asked in May
    finding: role-unbound
    at: {WORKER}
    owner: team_lead
    due: 2026-12-31
"""


@pytest.fixture
def gaps(district):
    """Leave two roles of a region to nobody."""
    (district / "regions").mkdir()
    (district / "regions" / "east.yaml").write_text(REGION, encoding="utf-8")
    return district


@pytest.fixture
def known(gaps):
    """Let the register know one of the two."""
    path = gaps / "register.yaml"
    path.write_text(REGISTER, encoding="utf-8")
    return path


@pytest.mark.usefixtures("known")
def test_what_the_register_knows_is_counted_and_not_repeated(katch):
    ran = katch("check", *DAY)
    assert WORKER.rpartition(".")[2] not in ran.out
    assert "'duty_officer'" in ran.out
    assert ran.out.splitlines()[:3] == [
        "Errors: 0. Warnings: 0. Gaps: 2. Notes: 1.",
        "1 finding is in the register and not repeated; 'katch register' lists it.",
        "2 gaps: 1 in the register, 0 of them overdue; 1 new.",
    ]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "2 пробела: в реестре 1, из них просрочено 1; новых 1."),
        ("kk", "2 олқылық: тізілімде 1, мерзімі өткені 1; жаңасы 1."),
    ],
)
def test_what_is_late_is_counted_in_every_language(katch, language, said):
    ran = katch("check", "--on", "2027-01-01", "--language", language)
    assert said in ran.out
    assert "register-entry-overdue" in ran.out


def answer(katch, *words):
    return json.loads(katch("check", "--format", "json", *words).out)


@pytest.mark.usefixtures("known")
def test_json_stays_whole_with_a_mark(katch):
    found = answer(katch, *DAY)
    marks = {each["subject"]: each["registered"] for each in found["findings"]}
    silent = "agencies.police_post.mandates"  # its only role is left to nobody
    assert marks == {WORKER: "no_worker", OFFICER: None, silent: None}
    assert found["register"] == {"gap": {"known": 1, "overdue": 0, "new": 1}}
    schema = (ANSWERS / "check.schema.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(schema)).validate(found)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("day", "status"), [("2026-12-31", "accepted"), ("2027-01-01", "underReview")]
)
def test_sarif_stays_whole_with_a_suppression(katch, day, status):
    log = json.loads(katch("check", "--format", "sarif", "--on", day).out)
    results = log["runs"][0]["results"]
    marks = [
        (each["properties"]["subject"], each.get("suppressions"))
        for each in results
        if each["ruleId"] == "role-unbound"
    ]
    why = {"kind": "external", "status": status, "justification": "no_worker"}
    assert marks == [(WORKER, [why]), (OFFICER, None)]


@pytest.mark.usefixtures("known")
def test_annotations_of_github_stay_whole_with_a_mark(katch):
    lines = katch("check", "--format", "github", *DAY).out.splitlines()
    assert [line.split("::")[1].rpartition("title=")[2] for line in lines] == [
        "silent-agency",
        "role-unbound (register%3A no_worker)",
        "role-unbound",
    ]


def test_a_warning_that_the_register_knows_fails_nothing_until_it_is_late(known, katch):
    source = known.with_name("sources.yaml")
    text = source.read_text(encoding="utf-8").replace("kind: practice", "kind: law")
    source.write_text(text.replace("    valid_from: 2026-01-01\n", ""), "utf-8")
    assert katch("check", "--strict", *DAY).code == 1
    words = (
        "--finding",
        "source-undated",
        "--owner",
        "team_lead",
        "--due",
        "2026-12-31",
    )
    assert katch("register", "--add", *words, *DAY).code == 0
    assert katch("check", "--strict", *DAY).code == 0
    assert katch("check", "--strict", "--on", "2027-01-01").code == 1


def test_new_gaps_are_added_below_and_the_rest_stays(known, katch):
    ran = katch("register", "--add", *DAY)
    assert ran.out == (
        "1 entry added to protocols/register.yaml.\n"
        "Fill in 'owner' and 'due'; until then the gaps are shown as new.\n"
    )
    assert known.read_text(encoding="utf-8") == (
        f"{REGISTER}  role_unbound_east_duty_officer:\n"
        f"    finding: role-unbound\n    at: {OFFICER}\n    owner:\n    due:\n"
    )
    again = katch("register", "--add", *DAY)
    assert again.out == "The register knows them all; nothing was added.\n"
    found = answer(katch, *DAY)["findings"]
    assert [each["registered"] for each in found if each["subject"] == OFFICER] == [
        None
    ]


def test_a_register_begins_with_its_first_entries(gaps, katch):
    words = ("--owner", "team_lead", "--due", "2026-12-31", "--region", "east")
    assert katch("register", "--add", *words, *DAY).out == (
        "2 entries added to protocols/register.yaml.\n"
    )
    assert (
        (gaps / "register.yaml").read_text(encoding="utf-8").startswith("register:\n")
    )
    assert answer(katch, *DAY)["register"]["gap"]["known"] == 2


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--owner", "team_led"], "no role or agency 'team_led'"),
        (["--region", "eats"], "nearest"),
        (["--add", "--finding", "role-unbuond"], "nearest"),
        (["--add", "--finding", "unknown-role"], "mended or waived, never registered"),
        (["--add", "--at", "regions.east.roles.case_work"], WORKER),
        (["--finding", "role-unbound"], "--finding"),
    ],
)
def test_what_cannot_be_is_refused(katch, words, said):
    ran = katch("register", *words, *DAY)
    assert ran.code == 2
    assert said in ran.err


def test_a_register_on_one_line_is_left_alone(known, katch):
    line = "{finding: role-unbound, at: a.b, owner: team_lead, due: 2026-12-31}"
    text = f"register: {{no_worker: {line}}}\n"
    known.write_text(text, encoding="utf-8")
    ran = katch("register", "--add", *DAY)
    assert ran.code == 2
    assert "lines of its own" in ran.err
    assert known.read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("known")
def test_the_list_goes_by_body_region_and_day(katch):
    katch("register", "--add", *DAY)
    assert katch("register", "--on", "2027-01-01").out.splitlines() == [
        "Children's office",
        "  31 December 2026 · overdue · East · no_worker",
        "    Nobody plays 'case_worker' in 'east': Nobody was found yet.",
        "    Seen to by: Team lead.",
        f"    role-unbound  {WORKER}",
        "",
        "Nobody has taken it up",
        "  no day · not taken up · East · role_unbound_east_duty_officer",
        "    Nobody plays 'duty_officer' in 'east': Nobody was found yet.",
        f"    role-unbound  {OFFICER}",
        "",
        "Overdue: 1. Not taken up: 1. Open: 0. Closed: 0.",
        "Owners and last days are proposals, until the body named has accepted them.",
    ]
    chosen = katch("register", "--owner", "children_office", *DAY).out
    assert "no_worker" in chosen
    assert "Nobody has taken it up" not in chosen
    assert katch("register", "--due", "2026-12-30", *DAY).out == "No entry.\n"


@pytest.mark.usefixtures("known")
def test_a_program_gets_rows_that_keep_to_their_schema(katch):
    found = json.loads(katch("register", "--format", "json", *DAY).out)
    schema = (ANSWERS / "register.schema.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(schema)).validate(found)
    assert found["entries"][0]["standing"] == "open"
    assert found["entries"][0]["body"] == "children_office"
    assert found["counts"] == {"overdue": 0, "new": 0, "open": 1, "solved": 0}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_paper_is_a_table_for_each_body(katch, district, language):
    ran = katch("register", "-o", "r.md", "--language", language, *DAY)
    assert ran.code == 0
    text = (district.parent / "r.md").read_text(encoding="utf-8")
    assert text.count("\n## ") == 1
    assert "no\\_worker (role-unbound)" in text


@pytest.mark.usefixtures("known")
def test_the_paper_can_be_a_pdf(katch, district):
    assert katch("register", "-o", "r.pdf", "--language", "kk", *DAY).code == 0
    assert (district.parent / "r.pdf").read_bytes().startswith(b"%PDF-")

"""katch check: every finding, for people, programs, editors and code review."""

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ANSWERS = Path(__file__).parents[2] / "docs" / "reference" / "answers"


@pytest.fixture
def misspelt(district):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("together_with: [case_worker]", "together_with: [case_woker]")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("district")
def test_a_sound_handbook_has_no_findings(katch):
    ran = katch("check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Errors: 0. Warnings: 0. Gaps: 0. Notes: 0.\n"


@pytest.mark.usefixtures("misspelt")
def test_a_finding_shows_place_line_caret_and_three_sentences(katch):
    ran = katch("check", "protocols")
    assert ran.code == 1
    assert ran.out == (
        "Errors: 1. Warnings: 0. Gaps: 0. Notes: 0.\n"
        "First: found_alone.yaml:21:25  "
        "'case_woker' is not the name of any role. The nearest is 'case_worker'.\n"
        "'katch fix' can mend 1 slip by itself; it shows the change first.\n"
        "\n"
        "found_alone.yaml:21:25  error  unknown-role\n"
        "  21 │         together_with: [case_woker]\n"
        "     │                         ^\n"
        "  'case_woker' is not the name of any role.\n"
        "  The nearest is 'case_worker'.\n"
        "  A duty given to nobody stays undone.\n"
        "  Write the id of a role from `roles.yaml`, or declare it there.\n"
    )


@pytest.mark.usefixtures("misspelt")
@pytest.mark.parametrize(
    ("language", "saw"),
    [
        ("en", "'case_woker' is not the name of any role."),
        ("ru", "«case_woker» нет среди ролей."),
        ("kk", "«case_woker» рөлдер арасында жоқ."),
    ],
)
def test_a_finding_is_said_in_the_language_asked_for(katch, language, saw):
    ran = katch("check", "--language", language, "--format", "json")
    assert json.loads(ran.out)["findings"][0]["saw"] == saw


@pytest.mark.usefixtures("misspelt")
def test_a_program_gets_one_object_that_keeps_to_its_schema(katch):
    answer = json.loads(katch("check", "--format", "json").out)
    schema = json.loads((ANSWERS / "check.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(answer)
    assert answer == {
        "findings": [
            {
                "rule": "unknown-role",
                "severity": "error",
                "file": "found_alone.yaml",
                "line": 21,
                "column": 25,
                "subject": "protocols.found_alone.states.noticed.activities."
                "look_around.together_with.0",
                "saw": "'case_woker' is not the name of any role.",
                "why": "A duty given to nobody stays undone.",
                "fix": "Write the id of a role from `roles.yaml`, or declare it there.",
                "near": ["case_worker"],
                "registered": None,
            }
        ],
        "counts": {"error": 1, "warning": 0, "gap": 0, "note": 0},
        "register": {},
    }


@pytest.mark.usefixtures("misspelt")
def test_code_review_gets_one_annotation_a_finding(katch):
    assert katch("check", "--format", "github").out == (
        "::error file=protocols/found_alone.yaml,line=21,col=25,title=unknown-role::"
        "'case_woker' is not the name of any role. The nearest is 'case_worker'. "
        "A duty given to nobody stays undone. "
        "Write the id of a role from `roles.yaml`, or declare it there.\n"
    )


@pytest.mark.usefixtures("misspelt")
def test_editors_get_sarif(katch):
    log = json.loads(katch("check", "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], [rule["id"] for rule in driver["rules"]]) == (
        "katch",
        ["unknown-role"],
    )
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == (
        "unknown-role",
        0,
        "error",
    )
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "protocols/found_alone.yaml"},
                "region": {"startLine": 21, "startColumn": 25},
            }
        }
    ]


def test_findings_stand_in_the_order_of_file_and_line(district, katch):
    (district / "roles.yaml").write_text("roles: [", encoding="utf-8")
    (district / "sources.yaml").write_text("sources: {Bad: 1}\n", encoding="utf-8")
    answer = json.loads(katch("check", "--format", "json").out)
    places = [(each["file"], each["line"]) for each in answer["findings"]]
    assert places == sorted(places)
    assert {"roles.yaml", "sources.yaml"} <= {file for file, _ in places}


def test_a_line_with_control_letters_cannot_drive_the_terminal(district, katch):
    path = district / "roles.yaml"
    path.write_bytes(b"roles:\n  a\x1b[2J: {title: A}\n")
    ran = katch("check")
    assert ran.code == 1
    assert "\x1b" not in ran.out
    assert "  a\N{REPLACEMENT CHARACTER}[2J: {title: A}" in ran.out


def test_a_very_long_line_is_shown_around_its_place(district, katch):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    long = f"needs: [{', '.join(f'paper_{number}' for number in range(40))}]"
    path.write_text(
        text.replace("records: [danger]\n", f"records: [danger]\n        {long}\n"),
        encoding="utf-8",
    )
    ran = katch("check", "-v")
    shown = [line for line in ran.out.splitlines() if line.startswith("  23 │ ")]
    assert len(shown) == 40
    assert max(map(len, shown)) <= len("  23 │ ") + 100
    assert "paper_39" in shown[-1]


@pytest.fixture
def many(district):
    """Forty papers that nobody declared, and a warning in a file that comes first."""
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    needs = f"needs: [{', '.join(f'paper_{number}' for number in range(40))}]"
    text = text.replace("records: [danger]\n", f"records: [danger]\n        {needs}\n")
    path.write_text(text, encoding="utf-8")
    (district / "agencies.yaml").write_text(
        (district / "agencies.yaml").read_text(encoding="utf-8")
        + "  harbour: {title: Harbour, kind: service, level: district}\n",
        encoding="utf-8",
    )


@pytest.mark.usefixtures("many")
def test_what_a_screen_does_not_show_is_a_line_for_each_rule(katch):
    lines = katch("check").out.splitlines()
    assert lines[0].startswith("Errors: 40. Warnings: 0. Gaps: ")
    full = [
        line for line in lines if "error  unknown-document" in line and "│" not in line
    ]
    assert lines[1].startswith("First: found_alone.yaml:23:17  ")
    assert (lines[3], len(lines) < 60) == (full[0], True)
    told = sum(line.startswith("found_alone.yaml:") for line in lines)
    (folded,) = (line for line in lines if line.startswith("error  "))
    places = ", ".join(["found_alone.yaml:23"] * 3)
    assert folded == f"error  unknown-document  {40 - told} more: {places}, …"
    assert 5 <= told <= 8
    assert any(line.startswith("note  unused-declaration  1 time: ") for line in lines)
    assert lines[-1] == (
        "'katch check --rule RULE' tells all of one rule, '-v' tells everything."
    )


@pytest.mark.usefixtures("many")
def test_one_rule_or_one_severity_is_told_alone(katch):
    ran = katch("check", "--rule", "unknown-document")
    assert ran.out.startswith("Errors: 40. Warnings: 0. Gaps: 0. Notes: 0.\n")
    assert ran.out.count("error  unknown-document") == 40
    ran = katch("check", "--only", "note")
    assert (ran.code, "error" in ran.out) == (0, False)
    ran = katch("check", "--rule", "unknown-documnet")
    assert (ran.code, ran.err) == (
        2,
        "There is no rule 'unknown-documnet'.\nThe nearest is 'unknown-document'.\n",
    )


def commit(folder):
    for words in (
        ("init", "--quiet"),
        ("add", "."),
        ("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", "-C", folder, *words], check=True)  # noqa: S607


@pytest.mark.usefixtures("misspelt")
def test_what_a_change_brought_is_told_alone(district, katch):
    commit(district)
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# one more line\n" + text, encoding="utf-8")
    assert katch("check").code == 1
    ran = katch("check", "--since", "HEAD")
    assert (ran.code, ran.out) == (0, "Errors: 0. Warnings: 0. Gaps: 0. Notes: 0.\n")
    path.write_text(
        text.replace("held_by: duty_officer", "held_by: duty_officers"),
        encoding="utf-8",
    )
    findings = json.loads(katch("check", "--since", "HEAD", "--format", "json").out)
    saw = {each["saw"] for each in findings["findings"]}
    assert saw == {"'duty_officers' is not the name of any role."}


@pytest.mark.usefixtures("misspelt")
def test_what_a_renamed_file_says_is_no_news(district, katch):
    commit(district)
    text = (district / "found_alone.yaml").read_text(encoding="utf-8")
    (district / "found_alone.yaml").unlink()
    renamed = text.replace("protocol: found_alone", "protocol: found", 1)
    (district / "found.yaml").write_text(renamed, encoding="utf-8")
    assert katch("check").code == 1
    ran = katch("check", "--since", "HEAD", "--only", "error")
    assert (ran.code, ran.out) == (0, "Errors: 0. Warnings: 0. Gaps: 0. Notes: 0.\n")


def test_where_only_the_newest_revisions_are_there_it_is_said(
    district, katch, tmp_path
):
    commit(district)
    copy = tmp_path / "copy"
    words = ("git", "clone", "-q", "--depth", "1", district.as_uri(), str(copy))
    subprocess.run(words, check=True)
    ran = katch("check", str(copy), "--since", "HEAD~1")
    assert ran.code == 2
    assert ran.err.endswith("'git fetch --unshallow' brings the others.\n")


def test_a_revision_that_git_does_not_know_is_refused_before_anything_is_read(
    district, katch, monkeypatch
):
    commit(district)
    monkeypatch.setattr("katch_protocols.cli.check.reread", pytest.fail)
    for name in ("yesterday", "--all", ""):
        ran = katch("check", f"--since={name}")
        said = f"git knows no revision '{name}'.\n"
        assert (ran.code, ran.out, ran.err) == (2, "", said)
    ran = katch("check", "nowhere", "--since", "HEAD")
    assert (ran.code, "'nowhere'" in ran.err) == (2, True)


@pytest.mark.usefixtures("district")
def test_without_a_repository_nothing_is_compared(katch):
    ran = katch("check", "--since", "HEAD")
    assert (ran.code, ran.err) == (
        2,
        "'protocols' is in no repository of git, so nothing can be compared.\n",
    )


def test_a_warning_fails_only_a_strict_check(district, katch):
    path = district / "found_alone.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("1 day,", "2 working days,"), encoding="utf-8")
    counts = json.loads(katch("check", "--format", "json").out)["counts"]
    assert counts == {"error": 0, "warning": 2, "gap": 0, "note": 0}
    assert katch("check").code == 0
    assert katch("check", "--strict").code == 1


@pytest.mark.usefixtures("misspelt")
def test_other_commands_show_what_keeps_the_handbook_from_being_used(katch):
    ran = katch("table", "found_alone")
    assert (ran.code, ran.out) == (1, "")
    assert "'case_woker' is not the name of any role." in ran.err

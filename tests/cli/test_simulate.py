"""katch simulate: what a scenario brings, in the language of the reader."""

import csv
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("district")

REGION = """\
region: north_shore
title: North shore
posts:
  desk: {title: Harbour desk, roles: [duty_officer], people: 5, cover: always}
"""

SCENARIO = """\
scenario: shore
protocols: found_alone
region: north_shore
arrivals: {rate: RATE, basis: reported}
work: {default: {from: 1 hour, usually: 2 hours, to: 3 hours}}
values: {danger: {present: 30%, absent: 70%}}
run: {years: 1, warm_up: 1 month, seed: 1, runs: 3}
compare: {two_more: {posts: {desk: {people: 13}}}}
"""


@pytest.fixture
def shore(district):
    """Add a region with one desk, and a scenario beside the handbook."""
    (district / "regions").mkdir()
    (district / "regions" / "north_shore.yaml").write_text(REGION, encoding="utf-8")
    handbook = district / "handbook.yaml"
    measured = "measured:\n  safe: {title: The child is safe}\n"
    handbook.write_text(handbook.read_text("utf-8") + measured, encoding="utf-8")
    protocol = district / "found_alone.yaml"
    text = protocol.read_text("utf-8")
    counted = text.replace("by: duty_officer\n        to: closed", CLOSED)
    assert counted != text
    protocol.write_text(counted, encoding="utf-8")
    return written(district, "2 cases a day")


CLOSED = "by: duty_officer\n        counts_as: safe\n        to: closed"


def written(district: Path, rate: str) -> Path:
    file = district.parent / "shore.yaml"
    file.write_text(SCENARIO.replace("RATE", rate), encoding="utf-8")
    return file


@pytest.mark.usefixtures("shore")
def test_a_scenario_is_told_by_titles_and_says_first_what_it_rests_on(katch):
    ran = katch("simulate", "shore.yaml")
    assert ran.code == 0
    first, second, *_ = ran.out.splitlines()
    assert first == "2 of 3 numbers are assumed, 1 reported, 0 measured."
    assert second == (
        "Runs: 3; years in each: 1; first days left out: 31. Cases: 2 a day. "
        "Nothing here is about a real child."
    )
    assert "Harbour desk, load" in ran.out
    assert "The child is safe," in ran.out
    assert "Roles without a post wait for nobody: Case worker." in ran.out
    assert "has 40 of 168 hours a person: Harbour desk." in ran.out


@pytest.mark.usefixtures("shore")
def test_whoever_has_not_asked_hears_how_to_find_what_matters_most(katch):
    hint = "'katch simulate shore.yaml --sensitivity' tells which number matters most"
    assert hint in katch("simulate", "shore.yaml", "--runs", "2").out
    asked = katch("simulate", "shore.yaml", "--runs", "2", "--sensitivity").out
    assert "What matters most for" in asked
    assert hint not in asked


@pytest.mark.usefixtures("shore")
@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "Предположено: 2, сообщено: 1"), ("kk", "Болжанғаны: 2, хабарланғаны: 1")],
)
def test_the_reader_is_told_in_their_language(katch, language, said):
    assert said in katch("simulate", "shore.yaml", "--language", language).out


def test_more_work_than_hours_is_exit_code_1(shore, district, katch):
    written(district, "9 cases a day")
    ran = katch("simulate", shore.name)
    assert ran.code == 1
    assert "Harbour desk (today): gets 1." in ran.out
    assert "Its queue grows by" in ran.out


@pytest.mark.usefixtures("shore")
def test_a_program_is_answered_as_its_schema_says(katch):
    words = ("--format", "json", "--sensitivity", "--if-kept", "--runs", "2")
    ran = katch("simulate", "shore.yaml", *words)
    answer = json.loads(ran.out)
    file = ROOT / "docs" / "reference" / "answers" / "simulate.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(answer)
    assert (answer["simulated"], answer["runs"]) == (True, 2)
    assert [each["name"] for each in answer["variants"]] == ["today", "two_more"]
    assert {each["number"] for each in answer["matters"]} == {
        "arrivals",
        "work.default",
        "values.danger",
    }
    assert all(each["holds"] for each in answer["bounds"])


@pytest.mark.usefixtures("shore")
def test_a_log_says_in_each_line_that_it_is_simulated(katch, tmp_path):
    ran = katch("simulate", "shore.yaml", "--runs", "2", "--log", "steps.csv")
    assert "They are about no real child." in ran.out
    with (tmp_path / "steps.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {each["simulated"] for each in lines} == {"simulated"}
    assert {each["activity"] for each in lines} == {
        "look_around",
        "end_danger",
        "close_case",
    }
    assert {each["person"] for each in lines} <= {"desk-1"}
    assert {each["danger"] for each in lines} == {"present", "absent", ""}


@pytest.mark.usefixtures("shore")
def test_what_is_wrong_in_a_scenario_is_a_finding_with_its_place(katch, tmp_path):
    file = tmp_path / "shore.yaml"
    text = file.read_text(encoding="utf-8").replace("found_alone", "found_alon")
    file.write_text(text, encoding="utf-8")
    ran = katch("simulate", "shore.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "unknown-protocol" in ran.err
    assert "found_alone" in ran.err


def test_a_file_that_is_not_there_is_refused(katch):
    ran = katch("simulate", "none.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "There is no file 'none.yaml' with a scenario.\n"


@pytest.mark.usefixtures("shore")
def test_a_scenario_may_stand_inside_the_folder_of_the_handbook(katch, district):
    inside = district / "scenarios"
    inside.mkdir()
    (district.parent / "shore.yaml").rename(inside / "shore.yaml")
    assert katch("simulate", "protocols/scenarios/shore.yaml", "--runs", "2").code == 0
    assert "stray-file" not in katch("check").out


@pytest.mark.usefixtures("shore")
@pytest.mark.parametrize("view", ["times", "backlog"])
def test_an_answer_is_drawn_and_the_picture_says_that_no_case_was_real(
    katch, tmp_path, view
):
    words = ("--runs", "2", "--draw", f"{view}.svg", "--view", view)
    assert katch("simulate", "shore.yaml", *words).code == 0
    svg = (tmp_path / f"{view}.svg").read_text(encoding="utf-8")
    assert "Simulated. No case was real." in svg
    assert "two_more" in svg
    assert katch("simulate", "shore.yaml", "--draw", "times.txt").code == 2
    assert katch("simulate", "shore.yaml", *words, "--theme", "grey").code == 0
    grey = (tmp_path / f"{view}.svg").read_text(encoding="utf-8")
    assert "Simulated. No case was real." in grey
    assert has_colour(svg)
    assert not has_colour(grey)


def has_colour(svg: str) -> bool:
    """Tell whether a drawing has anything but greys."""
    found = {each.lower() for each in re.findall(r"#([0-9a-fA-F]{6})\b", svg)}
    return any(len({each[:2], each[2:4], each[4:]}) > 1 for each in found)


@pytest.mark.usefixtures("shore")
def test_no_output_has_a_hash_or_a_person_but_by_post_and_number(katch, tmp_path):
    words = ("simulate", "shore.yaml", "--runs", "2")
    outputs = [katch(*words, "--if-kept", "--sensitivity").out]
    outputs.append(katch(*words, "--format", "json", "--log", "steps.csv").out)
    outputs.append((tmp_path / "steps.csv").read_text(encoding="utf-8"))
    for view in ("times", "backlog"):
        assert katch(*words, "--draw", "drawn.svg", "--view", view).code == 0
        outputs.append((tmp_path / "drawn.svg").read_text(encoding="utf-8"))
    for each in outputs:
        assert hashes(each) == []
    with (tmp_path / "steps.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {each["person"] for each in lines} == {"desk-1"}
    assert all(re.fullmatch(r"simulated-0-\d+", each["case"]) for each in lines)
    # What is looked for would be found.
    assert hashes("as 3f5a09c1d27be8 of") == ["3f5a09c1d27be8"]


def hashes(text: str) -> list[str]:
    """Return what looks like a hash: twelve hexadecimal digits or more, no number."""
    found = re.findall(r"(?<![\w.])[0-9a-f]{12,}(?!\w)", text)
    return [each for each in found if not each.isdecimal()]


MAPPING = """\
log: steps
protocol: found_alone
region: north_shore
read: steps.csv
columns:
  {case: case, activity: activity, at: at, number: number, role: role, agency: agency,
   person: person, together_with: together_with}
records: {danger: danger}
"""


@pytest.mark.usefixtures("shore")
def test_an_audit_reads_the_log_and_finds_every_step_in_order(katch, tmp_path):
    words = ("--runs", "2", "--log", "steps.csv")
    assert katch("simulate", "shore.yaml", *words).code == 0
    (tmp_path / "log.yaml").write_text(MAPPING, encoding="utf-8")
    answer = json.loads(katch("audit", "log.yaml", "--format", "json").out)
    assert answer["answers"]["order"]["kept"] > 500
    for part in ("order", "people", "safeguards", "end"):
        assert answer["answers"][part]["broken"] == 0, part


MEASURED = """\
indicators:
  closed:
    title: Closed
    measure: number of cases with close_case
    serves: volume
"""


STEPS = """\
case,number,at,activity,role,agency,person,together_with,danger,simulated
0-1,1,2025-03-03T10:00:00+00:00,look_around,duty_officer,,desk-1,,absent,simulated
0-1,2,2025-03-03T12:00:00+00:00,close_case,duty_officer,,desk-1,,,simulated
"""


@pytest.mark.usefixtures("shore")
def test_no_log_of_a_simulation_is_released(district, katch, tmp_path):
    (district / "indicators.yaml").write_text(MEASURED, encoding="utf-8")
    file, text = tmp_path / "steps.csv", STEPS

    def released(kind):
        mapping = MAPPING.replace("steps.csv", f"steps.{kind}")
        (tmp_path / "log.yaml").write_text(mapping, encoding="utf-8")
        return katch("indicators", "log.yaml", "--period", "2025")

    file.write_text(text, encoding="utf-8")
    pa = pytest.importorskip("pyarrow", reason="an extra")
    parquet = pytest.importorskip("pyarrow.parquet", reason="an extra")
    table = pa.Table.from_pylist([*csv.DictReader(text.splitlines())])
    parquet.write_table(table, tmp_path / "steps.parquet")
    for kind in ("csv", "parquet"):
        ran = released(kind)
        assert (ran.code, ran.out) == (2, ""), kind
        assert "These cases are simulated: nothing of them is released." in ran.err
    # What does not say so is as real as any log.
    file.write_text(text.replace(",simulated\n", ",no\n"), encoding="utf-8")
    assert released("csv").code == 0


@pytest.mark.usefixtures("shore")
def test_a_log_tells_times_and_values_as_lines_of_a_scenario(katch, tmp_path):
    words = ("--runs", "2", "--log", "steps.csv")
    assert katch("simulate", "shore.yaml", *words).code == 0
    (tmp_path / "log.yaml").write_text(MAPPING, encoding="utf-8")
    ran = katch("simulate", "shore.yaml", "--learn", "log.yaml")
    assert ran.code == 0
    assert "  close_case: {quantiles: [" in ran.out
    assert re.search(
        r"  danger: \{absent: (6|7)\d%, present: [23]\d%, basis: m", ran.out
    )
    file = tmp_path / "shore.yaml"
    text = file.read_text(encoding="utf-8").replace(VALUES, "")
    file.write_text(text + ran.out, encoding="utf-8")
    again = katch("simulate", "shore.yaml", "--runs", "2")
    assert again.out.startswith("1 of 5 numbers are assumed, 1 reported, 3 measured.")


VALUES = "values: {danger: {present: 30%, absent: 70%}}\n"


# What was asked for, and could not be had ------------------------------------------


def changed(shore: Path, old: str, new: str) -> None:
    text = shore.read_text("utf-8")
    assert old in text
    shore.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "bounds"),
    [
        ("runs: 3", "runs: 1", "from 2 to 10000"),
        ("runs: 3", "runs: 10001", "from 2 to 10000"),
        ("years: 1", "years: 0", "from 1 to 50"),
        ("years: 1", "years: 51", "from 1 to 50"),
    ],
)
def test_a_number_of_a_run_beyond_its_bounds_is_told_with_them(
    katch, shore, old, new, bounds
):
    changed(shore, old, new)
    ran = katch("simulate", "shore.yaml")
    assert ran.code == 1
    assert f"is not a whole number {bounds}." in ran.out + ran.err
    assert "shore.yaml:7:" in ran.out + ran.err


def test_a_text_that_lacks_the_region_is_refused_with_its_variant(katch, shore):
    variant = "two_more: {posts: {desk: {people: 13}}}"
    changed(shore, variant, "next: {handbook: other}")
    assert katch("new", "handbook", "other", "--languages", "en", "--example").code == 0
    ran = katch("simulate", "shore.yaml", "--language", "en")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("The handbook 'other' of the variant 'next' does not fit")


def test_runs_go_on_until_a_time_is_exact_enough_or_it_is_said(katch, shore):
    changed(shore, "runs: 3", "until: {safe: 1 minute}")
    some = json.loads(katch("simulate", "shore.yaml", "--format", "json").out)
    assert some["runs"] > 100
    assert some["inexact"] == []
    few = katch("simulate", "shore.yaml", "--runs", "20", "--language", "en")
    said = "After 20 runs this is still less exact than `until` asks: The child is safe"
    assert said in few.out


@pytest.mark.usefixtures("shore")
def test_numbers_are_written_as_in_the_language_and_shares_differ_by_points(katch):
    ran = katch("simulate", "shore.yaml", "--language", "ru")
    assert re.search(r"\d,\d ч", ran.out)
    assert not re.search(r"\d\.\d", ran.out)
    assert "п. п." in ran.out.replace("\n", " ")


@pytest.mark.usefixtures("shore")
def test_the_deadlines_that_are_kept_least_are_told(katch):
    said = katch("simulate", "shore.yaml", "--language", "en").out
    below = said.partition("Deadlines that are kept least:\n")[2].splitlines()
    assert re.fullmatch(r"  .+ \(.+\): in time [\d.]+ %", below[0])


def test_more_cases_than_can_be_run_are_refused_in_words_that_can_be_read(katch, shore):
    changed(shore, "2 cases a day", "100000 cases a day")
    ran = katch("simulate", "shore.yaml", "--language", "ru")
    told = (
        "katch не смог продолжить: В прогоне сценария «shore» больше, чем "
        "10\u00a0000\u00a0000 (задач в прогоне). Уменьшите число поступающих дел или "
        "лет либо дайте постам больше людей.\n"
    )
    assert (ran.code, ran.out, ran.err) == (3, "", told)


@pytest.mark.usefixtures("shore")
def test_a_log_that_cannot_be_learned_from_is_refused_or_tells_nothing(katch):
    gone = katch("simulate", "shore.yaml", "--learn", "none.yaml", "--language", "en")
    assert (gone.code, gone.err[:27]) == (2, "There is no file none.yaml.")
    Path("log.csv").write_text("case,event,at\na,make_safe,2026-03-03 09:10\n")
    Path("log.yaml").write_text(
        "log: log\nprotocol: found_alone\nregion: north_shore\nread: log.csv\n"
        "columns: {case: case, activity: event, at: at}\n"
    )
    ran = katch("simulate", "shore.yaml", "--learn", "log.yaml", "--language", "en")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing was learned" in ran.err


def test_all_that_is_wrong_in_a_scenario_is_told_with_its_lines(katch, shore):
    """No other command reads a scenario, so nothing of it is folded."""
    (shore.parent / "sub").mkdir()
    wrong = "".join(f"  act_{number}: 1 hour\n" for number in range(30))
    text = "scenario: s\nprotocols: found_alone\nregion: none_such\nwork:\n" + wrong
    (shore.parent / "sub" / "s.yaml").write_text(text, encoding="utf-8")
    ran = katch("simulate", "sub/s.yaml", "--language", "en")
    assert ran.code == 1
    told = ran.out + ran.err
    assert "katch check" not in told
    for number in range(30):
        assert f"  {5 + number} │   act_{number}: 1 hour" in told

"""katch tabletop: sheets of an exercise as files, or a refusal that says why."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMA = (
    Path(__file__).parents[2] / "docs/reference/answers/tabletop.schema.json"
).read_text(encoding="utf-8")
KNOCK = "Somebody knocks at the door."


def test_it_writes_the_sheets_of_each_language_anew(katch, district):
    ran = katch("tabletop", "found_alone")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Written: papers/found_alone/tabletop.en.pdf\n"
    file = district.parent / "papers" / "found_alone" / "tabletop.en.pdf"
    before = file.read_bytes()
    assert before.startswith(b"%PDF")
    katch("tabletop", "found_alone")
    assert file.read_bytes() == before


def test_a_role_that_nobody_holds_is_named_and_nothing_is_written(katch, district):
    file = district / "agencies.yaml"
    text = file.read_text(encoding="utf-8")
    ended = text.replace(
        "title: Police post", "title: Police post\n    valid_to: 2025-12-31"
    )
    assert ended != text
    file.write_text(ended, encoding="utf-8")
    ran = katch("tabletop", "found_alone")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "No case of it can be played: Refused: «Look for danger». Nobody holds"
        " «Duty officer» in the whole country. Nobody could act here now.\n"
    )
    assert not (district.parent / "papers").exists()


def test_a_protocol_that_is_not_there_is_refused_with_the_nearest(katch, district):
    ran = katch("tabletop", "found_alon")
    assert ran.code == 2
    assert ran.err == (
        "'found_alon' is not the id of any protocol.\nThe nearest is 'found_alone'.\n"
    )
    assert not (district.parent / "papers").exists()


def _inject(district, at):
    file = district / "handbook.yaml"
    text = file.read_text(encoding="utf-8")
    told = f"injects:\n  - {{at: {at}, text: Somebody knocks at the door.}}\n"
    file.write_text(text + told, encoding="utf-8")


def test_as_data_it_keeps_to_its_schema_and_writes_nothing(katch, district):
    _inject(district, "found_alone.look_around")
    ran = katch("tabletop", "found_alone", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    answer = json.loads(ran.out)
    Draft202012Validator(json.loads(SCHEMA)).validate(answer)
    assert answer["unread"] == []
    told = [each["number"] for each in answer["sheets"] if KNOCK in each["injects"]]
    assert told == [2]
    assert answer["sheets"][1]["clock"][1]["title"] == "Look for danger"
    assert not (district.parent / "papers").exists()


def test_an_inject_whose_moment_no_case_has_is_told(katch, district):
    _inject(district, "found_alone.closed")
    ran = katch("tabletop", "found_alone")
    assert ran.code == 0
    assert ran.err == (
        "Injects that no sheet reads out, because no case that is played gets there:"
        " found_alone.closed.\n"
    )


def test_a_case_is_made_that_gets_to_where_an_inject_stands(katch, district):
    _inject(district, "found_alone.end_danger")
    ran = katch("tabletop", "found_alone", "--format", "json")
    answer = json.loads(ran.out)
    (sheet,) = [each for each in answer["sheets"] if KNOCK in each["injects"]]
    assert sheet["activity"] == "close_case"
    assert answer["unread"] == []


def test_an_inject_at_a_whole_protocol_is_at_no_moment(katch, district):
    _inject(district, "found_alone")
    ran = katch("check", "--format", "json")
    rules = [each["rule"] for each in json.loads(ran.out)["findings"]]
    assert "unknown-inject" in rules

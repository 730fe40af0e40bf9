"""katch prove: every promise, proved or told how it breaks."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

pytestmark = pytest.mark.usefixtures("district")

ANSWERS = Path(__file__).parents[2] / "docs" / "reference" / "answers"
SAFEGUARDS = """\
safeguards:
  looked_first: {rule: safe requires look_around}
  guarded_first: {rule: close_case requires guarded}
  two_people: {rule: look_around and close_case by different people}
"""
WAIVER = """\
waivers:
  guarded_first:
    reason: The harbour has no guard
    by: team_lead
    until: 2026-06-30
"""


@pytest.fixture
def promise(district):
    """Return a function that adds text to the protocol."""

    def write(text=SAFEGUARDS):
        file = district / "found_alone.yaml"
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    return write


def test_what_holds_is_said_with_what_stands_behind_it(katch):
    ran = katch("prove", "found_alone")
    assert ran.code == 0
    assert ran.out == (
        "holds  soundness\n"
        "  Every case can still end, and end well. "
        "Configurations, that is, different situations of a case: 6.\n"
    )


def test_what_is_broken_is_told_as_a_story(katch, promise):
    promise()
    ran = katch("prove", "found_alone", "guarded_first")
    assert ran.code == 1
    assert ran.out == (
        "broken  guarded_first\n"
        "  «Close the case» may happen only after «Child guarded». "
        "Configurations, that is, different situations of a case: 5.\n"
        "  A case begins in «Child noticed».\n"
        "  1. «Duty officer»: «Look for danger». Recorded: «Immediate danger» is "
        "«absent». The case is now in «Child safe».\n"
        "  2. «Duty officer»: «Close the case». The case is now in «Case closed». "
        "The case is complete.\n"
        "  Broken at step 2: «Close the case» happened, and «Child guarded» had not "
        "happened before.\n"
    )


def test_every_safeguard_is_proved_where_none_is_named(katch, promise):
    promise()
    ran = katch("prove", "found_alone")
    assert ran.code == 1
    titles = [line for line in ran.out.splitlines() if line[:1].islower()]
    assert titles == [
        "holds  soundness",
        "holds  looked_first",
        "broken  guarded_first",
        "enforced by live cases  two_people",
    ]
    assert "  One person could do both «Look for danger» and" in ran.out
    assert ran.out.endswith("\n\n2 hold, 1 enforced by live cases, 1 broken.\n")


def test_a_waiver_counts_until_its_last_day(katch, promise):
    promise(SAFEGUARDS + WAIVER)
    ran = katch("prove", "found_alone", "guarded_first", "--on", "2026-06-30")
    assert ran.code == 0
    assert (
        "  Waived until 30 June 2026 by «Team lead»: The harbour has no guard\n"
    ) in ran.out
    late = katch("prove", "found_alone", "guarded_first", "--on", "2026-07-01")
    assert late.code == 1
    assert "Waived until" not in late.out


@pytest.mark.parametrize(
    ("language", "last"),
    [
        ("ru", "Нарушено на шаге 2: происходит действие «Close the case», а"),
        ("kk", "2-қадамда бұзылды: «Close the case» әрекеті болды, ал оған дейін"),
    ],
)
def test_a_story_is_told_in_the_language_asked_for(katch, promise, language, last):
    promise()
    ran = katch("prove", "found_alone", "guarded_first", "--language", language)
    assert ran.code == 1
    assert last in ran.out


def test_a_program_gets_one_object_that_keeps_to_its_schema(katch, promise):
    promise(SAFEGUARDS + WAIVER)
    ran = katch("prove", "found_alone", "--format", "json", "--on", "2026-06-30")
    answer = json.loads(ran.out)
    schema = json.loads((ANSWERS / "prove.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(answer)
    assert ran.code == 0
    broken = answer["proofs"][2]
    assert broken["protocol"] == "found_alone"
    assert broken["safeguard"] == "guarded_first"
    assert broken["rule"] == "close_case requires guarded"
    assert broken["verdict"] == "broken"
    assert broken["waived"] is True
    assert broken["configurations"] == 5
    assert broken["counterexample"][0] == {
        "activity": "look_around",
        "by": "duty_officer",
        "by_any": ["duty_officer"],
        "records": {"danger": "absent"},
        "states": ["safe"],
        "deciding": False,
    }
    assert broken["story"][-1].startswith("Broken at step 2: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["found_alon"],
            (
                "'found_alon' is not the id of any protocol.\n"
                "The nearest is 'found_alone'.\n"
            ),
        ),
        (
            ["found_alone", "guarded_frist"],
            (
                "'guarded_frist' is no safeguard of this protocol.\n"
                "The nearest is 'guarded_first'.\n"
            ),
        ),
        (
            ["found_alone", "--on", "tomorrow"],
            (
                "'katch prove' cannot use '--on' like this.\n"
                "It takes a day, such as 2026-12-31.\n"
                "'katch prove --help' lists what it takes.\n"
            ),
        ),
        (
            ["found_alone", "--language", "xx"],
            (
                "'xx' is not a language that can be used here.\n"
                "Choose one of: en, ru, kk.\n"
            ),
        ),
    ],
)
def test_a_wrong_call_is_refused_with_a_hint(katch, promise, words, said):
    promise()
    ran = katch("prove", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


def test_a_story_is_drawn_on_the_lanes(katch, promise, tmp_path):
    promise()
    ran = katch("prove", "found_alone", "--draw", "story.svg")
    assert ran.code == 1
    assert ran.err == "Written: story.svg\n"
    drawn = (tmp_path / "story.svg").read_text(encoding="utf-8")
    assert "Broken: «Close the case» may happen only after" in drawn


def test_nothing_is_drawn_where_nothing_is_broken(katch, tmp_path):
    ran = katch("prove", "found_alone", "--draw", "story.svg")
    assert ran.code == 0
    assert ran.err == "No case breaks a promise here, so nothing was drawn.\n"
    assert not (tmp_path / "story.svg").exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (
            "story.gif",
            (
                "'story.gif' has no ending that katch can draw.\n"
                "Choose one of: .svg, .pdf, .png.\n"
            ),
        ),
        ("nowhere/story.svg", "There is no folder 'nowhere'.\n"),
    ],
)
def test_a_file_that_cannot_be_drawn_to_is_refused_at_once(katch, file, said):
    ran = katch("prove", "found_alone", "--draw", file)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


TITLED = """\
safeguards:
  looked_first: {rule: safe requires look_around, title: Look before you leave}
  guarded_first: {rule: close_case requires guarded, principle: guard}
"""
PRINCIPLES = "principles:\n  guard: {title: A guard for every child}\n"


def test_a_safeguard_is_told_by_its_title_or_its_principle_with_its_id(
    katch, district, promise
):
    promise(TITLED)
    file = district / "handbook.yaml"
    file.write_text(file.read_text(encoding="utf-8") + PRINCIPLES, encoding="utf-8")
    out = katch("prove", "found_alone").out
    assert "holds  Look before you leave (looked_first)\n" in out
    assert "broken  A guard for every child (guarded_first)\n" in out
    ran = katch("what-if", "found_alone", "look_around")
    assert "Look before you leave (looked_first): " in ran.out


def test_a_finding_calls_a_safeguard_as_its_proof_does(katch, district, promise):
    promise(TITLED)
    principles = PRINCIPLES.replace("A guard for every child", "{ru: Охрана каждому}")
    file = district / "handbook.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "languages: [en]", "languages: [ru]"
    )
    file.write_text(text + principles, encoding="utf-8")
    said = ("--language", "ru")
    assert "Охрана каждому (guarded_first)" in katch("prove", "found_alone", *said).out
    found = katch("check", "--rule", "safeguard-broken", *said).out
    assert "«Охрана каждому (guarded_first)»" in found

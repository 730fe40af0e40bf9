"""katch what-if: what is lost if nobody does one duty; nothing is written."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

SCHEMA = (
    Path(__file__).parents[2] / "docs/reference/answers/what-if.schema.json"
).read_text(encoding="utf-8")


@pytest.fixture
def promised(district):
    """Give the district promises."""
    file = district / "found_alone.yaml"
    text = file.read_text(encoding="utf-8") + (
        "safeguards:\n"
        "  looked_first: {rule: safe requires look_around}\n"
        "  guard_ends: {rule: end_danger requires look_around}\n"
    )
    file.write_text(text, encoding="utf-8")
    return file


def _answer(katch, duty):
    ran = katch("what-if", "found_alone", duty, "--format", "json")
    assert ran.code == 0, ran.err
    answer = json.loads(ran.out)
    Draft202012Validator(json.loads(SCHEMA)).validate(answer)
    return answer


def test_a_duty_on_one_of_two_ways_takes_what_is_behind_it_only(promised, katch):
    before = promised.read_bytes()
    answer = _answer(katch, "end_danger")
    lost = {each["safeguard"]: each["without"] for each in answer["promises"]}
    assert lost == {"guard_ends": "vacuous"}
    assert answer["stays"] == ["guarded"]
    assert answer["case"]["safeguard"] is None
    assert answer["case"]["steps"][-1]["states"] == ["guarded"]
    for key in ("ends", "states", "activities", "deadlines", "handoffs"):
        assert answer[key] == [], key
    assert answer["exhausted"]
    assert promised.read_bytes() == before


@pytest.mark.usefixtures("promised")
def test_the_only_way_on_takes_all_that_comes_after(katch):
    answer = _answer(katch, "look_around")
    assert answer["ends"] == ["closed"]
    assert answer["states"] == ["guarded", "safe"]
    assert answer["activities"] == ["end_danger", "close_case"]
    assert answer["deadlines"] == [
        {"state": "guarded", "activity": None, "limit": "1 day"},
        {"state": "safe", "activity": None, "limit": "1 day"},
    ]
    assert "looked_first" in {each["safeguard"] for each in answer["promises"]}


@pytest.mark.usefixtures("promised")
def test_it_is_said_in_words(katch):
    lines = katch("what-if", "found_alone", "end_danger").out.splitlines()
    assert lines[0] == "If nobody did «End the danger»:"
    assert lines[1].startswith("These promises protect nobody")
    assert lines[2].startswith("  guard_ends: ")
    assert lines[3].startswith("A case can stay here for ever")
    assert lines[4] == "  Child guarded"
    assert lines[5] == "The shortest case that shows it:"
    assert lines[7].startswith("  1. ")
    assert lines[-1].startswith(f"  Broken after step {len(lines) - 8}: no step leads")


@pytest.mark.usefixtures("promised")
def test_what_is_no_duty_is_refused_with_the_nearest(katch):
    ran = katch("what-if", "found_alone", "end_dangr")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "'end_dangr' is no duty of this protocol.",
        "The nearest is 'end_danger'.",
    ]

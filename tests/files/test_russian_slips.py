"""Slips of a drafter who writes Russian: what is told, once, and what was meant."""

from unicodedata import normalize

import pytest

from katch_protocols.cli.starts import handbook_start
from katch_protocols.files.read import read_texts
from katch_protocols.rules.check import check

START = handbook_start("saltmarsh", ["ru"], example=True)
FACT = "facts: {danger: {title: Опасность, values: {present: есть, absent: нет}}}\n"
STATES = f"{FACT}states:\n"


def told(files):
    """Return the errors of a handbook: file, line, rule and the nearest."""
    reading = read_texts(files)
    found = list(reading.findings)
    if reading.handbook is not None:
        found += check(reading.handbook, incomplete=reading.incomplete)
    return [
        f"{each.place.file}:{each.place.line} {each.rule} {' '.join(each.near)}".strip()
        for each in found
        if each.severity == "error"
    ]


def changed(file, old, new):
    assert old in START[file]
    return {**START, file: START[file].replace(old, new, 1)}


def line_of(file, text):
    return START[file][: START[file].index(text)].count("\n") + 1


def test_the_start_has_no_error():
    assert told(START) == []


@pytest.mark.parametrize(
    "condition", ["danger is есть", "danger есть", "danger is Есть"]
)
def test_an_answer_by_its_title_is_offered_by_its_id(condition):
    text = START["referral.yaml"].replace("states:\n", STATES, 1)
    asked = f"when: {condition}\n        to: closed"
    text = text.replace("to: closed", asked, 1)
    found = told({**START, "referral.yaml": text})
    assert len(found) == 1
    assert found[0].endswith(" danger is present")


def test_a_dash_of_a_word_processor_begins_no_item():
    old = "- {after: 0 hours"
    at = line_of("handbook.yaml", old)
    found = told(changed("handbook.yaml", old, f"–{old[1:]}"))
    assert found == [f"handbook.yaml:{at} dash-for-hyphen"]


def test_letters_in_two_parts_are_those_letters():
    apart = {name: normalize("NFD", text) for name, text in START.items()}
    assert apart != START
    one, other = read_texts(apart), read_texts(START)
    assert one.sound() == other.sound()


def test_a_file_in_russian_letters_is_told_once_with_the_name_that_is_meant():
    files = {**START, "направление.yaml": START["referral.yaml"]}
    del files["referral.yaml"]
    assert told(files) == ["направление.yaml:1 bad-file-name referral.yaml"]


def test_a_state_that_is_called_as_another_is_told_once():
    old = "  safe:\n"
    at = line_of("referral.yaml", old)
    found = told(changed("referral.yaml", old, "  reported:\n"))
    assert found == [f"referral.yaml:{at} repeated-key"]


def test_a_region_in_the_wrong_folder_brings_no_missing_region():
    opens = "opens: {protocol: referral, region: another, within: 1 day}"
    files = changed("referral.yaml", "to: closed", f"{opens}\n        to: closed")
    here = "region: north\ntitle: Один\n"
    there = "region: south\ntitle: Два\n"
    files |= {"regions/north.yaml": here, "south.yaml": there}
    assert told(files) == ["south.yaml:1 misplaced-file"]

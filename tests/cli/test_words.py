"""katch words: which translations a native reader must still confirm."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ANSWERS = Path(__file__).parents[2] / "docs" / "reference" / "answers"
KEYS = {"language", "domain", "key", "english", "text", "doubt"}


def test_what_is_to_be_confirmed_is_listed_and_counted_by_catalogue(katch):
    ran = katch("words", "kk", "--format", "json")
    answer = json.loads(ran.out)
    schema = (ANSWERS / "words.schema.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(schema)).validate(answer)
    found = answer["unconfirmed"]
    assert all(set(each) == KEYS and each["language"] == "kk" for each in found)
    walk = [each for each in found if each["domain"] == "walk"]
    assert answer["counts"]["kk"]["walk"] == len(walk) > 0
    here = next(each for each in walk if each["key"] == "here")
    assert here["english"] == "The case is here:"
    assert here["doubt"] == "Is тұр needed?"


def test_people_read_the_key_the_text_the_english_and_the_doubt(katch):
    ran = katch("words", "kk")
    assert ran.code == 0
    lines = [line.strip() for line in ran.out.splitlines()]
    at = lines.index("The case is here:")
    assert lines[at - 1].startswith("here  ")
    assert lines[at + 1] == "Is тұр needed?"


def test_without_a_language_every_translation_is_looked_at(katch):
    answer = json.loads(katch("words", "--format", "json").out)
    assert list(answer["counts"]) == ["ru", "kk"]


@pytest.mark.parametrize("language", ["en", "uz"])
def test_what_is_no_translation_is_refused(katch, language):
    ran = katch("words", language)
    assert ran.code == 2
    assert ran.err.splitlines()[1:] == ["Choose one of: ru, kk."]

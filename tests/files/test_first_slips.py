"""Slips of who writes a first handbook: each is told once, and for what it is."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from katch_protocols.files.read import read, read_texts
from katch_protocols.findings import Finding
from katch_protocols.rules.check import check
from tests.rules.saltmarsh import SALTMARSH

REGION = "regions/north_shore.yaml"
POSTS = """region: north_shore
title: North shore
posts:
  desk: {title: Police desk, roles: [duty_officer], people: 3, cover: always}
"""
FILES = {**SALTMARSH, REGION: POSTS}


def findings(texts: Mapping[str, str]) -> list[Finding]:
    """Return what is said of some files that is not said of them unharmed."""
    return [each for each in _all(texts) if each.rule not in _USUAL]


def _all(texts: Mapping[str, str]) -> list[Finding]:
    reading = read_texts(texts)
    found = list(reading.findings)
    if reading.handbook is not None:
        found += check(reading.handbook, incomplete=reading.incomplete)
    return found


_USUAL = frozenset(each.rule for each in _all(FILES))


def told(file: str, old: str, new: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the rule and the nearest of what a slip in one file brings."""
    assert FILES[file].count(old) >= 1
    texts = {**FILES, file: FILES[file].replace(old, new, 1)}
    return [(each.rule, each.near) for each in findings(texts)]


@pytest.mark.parametrize("ending", [".yaml.txt", ".yml.txt", ".YAML.TXT"])
def test_a_file_that_a_plain_editor_named_is_not_passed_over(
    tmp_path: Path, ending: str
) -> None:
    for name, text in SALTMARSH.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "referral.yaml").rename(tmp_path / f"referral{ending}")
    found = [(each.rule, each.facts["name"]) for each in read(tmp_path).findings]
    assert found == [("stray-file", f"referral{ending}")]


@pytest.mark.parametrize("other", ["agencies.yml", "agency.yaml", "agencies.yaml.txt"])
def test_who_is_in_a_file_of_another_name_is_not_called_unknown(
    tmp_path: Path, other: str
) -> None:
    for name, text in SALTMARSH.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "agencies.yaml").rename(tmp_path / other)
    reading = read(tmp_path)
    assert reading.handbook is not None
    found = check(reading.handbook, incomplete=reading.incomplete)
    assert [each for each in found if each.rule == "unknown-agency"] == []


def test_the_place_of_a_misplaced_file_bears_its_own_name() -> None:
    texts = {**FILES, "north_shore.yaml": POSTS}
    del texts[REGION]
    facts = [each.facts for each in findings(texts) if each.rule == "misplaced-file"]
    assert [each["folder"] for each in facts] == [REGION]


@pytest.mark.parametrize(
    ("languages", "rule", "near"),
    [
        ("[en, kz]", "not-a-language", ("kk",)),
        ("[английский, казахский]", "not-a-language", ("en",)),
        ("en, kk", "ids-not-listed", ()),
    ],
)
def test_languages_that_are_not_read_ask_for_no_translation(
    languages: str, rule: str, near: tuple[str, ...]
) -> None:
    texts = {
        **SALTMARSH,
        "handbook.yaml": SALTMARSH["handbook.yaml"].replace(
            "languages: [en]", f"languages: {languages}"
        ),
        "agencies.yaml": SALTMARSH["agencies.yaml"].replace(
            "title: Harbour police", "title: {en: Harbour police, kk: Айлақ}"
        ),
    }
    assert texts["handbook.yaml"] != SALTMARSH["handbook.yaml"]
    found = findings(texts)
    assert (found[0].rule, found[0].near) == (rule, near)
    assert {each.rule for each in found} == {rule}


def test_without_handbook_yaml_no_translation_is_asked_for() -> None:
    texts = {
        **SALTMARSH,
        "agencies.yaml": SALTMARSH["agencies.yaml"].replace(
            "title: Harbour police", "title: {ru: Полиция, kk: Полиция}"
        ),
    }
    del texts["handbook.yaml"]
    assert "missing-translation" not in {each.rule for each in findings(texts)}


@pytest.mark.parametrize(
    ("written", "said", "near"),
    [("03", "03", "3"), ("007", "007", "7"), ('"3"', '"3"', "3"), ('"03"', "03", "3")],
)
def test_a_count_with_a_zero_before_it_is_offered_without(
    written: str, said: str, near: str
) -> None:
    texts = {**FILES, REGION: POSTS.replace("people: 3", f"people: {written}")}
    (found,) = findings(texts)
    assert (found.rule, found.facts["value"]) == ("not-a-count", said)
    assert found.near == (near,)


@pytest.mark.parametrize("text", ["{en:Harbour police}", "{en:Harbour, en: Айлақ}"])
def test_a_language_without_a_space_behind_its_colon_is_told_as_that(
    text: str,
) -> None:
    texts = {
        **FILES,
        "agencies.yaml": FILES["agencies.yaml"].replace("Harbour police", text, 1),
    }
    found = findings(texts)
    assert [each.rule for each in found] == ["space-missing"]
    at = found[0].place
    assert at is not None
    row = texts["agencies.yaml"].splitlines()[at.line - 1]
    assert row[at.column - 1 :].startswith(":Harbour")


def test_values_that_cannot_be_read_are_not_asked_for_where_they_are_used() -> None:
    old = "initial: reported\n"
    facts = "facts:\n  danger: {title: Danger, values: [есть, нет]}\n"
    text = FILES["referral.yaml"].replace(old, facts + old, 1)
    text = text.replace("to: safe\n", "to: safe\n        when: danger is present\n", 1)
    assert "when: danger" in text
    found = findings({**FILES, "referral.yaml": text})
    assert {each.rule for each in found} == {"bad-id"}


@pytest.mark.parametrize(
    ("old", "new", "near", "letter"),
    [
        ("held_by: duty", "hеld_by: duty", "held_by", "е"),
        ("    title: Concern", "    titlе: Concern", "title", "е"),
        ("initial: reported", "initiаl: reported", "initial", "а"),
    ],
)
def test_a_key_with_a_letter_of_another_alphabet_says_which_letter(
    old: str, new: str, near: str, letter: str
) -> None:
    assert FILES["referral.yaml"].count(old) >= 1
    text = FILES["referral.yaml"].replace(old, new, 1)
    found = findings({**FILES, "referral.yaml": text})
    assert [(each.rule, each.near) for each in found] == [("foreign-letter", (near,))]
    assert found[0].facts["letter"] == letter


@pytest.mark.parametrize("key", ["type", "тип", "вид"])
def test_a_kind_by_another_word_is_told_once(key: str) -> None:
    found = told("agencies.yaml", "kind: service", f"{key}: service")
    assert found == [("unknown-key", ("kind",))]


@pytest.mark.parametrize(("opened", "closed"), [("“", "”"), ("«", "»")])
def test_a_comma_between_curled_marks_is_told_once(opened: str, closed: str) -> None:
    text = f"title: {{en: {opened}Harbour, police{closed}}}"
    found = told("agencies.yaml", "title: Harbour police", text)
    assert len(found) == 1


def test_a_body_by_its_short_name_is_told_which_one_is_meant() -> None:
    old = "    title: Harbour police\n"
    short = f"{old}    short: {{en: МВД}}\n"
    agencies = FILES["agencies.yaml"].replace(old, short, 1)
    assert agencies != FILES["agencies.yaml"]
    roles = FILES["roles.yaml"].replace("agency: harbour_police", "agency: МВД", 1)
    found = findings({**FILES, "agencies.yaml": agencies, "roles.yaml": roles})
    assert [(each.rule, each.near) for each in found] == [
        ("title-for-id", ("harbour_police",))
    ]

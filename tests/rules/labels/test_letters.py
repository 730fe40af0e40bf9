"""A language that the bundled fonts cannot draw is told where it is declared."""

import json

import pytest

from katch_protocols.drawings.text import DATA
from katch_protocols.words.languages import first_lost, script_of
from tests.rules.saltmarsh import FILES, seen


def told(languages: str, title: str) -> list[tuple[str, dict[str, str]]]:
    text = FILES["handbook.yaml"].replace("languages: [en]", f"languages: {languages}")
    text = text.replace("title: Saltmarsh (invented district)", f"title: {title}")
    return seen("letters-not-drawn", {"handbook.yaml": text})


def test_the_letters_are_those_of_the_fonts() -> None:
    widths = json.loads((DATA / "widths.json").read_text("utf-8"))
    for face in widths.values():
        lost = {chr(code) for code in range(0x20, 0x3000) if first_lost(chr(code))}
        assert [letter for letter in face if letter in lost] == []
        drawn = [*range(0xC0, 0x180), *range(0x400, 0x530)]
        assert [chr(code) for code in drawn if chr(code) not in face] == []


@pytest.mark.parametrize(
    ("title", "letter", "script"),
    [
        ("साल्टमार्श", "स", "Devanagari"),
        ("ساحل", "س", "Arabic"),
        ("ქვიშა", "ქ", "Georgian"),
        ("Đồng", "ồ", "Latin"),
    ],
)
def test_a_language_whose_letters_are_lacking_is_a_finding_at_languages(
    title: str, letter: str, script: str
) -> None:
    facts = {"language": "hi", "letter": letter, "script": script}
    assert told("[en, hi]", f"{{en: Saltmarsh, hi: {title}}}") == [
        ("handbook.languages.1", facts)
    ]


def test_one_language_alone_is_pointed_at_too() -> None:
    facts = {"language": "hi", "letter": "स", "script": "Devanagari"}
    assert told("hi", "साल्टमार्श") == [("handbook.languages", facts)]


@pytest.mark.parametrize(
    "title", ["Saltmarsh № 5 — «ok»", "Солончак", "Сортаң өңірі", "Łódź", "ÄÖÜ ß ñ"]
)
def test_what_the_fonts_hold_is_no_finding(title: str) -> None:
    assert told("fo", title) == []


def test_a_letter_without_a_name_has_an_unknown_script() -> None:
    assert script_of("\U000e0fff") == "Unknown"

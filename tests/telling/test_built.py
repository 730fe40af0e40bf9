"""What is drawn and kept in ``diagrams``: page, proof pages and drawings agree.

That it is what the sources give today is looked at elsewhere; here every protocol in
every language is read back from the files that people open.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.telling.page import book_in

DIAGRAMS = Path(__file__).parents[2] / "diagrams"
LANGUAGES = ("en", "ru", "kk")
PROTOCOLS = sorted(each.name for each in DIAGRAMS.iterdir() if each.is_dir())
ROW = re.compile(r"^\| `(?P<id>\w+)` \| [^|]* \| (?P<verdict>[^|]+) \|", re.MULTILINE)

each_told = pytest.mark.parametrize("language", LANGUAGES)
each_protocol = pytest.mark.parametrize("name", PROTOCOLS)


@cache
def _sheets():
    text = (DIAGRAMS / "index.html").read_text(encoding="utf-8")
    return {sheet["id"]: sheet for sheet in book_in(text)["sheets"]}


def _proof_page(name: str, language: str) -> str:
    return (DIAGRAMS / name / f"proof.{language}.md").read_text(encoding="utf-8")


def _described(name: str, view: str, language: str) -> str:
    root = ET.parse(DIAGRAMS / name / f"{view}.{language}.svg").getroot()  # noqa: S314 - our own
    return root.findtext("{http://www.w3.org/2000/svg}desc") or ""


def test_every_protocol_is_on_the_page() -> None:
    assert sorted(_sheets()) == PROTOCOLS


@each_protocol
@each_told
def test_the_proof_page_has_the_verdicts_of_the_page(name: str, language: str) -> None:
    at = LANGUAGES.index(language)
    told = {
        found["id"]: found["verdict"].strip()
        for found in ROW.finditer(_proof_page(name, language))
    }
    shown = {each["id"]: each["said"][at] for each in _sheets()[name]["promises"]}
    assert told == shown
    assert len(told) > 1


@each_protocol
@each_told
def test_a_tally_is_that_of_the_verdicts_beside_it(name: str, language: str) -> None:
    sheet, at = _sheets()[name], LANGUAGES.index(language)
    tally = sheet["tally"][at]
    counted = Counter((each["verdict"], each["waived"]) for each in sheet["promises"])
    assert sorted(map(int, re.findall(r"(?<![\w-])\d+(?= )", tally))) == sorted(
        counted.values()
    )
    assert tally in _proof_page(name, language)


@each_protocol
@each_told
def test_the_drawing_of_measures_has_those_of_the_page(
    name: str, language: str
) -> None:
    at = LANGUAGES.index(language)
    described = _described(name, "measures", language)
    table = _sheets()[name]["measures"]
    for row in table[1:]:
        assert all(cell[at] in described for cell in row), row
    assert len(table) > 1


@each_protocol
@each_told
def test_the_drawing_of_handoffs_has_those_of_the_page(
    name: str, language: str
) -> None:
    at = LANGUAGES.index(language)
    described = _described(name, "handoffs", language)
    told = {each["title"][at] for each in _sheets()[name]["handoffs"]}
    assert {title for title in told if title not in described} == set()

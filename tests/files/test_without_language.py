"""A language that a handbook no longer lists: one finding, and its texts taken out."""

import pytest

from katch_protocols.files.read import read_texts
from katch_protocols.files.without_language import removed, without
from katch_protocols.findings import Place
from tests.rules.saltmarsh import SALTMARSH

WRITTEN = """\
# Written by hand.
title:
  en: Referral
  sv: Remiss  # to be read again
  # A note that stays.
  kk: Жолдау
note:
  sv: |
    Flera rader,

    med en tom.

  en: Several lines
short: {sv: Kort, en: Short}
cite: {en: A, sv: "B, c", kk: D}
last: {
  en: One,  # a remark
  sv: Två,
  kk: Three}
only: {sv: Ensam}
list:
- sv: Först
  en: First
tail: {en: T,
  sv: S}
"""
KEPT = """\
# Written by hand.
title:
  en: Referral
  # A note that stays.
  kk: Жолдау
note:

  en: Several lines
short: {en: Short}
cite: {en: A, kk: D}
last: {
  en: One,  # a remark
  sv: Två,
  kk: Three}
only: {sv: Ensam}
list:
- sv: Först
  en: First
tail: {en: T}
"""


def _texts(language: str, number: int) -> dict[str, str]:
    """Return the district with some titles in a language besides."""
    lines = []
    for line in SALTMARSH["referral.yaml"].splitlines():
        key, _, told = line.partition("title: ")
        title = told
        if title and number and "{" not in line:
            number -= 1
            title = f"{{en: {title}, {language}: Text}}"
        lines.append(f"{key}title: {title}" if title else line)
    assert not number
    return {**SALTMARSH, "referral.yaml": "\n".join(lines) + "\n"}


def _places(text: str, language: str) -> list[Place]:
    return [
        Place("a.yaml", row, line.index(f"{language}:") + 1)
        for row, line in enumerate(text.splitlines(), start=1)
        if f"{language}:" in line
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_texts_of_a_language_go_and_all_else_stays(ends: str) -> None:
    text = WRITTEN.replace("\n", ends)
    found = without(text, _places(text, "sv"))
    assert removed(text, found) == KEPT.replace("\n", ends)
    left = [each.written for each in found if each.splice is None]
    assert left == ["sv: Två", "sv: Ensam", "sv: Först"]


def test_a_few_texts_in_a_strange_language_are_told_one_by_one() -> None:
    rules = [each.rule for each in read_texts(_texts("sv", 3)).findings]
    assert rules == ["unknown-language"] * 3


def test_many_are_one_finding_where_the_languages_are_listed() -> None:
    reading = read_texts(_texts("sv", 5))
    (found,) = reading.findings
    assert (found.rule, found.place.file) == ("language-not-listed", "handbook.yaml")
    assert (found.facts["texts"], found.facts["first"]) == ("5", "referral.yaml:3")
    assert len(reading.unlisted["sv"]) == 5
    assert not {each for each in reading.incomplete if each.startswith("protocols")}


def test_a_code_that_is_misspelt_is_told_wherever_it_stands() -> None:
    texts = _texts("kz", 5)
    texts["handbook.yaml"] = texts["handbook.yaml"].replace("[en]", "[en, kk]")
    found = [each for each in read_texts(texts).findings if each.near]
    assert [each.near for each in found] == [("kk",)] * 5

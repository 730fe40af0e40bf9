"""What a live case says: short, in every language, with the same gaps."""

import re
from string import Formatter

import pytest

from katch_protocols.findings import Need
from katch_protocols.words.cases import CASES

LANGUAGES = {"en", "ru", "kk"}
MOST_WORDS = 22


def _gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("key", CASES)
def test_each_sentence_is_there_in_every_language_and_short(key):
    said = CASES[key]
    assert set(said) == LANGUAGES
    for text in said.values():
        sentences = re.split(r"(?<=[.!?])\s+", text)
        assert max(len(re.findall(r"\w+", each)) for each in sentences) <= MOST_WORDS


@pytest.mark.parametrize("key", CASES)
def test_each_sentence_has_the_same_gaps(key):
    assert len({frozenset(_gaps(text)) for text in CASES[key].values()}) == 1


def test_everything_that_an_activity_can_lack_has_a_sentence():
    assert [need for need in Need if need.value not in CASES] == []

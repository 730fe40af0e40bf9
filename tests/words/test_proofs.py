"""What proofs say: short, in every language, with the same gaps."""

import re
from string import Formatter

import pytest

from katch_protocols.telling.standing import Kind
from katch_protocols.words.knowing import KNOWING
from katch_protocols.words.numbers import NUMBERS
from katch_protocols.words.proof_page import PROOF_PAGE
from katch_protocols.words.proofs import PROOFS
from katch_protocols.words.proofs_why import WHY
from katch_protocols.words.verdicts import MONTHS, VERDICTS

LANGUAGES = {"en", "ru", "kk"}
MOST_WORDS = 22


def _gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _longest_sentence(text: str) -> int:
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return max(len(re.findall(r"\w+(?:[-'’]\w+)*", each)) for each in sentences)


@pytest.mark.parametrize("key", PROOFS)
def test_each_phrase_is_there_in_every_language_with_the_same_gaps(key: str) -> None:
    said = PROOFS[key]
    assert set(said) == LANGUAGES
    assert len({frozenset(_gaps(text)) for text in said.values()}) == 1


@pytest.mark.parametrize("key", PROOFS)
def test_no_phrase_is_longer_than_a_breath(key: str) -> None:
    assert max(map(_longest_sentence, PROOFS[key].values())) <= MOST_WORDS


def test_no_key_means_two_phrases() -> None:
    assert not set(NUMBERS) & set(KNOWING)
    said = {**WHY, **NUMBERS, **KNOWING}
    assert {key: PROOFS[key] for key in said} == said


@pytest.mark.parametrize("key", PROOF_PAGE)
def test_the_page_of_proofs_speaks_every_language(key: str) -> None:
    assert set(PROOF_PAGE[key]) == LANGUAGES


def test_every_standing_has_words_in_every_language() -> None:
    assert list(VERDICTS) == list(Kind)
    for said in VERDICTS.values():
        assert set(said) == LANGUAGES
        assert all(forms for forms in said.values())
    assert {len(months) for months in MONTHS.values()} == {12}

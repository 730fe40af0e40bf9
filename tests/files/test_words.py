"""Every reading finding can be said in three languages, shortly, with the same gaps."""

import re
from string import Formatter

import pytest

from katch_protocols.files.wordings.reading import READING
from katch_protocols.findings import Wording
from katch_protocols.words.findings_reading import WORDINGS

MOST_WORDS = 22


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def sentences(wording: Wording) -> tuple[str, str, str]:
    return wording.saw, wording.why, wording.fix


def test_every_finding_is_said_in_russian_and_kazakh() -> None:
    assert sorted(WORDINGS) == sorted(READING)
    assert all(set(each) == {"ru", "kk"} for each in WORDINGS.values())


@pytest.mark.parametrize("name", READING)
def test_the_gaps_are_the_same_in_every_language(name: str) -> None:
    told = [gaps(each) for each in sentences(READING[name])]
    for wording in WORDINGS[name].values():
        spoken = sentences(wording)
        assert set().union(*told) == set().union(*map(gaps, spoken))


@pytest.mark.parametrize("name", READING)
def test_no_sentence_is_longer_than_a_breath(name: str) -> None:
    for wording in (READING[name], *WORDINGS[name].values()):
        for template in sentences(wording):
            for sentence in re.split(r"(?<=[.!?;])\s+", template):
                assert len(re.findall(r"\w+(?:[-'’]\w+)*", sentence)) <= MOST_WORDS


@pytest.mark.parametrize("name", READING)
def test_no_language_borrows_the_words_of_another(name: str) -> None:
    russian, kazakh = WORDINGS[name]["ru"], WORDINGS[name]["kk"]
    for ours, theirs in zip(sentences(russian), sentences(kazakh), strict=True):
        assert ours != theirs
        assert re.search("[а-яё]", ours)
        assert re.search("[а-яёәіңғүұқөһ]", theirs)

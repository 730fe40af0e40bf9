"""Everything that the library says: short, in every language, with the same gaps."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

from katch_protocols.words.cli import CLI
from katch_protocols.words.help import HELP

ROOT = Path(__file__).parents[2]
LANGUAGES = {"en", "ru", "kk"}
MOST_WORDS = 22


def _gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _longest_sentence(text: str) -> int:
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return max(len(re.findall(r"\w+(?:[-'’]\w+)*", each)) for each in sentences)


def _spoken() -> Iterator[tuple[str, Mapping[str, str]]]:
    yield from CLI.items()
    for key in HELP["en"]:
        yield f"help: {key}", {language: HELP[language][key] for language in HELP}


SPOKEN = dict(_spoken())


@pytest.mark.parametrize("key", SPOKEN)
def test_each_sentence_is_said_in_every_language_with_the_same_gaps(key: str) -> None:
    said = SPOKEN[key]
    assert set(said) == LANGUAGES
    assert len({frozenset(_gaps(text)) for text in said.values()}) == 1


@pytest.mark.parametrize("key", SPOKEN)
def test_no_sentence_is_longer_than_a_breath(key: str) -> None:
    assert max(map(_longest_sentence, SPOKEN[key].values())) <= MOST_WORDS


def test_every_page_of_help_says_the_same_things() -> None:
    assert set(HELP) == LANGUAGES
    assert set(HELP["ru"]) == set(HELP["kk"]) == set(HELP["en"])

"""Everything that the library says: short, in every language, with the same gaps."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

import katch_protocols.words
from katch_protocols.words.changes import CHANGES
from katch_protocols.words.cli import CLI
from katch_protocols.words.help import HELP
from katch_protocols.words.page import PAGE
from katch_protocols.words.starts import COMMENTS, TITLES

ROOT = Path(__file__).parents[2]
ROOM = Path(katch_protocols.words.__file__).parent
LANGUAGES = {"en", "ru", "kk"}
MOST_WORDS = 22
MANY_MEANINGS = re.compile(r"\b(?:actions?|users?|utils?)\b", re.IGNORECASE)


def _gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _longest_sentence(text: str) -> int:
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return max(len(re.findall(r"\w+(?:[-'’]\w+)*", each)) for each in sentences)


def _spoken() -> Iterator[tuple[str, Mapping[str, str]]]:
    yield from CLI.items()
    for key in HELP["en"]:
        yield f"help: {key}", {language: HELP[language][key] for language in HELP}
    yield from ((f"page: {key}", texts) for key, texts in PAGE.items())
    yield from ((f"changes: {key}", texts) for key, texts in CHANGES.items())
    for name, texts in {**COMMENTS, **TITLES}.items():
        yield f"start: {name}", texts


SPOKEN = dict(_spoken())


@pytest.mark.parametrize("key", SPOKEN)
def test_each_sentence_is_said_in_every_language_with_the_same_gaps(key):
    said = SPOKEN[key]
    assert set(said) == LANGUAGES
    assert len({frozenset(_gaps(text)) for text in said.values()}) == 1


@pytest.mark.parametrize("key", SPOKEN)
def test_no_sentence_is_longer_than_a_breath(key):
    assert max(map(_longest_sentence, SPOKEN[key].values())) <= MOST_WORDS


def test_every_page_of_help_says_the_same_things():
    assert set(HELP) == LANGUAGES
    assert set(HELP["ru"]) == set(HELP["kk"]) == set(HELP["en"])


def _prose() -> Iterator[Path]:
    yield from (ROOT / name for name in ("README.md", "CHANGELOG.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))
    yield from sorted(ROOM.glob("*.py"))


CITING = ROOT / "docs" / "reference" / "handbook"
"""Pages made from the handbook cite titles that are not ours to choose."""


def test_no_word_with_many_meanings_is_used():
    found = {
        path.relative_to(ROOT).as_posix(): words
        for path in _prose()
        if CITING not in path.parents
        if (words := re.findall(MANY_MEANINGS, path.read_text(encoding="utf-8")))
    }
    assert found == {}


_EMPTY = r"\b(?<!pptx\.)(?:actions?|utils?)\b"
"""``pptx.util`` is the name of a library's module, not ours to choose."""


def test_no_file_of_the_package_is_about_actions():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "katch_protocols").rglob("*.py"))
        if re.search(_EMPTY, path.read_text(encoding="utf-8"))
    ]
    assert found == []

"""Everything that the library says: short, in every language, with the same gaps."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

import katch_protocols.words
from katch_protocols.files.wordings.reading import READING
from katch_protocols.findings import Wording
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import entries

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


def _wordings() -> Iterator[tuple[str, Mapping[str, Wording]]]:
    for path in sorted(ROOM.glob("findings_*.py")):
        module = import_module(f"katch_protocols.words.{path.stem}")
        for rule, said in module.WORDINGS.items():
            if isinstance(said, Mapping):
                yield rule, said


DOMAINS = sorted({path.stem for path in (ROOM.parent / "locale").rglob("*.po")})
WORDINGS = dict(_wordings())


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("domain", DOMAINS)
def test_no_sentence_is_longer_than_a_breath(domain, language):
    said = entries(domain, language)
    assert [key for key in said if _longest_sentence(said[key]) > MOST_WORDS] == []


@pytest.mark.parametrize("rule", READING)
def test_the_reader_is_heard_in_every_language_with_the_same_gaps(rule):
    english = READING[rule]
    said = WORDINGS[rule]
    assert set(said) == LANGUAGES - {"en"}
    for part in ("saw", "why", "fix"):
        texts = [getattr(each, part) for each in (english, *said.values())]
        assert len({frozenset(_gaps(text)) for text in texts}) == 1
        assert max(map(_longest_sentence, texts)) <= MOST_WORDS


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

"""Everything that the library says: short, in every language, with the same gaps."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import katch_protocols.words
from katch_protocols.words.languages import SPOKEN
from katch_protocols.words.say import entries
from tests.house.pages import BLOCK

ROOT = Path(__file__).parents[2]
ROOM = Path(katch_protocols.words.__file__).parent
MOST_WORDS = 22
MANY_MEANINGS = re.compile(r"\b(?:actions?|users?|utils?)\b", re.IGNORECASE)


def _longest_sentence(text: str) -> int:
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return max(len(re.findall(r"\w+(?:[-'’]\w+)*", each)) for each in sentences)


DOMAINS = sorted({path.stem for path in (ROOM.parent / "locale").rglob("*.po")})


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("domain", DOMAINS)
def test_no_sentence_is_longer_than_a_breath(domain, language):
    said = entries(domain, language)
    assert [key for key in said if _longest_sentence(said[key]) > MOST_WORDS] == []


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
        if (words := re.findall(MANY_MEANINGS, _ours(path)))
    }
    assert found == {}


def _ours(path: Path) -> str:
    """Return a text without the code that uses the names of Django."""
    text = path.read_text(encoding="utf-8")
    return BLOCK.sub("", text) if path.name == "use-django.md" else text


_EMPTY = r"\b(?<!pptx\.)(?<!importlib\.)(?:actions?|utils?)\b"
"""``pptx.util`` and ``importlib.util`` are names of modules that are not ours."""


def test_no_file_of_the_package_is_about_actions():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "katch_protocols").rglob("*.py"))
        if re.search(_EMPTY, path.read_text(encoding="utf-8"))
        and "xstate" not in path.name  # it is a key of XState's
        and path.parent.name != "editors"  # editors ask for code actions
    ]
    assert found == []

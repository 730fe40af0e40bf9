"""The pages about sentences say what the code does."""

import re
from pathlib import Path

import pytest

from katch_protocols.errors import Flaw, SentenceError
from katch_protocols.model.safeguards import KINDS
from katch_protocols.sentences.grammar import RESERVED
from katch_protocols.sentences.saying import say_duration
from katch_protocols.sentences.text import (
    parse_condition,
    parse_duration,
    parse_safeguard,
    print_condition,
    print_safeguard,
)

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
CONDITIONS = (REFERENCE / "conditions.md").read_text("utf-8")
DURATIONS = (REFERENCE / "durations.md").read_text("utf-8")
INDEX = (REFERENCE / "safeguards" / "index.md").read_text("utf-8")
PAGES = {kind.model_fields["kind"].default: kind for kind in KINDS}
HEADINGS = [
    "## The sentence",
    "## When it holds",
    "## Example",
    "## How it is proved",
    "## Standard name",
]
NAMES = {
    "A": "a",
    "B": "b",
    "C": "c",
    "S": "s",
    "D": "d",
    "X": "x",
    "Y": "y",
    "N": "3",
    "ROLE": "role",
    "DURATION": "2 days",
    "CONDITION": "f is v",
}


def _page(kind: str) -> str:
    path = REFERENCE / "safeguards" / f"{kind.replace('_', '-')}.md"
    return path.read_text("utf-8")


def _rules(page: str) -> list[str]:
    return re.findall(r"\{rule: (.*)\}", page)


def _rows(page: str, heading: str) -> list[list[str]]:
    section = page.split(f"{heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines()]
    return [row for row in rows if len(row) > 1][2:]


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_every_kind_has_a_page_with_its_sentences_and_an_example(kind: str) -> None:
    page = _page(kind)
    assert [line for line in page.splitlines() if line.startswith("## ")] == HEADINGS
    forms = page.split("```text\n")[1].split("```")[0].splitlines()
    for form in forms:
        text = " ".join(NAMES.get(word, word) for word in form.split())
        assert type(parse_safeguard(text)) is PAGES[kind]
        assert f"`{form}`" in INDEX
    (rule,) = _rules(page)
    assert type(parse_safeguard(rule)) is PAGES[kind]
    assert print_safeguard(parse_safeguard(rule)) == rule


def test_no_page_is_about_nothing() -> None:
    pages = {path.stem for path in (REFERENCE / "safeguards").glob("*.md")}
    assert pages == {kind.replace("_", "-") for kind in PAGES} | {"index"}
    (rule,) = _rules(INDEX)
    assert print_safeguard(parse_safeguard(rule)) == rule


def test_every_condition_of_the_page_is_canonical() -> None:
    rows = _rows(CONDITIONS, "## What is written")
    assert len(rows) == 12
    for written, _ in rows:
        text = written.strip("`")
        assert print_condition(parse_condition(text)) == text


def test_every_finding_of_the_page_is_found_on_its_example() -> None:
    rows = _rows(CONDITIONS, "## Refusals")
    assert [row[0].strip("`") for row in rows] == [flaw.value for flaw in Flaw]
    for finding, example, _ in rows:
        if not example.startswith("`"):
            continue
        parse = parse_duration if example.endswith("days`") else parse_condition
        with pytest.raises(SentenceError) as refusal:
            parse(example.strip("`"))
        assert refusal.value.reason == finding.strip("`")


def test_every_reserved_word_is_listed() -> None:
    listed = CONDITIONS.split("<!-- reserved -->")[1].split("<!-- /reserved -->")[0]
    assert re.findall(r"`(\w+)`", listed) == sorted(RESERVED)


def test_durations_are_said_as_the_page_shows() -> None:
    rows = _rows(DURATIONS, "## Said in words")
    assert len(rows) == 9
    for written, *said in rows:
        duration = parse_duration(written.strip("`"))
        assert [say_duration(duration, code) for code in ("en", "ru", "kk")] == said

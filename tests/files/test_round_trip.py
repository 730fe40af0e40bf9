"""What is written reads equal, and is written as the same bytes again."""

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from katch_protocols.errors import TakenNameError
from katch_protocols.files.file_kinds import TAKEN
from katch_protocols.files.read import read, read_texts
from katch_protocols.files.write import WIDTH, emit, write
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.protocol import Protocol
from tests.files.strategies import drafted, shared, texts

SLOW = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
]
PROTOCOLS = Path(__file__).parents[2] / "protocols"


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(st.one_of(shared(), drafted()))
def test_a_handbook_reads_as_it_was_written(handbook: Handbook) -> None:
    written = write(handbook)
    reading = read_texts(written)
    assert reading.findings == ()
    assert reading.handbook == handbook
    assert write(reading.handbook) == written


@settings(max_examples=200, deadline=None)
@given(texts(), texts())
def test_a_text_reads_as_it_was_written_alone_and_in_braces(a: str, b: str) -> None:
    book = emit({"handbook": "x", "title": "X", "note": {"en": a, "ru": b}})
    source = {"title": "S", "kind": "law", "cite": b}
    laws = emit({"sources": {"s": source}})
    reading = read_texts({"handbook.yaml": book, "sources.yaml": laws})
    assert reading.findings == ()
    assert reading.handbook is not None
    assert reading.handbook.note is not None
    assert dict(reading.handbook.note.texts) == {"en": a, "ru": b}
    assert dict(reading.handbook.sources["s"].cite.texts) == {"en": b}


@pytest.mark.parametrize("text", ['Child safe"', "Now.'", "of the parents'", '5"'])
def test_a_text_that_ends_with_a_mark_reads_as_it_was_written(text: str) -> None:
    book = emit({"handbook": "x", "title": {"en": text}, "note": text})
    reading = read_texts({"handbook.yaml": book})
    assert reading.findings == ()
    assert reading.sound().title.say("en") == text
    assert reading.sound().note.say("en") == text


def test_the_shortest_forms_are_written() -> None:
    text = """protocol: p
title: P
source: a_law

states:
  s:
    within: 3 hours
    activities:
      act: {by: nurse, inform: [a, b], to: t}
    after: {72 hours: t}
  t: {final: true}
"""
    texts = {"handbook.yaml": "handbook: x\ntitle: X\n", "p.yaml": text}
    handbook = read_texts(texts).sound()
    assert dict(write(handbook)) == texts


def test_a_longer_form_is_written_shorter() -> None:
    long = (
        "protocol: p\ntitle: {en: P}\nsource: [a]\n"
        "states: {s: {within: {limit: 1 days}}}\n"
    )
    texts = {"handbook.yaml": "handbook: x\ntitle: X\n", "p.yaml": long}
    assert write(read_texts(texts).sound())["p.yaml"] == (
        "protocol: p\ntitle: P\nsource: a\n\nstates:\n  s: {within: 1 day}\n"
    )


def test_a_line_of_a_list_that_is_too_long_is_broken_at_its_keys() -> None:
    first = " or ".join(f"fact_{number} is value_{number}" for number in range(5))
    text = (
        "protocol: p\ntitle: P\n\nstates:\n  s:\n    decide:\n"
        f"      - when: >-\n          {first} or\n          fact_5 is value_5\n"
        "        to: t\n"
        "      - {to: u}\n"
    )
    texts = {"handbook.yaml": "handbook: x\ntitle: X\n", "p.yaml": text}
    assert dict(write(read_texts(texts).sound())) == texts


def test_a_long_list_has_one_item_a_line() -> None:
    text = emit({"use": [f"fragment_number_{number}" for number in range(9)]})
    assert text.splitlines()[:2] == ["use:", "  - fragment_number_0"]


def test_a_long_text_is_folded_into_lines() -> None:
    note = "word " * 60
    text = emit({"note": note.strip()})
    assert text.startswith("note: >-\n  word word")
    assert max(map(len, text.splitlines())) <= WIDTH
    written = {"handbook.yaml": "handbook: x\ntitle: X\n" + text}
    handbook = read_texts(written).sound()
    assert handbook.note is not None
    assert handbook.note.say("en") == note.strip()


@cache
def shipped() -> dict[str, str]:
    """Write the handbook of the repository."""
    return dict(write(read(PROTOCOLS).sound()))


def test_the_shipped_handbook_reads_as_it_is_written() -> None:
    handbook = read(PROTOCOLS).sound()
    assert read_texts(shipped()).sound() == handbook


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with a few slips of the hand."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        cut = chance.randint(0, 3)
        slip = chance.choice(
            ("", "\t", ": ", "- ", "[", "}", "'", '"', "&a ", "*a", "\n")
        )
        text = text[:at] + slip + text[at + cut :]
    return text


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_a_slip_anywhere_is_a_finding_or_nothing(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    file = chance.choice(sorted(shipped()))
    text = shipped()[file]
    start = chance.randrange(max(1, len(text) - 3_000))
    slipped = mutated(text[start : start + 3_000], chance)
    reading = read_texts({"handbook.yaml": shipped()["handbook.yaml"], file: slipped})
    for finding in reading.findings:
        assert str(finding)
        assert finding.place is not None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_findings_or_a_protocol(data: bytes) -> None:
    reading = read_texts(
        {"handbook.yaml": data, "p.yaml": data, "regions/n.yaml": data}
    )
    assert all(str(finding) for finding in reading.findings)


_SNIPPETS = (
    "states", "title", "activities", "to", "when", "within", "values", "parallel", "by",
    ": ", ":\n", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "a", "b is c", "3 hours",
    "true", "null", "12", "'", '"', "#", "&x ", "*x", "!t ", "<<", "|\n", ">\n", "\t",
    "---\n", "...\n", "? ", "\u202e", "ы", "%", "@",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_SNIPPETS), max_size=40).map("".join))
def test_any_pile_of_words_is_findings_or_a_protocol(text: str) -> None:
    reading = read_texts({"handbook.yaml": text, "p.yaml": "protocol: p\n" + text})
    assert all(str(finding) for finding in reading.findings)


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_a_protocol_that_is_called_as_another_file_is_refused(name: str) -> None:
    """Written, one of the two files would be lost."""
    protocol = Protocol(id=name, title=Label.of(en="Small"), initial="here")
    book = Handbook(id="small", title=Label.of(en="Small"), protocols={name: protocol})
    with pytest.raises(TakenNameError, match=rf"'{name}'.*{name}\.yaml") as refused:
        write(book)
    assert refused.value.name == name

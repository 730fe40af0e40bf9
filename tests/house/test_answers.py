"""Answers for programs: every key that a noun declares leads to something."""

import importlib
import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

import katch_protocols
from katch_protocols.answers import (
    Answerable,
    ItemKeys,
    encode,
    encode_by,
    record_fields,
)
from katch_protocols.model.deadlines import Duration, Unit
from katch_protocols.model.noun import Label, Noun

HOUSE = Path(katch_protocols.__file__).parent


DOCS = HOUSE.parent / "docs" / "reference"


def keys_in(schema: object) -> set[str]:
    """Return every key that a schema names, however deep."""
    if isinstance(schema, list):
        return {key for each in schema for key in keys_in(each)}
    if not isinstance(schema, dict):
        return set()
    found = {key for each in schema.values() for key in keys_in(each)}
    return found | set(schema.get("properties", {}))


def test_the_page_of_the_table_tells_of_every_key():
    """Whoever writes a reader has the page alone."""
    schema = json.loads((DOCS / "answers" / "table.schema.json").read_text("utf-8"))
    told = set(re.findall(r"`(\w+)`", (DOCS / "table.md").read_text("utf-8")))
    assert keys_in(schema) - told == set()


def answerable() -> list[type[Answerable]]:
    """Return every such noun, whatever other tests have imported."""
    for path in sorted(HOUSE.rglob("*.py")):
        if Answerable.__name__ in path.read_text(encoding="utf-8"):
            parts = path.relative_to(HOUSE.parent).with_suffix("").parts
            importlib.import_module(".".join(parts))
    return [
        each
        for each in sorted(
            Answerable.__subclasses__(), key=lambda one: one.__qualname__
        )
        if each.__module__.startswith(f"{katch_protocols.__name__}.")
    ]


def names_of(noun: type) -> set[str]:
    of_noun = set(noun.model_fields) if issubclass(noun, Noun) else set()
    return {*dir(noun), *of_noun, *record_fields(noun)}


@pytest.mark.parametrize("noun", answerable(), ids=lambda noun: noun.__qualname__)
def test_every_key_of_an_answer_leads_to_an_attribute(noun):
    for key in noun.KEYS:
        written = key if isinstance(key, str) else key[0]
        name, _, path = written.partition("=")
        first = (path or name.removeprefix("*")).split(".")[0]
        assert first in names_of(noun), f"{noun.__qualname__}: {written}"


class Sort(StrEnum):
    GOOD = "good"


@dataclass(frozen=True)
class Part:
    least: int
    most: int | None


@dataclass(frozen=True)
class Whole(Answerable):
    KEYS = ("sort", "when=day", "most=part.most", "every=parts.least", "*part")

    sort: Sort
    day: date | None
    part: Part | None
    parts: tuple[Part, ...] = ()


def test_a_noun_answers_with_its_keys_in_their_order():
    whole = Whole(Sort.GOOD, date(2026, 3, 31), Part(1, 2), (Part(3, 4), Part(5, 6)))
    assert json.dumps(whole.to_json()) == (
        '{"sort": "good", "when": "2026-03-31", "most": 2, "every": [3, 5], "least": 1}'
    )


def test_what_is_missing_on_the_way_is_null():
    assert encode_by(Whole(Sort.GOOD, None, None), ("day", "sum=part.most")) == {
        "day": None,
        "sum": None,
    }


def test_a_noun_without_keys_answers_with_its_fields():
    assert encode(Part(1, None)) == {"least": 1, "most": None}


def test_spans_labels_mappings_and_tuples_are_plain():
    span, label = Duration(amount=5, unit=Unit.WORKING_DAYS), Label.of(en="a", ru="б")
    assert encode({Sort.GOOD: (span, label)}) == {
        "good": ["5 working days", {"en": "a", "ru": "б"}]
    }


def test_items_of_a_tuple_are_named_by_their_positions():
    items = ItemKeys(("protocol", "activity"))
    assert encode_by((("p", "a"), ("q", "b")), items) == [
        {"protocol": "p", "activity": "a"},
        {"protocol": "q", "activity": "b"},
    ]
    assert encode_by({"police": (("p", "a"),)}, items) == {
        "police": [{"protocol": "p", "activity": "a"}]
    }


def test_what_nobody_said_how_to_write_is_refused():
    with pytest.raises(TypeError, match="object"):
        encode(object())

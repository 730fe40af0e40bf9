"""The schemas for editors: they know what the reader knows, and no more."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from katch_protocols.files.diagnostics import Diagnostics
from katch_protocols.files.file_kinds import FILE_KINDS, named, schema, shapes
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_loader import load
from katch_protocols.model.handbook import FILED, Handbook
from katch_protocols.words.say import entries
from tests.shipped import reading

PROTOCOLS = Path(__file__).parents[2] / "protocols"
HANDBOOK = reading().sound()
FILES = sorted(path.relative_to(PROTOCOLS) for path in PROTOCOLS.rglob("*.yaml"))


def mappings(described: Any) -> Iterator[dict[str, Any]]:
    """Find the schema of the mapping inside a definition."""
    if "properties" in described:
        yield described
    for each in described.get("anyOf", ()):
        yield from mappings(each)


@pytest.mark.parametrize("name", FILE_KINDS)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(FILE_KINDS[name]))
    Draft202012Validator.check_schema(schema(FILE_KINDS[name], HANDBOOK))


@pytest.mark.parametrize("name", FILE_KINDS)
def test_a_schema_has_every_key_that_the_reader_knows(name: str) -> None:
    described: Any = schema(FILE_KINDS[name])
    kind = FILE_KINDS[name]
    for shape in shapes(kind):
        found = described if shape is kind.shape else described["$defs"][shape.name]
        (mapping,) = mappings(found)
        assert list(mapping["properties"]) == [key.name for key in shape.keys]
        assert mapping["additionalProperties"] is False
        assert all(each["description"] for each in mapping["properties"].values())


def test_every_text_about_a_key_is_of_a_key_and_one_for_any_shape_has_several() -> None:
    texts = entries("yaml", "en")
    used = Counter(
        own if (own := f"{shape.name}.{key.name}") in texts else key.name
        for shape in shapes()
        for key in shape.keys
    )
    files = {f"file.{name}" for name in FILE_KINDS}
    assert set(texts) == set(used) | files
    shared = {key for key in texts if "." not in key}
    assert {key for key in shared if used[key] < 2} == set()


def test_a_key_is_described_in_the_language_asked_for() -> None:
    described: Any = schema(FILE_KINDS["protocol"], language="ru")
    assert described["description"] == (
        "Один протокол: кто, что и в какой срок обязан сделать для ребёнка."
    )
    state = described["$defs"]["state"]["anyOf"][0]["properties"]
    branch = described["$defs"]["branch"]["anyOf"][0]["properties"]
    assert state["source"]["description"] == "Источники, на которых это основано."
    assert branch["to"]["description"] == "Куда переходит дело."


@pytest.mark.parametrize("name", FILE_KINDS)
def test_every_field_of_a_noun_can_be_written(name: str) -> None:
    for shape in shapes(FILE_KINDS[name]):
        if shape.noun is Handbook:
            continue
        fields = {key.inside or key.into for key in shape.keys}
        left = set(shape.noun.model_fields) - fields
        # What recurs counts from itself: `every` has no `from`. A case that takes over
        # at an end is opened in the same region.
        own = {"every": {"start"}, "takes_over": {"region"}}.get(shape.name, set())
        assert left <= {"id", "binds", "origins", *own}, shape.name


def test_every_field_of_a_handbook_stands_in_one_file() -> None:
    written = [
        key.into
        for kind in FILE_KINDS.values()
        for key in kind.shape.keys
        if not kind.registry
    ]
    written += [kind.registry for kind in FILE_KINDS.values() if kind.registry]
    assert sorted(written) == sorted(Handbook.model_fields)


def test_what_stands_in_a_file_of_its_own_begins_a_path() -> None:
    roots = {
        kind.registry or kind.name
        for kind in FILE_KINDS.values()
        if kind is not FILE_KINDS["handbook"]
    }
    assert {*roots, "release"} == set(FILED)  # it stands beside the indicators


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_shipped_file_is_valid_against_its_schema(file: Path) -> None:
    name = named(file.as_posix())
    assert name is not None
    sheet = SourceFile(str(file), Diagnostics())
    tree = load((PROTOCOLS / file).read_bytes(), sheet, ())
    for described in (schema(name.kind), schema(name.kind, HANDBOOK)):
        errors = Draft202012Validator(described).iter_errors(tree)
        assert [error.message for error in errors] == []


def test_the_ids_of_a_handbook_are_what_can_be_chosen() -> None:
    described: Any = schema(FILE_KINDS["protocol"], HANDBOOK)
    held_by = described["$defs"]["state"]["anyOf"][0]["properties"]["held_by"]
    assert held_by["anyOf"][0]["enum"] == list(HANDBOOK.roles)
    assert held_by["description"].startswith("The role that answers for the child")


@pytest.mark.parametrize(
    ("name", "tree"),
    [
        ("protocol", {"protocol": "p", "title": "P", "stats": {}}),
        ("protocol", {"protocol": "p"}),
        ("protocol", {"protocol": "P", "title": "P"}),
        ("protocol", {"protocol": "p", "title": 5}),
        ("roles", {"roles": {"nurse": {"title": "N", "agency": "nobody"}}}),
        ("sources", {"sources": {"a": {"title": "A", "kind": "gossip"}}}),
    ],
)
def test_a_slip_is_refused(name: str, tree: dict[str, object]) -> None:
    described = schema(FILE_KINDS[name], HANDBOOK)
    assert not Draft202012Validator(described).is_valid(tree)

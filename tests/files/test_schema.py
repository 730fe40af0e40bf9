"""The schemas for editors: they know what the reader knows, and no more."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from katch_protocols.files.dialect import load
from katch_protocols.files.kinds.gathered import Listed, Pairs, Registry
from katch_protocols.files.kinds.shape import Later, Shape
from katch_protocols.files.ledger import Ledger
from katch_protocols.files.read import read
from katch_protocols.files.schema import schema
from katch_protocols.files.shapes.files import SHAPES, FileKind, named
from katch_protocols.files.sheets import Sheet

PROTOCOLS = Path(__file__).parents[2] / "protocols"
HANDBOOK = read(PROTOCOLS).sound()
FILES = sorted(path.relative_to(PROTOCOLS) for path in PROTOCOLS.rglob("*.yaml"))


def shapes(shape: Shape, seen: dict[str, Shape]) -> dict[str, Shape]:
    """Collect a shape and every shape below it, by name."""
    if shape.name in seen:
        return seen
    seen[shape.name] = shape
    for key in shape.keys:
        kind: Any = key.kind
        while isinstance(kind, (Registry, Listed, Pairs, Later)):
            match kind:
                case Pairs():
                    kind = kind.value
                case Later():
                    kind = kind.kind()
                case _:
                    kind = kind.of
        if isinstance(kind, Shape):
            shapes(kind, seen)
    return seen


def mappings(described: Any) -> Iterator[dict[str, Any]]:
    """Find the schema of the mapping inside a definition."""
    if "properties" in described:
        yield described
    for each in described.get("anyOf", ()):
        yield from mappings(each)


@pytest.mark.parametrize("kind", FileKind)
def test_a_schema_is_a_schema(kind: FileKind) -> None:
    Draft202012Validator.check_schema(schema(kind))
    Draft202012Validator.check_schema(schema(kind, HANDBOOK))


@pytest.mark.parametrize("kind", FileKind)
def test_a_schema_has_every_key_that_the_reader_knows(kind: FileKind) -> None:
    described: Any = schema(kind)
    for name, shape in shapes(SHAPES[kind], {}).items():
        top = shape is SHAPES[kind]
        (mapping,) = mappings(described if top else described["$defs"][name])
        assert list(mapping["properties"]) == [key.name for key in shape.keys]
        assert mapping["additionalProperties"] is False
        assert all(each["description"] for each in mapping["properties"].values())


@pytest.mark.parametrize("kind", FileKind)
def test_every_field_of_a_noun_can_be_written(kind: FileKind) -> None:
    single = {FileKind.HANDBOOK, FileKind.AGENCIES, FileKind.ROLES, FileKind.SOURCES}
    for shape in shapes(SHAPES[kind], {}).values():
        fields = {key.inside or key.into for key in shape.keys}
        if shape is SHAPES[kind] and kind in single | {FileKind.SAFEGUARDS}:
            continue
        left = set(shape.noun.model_fields) - fields
        assert left <= {"id", "binds", "origins"}, shape.name


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_shipped_file_is_valid_against_its_schema(file: Path) -> None:
    name = named(file.as_posix())
    assert name is not None
    sheet = Sheet(str(file), Ledger())
    tree = load((PROTOCOLS / file).read_bytes(), sheet, ())
    for described in (schema(name.kind), schema(name.kind, HANDBOOK)):
        errors = Draft202012Validator(described).iter_errors(tree)
        assert [error.message for error in errors] == []


def test_the_ids_of_a_handbook_are_what_can_be_chosen() -> None:
    described: Any = schema(FileKind.PROTOCOL, HANDBOOK)
    held_by = described["$defs"]["state"]["anyOf"][0]["properties"]["held_by"]
    assert held_by["anyOf"][0]["enum"] == list(HANDBOOK.roles)
    assert held_by["description"].startswith("The role that answers for the child")


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        (FileKind.PROTOCOL, {"protocol": "p", "title": "P", "stats": {}}),
        (FileKind.PROTOCOL, {"protocol": "p"}),
        (FileKind.PROTOCOL, {"protocol": "P", "title": "P"}),
        (FileKind.PROTOCOL, {"protocol": "p", "title": 5}),
        (FileKind.ROLES, {"roles": {"nurse": {"title": "N", "agency": "nobody"}}}),
        (FileKind.SOURCES, {"sources": {"a": {"title": "A", "kind": "gossip"}}}),
    ],
)
def test_a_slip_is_refused(kind: FileKind, tree: dict[str, object]) -> None:
    assert not Draft202012Validator(schema(kind, HANDBOOK)).is_valid(tree)

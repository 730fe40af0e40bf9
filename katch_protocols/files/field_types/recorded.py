"""What a command recorded: texts, lists and mappings as they came."""

from typing import Any

from katch_protocols.files.field_types.collections import BlockMapping
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    as_keys,
)
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Items, Map, Tree, value_at
from katch_protocols.model.noun import FrozenDict

__all__ = ["RecordedData"]


class RecordedData(FieldType[Any]):
    """Plain data below a mapping; names in it are history, and refer to nothing.

    Lists and mappings are frozen as they are read. Nobody writes such data by hand, so
    nothing more is asked of them; a key whose value was refused is gone.
    """

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read the mapping."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            sheet.refuse("not-a-mapping", node, key, example=as_keys(raw))
            return DROPPED
        return _frozen(raw)

    def write(self, value: Any) -> Plain:  # noqa: ANN401 - plain data
        """Write one entry a line."""
        return BlockMapping({name: _plain(each) for name, each in value.items()})

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a mapping."""
        return {"type": "object"}


def _frozen(raw: object) -> Any:  # noqa: ANN401 - plain data
    match raw:
        case Map():
            kept = {name: _frozen(each) for name, each in raw.items()}
            return FrozenDict({k: v for k, v in kept.items() if v is not DROPPED})
        case Items():
            return tuple(_frozen(each) for each in raw if each is not DROPPED)
        case _:
            return raw


def _plain(value: Any) -> Plain:  # noqa: ANN401 - plain data
    match value:
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case _:
            plain: Plain = value
            return plain

"""Where states went: full names of an earlier version, each with the name of now."""

from dataclasses import dataclass

from katch_protocols.files.field_types.collections import Pairs
from katch_protocols.files.field_types.field_type import (
    JsonSchema,
    SchemaContext,
    as_keys,
    shown,
)
from katch_protocols.files.field_types.ids import PathName, is_path
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Map, Tree, value_at

__all__ = ["StateMoves"]


@dataclass(frozen=True)
class StateMoves(Pairs[str]):
    """A mapping from states of an earlier version to states of this one."""

    value: PathName = PathName()  # noqa: RUF009 - it is frozen

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read every pair."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            sheet.refuse("not-a-mapping", node, key, example=as_keys(raw))
            return DROPPED
        found: dict[str, object] = {}
        for name, entry in raw.items():
            if not is_path(name):
                sheet.refuse_key("bad-path", raw, name, value=shown(name))
            elif entry is None:
                sheet.refuse_key("empty-item", raw, name)
            elif entry is not DROPPED:
                found[name] = self.value.read(raw, name, sheet)
        return {name: value for name, value in found.items() if value is not DROPPED}

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe names and values."""
        path = self.value.schema(glossary)
        return {"type": "object", "propertyNames": path, "additionalProperties": path}

"""``logs/NAME.yaml``: how the log of another system is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from katch_protocols.files.field_types.collections import Pairs
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    as_keys,
)
from katch_protocols.files.field_types.ids import (
    IdName,
    OwnId,
    PathList,
    PathName,
    Several,
)
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Day, OneOf, Text, TimeZoneName
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Map, Tree, value_at
from katch_protocols.model.logs import (
    LogColumns,
    LogFact,
    LogMapping,
    NamedInLog,
    Twice,
    Window,
)

__all__ = ["LOG"]


@dataclass(frozen=True)
class _Words(FieldType[Mapping[str, str]]):
    """A mapping from words of another system, whatever they are, to ours."""

    ours: FieldType[str]

    has_entries = True

    @property
    def inside(self) -> tuple[FieldType[str], ...]:
        """The kind of our words."""
        return (self.ours,)

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read every pair."""
        raw = value_at(node, key)
        if not isinstance(raw, Map):
            sheet.refuse("not-a-mapping", node, key, example=as_keys(raw))
            return DROPPED
        found: dict[str, object] = {}
        for theirs, entry in raw.items():
            if entry is None:
                sheet.refuse_key("empty-item", raw, theirs)
            elif entry is not DROPPED:
                found[theirs] = self.ours.read(raw, theirs, sheet)
        return {name: value for name, value in found.items() if value is not DROPPED}

    def write(self, value: Mapping[str, str]) -> Plain:
        """Write the pairs."""
        return {theirs: self.ours.write(ours) for theirs, ours in value.items()}

    def schema(self, glossary: SchemaContext) -> JsonSchema:
        """Describe our words; theirs are free."""
        return {"type": "object", "additionalProperties": self.ours.schema(glossary)}


_COLUMNS = (
    "case",
    "activity",
    "at",
    "role",
    "agency",
    "person",
    "number",
    "together_with",
    "opener",
    "opened",
    "origin",
    "behalf",
    "qualified",
)

_NAMED = (FieldKey("column", Text()), FieldKey("pin", Text()))

LOG = NounSchema(
    "log",
    LogMapping,
    (
        FieldKey("log", OwnId(), field="id", required=True),
        FieldKey(
            "protocol",
            NounSchema(
                "log_protocol",
                NamedInLog,
                (FieldKey("name", IdName(("protocols",))), *_NAMED),
                bare="name",
            ),
        ),
        FieldKey(
            "region",
            NounSchema(
                "log_region",
                NamedInLog,
                (FieldKey("name", IdName(("regions",))), FieldKey("column", Text())),
                bare="name",
            ),
        ),
        FieldKey("read", Several(Text())),
        FieldKey("store", Text()),
        FieldKey("timezone", TimeZoneName()),
        FieldKey("twice", OneOf(Twice)),
        FieldKey(
            "complete",
            NounSchema(
                "log_window",
                Window,
                (FieldKey("from", Day(), field="since"), FieldKey("until", Day())),
            ),
        ),
        FieldKey(
            "columns",
            NounSchema(
                "log_columns",
                LogColumns,
                tuple(FieldKey(name, Text()) for name in _COLUMNS),
            ),
        ),
        FieldKey("case_object", Text()),
        FieldKey("activities", _Words(PathName())),
        FieldKey(
            "records",
            Pairs(
                NounSchema(
                    "log_fact",
                    LogFact,
                    (
                        FieldKey("column", Text(), required=True),
                        FieldKey("values", _Words(IdName())),
                    ),
                    bare="column",
                )
            ),
        ),
        FieldKey("roles", _Words(IdName(("roles",)))),
        FieldKey("agencies", _Words(IdName(("agencies",)))),
        FieldKey("not_logged", PathList()),
    ),
)
"""The keys of a mapping."""

"""``checklists.yaml``: lists that are ticked and give the value of a fact."""

from msgspec import Struct

from katch_protocols.files.field_types.collections import Listed, Pairs, Registry
from katch_protocols.files.field_types.field_type import (
    FieldType,
    JsonSchema,
    Plain,
    SchemaContext,
    shown,
)
from katch_protocols.files.field_types.ids import IdName, OwnId
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import LABEL, NOTE, SOURCE, TITLE
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import DROPPED, Tree, value_at
from katch_protocols.model.checklists import Checklist, ChecklistItem, ChecklistLine
from katch_protocols.model.handbook import Handbook

__all__ = ["CHECKLISTS"]


class TickCount(FieldType[int], Struct, frozen=True):
    """How many ticks are enough: a whole number from 1."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a number of ticks."""
        raw = value_at(node, key)
        if isinstance(raw, int) and not isinstance(raw, bool) and raw > 0:
            return raw
        sheet.refuse("not-a-number-of-ticks", node, key, value=shown(raw))
        return DROPPED

    def write(self, value: int) -> Plain:
        """Write a number of ticks."""
        return int(value)

    def schema(self, glossary: SchemaContext) -> JsonSchema:  # noqa: ARG002 - the same for every handbook
        """Ask for a number of ticks."""
        return {"type": "integer", "minimum": 1}


_ITEM = NounSchema(
    "checklist_item",
    ChecklistItem,
    (TITLE, FieldKey("weight", IdName(), required=True)),
)

_LINE = NounSchema(
    "checklist_line",
    ChecklistLine,
    (
        FieldKey("value", OwnId(), required=True),
        FieldKey("title", TITLE.kind),
        FieldKey("when", Pairs(TickCount())),
    ),
)

_CHECKLIST = NounSchema(
    "checklist",
    Checklist,
    (
        TITLE,
        NOTE,
        SOURCE,
        FieldKey("weights", Pairs(LABEL), required=True, lost={}),
        FieldKey("items", Registry(_ITEM), required=True, lost={}),
        FieldKey("gives", Listed(_LINE), required=True, lost=()),
    ),
)

CHECKLISTS = FileKind(
    NounSchema(
        "checklists",
        Handbook,
        (FieldKey("checklists", Registry(_CHECKLIST), required=True, lost={}),),
    )
)

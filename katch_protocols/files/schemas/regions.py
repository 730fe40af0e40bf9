"""``regions/NAME.yaml``: who fills each role there."""

from typing import Any

from katch_protocols.files import bounds
from katch_protocols.files.field_types.collections import Pairs, Registry
from katch_protocols.files.field_types.ids import IdName, OwnId, Several, id_list
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import (
    Day,
    LanguageCode,
    OneOf,
    WholeNumber,
)
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import (
    LABEL,
    NOTE,
    SOURCE,
    TITLE,
    VALID_FROM,
    VALID_TO,
)
from katch_protocols.files.source_file import SourceFile
from katch_protocols.files.yaml_nodes import Map, Tree, value_at
from katch_protocols.model.parties import Binding, Cover, Post, Region, Trained
from katch_protocols.model.progress import Progress, ProgressStage, Reached

__all__ = ["REGIONS"]


class _BindingShape(NounSchema, frozen=True):
    """A binding names an agency, or says why there is none."""

    def read(self, node: Tree, key: str | int, sheet: SourceFile) -> object:
        """Read a binding; exactly one of the two must be there.

        What has another key, or is no mapping, is told as such.
        """
        raw = value_at(node, key)
        given = raw if isinstance(raw, Map) else {}
        is_read = raw is None or (isinstance(raw, Map) and given.keys() <= self.known)
        if is_read and ("agency" in given) == ("unbound" in given):
            sheet.refuse_key("agency-or-unbound", node, key, role=str(key))
        return super().read(node, key, sheet)


_BINDING = _BindingShape(
    "binding",
    Binding,
    (
        FieldKey("agency", IdName(("agencies",))),
        FieldKey("unbound", LABEL),
        NOTE,
        SOURCE,
        VALID_FROM,
        VALID_TO,
    ),
    alone="agency",
)

_NOBODY: tuple[Any, ...] = ()

_POST = NounSchema(
    "post",
    Post,
    (
        TITLE,
        FieldKey("roles", id_list("roles"), required=True, lost=_NOBODY),
        FieldKey("people", WholeNumber(bounds.PEOPLE), required=True, lost=0),
        FieldKey("cover", OneOf(Cover)),
        FieldKey("languages", Several(LanguageCode())),
        FieldKey("qualified", Pairs(WholeNumber(bounds.PEOPLE), ("qualifications",))),
    ),
)

_TRAINED = NounSchema(
    "trained",
    Trained,
    (
        FieldKey("trained", WholeNumber(bounds.PEOPLE), required=True, lost=0),
        FieldKey("may_teach", WholeNumber(bounds.PEOPLE)),
        FieldKey("counted", Day()),
        SOURCE,
    ),
)

_REACHED = NounSchema(
    "reached",
    Reached,
    (FieldKey("since", Day(), required=True), SOURCE),
    bare="since",
)

_PROGRESS = NounSchema(
    "progress",
    Progress,
    tuple(FieldKey(stage.value, _REACHED) for stage in ProgressStage),
)

REGIONS = FileKind(
    NounSchema(
        "region",
        Region,
        (
            FieldKey("region", OwnId(), field="id", required=True),
            TITLE,
            FieldKey("languages", Several(LanguageCode())),
            NOTE,
            VALID_FROM,
            VALID_TO,
            FieldKey("roles", Pairs(_BINDING, ("roles",))),
            FieldKey("posts", Registry(_POST)),
            FieldKey("training", Pairs(_TRAINED, ("qualifications",))),
            FieldKey("progress", Pairs(_PROGRESS, ("protocols",))),
        ),
    ),
    registry="regions",
    folder="regions",
)

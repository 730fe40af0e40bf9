"""``register.yaml``: known gaps, whose they are, and until when."""

from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.ids import IdName
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Day, Text
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import NOTE, SOURCE
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.register import RegisterEntry

__all__ = ["REGISTER"]

_ENTRY = NounSchema(
    "register_entry",
    RegisterEntry,
    (
        FieldKey("finding", Text(), required=True),
        FieldKey("at", Text(), required=True),
        FieldKey("owner", IdName(("agencies", "roles"))),
        FieldKey("due", Day()),
        NOTE,
        SOURCE,
    ),
)

REGISTER = FileKind(
    NounSchema(
        "register",
        Handbook,
        (
            FieldKey(
                "register", Registry(_ENTRY), field="known_gaps", required=True, lost={}
            ),
        ),
    )
)

"""``safeguards.yaml``: rules that bind several protocols."""

from katch_protocols.files.field_types.collections import Registry
from katch_protocols.files.field_types.ids import id_list
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import safeguard_keys
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.safeguards import Safeguard

__all__ = ["SAFEGUARDS_FILE"]

_SHARED = NounSchema(
    "shared_safeguard",
    Safeguard,
    (*safeguard_keys, FieldKey("binds", id_list("protocols"))),
    alone="rule",
)

SAFEGUARDS_FILE = FileKind(
    NounSchema(
        "safeguards",
        Handbook,
        (FieldKey("safeguards", Registry(_SHARED), required=True, lost={}),),
    )
)

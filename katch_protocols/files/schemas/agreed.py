"""``agreed.yaml``: what each body has agreed to do, as ``katch agree`` writes it."""

from katch_protocols.files.field_types.collections import Pairs
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.recorded import RecordedData
from katch_protocols.files.field_types.scalars import Day, Text
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import SOURCE
from katch_protocols.model.agreements import Agreement
from katch_protocols.model.handbook import Handbook

__all__ = ["AGREED"]

_AGREEMENT = NounSchema(
    "agreement",
    Agreement,
    (
        FieldKey("on", Day()),
        SOURCE,
        FieldKey("text", Text(), required=True),
        FieldKey("duties", RecordedData(), required=True, lost={}),
    ),
)

AGREED = FileKind(
    NounSchema(
        "agreed",
        Handbook,
        (
            FieldKey(
                "agreed",
                Pairs(Pairs(_AGREEMENT, ("protocols",)), ("agencies",)),
                required=True,
                lost={},
            ),
        ),
    )
)

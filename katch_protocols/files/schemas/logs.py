"""``logs/NAME.yaml``: how the log of another system is read."""

from katch_protocols.files.field_types.clocks_and_days_off import TimeZoneName
from katch_protocols.files.field_types.collections import NamedValues, Pairs
from katch_protocols.files.field_types.ids import (
    IdName,
    OwnId,
    PathList,
    PathName,
    Several,
)
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Day, OneOf, Text
from katch_protocols.model.logs import (
    CaseObjects,
    LogColumns,
    LogFact,
    LogMapping,
    NamedInLog,
    Twice,
    Window,
)

__all__ = ["LOG"]


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
        FieldKey("zones", NamedValues(TimeZoneName())),
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
        FieldKey(
            "case",
            NounSchema("log_case", CaseObjects, (FieldKey("object", Text()),)),
        ),
        FieldKey("activities", NamedValues(PathName())),
        FieldKey(
            "records",
            Pairs(
                NounSchema(
                    "log_fact",
                    LogFact,
                    (
                        FieldKey("column", Text(), required=True),
                        FieldKey("values", NamedValues(IdName())),
                    ),
                    bare="column",
                )
            ),
        ),
        FieldKey("roles", NamedValues(IdName(("roles",)))),
        FieldKey("agencies", NamedValues(IdName(("agencies",)))),
        FieldKey("regions", NamedValues(IdName(("regions",)))),
        FieldKey("not_logged", PathList()),
    ),
)
"""The keys of a mapping."""

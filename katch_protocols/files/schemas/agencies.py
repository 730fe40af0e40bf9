"""``agencies.yaml``: who exists, what they may do and what they may see."""

from katch_protocols.files.field_types.citations import OneCitation
from katch_protocols.files.field_types.collections import Pairs, Registry
from katch_protocols.files.field_types.ids import IdName, id_list
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Flag, OneOf
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import (
    LABEL,
    NOBODY,
    NOTE,
    SOURCE,
    SOURCES,
    TITLE,
    VALID_FROM,
    VALID_TO,
)
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.parties import Agency, AgencyKind, Level

__all__ = ["AGENCIES"]

_AGENCY = NounSchema(
    "agency",
    Agency,
    (
        TITLE,
        FieldKey("short", LABEL),
        FieldKey("kind", OneOf(AgencyKind), required=True, lost=AgencyKind.SERVICE),
        FieldKey("level", OneOf(Level), required=True, lost=Level.NATIONAL),
        FieldKey("part_of", IdName(("agencies",))),
        FieldKey("family", IdName(("families",))),
        FieldKey("mandates", Pairs(SOURCES, ("functions",))),
        FieldKey("may_see", id_list("data")),
        FieldKey("external", Flag()),
        FieldKey("agreement", OneCitation()),
        FieldKey("gives_place_away", Flag()),
        NOTE,
        SOURCE,
        VALID_FROM,
        VALID_TO,
    ),
)

_START = """\
$why_agencies
agencies:
  harbour_police:
    title: $title_harbour_police
    kind: service
    level: district
    mandates: {protect: [harbour_act]}  $why_mandates
    may_see: [identity]
  welfare_office:
    title: $title_welfare_office
    kind: service
    level: district
    mandates: {protect: [harbour_act]}
    may_see: [identity, health]
"""

AGENCIES = FileKind(
    NounSchema(
        "agencies",
        Handbook,
        (FieldKey("agencies", Registry(_AGENCY, kept=NOBODY), required=True, lost={}),),
    ),
    start=_START,
)

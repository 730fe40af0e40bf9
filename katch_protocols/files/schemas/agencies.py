"""``agencies.yaml``: who exists, what they may do and what they may see."""

from katch_protocols.files.field_types.collections import Pairs, Registry
from katch_protocols.files.field_types.ids import IdList, IdName
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
        FieldKey("short", LABEL, "A short name for lane heads, at most 24 characters."),
        FieldKey(
            "kind",
            OneOf(AgencyKind),
            "What kind of body it is.",
            required=True,
            lost=AgencyKind.SERVICE,
        ),
        FieldKey(
            "level",
            OneOf(Level),
            "The level of government at which it works.",
            required=True,
            lost=Level.NATIONAL,
        ),
        FieldKey("part_of", IdName(("agencies",)), "The agency that it belongs to."),
        FieldKey(
            "mandates",
            Pairs(SOURCES, ("functions",)),
            "The functions that it may answer for, and the sources that say so.",
        ),
        FieldKey(
            "may_see", IdList("data"), "The categories of data that it may receive."
        ),
        FieldKey(
            "external",
            Flag(),
            "Outside the jurisdiction; to be accountable it needs an agreement.",
        ),
        FieldKey(
            "agreement", IdName(("sources",)), "The source of the written agreement."
        ),
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
        (
            FieldKey(
                "agencies",
                Registry(_AGENCY, kept=NOBODY),
                "Ministries, committees, commissions, akimats and organisations by id.",
                required=True,
                lost={},
            ),
        ),
        help="Who exists, what they may do and what they may see.",
    ),
    start=_START,
)

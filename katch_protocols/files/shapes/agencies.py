"""``agencies.yaml``: who exists, what they may do and what they may see."""

from katch_protocols.files.kinds.gathered import Pairs, Registry
from katch_protocols.files.kinds.names import Name, Names
from katch_protocols.files.kinds.scalars import Flag, OneOf
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.file_kind import FileKind
from katch_protocols.files.shapes.shared import (
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

_AGENCY = Shape(
    "agency",
    Agency,
    (
        TITLE,
        Key("short", LABEL, "A short name for lane heads, at most 24 characters."),
        Key(
            "kind",
            OneOf(AgencyKind),
            "What kind of body it is.",
            required=True,
            lost=AgencyKind.SERVICE,
        ),
        Key(
            "level",
            OneOf(Level),
            "The level of government at which it works.",
            required=True,
            lost=Level.NATIONAL,
        ),
        Key("part_of", Name(("agencies",)), "The agency that it belongs to."),
        Key(
            "mandates",
            Pairs(SOURCES, ("functions",)),
            "The functions that it may answer for, and the sources that say so.",
        ),
        Key("may_see", Names("data"), "The categories of data that it may receive."),
        Key(
            "external",
            Flag(),
            "Outside the jurisdiction; to be accountable it needs an agreement.",
        ),
        Key("agreement", Name(("sources",)), "The source of the written agreement."),
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
    Shape(
        "agencies",
        Handbook,
        (
            Key(
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

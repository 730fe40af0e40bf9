"""``handbook.yaml``: the words that every protocol shares."""

from katch_protocols.files import bounds
from katch_protocols.files.field_types.clocks_and_days_off import (
    HolidayCountry,
    TimeZoneName,
)
from katch_protocols.files.field_types.collections import Listed, Registry
from katch_protocols.files.field_types.font_file import FontFile
from katch_protocols.files.field_types.ids import (
    IdName,
    MomentName,
    OwnId,
    Several,
    id_list,
)
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import (
    Flag,
    LanguageCode,
    LibraryLanguage,
    OneOf,
)
from katch_protocols.files.field_types.sentences import DELAY
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import (
    FACTS,
    LABEL,
    NOTE,
    SLOGAN,
    SOURCE,
    TITLE,
    TITLED,
)
from katch_protocols.model.deadlines import Escalation
from katch_protocols.model.documents import DataCategory, Family, Function
from katch_protocols.model.handbook import Handbook, Question
from katch_protocols.model.path import Depicted, Inject, StoryMoment
from katch_protocols.model.pictures import Picture
from katch_protocols.model.safeguards import Principle

__all__ = ["HANDBOOK"]

_FUNCTION = NounSchema(
    "function",
    Function,
    (TITLE, NOTE, FieldKey("oversight", Flag()), FieldKey("picture", OneOf(Picture))),
)

_FAMILY = NounSchema(
    "family", Family, (TITLE, NOTE, FieldKey("picture", OneOf(Picture)))
)

_DATA = NounSchema("data", DataCategory, (TITLE, FieldKey("consent", Flag())))

_PRINCIPLE = NounSchema(
    "principle",
    Principle,
    (TITLE, FieldKey("promise", SLOGAN), FieldKey("never", SLOGAN), NOTE),
)

_ESCALATION = NounSchema(
    "escalation",
    Escalation,
    (
        FieldKey("after", DELAY, required=True),
        FieldKey("tell", IdName(("roles", "agencies")), required=True),
    ),
)

_QUESTION = NounSchema(
    "question",
    Question,
    (TITLE, NOTE, SOURCE, FieldKey("about", id_list("roles", "agencies"))),
)

_MOMENT = NounSchema(
    "moment",
    StoryMoment,
    (
        FieldKey("at", MomentName(), required=True),
        FieldKey("picture", OneOf(Picture)),
        FieldKey("promises", id_list("principles")),
    ),
)

_DEPICTED = NounSchema(
    "depicted",
    Depicted,
    (
        FieldKey("at", MomentName(), required=True),
        FieldKey("picture", OneOf(Picture), required=True),
    ),
)

_INJECT = NounSchema(
    "inject",
    Inject,
    (
        FieldKey("at", MomentName(), required=True),
        FieldKey("text", LABEL, required=True),
        FieldKey("promises", id_list("principles")),
    ),
)

_START = """\
$why_handbook
$why_invented
handbook: $id
title: $title_handbook
languages: [$listed]  $why_languages
timezone: $timezone
holidays: $country  $why_holidays

functions:  $why_functions
  protect:
    title: $title_protect

data:  $why_data
  identity:
    title: $title_identity
  health:
    title: $title_health
    consent: true

escalation:  $why_escalation
  - {after: 0 hours, tell: line_manager}
  - {after: 24 hours, tell: duty_officer}
"""

HANDBOOK = FileKind(
    NounSchema(
        "handbook",
        Handbook,
        (
            FieldKey("handbook", OwnId(), field="id", required=True),
            TITLE,
            NOTE,
            FieldKey("languages", Several(LanguageCode(), "no-language")),
            FieldKey("library_language", LibraryLanguage()),
            FieldKey("font", FontFile()),
            FieldKey("timezone", TimeZoneName()),
            FieldKey("holidays", HolidayCountry()),
            FieldKey("functions", Registry(_FUNCTION)),
            FieldKey("qualifications", Registry(TITLED)),
            FieldKey("data", Registry(_DATA)),
            FieldKey("escalation", Listed(_ESCALATION)),
            FieldKey("measured", Registry(TITLED)),
            FieldKey(
                "families", Registry(_FAMILY, "too-many-families", bounds.FAMILIES)
            ),
            FieldKey("principles", Registry(_PRINCIPLE)),
            FieldKey("path", Listed(_MOMENT)),
            FieldKey("pictures", Listed(_DEPICTED)),
            FieldKey("injects", Listed(_INJECT)),
            FieldKey("facts", FACTS),
            FieldKey("questions", Registry(_QUESTION)),
        ),
    ),
    start=_START,
)

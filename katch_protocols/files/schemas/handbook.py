"""``handbook.yaml``: the words that every protocol shares."""

from katch_protocols.files.field_types.collections import Listed, Registry
from katch_protocols.files.field_types.font_file import FontFile
from katch_protocols.files.field_types.ids import IdList, IdName, OwnId, Several
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import (
    Flag,
    HolidayCountry,
    LanguageCode,
    LibraryLanguage,
    TimeZoneName,
)
from katch_protocols.files.field_types.sentences import DELAY
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import FACTS, NOTE, SOURCE, TITLE, TITLED
from katch_protocols.model.deadlines import Escalation
from katch_protocols.model.documents import DataCategory, Function
from katch_protocols.model.handbook import Handbook, Question

__all__ = ["HANDBOOK"]

_FUNCTION = NounSchema(
    "function",
    Function,
    (
        TITLE,
        NOTE,
        FieldKey(
            "oversight",
            Flag(),
            "Whoever has a mandate for it oversees, and answers for nothing else.",
        ),
    ),
)

_DATA = NounSchema(
    "data",
    DataCategory,
    (
        TITLE,
        FieldKey(
            "consent",
            Flag(),
            "Whether it is passed on only while the fact `consent` is `given`.",
        ),
    ),
)

_ESCALATION = NounSchema(
    "escalation",
    Escalation,
    (
        FieldKey("after", DELAY, "How long after the breach.", required=True),
        FieldKey(
            "tell",
            IdName(("roles", "agencies")),
            "The role or agency that is told.",
            required=True,
        ),
    ),
)

_QUESTION = NounSchema(
    "question",
    Question,
    (
        TITLE,
        NOTE,
        SOURCE,
        FieldKey(
            "about",
            IdList("roles", "agencies"),
            "The roles and agencies that the answer concerns.",
        ),
    ),
)

_START = """\
$why_handbook
$why_invented
handbook: $id
title: $title_handbook
languages: [$listed]  $why_languages
timezone: Asia/Almaty
holidays: KZ  $why_holidays

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
            FieldKey(
                "handbook",
                OwnId(),
                "The id of the handbook.",
                field="id",
                required=True,
            ),
            TITLE,
            NOTE,
            FieldKey(
                "languages",
                Several(LanguageCode(), "no-language"),
                "The languages of every text; the first is the source language.",
            ),
            FieldKey(
                "library_language",
                LibraryLanguage(),
                "What the library's own words are said in, where it lacks a language.",
            ),
            FieldKey(
                "font",
                FontFile(),
                "A font file beside this one, for letters that the bundled fonts lack.",
            ),
            FieldKey(
                "timezone", TimeZoneName(), "The time zone in which days are counted."
            ),
            FieldKey(
                "holidays",
                HolidayCountry(),
                "The country whose calendar gives the working days.",
            ),
            FieldKey(
                "functions",
                Registry(_FUNCTION),
                "What a mandate covers and an activity performs.",
            ),
            FieldKey(
                "qualifications",
                Registry(TITLED),
                "Training that some activities demand of whoever does them.",
            ),
            FieldKey(
                "data", Registry(_DATA), "Categories of information about a child."
            ),
            FieldKey(
                "escalation",
                Listed(_ESCALATION),
                "Who is told when a deadline is broken, unless a state says otherwise.",
            ),
            FieldKey(
                "measured",
                Registry(TITLED),
                "What is counted and timed for a child; see `counts_as`.",
            ),
            FieldKey("facts", FACTS, "Facts that every protocol shares."),
            FieldKey(
                "questions",
                Registry(_QUESTION),
                "What is not known yet and must be asked; it changes nothing.",
            ),
        ),
        help="The words that every protocol of the handbook shares.",
    ),
    start=_START,
)

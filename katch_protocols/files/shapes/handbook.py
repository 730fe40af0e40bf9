"""``handbook.yaml``: the words that every protocol shares."""

from katch_protocols.files.kinds.gathered import Listed, Registry
from katch_protocols.files.kinds.names import Declared, Name, Names, Several
from katch_protocols.files.kinds.scalars import (
    Calendar,
    Flag,
    LanguageCode,
    LibraryLanguage,
    Zone,
)
from katch_protocols.files.kinds.sentences import DELAY
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.file_kind import FileKind
from katch_protocols.files.shapes.shared import FACTS, NOTE, SOURCE, TITLE, TITLED
from katch_protocols.model.deadlines import Escalation
from katch_protocols.model.documents import DataCategory, Function
from katch_protocols.model.handbook import Handbook, Question

__all__ = ["HANDBOOK"]

_FUNCTION = Shape(
    "function",
    Function,
    (
        TITLE,
        NOTE,
        Key(
            "oversight",
            Flag(),
            "Whoever has a mandate for it oversees, and answers for nothing else.",
        ),
    ),
)

_DATA = Shape(
    "data",
    DataCategory,
    (
        TITLE,
        Key(
            "consent",
            Flag(),
            "Whether it is passed on only while the fact `consent` is `given`.",
        ),
    ),
)

_ESCALATION = Shape(
    "escalation",
    Escalation,
    (
        Key("after", DELAY, "How long after the breach.", required=True),
        Key(
            "tell",
            Name(("roles", "agencies")),
            "The role or agency that is told.",
            required=True,
        ),
    ),
)

_QUESTION = Shape(
    "question",
    Question,
    (
        TITLE,
        NOTE,
        SOURCE,
        Key(
            "about",
            Names("roles", "agencies"),
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
    Shape(
        "handbook",
        Handbook,
        (
            Key(
                "handbook",
                Declared(),
                "The id of the handbook.",
                field="id",
                required=True,
            ),
            TITLE,
            NOTE,
            Key(
                "languages",
                Several(LanguageCode(), "no-language"),
                "The languages of every text; the first is the source language.",
            ),
            Key(
                "library_language",
                LibraryLanguage(),
                "What the library's own words are said in, where it lacks a language.",
            ),
            Key("timezone", Zone(), "The time zone in which days are counted."),
            Key(
                "holidays",
                Calendar(),
                "The country whose calendar gives the working days.",
            ),
            Key(
                "functions",
                Registry(_FUNCTION),
                "What a mandate covers and an activity performs.",
            ),
            Key(
                "qualifications",
                Registry(TITLED),
                "Training that some activities demand of whoever does them.",
            ),
            Key("data", Registry(_DATA), "Categories of information about a child."),
            Key(
                "escalation",
                Listed(_ESCALATION),
                "Who is told when a deadline is broken, unless a state says otherwise.",
            ),
            Key(
                "measured",
                Registry(TITLED),
                "What is counted and timed for a child; see `counts_as`.",
            ),
            Key("facts", FACTS, "Facts that every protocol shares."),
            Key(
                "questions",
                Registry(_QUESTION),
                "What is not known yet and must be asked; it changes nothing.",
            ),
        ),
        help="The words that every protocol of the handbook shares.",
    ),
    start=_START,
)

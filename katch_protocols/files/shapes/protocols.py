"""``NAME.yaml``: one protocol; ``fragments/NAME.yaml``: a piece that several share."""

from katch_protocols.files.kinds.gathered import Pairs, Registry
from katch_protocols.files.kinds.names import Declared, Name, Names
from katch_protocols.files.kinds.scalars import Day, OneOf, Version
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.activities import ACTIVITIES_ANYWHERE
from katch_protocols.files.shapes.file_kind import FileKind
from katch_protocols.files.shapes.shared import (
    FACTS,
    LABEL,
    NOTE,
    SAFEGUARDS,
    SOURCE,
    TITLE,
    TITLED,
    VALID_FROM,
    VALID_TO,
)
from katch_protocols.files.shapes.states import STATES
from katch_protocols.model.documents import Document
from katch_protocols.model.protocol import Fragment, Protocol, Status, Waiver

__all__ = ["FRAGMENTS", "PROTOCOLS"]

_DOCUMENT = Shape(
    "document",
    Document,
    (
        TITLE,
        Key("contains", Names("data"), "The categories of data that it contains."),
        SOURCE,
    ),
)

_WAIVER = Shape(
    "waiver",
    Waiver,
    (
        Key("reason", LABEL, "Why the safeguard may fail.", required=True),
        Key(
            "by",
            Name(("roles", "agencies")),
            "The role or agency that says so.",
            required=True,
        ),
        Key("until", Day(), "The last day of the waiver.", required=True),
    ),
)

_PHASES = Key(
    "phases", Registry(TITLED), "The chapters of the story, in order; rows of drawings."
)
_OWN = (
    Key("facts", FACTS, "Questions with closed answers."),
    Key("documents", Registry(_DOCUMENT), "Papers, and the data that they contain."),
)
_STATES = Key("states", STATES, "Where a case can stand, in the order of the story.")
_REST = (
    Key(
        "activities",
        ACTIVITIES_ANYWHERE,
        "Activities that are possible in several states.",
    ),
    Key("safeguards", SAFEGUARDS, "What must hold in every case."),
)

_START = """\
$why_protocol
protocol: $id
title: $title_protocol
version: 0.1.0
status: draft
valid_from: 2026-01-01
source: [$source]

initial: reported

states:
  reported:  $why_state
    title: $title_reported
    held_by: $first  $why_held_by
    function: $function
    within: {limit: 24 hours, basis: guidance, source: $guide}  $why_within
    activities:
      assess:  $why_activity
        title: $title_assess
        by: $first  $why_by
        to: assessed
$handover
  assessed:
    title: $title_assessed
    held_by: $second
    function: $function
    within: {limit: $later, basis: guidance, source: $guide}
    activities:
      agree_help:
        title: $title_agree_help
        by: $second
        to: help_agreed

  help_agreed:
    title: $title_help_agreed
    final: true
    outcome: protected  $why_outcome
"""

PROTOCOLS = FileKind(
    Shape(
        "protocol",
        Protocol,
        (
            Key(
                "protocol",
                Declared(),
                "The id, as the file is named.",
                field="id",
                required=True,
            ),
            TITLE,
            NOTE,
            Key(
                "version", Version(), "The version, for instance `1.0.0`; else `0.1.0`."
            ),
            Key("status", OneOf(Status), "How far it has come; else `draft`."),
            VALID_FROM,
            VALID_TO,
            SOURCE,
            Key("use", Names("fragments"), "The fragments that are merged in."),
            _PHASES,
            *_OWN,
            Key("initial", Name(), "The state in which every case starts."),
            _STATES,
            *_REST,
            Key(
                "waivers",
                Pairs(_WAIVER, ("safeguards",)),
                "Recorded exceptions to safeguards.",
            ),
        ),
        help="One protocol: who must do what, by when, for a child.",
    ),
    registry="protocols",
    start=_START,
)

FRAGMENTS = FileKind(
    Shape(
        "fragment",
        Fragment,
        (
            Key(
                "fragment",
                Declared(),
                "The id, as the file is named.",
                field="id",
                required=True,
            ),
            Key("title", TITLE.kind, TITLE.help),
            NOTE,
            _PHASES,
            *_OWN,
            _STATES,
            *_REST,
        ),
        help="A piece that several protocols share.",
    ),
    registry="fragments",
    folder="fragments",
)

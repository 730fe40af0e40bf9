"""``NAME.yaml``: one protocol; ``fragments/NAME.yaml``: a piece that several share."""

from katch_protocols.files.field_types.collections import Pairs, PathPairs, Registry
from katch_protocols.files.field_types.ids import IdName, OwnId, PathName, id_list
from katch_protocols.files.field_types.noun_schema import FieldKey, NounSchema
from katch_protocols.files.field_types.scalars import Day, OneOf, VersionText
from katch_protocols.files.schemas.file_kind import FileKind
from katch_protocols.files.schemas.shared import (
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
from katch_protocols.files.schemas.states import ACTIVITIES_ANYWHERE, STATES
from katch_protocols.model.documents import Document
from katch_protocols.model.protocol import Fragment, Protocol, Status, Waiver

__all__ = ["FRAGMENTS", "PROTOCOLS"]

_DOCUMENT = NounSchema(
    "document", Document, (TITLE, FieldKey("contains", id_list("data")), SOURCE)
)

_WAIVER = NounSchema(
    "waiver",
    Waiver,
    (
        FieldKey("reason", LABEL, required=True),
        FieldKey("by", IdName(("roles", "agencies")), required=True),
        FieldKey("until", Day(), required=True),
    ),
)

_PHASES = FieldKey("phases", Registry(TITLED))
_OWN = (FieldKey("facts", FACTS), FieldKey("documents", Registry(_DOCUMENT)))
_STATES = FieldKey("states", STATES)
_REST = (
    FieldKey("activities", ACTIVITIES_ANYWHERE),
    FieldKey("safeguards", SAFEGUARDS),
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
    NounSchema(
        "protocol",
        Protocol,
        (
            FieldKey("protocol", OwnId(), field="id", required=True),
            TITLE,
            NOTE,
            FieldKey("version", VersionText()),
            FieldKey("status", OneOf(Status)),
            VALID_FROM,
            VALID_TO,
            SOURCE,
            FieldKey("use", id_list("fragments")),
            _PHASES,
            *_OWN,
            FieldKey("initial", IdName()),
            _STATES,
            *_REST,
            FieldKey("waivers", Pairs(_WAIVER, ("safeguards",))),
            FieldKey("moves", PathPairs(PathName())),
        ),
    ),
    registry="protocols",
    start=_START,
)

FRAGMENTS = FileKind(
    NounSchema(
        "fragment",
        Fragment,
        (
            FieldKey("fragment", OwnId(), field="id", required=True),
            FieldKey("title", TITLE.kind),
            NOTE,
            _PHASES,
            *_OWN,
            _STATES,
            *_REST,
        ),
    ),
    registry="fragments",
    folder="fragments",
)

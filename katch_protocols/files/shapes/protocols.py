"""``NAME.yaml``: one protocol; ``fragments/NAME.yaml``: a piece that several share."""

from katch_protocols.files.kinds.gathered import Pairs, Registry
from katch_protocols.files.kinds.names import Declared, Name, Names
from katch_protocols.files.kinds.scalars import Day, OneOf, Version
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.activities import ACTIVITIES_ANYWHERE
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
from katch_protocols.model.protocol import Fragment, Protocol, Status
from katch_protocols.model.waivers import Waiver

__all__ = ["FRAGMENT", "PROTOCOL"]

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

PROTOCOL = Shape(
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
        Key("version", Version(), "The version, for instance `1.0.0`; else `0.1.0`."),
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
)

FRAGMENT = Shape(
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
)

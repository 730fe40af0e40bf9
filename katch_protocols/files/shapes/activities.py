"""What may be done: the keys of an activity, in a state or at protocol level."""

from katch_protocols.files.bounds import ACTIVITIES
from katch_protocols.files.kinds.gathered import Pairs, Registry
from katch_protocols.files.kinds.labels import Choices
from katch_protocols.files.kinds.names import Name, Names, PathNames
from katch_protocols.files.kinds.scalars import Flag, OneOf
from katch_protocols.files.kinds.sentences import CONDITION, DURATION, TARGET
from katch_protocols.files.kinds.shape import Key, Shape
from katch_protocols.files.shapes.shared import NOTE, SOURCE, TITLE
from katch_protocols.model.activities import Activity, Handover
from katch_protocols.model.deadlines import Basis

__all__ = ["ACTIVITIES_ANYWHERE", "ACTIVITIES_HERE", "BASIS"]

_ROLES = Names("roles")
_PARTIES = Names("roles", "agencies")
_DOCUMENTS = Names("documents")
_FACTS = Names("facts")

BASIS = Key("basis", OneOf(Basis), "What the limit rests on; else `proposed`.")

_HANDOVER = Shape(
    "handover",
    Handover,
    (
        Key("to", Name(("roles",)), "The role that must acknowledge.", required=True),
        Key("within", DURATION, "How long it may take before silence escalates."),
        BASIS,
        SOURCE,
        Key("decline", TARGET, "Where the case goes if the receiver declines."),
    ),
)

_TITLE = Key("title", TITLE.kind, "The duty, in the imperative, at most 60 characters.")

_PEOPLE = (
    Key(
        "by",
        _ROLES,
        "Responsible: one role or a list, any one of which may do it.",
        inside="raci",
    ),
    Key(
        "together_with",
        _ROLES,
        "Roles that take part as well, every one of them.",
        inside="raci",
    ),
    Key(
        "accountable",
        Names("roles", "agencies", also=("actor",)),
        "The one agency or role that answers for it; `actor` is whoever acts.",
        inside="raci",
    ),
    Key("consult", _PARTIES, "Roles or agencies asked before.", inside="raci"),
    Key("inform", _PARTIES, "Roles or agencies told after.", inside="raci"),
    Key(
        "qualified",
        Names("qualifications"),
        "Qualifications that whoever does it must hold.",
    ),
)

_EFFECTS = (
    Key("when", CONDITION, "Possible only while this condition is true."),
    Key("needs", _DOCUMENTS, "Documents that must exist."),
    Key("produces", _DOCUMENTS, "Documents that exist from now on."),
    Key("records", _FACTS, "Facts whose value the actor states."),
    Key("sets", Pairs(Name(), ("facts",)), "Facts that take a value by it."),
    Key("forgets", _FACTS, "Facts that become unknown again."),
    Key(
        "sends",
        Pairs(_PARTIES, ("documents",)),
        "Which documents go to which roles or agencies.",
    ),
    Key("reason", Flag(), "Whether the actor must give one of the reasons."),
    Key("reasons", Choices(), "The reason codes, as ids or with a text for each."),
)

_FROM = Key(
    "from",
    PathNames(),
    "The states in which it is possible; else every state that is not final.",
    field="origins",
)

_MOVES = (
    Key("to", TARGET, "Where the case goes; without it, the case stays."),
    Key(
        "handover",
        _HANDOVER,
        "Responsibility passes only when the receiver acknowledges.",
    ),
)

_FUNCTION = Key("function", Name(("functions",)), "The function that it performs.")
_COUNTS_AS = Key("counts_as", Names("measured"), "What it counts as, once it is done.")
_BEFORE = (_TITLE, NOTE, _FUNCTION, _COUNTS_AS, *_PEOPLE)

_HERE = Shape("activity", Activity, (*_BEFORE, *_EFFECTS, SOURCE, *_MOVES))
_ANYWHERE = Shape(
    "protocol_activity", Activity, (*_BEFORE, _FROM, *_EFFECTS, SOURCE, *_MOVES)
)

ACTIVITIES_HERE = Registry(_HERE, "too-many-activities", ACTIVITIES)
ACTIVITIES_ANYWHERE = Registry(_ANYWHERE, "too-many-activities", ACTIVITIES)

"""What may be done and where a case can stand: the keys of activities and states."""

from katch_protocols.files.bounds import ACTIVITIES
from katch_protocols.files.bounds import STATES as BOUND
from katch_protocols.files.field_types.collections import (
    Listed,
    Pairs,
    Registry,
    Timers,
)
from katch_protocols.files.field_types.ids import IdList, IdName, PathList, PathName
from katch_protocols.files.field_types.labels import ChoiceList
from katch_protocols.files.field_types.noun_schema import FieldKey, Later, NounSchema
from katch_protocols.files.field_types.scalars import Flag, OneOf
from katch_protocols.files.field_types.sentences import CONDITION, DURATION, TARGET
from katch_protocols.files.schemas.shared import NOTE, SOURCE, TITLE
from katch_protocols.model.activities import Activity, Handover
from katch_protocols.model.deadlines import Basis, Deadline
from katch_protocols.model.states import Branch, OnPause, Outcome, State

__all__ = [
    "ACTIVITIES_ANYWHERE",
    "ACTIVITIES_HERE",
    "BASIS",
    "FUNCTION",
    "HELD_BY",
    "STATES",
]


_ROLES = IdList("roles")
_PARTIES = IdList("roles", "agencies")
_DOCUMENTS = IdList("documents")
_FACTS = IdList("facts")

BASIS = FieldKey("basis", OneOf(Basis), "What the limit rests on; else `proposed`.")

_HANDOVER = NounSchema(
    "handover",
    Handover,
    (
        FieldKey(
            "to", IdName(("roles",)), "The role that must acknowledge.", required=True
        ),
        FieldKey("within", DURATION, "How long it may take before silence escalates."),
        BASIS,
        SOURCE,
        FieldKey("decline", TARGET, "Where the case goes if the receiver declines."),
    ),
)

_TITLE = FieldKey(
    "title", TITLE.kind, "The duty, in the imperative, at most 60 characters."
)

_PEOPLE = (
    FieldKey(
        "by",
        _ROLES,
        "Responsible: one role or a list, any one of which may do it.",
        inside="raci",
    ),
    FieldKey(
        "together_with",
        _ROLES,
        "Roles that take part as well, every one of them.",
        inside="raci",
    ),
    FieldKey(
        "accountable",
        IdList("roles", "agencies", also=("actor",)),
        "The one agency or role that answers for it; `actor` is whoever acts.",
        inside="raci",
    ),
    FieldKey("consult", _PARTIES, "Roles or agencies asked before.", inside="raci"),
    FieldKey("inform", _PARTIES, "Roles or agencies told after.", inside="raci"),
    FieldKey(
        "qualified",
        IdList("qualifications"),
        "Qualifications that whoever does it must hold.",
    ),
)

_EFFECTS = (
    FieldKey("when", CONDITION, "Possible only while this condition is true."),
    FieldKey("needs", _DOCUMENTS, "Documents that must exist."),
    FieldKey("produces", _DOCUMENTS, "Documents that exist from now on."),
    FieldKey("records", _FACTS, "Facts whose value the actor states."),
    FieldKey("sets", Pairs(IdName(), ("facts",)), "Facts that take a value by it."),
    FieldKey("forgets", _FACTS, "Facts that become unknown again."),
    FieldKey(
        "sends",
        Pairs(_PARTIES, ("documents",)),
        "Which documents go to which roles or agencies.",
    ),
    FieldKey("reason", Flag(), "Whether the actor must give one of the reasons."),
    FieldKey(
        "reasons", ChoiceList(), "The reason codes, as ids or with a text for each."
    ),
)

_FROM = FieldKey(
    "from",
    PathList(),
    "The states in which it is possible; else every state that is not final.",
    field="origins",
)

_MOVES = (
    FieldKey("to", TARGET, "Where the case goes; without it, the case stays."),
    FieldKey(
        "handover",
        _HANDOVER,
        "Responsibility passes only when the receiver acknowledges.",
    ),
)

_FUNCTION = FieldKey(
    "function", IdName(("functions",)), "The function that it performs."
)
_COUNTS_AS = FieldKey(
    "counts_as", IdList("measured"), "What it counts as, once it is done."
)
_BEFORE = (_TITLE, NOTE, _FUNCTION, _COUNTS_AS, *_PEOPLE)

_HERE = NounSchema("activity", Activity, (*_BEFORE, *_EFFECTS, SOURCE, *_MOVES))
_ANYWHERE = NounSchema(
    "protocol_activity", Activity, (*_BEFORE, _FROM, *_EFFECTS, SOURCE, *_MOVES)
)

ACTIVITIES_HERE = Registry(_HERE, "too-many-activities", ACTIVITIES)
ACTIVITIES_ANYWHERE = Registry(_ANYWHERE, "too-many-activities", ACTIVITIES)


HELD_BY = FieldKey(
    "held_by",
    IdName(("roles",)),
    "The role that answers for the child while the case is here. Inherited.",
)
FUNCTION = FieldKey(
    "function", IdName(("functions",)), "The function performed here. Inherited."
)

_WITHIN = NounSchema(
    "within",
    Deadline,
    (
        FieldKey("limit", DURATION, "How long the case may stay.", required=True),
        BASIS,
        SOURCE,
        FieldKey(
            "from",
            PathName(),
            "The event whose last occurrence starts the clock; else the entry.",
            field="start",
        ),
    ),
    bare="limit",
)

_BRANCH = NounSchema(
    "branch",
    Branch,
    (
        FieldKey(
            "when", CONDITION, "Taken if this condition is true; the last has none."
        ),
        FieldKey("to", TARGET, "Where the case goes.", required=True),
    ),
)


def _state() -> NounSchema:
    return _STATE


STATES = Registry(Later(_state), "too-many-states", BOUND)

_STATE = NounSchema(
    "state",
    State,
    (
        FieldKey("title", TITLE.kind, "A situation, at most 40 characters."),
        NOTE,
        FieldKey(
            "phase", IdName(("phases",)), "The phase that it belongs to. Inherited."
        ),
        HELD_BY,
        FUNCTION,
        FieldKey("within", _WITHIN, "The deadline to leave the state."),
        FieldKey(
            "escalate_to",
            IdList("roles", "agencies"),
            "Who is told at a breach, instead of the handbook's chain.",
        ),
        SOURCE,
        FieldKey("initial", IdName(), "The state inside that is entered first."),
        FieldKey(
            "states", STATES, "A composite state: exactly one of these is active."
        ),
        FieldKey(
            "parallel", STATES, "A parallel state: each of these strands is active."
        ),
        FieldKey("activities", ACTIVITIES_HERE, "What may be done here."),
        FieldKey("after", Timers(), "Moves that the clock makes by itself."),
        FieldKey(
            "decide", Listed(_BRANCH), "A choice: the first line that holds is taken."
        ),
        FieldKey("runs", IdName(("protocols",)), "Another protocol, inlined here."),
        FieldKey(
            "then", Pairs(TARGET), "Where each end of the inlined protocol leads."
        ),
        FieldKey("done", TARGET, "Where the case goes once all inside is complete."),
        FieldKey("final", Flag(), "Whether this is an end."),
        FieldKey("outcome", OneOf(Outcome), "What this end means for the child."),
        FieldKey(
            "counts_as",
            IdList("measured"),
            "What it counts as, once it is entered.",
        ),
        FieldKey(
            "on_pause",
            OneOf(OnPause),
            "What the clocks do while the state may be resumed; else `keep running`.",
        ),
    ),
)

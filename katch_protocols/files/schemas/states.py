"""What may be done and where a case can stand: the keys of activities and states."""

from msgspec.structs import replace

from katch_protocols.files.bounds import ACTIVITIES, SHORT_CHARACTERS
from katch_protocols.files.bounds import STATES as BOUND
from katch_protocols.files.field_types.collections import (
    Listed,
    OneOrListed,
    Pairs,
    Registry,
    Timers,
)
from katch_protocols.files.field_types.ids import (
    DoerList,
    IdName,
    PathList,
    PathName,
    Several,
    id_list,
)
from katch_protocols.files.field_types.labels import ChoiceList, LabelText
from katch_protocols.files.field_types.noun_schema import FieldKey, Later, NounSchema
from katch_protocols.files.field_types.scalars import Flag, OneOf
from katch_protocols.files.field_types.sentences import CONDITION, DURATION, TARGET
from katch_protocols.files.schemas.shared import NOTE, SOURCE, TITLE
from katch_protocols.model.activities import Activity, Elsewhere, Handover, Opens
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


_ROLES = id_list("roles")
_PARTIES = id_list("roles", "agencies")
_DOCUMENTS = id_list("documents")
_FACTS = id_list("facts")

BASIS = FieldKey("basis", OneOf(Basis))

_RECEIVERS = Several(IdName(("roles",)), empty="empty-item")
_WITHIN = NounSchema(
    "within",
    Deadline,
    (
        FieldKey("limit", DURATION, required=True),
        BASIS,
        SOURCE,
        FieldKey("from", PathName(), field="start"),
    ),
    bare="limit",
)

_HANDOVER = NounSchema(
    "handover",
    Handover,
    (
        FieldKey("to", _RECEIVERS, required=True),
        FieldKey("within", _WITHIN),
        replace(BASIS, beside="within"),
        replace(SOURCE, beside="within"),
        FieldKey("decline", TARGET),
    ),
)

_TITLE = FieldKey("title", TITLE.kind)

_PEOPLE = (
    FieldKey("by", DoerList(), inside="raci", also="told_by"),
    FieldKey("together_with", _ROLES, inside="raci"),
    FieldKey(
        "accountable", id_list("roles", "agencies", also=("actor",)), inside="raci"
    ),
    FieldKey("consult", _PARTIES, inside="raci"),
    FieldKey("inform", _PARTIES, inside="raci"),
    FieldKey("qualified", id_list("qualifications")),
)

_EFFECTS = (
    FieldKey("when", CONDITION),
    FieldKey("needs", _DOCUMENTS),
    FieldKey("produces", _DOCUMENTS),
    FieldKey("records", _FACTS),
    FieldKey("sets", Pairs(IdName(), ("facts",))),
    FieldKey("forgets", _FACTS),
    FieldKey("sends", Pairs(_PARTIES, ("documents",))),
    FieldKey("reason", Flag()),
    FieldKey("reasons", ChoiceList()),
)

_FROM = FieldKey("from", PathList(), field="origins")

_OPENED = (
    FieldKey("protocol", IdName(("protocols",)), required=True),
    FieldKey("within", _WITHIN),
)
_OPENS = NounSchema("opens", Opens, (*_OPENED, FieldKey("region", OneOf(Elsewhere))))
_TAKES_OVER = NounSchema("takes_over", Opens, _OPENED)

_MOVES = (
    FieldKey("to", TARGET),
    FieldKey("handover", _HANDOVER),
    FieldKey("opens", OneOrListed(_OPENS)),
)

_FUNCTION = FieldKey("function", IdName(("functions",)))
_COUNTS_AS = FieldKey("counts_as", id_list("measured"))
_SHORT = FieldKey("short", LabelText(SHORT_CHARACTERS, "too-long-for-pictures"))
_ESCALATE_TO = FieldKey("escalate_to", id_list("roles", "agencies"))
_BEFORE = (_TITLE, _SHORT, NOTE, _FUNCTION, _COUNTS_AS, *_PEOPLE)

_EVERY = NounSchema(
    "every",
    Deadline,
    (FieldKey("limit", DURATION, required=True), BASIS, SOURCE),
    bare="limit",
)

_DUTY = (
    FieldKey("within", _WITHIN),
    FieldKey("every", _EVERY),
    FieldKey("may", Flag()),
    _ESCALATE_TO,
)

_AFTER = (*_EFFECTS, SOURCE, *_MOVES, *_DUTY)
_HERE = NounSchema("activity", Activity, (*_BEFORE, *_AFTER))
_ANYWHERE = NounSchema("protocol_activity", Activity, (*_BEFORE, _FROM, *_AFTER))

ACTIVITIES_HERE = Registry(_HERE, "too-many-activities", ACTIVITIES)
ACTIVITIES_ANYWHERE = Registry(_ANYWHERE, "too-many-activities", ACTIVITIES)


HELD_BY = FieldKey("held_by", IdName(("roles",)))
FUNCTION = FieldKey("function", IdName(("functions",)))

_BRANCH = NounSchema(
    "branch",
    Branch,
    (FieldKey("when", CONDITION), FieldKey("to", TARGET, required=True)),
)


def _state() -> NounSchema:
    return _STATE


STATES = Registry(Later(_state), "too-many-states", BOUND)

_STATE = NounSchema(
    "state",
    State,
    (
        FieldKey("title", TITLE.kind),
        NOTE,
        FieldKey("phase", IdName(("phases",))),
        HELD_BY,
        FUNCTION,
        FieldKey("within", _WITHIN),
        _ESCALATE_TO,
        SOURCE,
        FieldKey("initial", IdName()),
        FieldKey("states", STATES),
        FieldKey("parallel", STATES),
        FieldKey("activities", ACTIVITIES_HERE),
        FieldKey("after", Timers()),
        FieldKey("decide", Listed(_BRANCH)),
        FieldKey("runs", IdName(("protocols",))),
        FieldKey("then", Pairs(TARGET)),
        FieldKey("done", TARGET),
        FieldKey("final", Flag()),
        FieldKey("outcome", OneOf(Outcome)),
        FieldKey("opens", OneOrListed(_TAKES_OVER)),
        FieldKey("counts_as", id_list("measured")),
        FieldKey("on_pause", OneOf(OnPause)),
    ),
)

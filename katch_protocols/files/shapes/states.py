"""Where a case can stand: the keys of a state."""

from katch_protocols.files.bounds import STATES as BOUND
from katch_protocols.files.kinds.gathered import Listed, Pairs, Registry, Timers
from katch_protocols.files.kinds.names import Name, Names, PathName
from katch_protocols.files.kinds.scalars import Flag, OneOf
from katch_protocols.files.kinds.sentences import CONDITION, DURATION, TARGET
from katch_protocols.files.kinds.shape import Key, Later, Shape
from katch_protocols.files.shapes.activities import ACTIVITIES_HERE, BASIS
from katch_protocols.files.shapes.shared import NOTE, SOURCE, TITLE
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.states import Branch, OnPause, Outcome, State

__all__ = ["FUNCTION", "HELD_BY", "STATES"]

HELD_BY = Key(
    "held_by",
    Name(("roles",)),
    "The role that answers for the child while the case is here. Inherited.",
)
FUNCTION = Key(
    "function", Name(("functions",)), "The function performed here. Inherited."
)

_WITHIN = Shape(
    "within",
    Deadline,
    (
        Key("limit", DURATION, "How long the case may stay.", required=True),
        BASIS,
        SOURCE,
        Key(
            "from",
            PathName(),
            "The event whose last occurrence starts the clock; else the entry.",
            field="start",
        ),
    ),
    bare="limit",
)

_BRANCH = Shape(
    "branch",
    Branch,
    (
        Key("when", CONDITION, "Taken if this condition is true; the last has none."),
        Key("to", TARGET, "Where the case goes.", required=True),
    ),
)


def _state() -> Shape:
    return _STATE


STATES = Registry(Later(_state), "too-many-states", BOUND)

_STATE = Shape(
    "state",
    State,
    (
        Key("title", TITLE.kind, "A situation, at most 40 characters."),
        NOTE,
        Key("phase", Name(("phases",)), "The phase that it belongs to. Inherited."),
        HELD_BY,
        FUNCTION,
        Key("within", _WITHIN, "The deadline to leave the state."),
        Key(
            "escalate_to",
            Names("roles", "agencies"),
            "Who is told at a breach, instead of the handbook's chain.",
        ),
        SOURCE,
        Key("initial", Name(), "The state inside that is entered first."),
        Key("states", STATES, "A composite state: exactly one of these is active."),
        Key("parallel", STATES, "A parallel state: each of these strands is active."),
        Key("activities", ACTIVITIES_HERE, "What may be done here."),
        Key("after", Timers(), "Moves that the clock makes by itself."),
        Key("decide", Listed(_BRANCH), "A choice: the first line that holds is taken."),
        Key("runs", Name(("protocols",)), "Another protocol, inlined here."),
        Key("then", Pairs(TARGET), "Where each end of the inlined protocol leads."),
        Key("done", TARGET, "Where the case goes once all inside is complete."),
        Key("final", Flag(), "Whether this is an end."),
        Key("outcome", OneOf(Outcome), "What this end means for the child."),
        Key(
            "counts_as",
            Names("measured"),
            "What it counts as, once it is entered.",
        ),
        Key(
            "on_pause",
            OneOf(OnPause),
            "What the clocks do while the state may be resumed; else `keep running`.",
        ),
    ),
)

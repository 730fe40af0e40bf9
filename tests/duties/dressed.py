"""Random handbooks in which people, functions and regions differ too."""

from typing import Any

from hypothesis import strategies as st

from katch_protocols.model.activities import Activity, Raci
from katch_protocols.model.deadlines import Deadline, Duration, Unit
from katch_protocols.model.documents import Function
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Label
from katch_protocols.model.parties import Binding, Region, Role
from katch_protocols.model.states import State
from tests.strategies import small_handbooks

__all__ = ["Dressed", "dressed"]

NAMES = ("officer", "nurse", "teacher", "helper", "parent")
AGENCIES = ("police", "clinic", "school")
FUNCTIONS = ("rescue", "care")


class Dressed:
    """A handbook whose repr is short: hypothesis warns of one that is too long."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook

    def __repr__(self) -> str:
        return f"Dressed({self.handbook.id})"


@st.composite
def dressed(draw: st.DrawFn) -> Dressed:
    """Draw a handbook and give everybody in it something to do."""
    handbook = draw(small_handbooks())
    roles = {
        "helper": Role(id="helper", title=_label("helper"), agencies=AGENCIES[:2]),
        "parent": Role(id="parent", title=_label("parent")),
    }
    update: dict[str, Any] = {
        "functions": {
            name: Function(id=name, title=_label(name)) for name in FUNCTIONS
        },
        "roles": {**handbook.roles, **roles},
        "regions": {name: _region(draw, name) for name in draw(_regions())},
    }
    for kind in ("protocols", "fragments"):
        pieces = getattr(handbook, kind).items()
        update[kind] = {name: _piece(draw, piece) for name, piece in pieces}
    return Dressed(Handbook(**{**dict(handbook), **update}))


def _label(text: str) -> Label:
    return Label.of(en=text)


def _regions() -> st.SearchStrategy[list[str]]:
    return st.sampled_from([[], ["east"], ["east", "west"]])


def _region(draw: st.DrawFn, name: str) -> Region:
    bound = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    bindings = [
        Binding(agency=draw(st.sampled_from(AGENCIES)))
        if draw(st.booleans())
        else Binding(unbound=_label("nobody"))
        for _ in bound
    ]
    roles = dict(zip(bound, bindings, strict=True))
    return Region(id=name, title=_label(name), roles=roles)


def _piece(draw: st.DrawFn, piece: Any) -> Any:
    update = {
        "states": {n: _state(draw, state) for n, state in piece.states.items()},
        "activities": {n: _activity(draw, a) for n, a in piece.activities.items()},
    }
    return type(piece)(**{**dict(piece), **update})


def _state(draw: st.DrawFn, state: State) -> State:
    update: dict[str, Any] = {
        "activities": {n: _activity(draw, a) for n, a in state.activities.items()},
        "states": {n: _state(draw, s) for n, s in state.states.items()},
        "parallel": {n: _state(draw, s) for n, s in state.parallel.items()},
    }
    if draw(st.booleans()) and not (state.decide or state.final):
        update["function"] = draw(st.sampled_from(FUNCTIONS))
        limit = Duration(amount=draw(st.integers(1, 90)), unit=Unit.HOURS)
        update["within"] = Deadline(limit=limit)
    return State(**{**dict(state), **update, "opens": ()})


def _activity(draw: st.DrawFn, activity: Activity) -> Activity:
    some = st.lists(st.sampled_from((*NAMES, *AGENCIES)), unique=True, max_size=2)
    raci = Raci(
        by=tuple(draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))),
        together_with=tuple(draw(some)),
        accountable=tuple(
            draw(st.sampled_from(((), ("actor",), ("police",), ("helper",))))
        ),
        consult=tuple(draw(some)),
        inform=tuple(draw(some)),
    )
    # Who receives an opened case is told too: other tests say who that is.
    return Activity(**{**dict(activity), "raci": raci, "opens": ()})

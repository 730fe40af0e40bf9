"""Two versions of a random handbook that differ in anything a drafter may change."""

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from katch_protocols.model.activities import Activity
from katch_protocols.model.deadlines import Basis, Deadline, Duration, Unit
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Label
from katch_protocols.model.parties import Binding, Region
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State
from tests.changes.versions import Versions
from tests.duties.dressed import AGENCIES, FUNCTIONS, NAMES, dressed

__all__ = ["edited", "edited_versions"]

Draw = st.DrawFn
Update = dict[str, Any]


def _clock(draw: Draw, starts: tuple[str | None, ...] = (None,)) -> Deadline | None:
    if draw(st.integers(0, 3)) == 0:
        return None
    limit = Duration(amount=draw(st.integers(1, 4)), unit=Unit.HOURS)
    basis = draw(st.sampled_from((Basis.PROPOSED, Basis.STATUTORY)))
    return Deadline(limit=limit, basis=basis, start=draw(st.sampled_from(starts)))


def _names(draw: Draw, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(draw(st.lists(st.sampled_from(known), unique=True, max_size=2)))


def _activity(draw: Draw, act: Activity) -> Activity:
    """Change one thing of an activity."""
    told = bool(act.raci.told_by)
    free = not (told or act.may)
    people = (*NAMES, *AGENCIES)
    changes: list[Callable[[], Update]] = [
        lambda: {"when": None, "needs": ()},
        lambda: {"to": None, "handover": None},
        lambda: {"title": Label.of(en=draw(st.sampled_from(("Go", "Come"))))},
        lambda: {"counts_as": ()},
        lambda: {"produces": (), "sends": {}},
        lambda: {"records": (), "sets": {}, "forgets": ()},
    ]
    if free:
        changes += [
            lambda: {"raci": _raci(act, by=_names(draw, NAMES))},
            lambda: {"raci": _raci(act, inform=_names(draw, people))},
            lambda: {"raci": _raci(act, consult=_names(draw, people))},
            lambda: {"raci": _raci(act, together_with=_names(draw, people))},
            lambda: {
                "raci": _raci(
                    act,
                    accountable=draw(
                        st.sampled_from(((), ("actor",), ("clinic",), ("helper",)))
                    ),
                )
            },
            lambda: {"within": _clock(draw)},
            lambda: {"may": True, "within": None, "every": None},
        ]
    if act.handover is not None:
        hand = act.handover
        changes += [
            lambda: {"handover": hand.model_copy(update={"within": _clock(draw)})},
            lambda: {"handover": hand.model_copy(update={"decline": None})},
        ]
    return act.model_copy(update=draw(st.sampled_from(changes))())


def _raci(act: Activity, **update: tuple[str, ...]) -> Any:
    return act.raci.model_copy(update=update)


def _acts(draw: Draw, acts: Mapping[str, Activity]) -> FrozenDict[Activity]:
    name = draw(st.sampled_from(sorted(acts)))
    if draw(st.integers(0, 4)) == 0:
        return FrozenDict({n: act for n, act in acts.items() if n != name})
    return FrozenDict({**acts, name: _activity(draw, acts[name])})


def _state(draw: Draw, state: State) -> State:
    """Change one thing of a state, or inside it."""
    inside = [k for k in ("states", "parallel", "activities") if getattr(state, k)]
    plain = not (state.decide or state.final)
    own = ["title", *(("function", "held_by", "within") if plain else ())]
    key = draw(st.sampled_from([*inside, *inside, *own]))
    match key:
        case "activities":
            update: Update = {key: _acts(draw, state.activities)}
        case "states" | "parallel":
            update = {key: _states(draw, getattr(state, key))}
        case "title":
            update = {key: Label.of(en=draw(st.sampled_from(("Here", "There"))))}
        case "function":
            update = {key: draw(st.sampled_from((None, *FUNCTIONS)))}
        case "held_by":
            update = {key: draw(st.sampled_from((None, *NAMES)))}
        case _:
            update = {key: _clock(draw)}
    return state.model_copy(update=update)


def _states(draw: Draw, states: Mapping[str, State]) -> FrozenDict[State]:
    name = draw(st.sampled_from(sorted(states)))
    return FrozenDict({**states, name: _state(draw, states[name])})


def _piece(draw: Draw, piece: Protocol) -> Protocol:
    if piece.activities and draw(st.integers(0, 3)) == 0:
        return piece.model_copy(update={"activities": _acts(draw, piece.activities)})
    return piece.model_copy(update={"states": _states(draw, piece.states)})


def _bound(draw: Draw, region: Region) -> Region:
    name = draw(st.sampled_from(NAMES))
    rest = {role: each for role, each in region.roles.items() if role != name}
    match draw(st.sampled_from(("home", "unbound", *AGENCIES))):
        case "home":
            roles = rest
        case "unbound":
            roles = {**rest, name: Binding(unbound=Label.of(en="Nobody"))}
        case agency:
            roles = {**rest, name: Binding(agency=agency)}
    return region.model_copy(update={"roles": FrozenDict(roles)})


def edited(draw: Draw, book: Handbook, protocols: tuple[str, ...] = ()) -> Handbook:
    """Change one thing of a handbook; of these protocols, if any are named."""
    kinds = ["protocols"] * 6
    if not protocols:
        kinds += ["roles", "regions", "regions" if book.regions else "roles"]
    kind = draw(st.sampled_from(kinds))
    known: Mapping[str, Any] = getattr(book, kind)
    if kind == "regions" and (not known or draw(st.integers(0, 4)) == 0):
        north = Region(id="north", title=Label.of(en="North"))
        update: Mapping[str, Any] = {**known, "north": _bound(draw, north)}
    elif kind == "regions":
        name = draw(st.sampled_from(sorted(known)))
        update = {**known, name: _bound(draw, known[name])}
    elif kind == "roles":
        role = known[draw(st.sampled_from(NAMES))]
        homes = _names(draw, AGENCIES)
        update = {**known, role.id: role.model_copy(update={"agencies": homes})}
    else:
        name = draw(st.sampled_from(protocols or sorted(known)))
        update = {**known, name: _piece(draw, known[name])}
    return book.model_copy(update={kind: FrozenDict(update)})


@st.composite
def edited_versions(draw: Draw) -> Versions:
    """Draw a handbook, and one that differs from it in one to three things."""
    before = draw(dressed()).handbook
    after = before
    for _ in range(draw(st.integers(1, 3))):
        after = edited(draw, after)
    pair = Versions(before, after)
    return pair if draw(st.booleans()) else Versions(after, before)

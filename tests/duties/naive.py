"""A second reading of who must do what: straight from the model, without a chart.

It walks the states as they are written and inherits by hand. Handovers, deadlines and
names of protocols that are run are not looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from katch_protocols.model.activities import Activity
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State

__all__ = ["Asked", "asked", "holding"]


@dataclass(frozen=True)
class Asked:
    """One activity as it stands in one place of a protocol."""

    protocol: str
    activity: str
    state: str
    function: str | None
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    is_actor: bool


def asked(handbook: Handbook, name: str) -> Iterator[Asked]:
    """Yield every written activity of a protocol, with what it inherits."""
    protocol = handbook.protocols[name]
    pieces = [protocol, *(handbook.fragments[each] for each in protocol.use)]
    states = {key: state for piece in pieces for key, state in piece.states.items()}
    for state in states.values():
        yield from _inside(protocol, state, "", None, None)
    for piece in pieces:
        for act in piece.activities.values():
            for origin in act.origins or ("",):
                yield _one(protocol, act, origin, *_inherited(states, origin))


def _inherited(
    states: Mapping[str, State], origin: str
) -> tuple[str | None, str | None]:
    """Return holder and function of a state by its full name."""
    holder, does = None, None
    for part in filter(None, origin.split(".")):
        state = states[part]
        states = {**state.states, **state.parallel}
        holder, does = state.held_by or holder, state.function or does
    return holder, does


def _inside(
    protocol: Protocol, state: State, above: str, holder: str | None, does: str | None
) -> Iterator[Asked]:
    name = f"{above}.{state.id}" if above else state.id
    holder, does = state.held_by or holder, state.function or does
    for act in state.activities.values():
        yield _one(protocol, act, name, holder, does)
    for child in (*state.states.values(), *state.parallel.values()):
        yield from _inside(protocol, child, name, holder, does)


def _one(
    protocol: Protocol, act: Activity, state: str, holder: str | None, does: str | None
) -> Asked:
    said = act.raci
    answering = said.accountable or ((holder,) if holder else ())
    parts = (
        ("responsible", said.by),
        ("accountable", said.by if answering == ("actor",) else answering),
        ("with", said.together_with),
        ("consulted", said.consult),
        ("informed", said.inform),
    )
    function, is_actor = act.function or does, answering == ("actor",)
    return Asked(protocol.id, act.id, state, function, parts, is_actor)


def holding(
    handbook: Handbook, name: str, region: str | None, *, every: bool = False
) -> set[str]:
    """Return the agencies behind a name; the name itself where it has no agency.

    Of a panel that can fill its quorum they are the chair's; with ``every`` those of
    all its members.
    """
    if name in handbook.agencies:
        return {name}
    panel = handbook.roles[name]
    if panel.members:
        seats = [each for each in panel.members if holding(handbook, each, region)]
        if every:
            return {a for each in seats for a in holding(handbook, each, region)}
        sits = panel.chair in seats and len(seats) >= (panel.quorum or 9)
        return holding(handbook, panel.chair or "", region) if sits else set()
    bound = handbook.regions[region].roles.get(name) if region else None
    if bound is not None:
        return {bound.agency} if bound.agency else set()
    return set(handbook.roles[name].agencies) or {name}

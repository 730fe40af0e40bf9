"""Who receives a case that another opened, and whether they have taken it up."""

from collections.abc import Iterable
from datetime import datetime

from katch_protocols.cases.event import EventKind
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.chart import NodeKind
from katch_protocols.model.noun import Id

__all__ = ["is_taken_up", "receivers", "receives"]


def receivers(state: CaseState) -> tuple[Id, ...]:
    """Return the roles that hold where a case first rested, in document order."""
    table = state.compiled.table
    word, _ = table.begun(state.given)
    nodes = (table.chart.nodes[index] for index in table.active(word))
    roles = (node.held_by for node in nodes if node.kind is NodeKind.ATOMIC)
    return tuple(dict.fromkeys(role for role in roles if role is not None))


def is_taken_up(state: CaseState) -> bool:
    """Tell whether a person of a receiver's agency has done an activity in a case."""
    roles = receivers(state)
    return any(
        event.agency is not None and receives(state, roles, event.at, event.agency)
        for event in state.log
        if event.kind is EventKind.ACTIVITY
    )


def receives(
    state: CaseState, roles: Iterable[Id], at: datetime, *agencies: Id
) -> bool:
    """Tell whether one of these agencies holds one of these roles at an instant."""
    bodies = state.bodies(at)
    return any(each in bodies.get(role, ()) for role in roles for each in agencies)

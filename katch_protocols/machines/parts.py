"""States and transitions of the ``transitions`` library that keep a chart's rules.

``transitions`` knows no history and finds what a move leaves from its target alone.
These transitions follow W3C SCXML instead: the chart says what is left and entered.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import cast

from msgspec import Struct
from transitions import EventData
from transitions.extensions.nesting import (
    NestedEventData,
    NestedState,
    NestedTransition,
)

from katch_protocols.charts.chart import Chart, Goal, NodeKind
from katch_protocols.machines.case_model import (
    CaseModel,
    active,
    case_of,
    entered,
    is_complete,
    way_in,
    written,
)

__all__ = ["SEPARATOR", "Guard", "MachineMove", "ProtocolState", "ProtocolTransition"]

Guard = Callable[[EventData], bool]

SEPARATOR = "."
"""Parts the names of nested states, as everywhere in this library."""


class ProtocolState(NestedState):
    """A state whose full name is a dotted path; ids hold underscores."""

    separator = SEPARATOR


class MachineMove(Struct, frozen=True):
    """Where a transition leads: everything inside ``domain`` is left.

    ``resumed`` are the nodes of which some move of the chart needs the history.
    """

    chart: Chart
    goal: Goal
    domain: int
    resumed: frozenset[int]
    asked: frozenset[str] = frozenset()
    """The events of which some condition asks."""


class ProtocolTransition(NestedTransition):
    """A transition that leaves and enters exactly what its move says.

    Without a move the case stays where it is.
    """

    def __init__(
        self,
        source: str,
        *,
        move: MachineMove | None,
        conditions: Sequence[Guard] = (),
        before: Sequence[Callable[[EventData], None]] = (),
    ) -> None:
        dest = None if move is None else move.chart.nodes[move.goal.node].name
        super().__init__(source, dest, list(conditions), before=list(before))  # type: ignore[arg-type]
        self.move = move

    # The library's own stub narrows the argument in the same way.
    def _change_state(self, event_data: NestedEventData) -> None:  # type: ignore[override]
        """Leave from the inside out, write the state, enter from the outside in."""
        # The library comes here only if there is a ``dest``, and so a move.
        move, case = cast("MachineMove", self.move), case_of(event_data)
        chart, domain = move.chart, move.domain
        before = active(chart, case.state)
        left = {node for node in before if domain in chart.ancestors(node)}
        for leave in _calls(event_data, chart, sorted(left, reverse=True), "exit"):
            leave()
        inside = _remember(case, move, left)
        fresh = sorted({*way_in(chart, domain, move.goal), *inside})
        _forget(case, chart, fresh)
        opened = {each.event for node in fresh for each in chart.nodes[node].opens}
        case.happened.update(opened & move.asked)
        event_data.machine.set_state(written(chart, {*(before - left), *fresh}), case)
        for enter in _calls(event_data, chart, fresh, "enter"):
            enter()
        _tell_final(event_data, chart, fresh)


def _tell_final(
    event_data: NestedEventData, chart: Chart, fresh: Iterable[int]
) -> None:
    """Call ``on_final`` of each final state entered, and of all that it completes."""
    machine, nodes = event_data.machine, active(chart, case_of(event_data).state)
    finals = {node for node in fresh if chart.nodes[node].kind is NodeKind.FINAL}
    around = {above for node in finals for above in chart.ancestors(node)}
    complete = {node for node in around if is_complete(chart, node, nodes)}
    for node in sorted(finals | complete, reverse=True):
        path = chart.nodes[node].name.split(SEPARATOR)
        # The library's stub leaves out the attribute of states.
        told = machine.get_state(path) if node else machine
        callbacks = told.on_final  # type: ignore[union-attr]
        machine.callbacks(callbacks, event_data)


def _calls(
    event_data: NestedEventData, chart: Chart, nodes: Iterable[int], which: str
) -> list[partial[None]]:
    """Return the calls that leave or enter nodes, in the order given."""
    found = []
    for node in nodes:
        path = chart.nodes[node].name.split(SEPARATOR)
        state = event_data.machine.get_state(path)
        call = state.scoped_enter if which == "enter" else state.scoped_exit
        found.append(partial(call, event_data, path[:-1]))
    return found


def _remember(case: CaseModel, move: MachineMove, left: Iterable[int]) -> list[int]:
    """Keep the histories of what is left; return what is entered at the goal."""
    chart, goal = move.chart, move.goal
    ordered = sorted(left)
    for node in ordered:
        if node in move.resumed:
            within = [inner for inner in ordered if node in chart.ancestors(inner)]
            names = tuple(chart.nodes[inner].name for inner in within)
            case.history[chart.nodes[node].name] = names
    kept = case.history.get(chart.nodes[goal.node].name)
    if goal.resume and kept is not None:
        return [goal.node, *(chart.by_name[name] for name in kept)]
    return list(entered(chart, goal.node))


def _forget(case: CaseModel, chart: Chart, nodes: Iterable[int]) -> None:
    """Drop the histories of what is entered: it is active now."""
    for node in nodes:
        case.history.pop(chart.nodes[node].name, None)

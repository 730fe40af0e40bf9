"""Build a machine of ``transitions`` from a chart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from transitions import EventData

from katch_protocols.charts.chart import Chart, ChartNode, Entry, Goal, NodeKind
from katch_protocols.errors import ProtocolError
from katch_protocols.machines.case_model import CaseModel, active, case_of, is_complete
from katch_protocols.machines.machine import ProtocolMachine
from katch_protocols.machines.parts import Guard, MachineMove, ProtocolTransition
from katch_protocols.model.conditions import And, Condition, Happened, Not, Or
from katch_protocols.model.documents import UNKNOWN
from katch_protocols.sentences.truth import evaluate

__all__ = [
    "ActivityEffect",
    "Complete",
    "ConditionHolds",
    "DocumentsExist",
    "FactsStated",
    "to_machine",
]


class ConditionHolds(Struct, frozen=True):
    """Whether a condition is true; where it is neither true nor false, it is not."""

    chart: Chart
    condition: Condition

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        view = _ModelView(self.chart, case_of(event))
        return evaluate(self.condition, view) is True


class _ModelView(Struct, frozen=True):
    """A model as a condition sees it."""

    chart: Chart
    model: CaseModel

    def fact(self, name: str) -> str:
        return self.model.facts.get(name, UNKNOWN)

    def active(self, state: str) -> bool:
        node = self.chart.node(state)
        return not node.lines and node.index in active(self.chart, self.model.state)

    def exists(self, document: str) -> bool:
        return document in self.model.documents

    def happened(self, activity: str) -> bool:
        return activity in self.model.happened


class DocumentsExist(Struct, frozen=True):
    """Whether the documents that an activity needs exist."""

    needs: tuple[str, ...]

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        return case_of(event).documents.issuperset(self.needs)


class FactsStated(Struct, frozen=True):
    """Whether the actor states each recorded fact, with one of its values.

    An event without ``records`` only asks whether the activity is possible.
    """

    values: Mapping[str, tuple[str, ...]]

    def __call__(self, event: EventData) -> bool:
        """Ask the ``records`` of the event."""
        records = event.kwargs.get("records")
        if records is None:
            return True
        return records.keys() == self.values.keys() and all(
            value in self.values[fact] for fact, value in records.items()
        )


class Complete(Struct, frozen=True):
    """Whether a composite or parallel state is complete."""

    chart: Chart
    node: int

    def __call__(self, event: EventData) -> bool:
        """Ask the model of the event."""
        nodes = active(self.chart, case_of(event).state)
        return self.node in nodes and is_complete(self.chart, self.node, nodes)


class ActivityEffect(Struct, frozen=True):
    """Changes facts and documents, before any state is left.

    ``noted`` are the events of it of which some condition asks whether they happened.
    """

    entry: Entry
    noted: frozenset[str]

    def __call__(self, event: EventData) -> None:
        """Change the case of the event."""
        act, case = self.entry.act, case_of(event)
        case.facts.update({**act.sets, **event.kwargs.get("records", {})})
        case.facts.update(dict.fromkeys(act.forgets, UNKNOWN))
        case.documents.update(act.produces)
        case.happened.update(self.noted)


def to_machine(chart: Chart, *, model: object | None = None) -> ProtocolMachine:
    """Return a ``transitions`` machine that runs the protocol, with a case begun.

    ``machine.model`` is the case; more are begun with ``machine.add_model``.

    Args:
        chart: The protocol with nothing left implicit.
        model: Your own object, of any class; a plain ``CaseModel`` if left out.

    Raises:
        ProtocolError: The chart has problems, or its start cannot settle.
        WrongTypeError: The model cannot hold what a case has.
    """
    if chart.problems:
        codes = [problem.code for problem in chart.problems]
        raise ProtocolError(chart.protocol.id, codes)
    machine = ProtocolMachine(chart, states=_states(chart, chart.root))
    _Builder(chart, machine).build()
    machine.is_closed = True
    machine.add_model(CaseModel() if model is None else model)
    return machine


def _states(chart: Chart, node: ChartNode) -> list[dict[str, Any]]:
    return [_state(chart, chart.nodes[child]) for child in node.children]


def _state(chart: Chart, node: ChartNode) -> dict[str, Any]:
    state: dict[str, Any] = {"name": node.bare, "final": node.kind is NodeKind.FINAL}
    if node.kind is NodeKind.PARALLEL:
        return {**state, "parallel": _states(chart, node)}
    if node.initial is None:
        return state
    initial = chart.nodes[node.initial].bare
    return {**state, "initial": initial, "children": _states(chart, node)}


class _Builder:
    """Adds the transitions of a chart to its machine."""

    def __init__(self, chart: Chart, machine: ProtocolMachine) -> None:
        self.chart, self.machine = chart, machine
        self.resumed = frozenset(goal.node for goal in _goals(chart) if goal.resume)
        self.asked = frozenset(_asked(chart))

    def build(self) -> None:
        chart = self.chart
        for entry in chart.entries:
            self._entry(entry)
        for node in chart.nodes:
            for timer in node.timers:
                self._add(timer.name, node, self._move(node.index, timer.goal))
        self.machine.steps = tuple(self.machine.events)
        for node in chart.nodes:
            for line in node.lines:
                guards = [] if line.when is None else [ConditionHolds(chart, line.when)]
                move = self._move(node.index, line.goal)
                self._add(f"decide({node.name})", node, move, guards)
            if node.done is not None:
                move = self._move(node.index, node.done)
                guard = Complete(chart, node.index)
                self._add(f"done({node.name})", node, move, [guard])

    def _entry(self, entry: Entry) -> None:
        chart, act = self.chart, entry.act
        values = {name: tuple(chart.facts[name].values) for name in act.records}
        guards: list[Guard] = [FactsStated(values), DocumentsExist(act.needs)]
        if entry.condition is not None:
            guards.append(ConditionHolds(chart, entry.condition))
        move = None
        if entry.goal is not None:
            move = self._move(entry.node, entry.goal, at_top=entry.at_top)
        events = {entry.activity, *(each.event for each in entry.opens)}
        change = ActivityEffect(entry, noted=frozenset(events & self.asked))
        sources = (entry.node,) if entry.node else self._before_the_end()
        for source in sources:
            self._add(entry.activity, chart.nodes[source], move, guards, change)

    def _before_the_end(self) -> tuple[int, ...]:
        """Return the states at the top; the library has no state for the top itself."""
        chart = self.chart
        return tuple(
            child
            for child in chart.root.children
            if chart.nodes[child].kind not in {NodeKind.FINAL, NodeKind.CHOICE}
        )

    def _move(self, source: int, goal: Goal, *, at_top: bool = False) -> MachineMove:
        domain = self.chart.domain(source, goal.node, at_top=at_top)
        return MachineMove(self.chart, goal, domain, self.resumed, self.asked)

    def _add(
        self,
        trigger: str,
        source: ChartNode,
        move: MachineMove | None,
        guards: Sequence[Guard] = (),
        change: ActivityEffect | None = None,
    ) -> None:
        events = self.machine.events
        # The library's own ``add_transition`` refuses a trigger called ``state``.
        if trigger not in events:
            events[trigger] = self.machine.event_cls(trigger, self.machine)
        before = () if change is None else (change,)
        events[trigger].add_transition(
            ProtocolTransition(source.name, move=move, conditions=guards, before=before)
        )


def _goals(chart: Chart) -> Iterator[Goal]:
    """Yield where every move leads."""
    found = [entry.goal for entry in chart.entries]
    for node in chart.nodes:
        found += [line.goal for line in node.lines]
        found += [timer.goal for timer in node.timers]
        found.append(node.done)
    return (goal for goal in found if goal is not None)


def _asked(chart: Chart) -> Iterator[str]:
    """Yield each activity that some condition asks about."""
    for entry in chart.entries:
        yield from _happened(entry.condition)
    for node in chart.nodes:
        for line in node.lines:
            yield from _happened(line.when)


def _happened(condition: Condition | None) -> Iterator[str]:
    match condition:
        case Happened():
            yield condition.activity
        case Not():
            yield from _happened(condition.inner)
        case And() | Or():
            for part in condition.parts:
                yield from _happened(part)
        case _:
            return

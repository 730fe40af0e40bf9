"""XState: the config of a machine of XState 5, as JSON.

``createMachine(config)`` takes it, with the guard ``when`` and the actions ``change``,
``enter`` and ``leave`` of ``docs/build/xstate_machine.js``. See the documentation of
XState 5, "Machines".
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any as Plain

from katch_protocols.charts.chart import ChartNode, Goal, NodeKind
from katch_protocols.exchange.differences import CARRIES, DIFFERS
from katch_protocols.exchange.incoming import Reader
from katch_protocols.exchange.notation import ExportInput, Notation
from katch_protocols.exchange.read_xstate import read, recognizes
from katch_protocols.exchange.statechart import Change, Statechart, Transition
from katch_protocols.exchange.statechart_tests import (
    All,
    Any,
    Did,
    Has,
    In,
    Is,
    No,
    Recorded,
    Test,
)
from katch_protocols.exchange.told import (
    told_of_facts,
    told_of_protocol,
    told_of_state,
    told_of_transition,
)
from katch_protocols.model.names import NameKind
from katch_protocols.sentences.text import print_condition

__all__ = ["HISTORY", "NOTATION"]

HISTORY = "resume"
"""The key of the history of a state; no state can be called so."""


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the config; the notes stand in ``meta`` at its head."""
    config = _Config(source).whole(notes)
    return json.dumps(config, ensure_ascii=False, indent=2) + "\n"


class _Config:
    def __init__(self, source: ExportInput) -> None:
        self.source, self.chart = source, source.chart
        self.machine = Statechart(source.chart)
        self.own = source.chart.protocol.id

    def whole(self, notes: Sequence[str]) -> dict[str, Plain]:
        machine = self.machine
        active = sorted(machine.asked)
        return {
            "id": self.own,
            "description": self.chart.protocol.title.say(self.source.language),
            "meta": {
                **told_of_protocol(self.chart),
                "facts": {name: list(each) for name, each in machine.values.items()},
                **self.checklists(),
                "notes": list(notes),
            },
            "context": {
                "facts": machine.facts,
                "documents": dict.fromkeys(machine.documents, False),
                "done": dict.fromkeys(machine.events, False),
                "active": {self.chart.nodes[at].name: False for at in active},
            },
            **self.inside(self.chart.root),
        }

    def checklists(self) -> dict[str, Plain]:
        """Return what stands behind facts, as text: nothing there acts on it."""
        listed = dict(told_of_facts(self.source))
        return {"checklists": listed} if listed else {}

    def inside(self, node: ChartNode) -> dict[str, Plain]:
        """Return the children of a node, and what leads out of it."""
        nodes = self.chart.nodes
        found: dict[str, Plain] = {}
        if node.initial is not None:
            found["initial"] = nodes[node.initial].bare
        if node.children:
            children = (nodes[at] for at in node.children)
            states = {each.bare: self.state(each) for each in children}
            if node.index in self.machine.resumed:
                states[HISTORY] = {"type": "history", "history": "deep"}
            found["states"] = states
        return {**found, **self.moves(node)}

    def state(self, node: ChartNode) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        if node.kind in {NodeKind.FINAL, NodeKind.PARALLEL}:
            found["type"] = node.kind.value
        if node.title is not None:
            title = self.source.titles.title(NameKind.STATE, node.name)
            found["description"] = title
        if told := told_of_state(node):
            found["meta"] = dict(told)
        if node.index in self.machine.asked:
            for key, name in (("entry", "enter"), ("exit", "leave")):
                found[key] = [{"type": name, "params": {"state": node.name}}]
        return {**found, **self.inside(node)}

    def moves(self, node: ChartNode) -> dict[str, Plain]:
        by_event: dict[str, list[Plain]] = {}
        always: list[Plain] = []
        done: list[Plain] = []
        for each in self.machine.transitions(node.index):
            move = self.move(each)
            if each.event is not None:
                by_event.setdefault(each.event, []).append(move)
            else:
                (done if each.done else always).append(move)
        found: dict[str, Plain] = {}
        if by_event:
            found["on"] = by_event
        if always:
            found["always"] = always
        if done:
            found["onDone"] = done
        return found

    def move(self, each: Transition) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        if each.goal is not None:
            found["target"] = self.target(each.goal)
            if not each.internal:
                found["reenter"] = True
        if each.tests:
            found["guard"] = {"type": "when", "params": self.params(each)}
        if each.change or each.goal is None:
            # XState calls a transition that neither moves nor acts a forbidden one.
            params = _change(each.change)
            found["actions"] = [{"type": "change", "params": params}]
        if each.entry is not None:
            title = self.source.titles.title(NameKind.ACTIVITY, each.entry.activity)
            found["description"] = title
        if told := told_of_transition(each):
            found["meta"] = dict(told)
        return found

    def target(self, goal: Goal) -> str:
        name = f"#{self.own}.{self.chart.nodes[goal.node].name}"
        return f"{name}.{HISTORY}" if goal.resume else name

    def params(self, each: Transition) -> dict[str, Plain]:
        tests = [self.test(test) for test in each.tests]
        said = {} if each.when is None else {"condition": print_condition(each.when)}
        return {**said, "all": tests}

    def test(  # noqa: C901, PLR0911 - one line a kind
        self, test: Test
    ) -> Mapping[str, Plain]:
        match test:
            case Is(fact, values):
                return {"fact": fact, "is": list(values)}
            case Recorded(fact, values):
                return {"records": fact, "as": list(values)}
            case Has(document):
                return {"has": document}
            case Did(activity):
                return {"done": activity}
            case In(node):
                return {"in": self.chart.nodes[node].name}
            case No(inner):
                return {"not": self.test(inner)}
            case All(tests):
                return {"all": [self.test(each) for each in tests]}
            case Any(tests):
                return {"any": [self.test(each) for each in tests]}


def _change(change: Change) -> dict[str, Plain]:
    return dict(_changes(change))


def _changes(change: Change) -> Iterator[tuple[str, Plain]]:
    if change.records:
        yield "records", list(change.records)
    if change.facts:
        yield "facts", dict(change.facts)
    if change.documents:
        yield "documents", list(change.documents)
    if change.done:
        yield "done", list(change.done)


NOTATION = Notation(
    name="xstate",
    place=40,
    suffix=".xstate.json",
    write=write,
    carries=CARRIES,
    differs=DIFFERS,
    reader=Reader(recognizes, read),
    is_built=True,
)
"""The notation."""

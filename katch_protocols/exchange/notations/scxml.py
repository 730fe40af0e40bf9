"""SCXML: a machine for interpreters of the W3C's standard, with ECMAScript.

Written as W3C SCXML 1.0 (2015) says, for the data model ``ecmascript``. States bear
their full names. What no interpreter acts on stands in attributes of our namespace.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

from katch_protocols.charts.chart import ChartNode, Goal, NodeKind
from katch_protocols.exchange.differences import CARRIES, DIFFERS
from katch_protocols.exchange.incoming import Reader
from katch_protocols.exchange.notation import ExportInput, Notation
from katch_protocols.exchange.read_scxml import (
    DONE,
    EVERYTHING,
    FACT,
    HAS,
    NAMESPACE,
    OWN_NAMESPACE,
    place_of,
    read,
    recognizes,
)
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
from katch_protocols.words.lists import as_typed
from katch_protocols.xml_text import commented, legal

__all__ = ["NOTATION", "event_of"]


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the document; the notes are comments at its head."""
    root = _Document(source).whole(notes)
    indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return legal(f"{head}{tostring(root, encoding='unicode')}\n")


def event_of(name: str) -> str:
    """Return the event of an activity or a timer.

    Dots of SCXML part an event into tokens, and a blank ends it: a timer's is one
    token, ``clock-in_progress-waiting-72_hours``, for ``clock(in_progress.waiting, 72
    hours)``.
    """
    if "(" not in name:
        return name
    return re.sub(r"[(., ]+", _joined, name.rstrip(")"))


def _joined(found: "re.Match[str]") -> str:
    return "_" if found[0] == " " else "-"


class _Document:
    def __init__(self, source: ExportInput) -> None:
        self.source, self.chart = source, source.chart
        self.machine = Statechart(source.chart)

    def whole(self, notes: Sequence[str]) -> Element:
        own, nodes = self.chart.protocol, self.chart.nodes
        title = own.title.say(self.source.language)
        root = Element(
            "scxml",
            {
                "xmlns": NAMESPACE,
                "xmlns:katch": OWN_NAMESPACE,
                "version": "1.0",
                "datamodel": "ecmascript",
                "name": own.id,
                **_told({"title": title, **told_of_protocol(self.chart)}),
            },
        )
        for note in notes:
            root.append(Comment(f" {commented(note)} "))
        self._data(root)
        top = self.chart.root
        children = [nodes[at] for at in top.children]
        ends = [each for each in children if each.kind is NodeKind.FINAL]
        case = SubElement(root, "state", {"id": EVERYTHING})
        if top.initial is not None:
            first = nodes[top.initial]
            is_end = first.kind is NodeKind.FINAL
            root.set("initial", first.name if is_end else EVERYTHING)
            if not is_end:
                case.set("initial", first.name)
        self._moves(case, top)
        for each in children:
            if each.kind is not NodeKind.FINAL:
                self._state(case, each)
        for each in ends:
            self._state(root, each)
        return root

    def _data(self, root: Element) -> None:
        machine, listed = self.machine, told_of_facts(self.source)
        model = SubElement(root, "datamodel")
        for fact, value in machine.facts.items():
            said = {"checklist": listed[fact]} if fact in listed else {}
            told = _told({"values": as_typed(machine.values[fact]), **said})
            place = {"id": place_of(FACT, fact), "expr": _quoted(value)}
            SubElement(model, "data", {**place, **told})
        for document in machine.documents:
            SubElement(model, "data", {"id": place_of(HAS, document), "expr": "false"})
        for activity in machine.events:
            SubElement(model, "data", {"id": place_of(DONE, activity), "expr": "false"})
        if not len(model):  # SCION 4.3 reads no file in which it is empty
            root.remove(model)

    def _state(self, above: Element, node: ChartNode) -> None:
        kinds = {NodeKind.FINAL: "final", NodeKind.PARALLEL: "parallel"}
        found = SubElement(above, kinds.get(node.kind, "state"), {"id": node.name})
        if node.initial is not None:
            found.set("initial", self.chart.nodes[node.initial].name)
        told = dict(told_of_state(node))
        if node.title is not None:
            title = self.source.titles.title(NameKind.STATE, node.name)
            told = {"title": title, **told}
        found.attrib.update(_told(told))
        self._moves(found, node)
        if node.index in self.machine.resumed:
            self._history(found, node)
        for at in node.children:
            self._state(found, self.chart.nodes[at])

    def _history(self, above: Element, node: ChartNode) -> None:
        """Write the history of a state, and where it leads where there is none yet."""
        names = {"id": _history(node), "type": "deep"}
        history = SubElement(above, "history", names)
        nodes = self.chart.nodes
        first = node.children if node.initial is None else (node.initial,)
        target = " ".join(nodes[at].name for at in first)
        SubElement(history, "transition", {"target": target})

    def _moves(self, above: Element, node: ChartNode) -> None:
        for each in self.machine.transitions(node.index):
            self._move(above, node, each)

    def _move(self, above: Element, node: ChartNode, each: Transition) -> None:
        found = SubElement(above, "transition")
        event = self._event(node, each)
        if event:
            found.set("event", event)
        cond = [self.expression(All(each.tests))] if each.tests else []
        if each.done or event in self._beginnings:
            cond = [f"_event.name === {_quoted(event)}", *map(_bracketed, cond)]
        if cond:
            found.set("cond", " && ".join(cond))
        if each.goal is not None:
            found.set("target", self._target(each.goal))
            if each.internal:
                found.set("type", "internal")
        found.attrib.update(_told(dict(self._told_of(each))))
        for location, text in _assignments(each.change):
            SubElement(found, "assign", {"location": location, "expr": text})

    def _told_of(self, each: Transition) -> Iterator[tuple[str, str]]:
        if each.entry is not None:
            activity = each.entry.activity
            yield "title", self.source.titles.title(NameKind.ACTIVITY, activity)
        yield from told_of_transition(each).items()
        if each.when is not None:
            yield "when", print_condition(each.when)

    @staticmethod
    def _event(node: ChartNode, each: Transition) -> str:
        if each.done:
            return f"done.state.{node.name}"
        return "" if each.event is None else event_of(each.event)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """What the name of another event begins with, up to a dot.

        The event ``a.b`` is also heard where ``a`` is waited for: what completes inside
        a node, and what is done in a protocol that runs in a state ``a``.
        """
        names = (entry.activity for entry in self.chart.entries)
        return frozenset(
            name[: dot.start()]
            for name in (*names, "done.state", "error.execution")
            for dot in re.finditer(r"\.", name)
        )

    def _target(self, goal: Goal) -> str:
        node = self.chart.nodes[goal.node]
        return _history(node) if goal.resume else node.name

    def expression(  # noqa: C901, PLR0911 - one line a kind
        self, test: Test
    ) -> str:
        """Return a test as an expression of ECMAScript."""
        match test:
            case Is(fact, values):
                return _one_of(place_of(FACT, fact), values)
            case Recorded(fact, values):
                return f"_event.data && {_among(_recorded(fact), values)}"
            case Has(document):
                return place_of(HAS, document)
            case Did(activity):
                return place_of(DONE, activity)
            case In(node):
                return f"In({_quoted(self.chart.nodes[node].name)})"
            case No(inner):
                return f"!{self._inner(inner)}"
            case All(tests):
                return self._joined(tests, " && ", "true")
            case Any(tests):
                return self._joined(tests, " || ", "false")

    def _joined(self, tests: tuple[Test, ...], word: str, none: str) -> str:
        if len(tests) == 1:
            return self.expression(tests[0])
        return word.join(map(self._inner, tests)) or none

    def _inner(self, test: Test) -> str:
        return _bracketed(self.expression(test))


def _bracketed(text: str) -> str:
    return f"({text})" if re.search(r" (?:&&|\|\||===) ", text) else text


def _told(told: Mapping[str, str]) -> Mapping[str, str]:
    return {f"katch:{key}": text for key, text in told.items()}


def _history(node: ChartNode) -> str:
    return f"resume-{node.name}"


def _assignments(change: Change) -> Iterator[tuple[str, str]]:
    for fact in change.records:
        yield place_of(FACT, fact), _recorded(fact)
    for fact, value in change.facts:
        yield place_of(FACT, fact), _quoted(value)
    for document in change.documents:
        yield place_of(HAS, document), "true"
    for activity in change.done:
        yield place_of(DONE, activity), "true"


def _recorded(fact: str) -> str:
    return f"_event.data.records.{fact}"


def _one_of(place: str, values: tuple[str, ...]) -> str:
    if len(values) == 1:
        return f"{place} === {_quoted(values[0])}"
    return _among(place, values) if values else "false"


def _among(place: str, values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, values))}].indexOf({place}) >= 0"


def _quoted(name: str) -> str:
    """Return an id or a path as a text of ECMAScript; neither holds a quote."""
    return f"'{name}'"


NOTATION = Notation(
    name="scxml",
    place=50,
    suffix=".scxml",
    write=write,
    carries=CARRIES,
    differs=DIFFERS,
    reader=Reader(recognizes, read),
    is_built=True,
)
"""The notation."""

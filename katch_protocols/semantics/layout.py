"""Which bits of the word hold what: one field a region, fact, document, event."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct
from msgspec.structs import force_setattr

from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.model.conditions import (
    And,
    Condition,
    FactIs,
    FactKnown,
    Happened,
    HasDocument,
    Not,
    Or,
)

__all__ = ["Field", "FieldKind", "Layout", "lay_out", "resumed_in"]


class FieldKind(StrEnum):
    """What a field holds."""

    REGION = "region"
    FACT = "fact"
    DOCUMENT = "document"
    EVENT = "event"


class Field(Struct, frozen=True):
    """``bits`` bits at ``shift``; code ``i`` of the field means ``values[i]``.

    Code 0 is: no state active (region), ``unknown`` (fact), absent (document), not yet
    (event).
    """

    name: str
    kind: FieldKind
    shift: int
    bits: int
    values: tuple[str, ...]
    mask: int = 0
    """All bits of the field; it follows from the others."""

    def __post_init__(self) -> None:
        """Set the mask."""
        force_setattr(self, "mask", ((1 << self.bits) - 1) << self.shift)

    def code(self, word: int) -> int:
        """Return the field's code in a word."""
        return (word >> self.shift) & ((1 << self.bits) - 1)

    def value(self, word: int) -> str:
        """Return the field's value in a word."""
        return self.values[self.code(word)]


class Layout(Struct, frozen=True, dict=True):
    """Every field of a chart, and where to find each.

    ``regions`` maps a node with one active child to its field; ``codes`` a node to its
    code in the field of its region. No case rests in a choice, so a choice has a code
    only where history may keep it: its state was left through it. ``kept`` are the
    regions whose field keeps its value when it is left (``resume``).
    """

    chart: Chart
    fields: tuple[Field, ...]
    regions: dict[int, int]
    codes: dict[int, int]
    facts: dict[str, int]
    documents: dict[str, int]
    events: dict[str, int]
    kept: frozenset[int]

    @property
    def width(self) -> int:
        """How many bits a word has."""
        last = self.fields[-1]
        return last.shift + last.bits

    @cached_property
    def domains(self) -> tuple[frozenset[int], ...]:
        """The codes that each field can have."""
        return tuple(frozenset(range(len(field.values))) for field in self.fields)

    @cached_property
    def resumed(self) -> frozenset[int]:
        """The nodes that some move resumes."""
        return resumed_in(self.chart)

    def resumed_around(self, node: int) -> tuple[int, ...]:
        """Return what some move resumes of ``node`` and what is around it."""
        above = (node, *self.chart.ancestors(node))
        return tuple(one for one in above if one in self.resumed)

    def region_of(self, node: int) -> int | None:
        """Return the region whose field says whether ``node`` is active.

        ``None`` for the root; a strand is active while its parallel state is.
        """
        nodes = self.chart.nodes
        while node:
            parent = nodes[node].parent
            if nodes[parent].kind.is_region:
                return parent
            node = parent
        return None

    def place(self, node: int) -> tuple[int, int] | None:
        """Return the field and code that say ``node`` is active; root: ``None``."""
        return self._places[node]

    @cached_property
    def _places(self) -> tuple[tuple[int, int] | None, ...]:
        """The place of each node."""
        return tuple(map(self._place, range(len(self.chart.nodes))))

    def _place(self, node: int) -> tuple[int, int] | None:
        nodes = self.chart.nodes
        while node:
            parent = nodes[node].parent
            if nodes[parent].kind.is_region:
                return self.regions[parent], self.codes.get(node, -node)
            node = parent
        return None

    def way_to(self, node: int) -> tuple[tuple[int, frozenset[int]], ...] | None:
        """Return the fields and codes that must stand so where a node is active.

        From it up; those above one suffice, unless its region keeps what is left.
        ``None``: a choice, which is passed and never active.
        """
        if node not in self._ways:
            is_choice = self.chart.nodes[node].kind is NodeKind.CHOICE
            self._ways[node] = None if is_choice else tuple(self._way(node))
        return self._ways[node]

    @cached_property
    def _ways(self) -> dict[int, tuple[tuple[int, frozenset[int]], ...] | None]:
        """The ways that were asked for."""
        return {}

    def _way(self, node: int) -> Iterator[tuple[int, frozenset[int]]]:
        """Yield the places from a node up that say whether it is active."""
        above: int | None = node
        while above is not None:
            place = self.place(above)
            if place is None:
                return
            field, code = place
            yield field, frozenset({code})
            above = self.region_of(above)
            if above not in self.kept:
                return

    def written(self, clear: int, put: int) -> dict[int, int]:
        """Return the codes that a step writes, by field, from the bits that it does."""
        fields = enumerate(self.fields)
        return {at: field.code(put) for at, field in fields if field.mask & clear}

    def tells(self, condition: Condition) -> bool:
        """Tell whether a word has bits for all that a condition asks about."""
        match condition:
            case FactIs() | FactKnown():
                return condition.fact in self.facts
            case HasDocument():
                return condition.document in self.documents
            case Happened():
                return condition.activity in self.events
            case Not():
                return self.tells(condition.inner)
            case And() | Or():
                return all(map(self.tells, condition.parts))
            case _:
                return True


def lay_out(chart: Chart, asks: Sequence[Condition] = ()) -> Layout:
    """Give each region, fact, asked document and asked event its bits.

    ``asks`` are conditions from outside the protocol (of a safeguard, with full
    names) whose facts, documents and events get bits as well.
    """
    asked = _Asked(chart, asks)
    packer = _FieldPacker()
    kept = frozenset(_kept(chart))
    regions: dict[int, int] = {}
    codes: dict[int, int] = {}
    for node in chart.nodes:
        if not node.kind.is_region:
            continue
        resting = [
            child
            for child in node.children
            if chart.nodes[child].kind is not NodeKind.CHOICE or node.index in kept
        ]
        codes.update({child: code for code, child in enumerate(resting, start=1)})
        names = ("", *(chart.nodes[child].name for child in resting))
        regions[node.index] = packer.add(node.name, FieldKind.REGION, names)
    facts = {
        name: packer.add(name, FieldKind.FACT, chart.facts[name].all_values)
        for name in asked.facts
    }
    documents = {
        name: packer.add(name, FieldKind.DOCUMENT, ("absent", "exists"))
        for name in asked.documents
    }
    events = {
        name: packer.add(name, FieldKind.EVENT, ("not_yet", "happened"))
        for name in asked.events
    }
    return Layout(
        chart, tuple(packer.fields), regions, codes, facts, documents, events, kept
    )


class _FieldPacker:
    """Puts one field after the other."""

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.shift = 0

    def add(self, name: str, kind: FieldKind, values: tuple[str, ...]) -> int:
        bits = max(1, (len(values) - 1).bit_length())
        self.fields.append(Field(name, kind, self.shift, bits, values))
        self.shift += bits
        return len(self.fields) - 1


def resumed_in(chart: Chart) -> frozenset[int]:
    """Return the nodes that some move of a chart takes up again as they were."""
    goals = [entry.goal for entry in chart.entries]
    for node in chart.nodes:
        goals += [line.goal for line in node.lines]
        goals += [timer.goal for timer in node.timers]
        goals.append(node.done)
    return frozenset(goal.node for goal in goals if goal is not None and goal.resume)


def _kept(chart: Chart) -> Iterator[int]:
    """Yield the regions at or below a node that some move resumes."""
    resumed = resumed_in(chart)
    for node in chart.nodes:
        if node.kind.is_region and (
            node.index in resumed or not resumed.isdisjoint(chart.ancestors(node.index))
        ):
            yield node.index


class _Asked:
    """What conditions ask about and activities change, each in a steady order."""

    def __init__(self, chart: Chart, asks: Sequence[Condition]) -> None:
        self.facts: dict[str, None] = {}
        self.documents: dict[str, None] = {}
        self.events: dict[str, None] = {}
        for entry in chart.entries:
            act = entry.act
            given = (name for name, _ in entry.brought)
            for name in (*act.records, *act.sets, *act.forgets, *given):
                self.facts[name] = None
            # What an activity makes and sends itself is there: nobody has to ask.
            others = (name for name in act.sends if name not in act.produces)
            for name in (*act.needs, *others):
                self.documents[name] = None
            self._ask(entry.condition)
        for node in chart.nodes:
            for line in node.lines:
                self._ask(line.when)
        for condition in asks:
            self._ask(condition)
        self.facts = {name: None for name in chart.facts if name in self.facts}
        self.documents = {
            name: None for name in chart.documents if name in self.documents
        }

    def _ask(self, condition: Condition | None) -> None:
        match condition:
            case FactIs() | FactKnown():
                self.facts[condition.fact] = None
            case HasDocument():
                self.documents[condition.document] = None
            case Happened():
                self.events[condition.activity] = None
            case Not():
                self._ask(condition.inner)
            case And() | Or():
                for part in condition.parts:
                    self._ask(part)
            case _:
                return

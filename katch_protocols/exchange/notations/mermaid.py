"""Mermaid: a diagram of states for a README, a wiki or a ticket.

Written as ``stateDiagram-v2`` of Mermaid 11; see its documentation, "State diagrams".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.exchange.diagram import CARRIES, Diagram, StateArrow
from katch_protocols.exchange.mermaid_text import BREAK, escaped, head
from katch_protocols.exchange.notation import ExportInput, Notation
from katch_protocols.words.say import say

__all__ = ["NOTATION", "RESERVED"]

RESERVED = frozenset(
    {
        "as",
        "class",
        "classdef",
        "click",
        "default",
        "direction",
        "end",
        "fork",
        "join",
        "choice",
        "hide",
        "href",
        "scale",
        "note",
        "root",
        "state",
        "style",
    }
)
"""What no state may be called there."""

MOST = 50_000
"""How many characters a diagram may have; only a page itself can allow more."""

_ROOM = 6_000
"""What notes may take of that."""


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the diagram; the notes are comments at its head."""
    return "\n".join([*head(source, notes), *_lines(source), ""])


def _lines(source: ExportInput) -> Sequence[str]:
    """Return the diagram below its head; it is made once."""
    lines = source.drafts.get(NOTATION.name)
    if lines is None:
        drawn = _Mermaid(Diagram(source, RESERVED))
        lines = ["stateDiagram-v2", "  direction TB"]
        lines += drawn.inside(source.chart.root, "  ")
        lines += drawn.waiting()
        source.drafts[NOTATION.name] = lines
    return lines


def too_large(source: ExportInput) -> tuple[str, ...]:
    """Return the protocol if a page refuses its diagram."""
    size = sum(len(line) + 1 for line in _lines(source))
    return (source.chart.protocol.id,) if size > MOST - _ROOM else ()


def side_by_side(source: ExportInput) -> tuple[str, ...]:
    """Return the states whose strands no line parts."""
    chart = source.chart
    return tuple(
        node.name
        for node in chart.nodes
        if node.kind is NodeKind.PARALLEL and not _is_parted(chart, node)
    )


def _is_parted(chart: Chart, parallel: ChartNode) -> bool:
    """Tell whether dashed lines can part the strands of a state.

    Mermaid 11 stops with an error where some strand that it parts holds a state with
    others inside.
    """
    nodes = chart.nodes
    inside = (
        nodes[at] for strand in parallel.children for at in nodes[strand].children
    )
    return not any(node.children for node in inside)


class _Mermaid:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.chart = diagram, diagram.chart

    def inside(self, node: ChartNode, indent: str) -> Iterator[str]:
        """Write what is inside a state, then the arrows between those."""
        for box in self.diagram.boxes(node):
            yield from _box(box.name, box.title, box.lines, indent)
        yield from self._begin(node, indent)
        children = [self.chart.nodes[at] for at in node.children]
        for child in children:
            yield from self._state(child, indent)
        for arrow in self._arrows[node.index]:
            label = BREAK.join(map(escaped, arrow.labels))
            yield f"{indent}{arrow.start} --> {arrow.end}: {label}"
        for child in children:
            if child.kind is NodeKind.FINAL:
                yield f"{indent}{self.diagram.names[child.index]} --> [*]"

    @cached_property
    def _arrows(self) -> Mapping[int, list[StateArrow]]:
        """The arrows that are written in each state, or at the top.

        Mermaid moves a state to wherever it is named inside another one, so an arrow
        stands in a state only where both its ends do; at the top it moves nothing.
        """
        nodes = self.chart.nodes
        homes = {self.diagram.names[node.index]: node.parent for node in nodes[1:]}
        for node in nodes:
            if node.kind.is_region:
                boxes = self.diagram.boxes(node)
                homes.update({box.name: node.index for box in boxes})
        found: dict[int, list[StateArrow]] = defaultdict(list)
        for arrow in self.diagram.arrows:
            home, other = homes[arrow.start], homes[arrow.end]
            is_inside = home == other and nodes[home].kind.is_region
            found[home if is_inside else 0].append(arrow)
        return found

    def _begin(self, node: ChartNode, indent: str) -> Iterator[str]:
        """Write the choices, of which an arrow makes boxes, then the first arrow."""
        names = self.diagram.names
        for at in node.children:
            if self.chart.nodes[at].kind is NodeKind.CHOICE:
                yield f"{indent}state {names[at]} <<choice>>"
        if node.initial is not None:
            yield f"{indent}[*] --> {names[node.initial]}"

    def _state(self, node: ChartNode, indent: str) -> Iterator[str]:
        if node.kind is NodeKind.CHOICE:
            return
        name, title = self.diagram.names[node.index], self.diagram.title(node)
        if node.kind is NodeKind.PARALLEL and not _is_parted(self.chart, node):
            said = say("exchange.side-by-side", self.diagram.source.language)
            title = f"{title} · {said}"
        yield from _box(name, title, self.diagram.lines(node), indent)
        if node.children:
            yield f"{indent}state {name} {{"
            yield from self._parts(node, f"{indent}  ")
            yield f"{indent}}}"

    def _parts(self, node: ChartNode, indent: str) -> Iterator[str]:
        if node.kind is not NodeKind.PARALLEL:
            yield from self.inside(node, indent)
            return
        is_parted = _is_parted(self.chart, node)
        for place, at in enumerate(node.children):
            if place and is_parted:
                yield f"{indent}--"
            yield from self._state(self.chart.nodes[at], indent)

    def waiting(self) -> Iterator[str]:
        """Give the states in which a handover waits a broken border."""
        names = [self.diagram.names[n.index] for n in self.chart.nodes if n.awaiting]
        if names:
            yield "  classDef waiting stroke-dasharray: 5 4"
            yield f"  class {','.join(names)} waiting"


def _box(name: str, title: str, lines: Iterable[str], indent: str) -> Iterator[str]:
    yield f'{indent}state "{escaped(title)}" as {name}'
    for line in lines:
        yield f"{indent}{name}: {escaped(line)}"


NOTATION = Notation(
    name="mermaid",
    place=10,
    suffix=".mmd",
    write=write,
    carries=CARRIES,
    differs={"side-by-side": side_by_side, "too-large": too_large},
    is_built=True,
)
"""The notation."""

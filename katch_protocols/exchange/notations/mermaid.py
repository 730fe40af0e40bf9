"""Mermaid: a diagram of states for a README, a wiki or a ticket.

Written as ``stateDiagram-v2`` of Mermaid 11; see its documentation, "State diagrams".
"""

from collections.abc import Iterable, Iterator, Sequence

from katch_protocols.charts.chart import ChartNode, NodeKind
from katch_protocols.exchange.diagram import CARRIES, Diagram
from katch_protocols.exchange.mermaid_text import BREAK, escaped, head
from katch_protocols.exchange.notation import ExportInput, Notation

__all__ = ["NOTATION"]

_RESERVED = frozenset(
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


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the diagram; the notes are comments at its head."""
    drawn = _Mermaid(Diagram(source, _RESERVED))
    lines = [*head(source, notes), "stateDiagram-v2", "  direction TB"]
    lines += drawn.inside(source.chart.root, "  ")
    lines += drawn.waiting()
    return "\n".join(lines) + "\n"


class _Mermaid:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.chart = diagram, diagram.chart

    def inside(self, node: ChartNode, indent: str) -> Iterator[str]:
        """Write what is inside a state, then the arrows between those."""
        names = self.diagram.names
        for box in self.diagram.boxes(node):
            yield from _box(box.name, box.title, box.lines, indent)
        if node.initial is not None:
            yield f"{indent}[*] --> {names[node.initial]}"
        children = [self.chart.nodes[at] for at in node.children]
        for child in children:
            yield from self._state(child, indent)
        for arrow in self.diagram.arrows:
            if arrow.home == node.index:
                label = BREAK.join(map(escaped, arrow.labels))
                yield f"{indent}{arrow.start} --> {arrow.end}: {label}"
        for child in children:
            if child.kind is NodeKind.FINAL:
                yield f"{indent}{names[child.index]} --> [*]"

    def _state(self, node: ChartNode, indent: str) -> Iterator[str]:
        name = self.diagram.names[node.index]
        if node.kind is NodeKind.CHOICE:
            yield f"{indent}state {name} <<choice>>"
            return
        title = self.diagram.title(node)
        yield from _box(name, title, self.diagram.lines(node), indent)
        if node.children:
            yield f"{indent}state {name} {{"
            yield from self._parts(node, f"{indent}  ")
            yield f"{indent}}}"

    def _parts(self, node: ChartNode, indent: str) -> Iterator[str]:
        if node.kind is not NodeKind.PARALLEL:
            yield from self.inside(node, indent)
            return
        for place, at in enumerate(node.children):
            if place:
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
    differs={},
    is_built=True,
)
"""The notation."""

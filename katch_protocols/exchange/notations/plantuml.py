"""PlantUML: a diagram of states for a technical document.

See its "Language Reference Guide", State Diagram.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from katch_protocols.charts.chart import ChartNode, NodeKind
from katch_protocols.exchange.diagram import CARRIES, Diagram
from katch_protocols.exchange.notation import ExportInput, Notation

__all__ = ["NOTATION"]

_RESERVED = frozenset(
    {
        "as",
        "end",
        "fork",
        "hide",
        "note",
        "remove",
        "show",
        "skin",
        "state",
        "title",
        "top",
    }
)


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the diagram; the notes are comments at its head."""
    title = source.chart.protocol.title.say(source.language)
    lines = ["@startuml", *(f"' {' '.join(note.split())}" for note in notes)]
    lines += [f"title {_text(title)}", "hide empty description"]
    lines += _PlantUml(Diagram(source, _RESERVED)).inside(source.chart.root, "")
    return "\n".join([*lines, "@enduml", ""])


class _PlantUml:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.chart = diagram, diagram.chart

    def inside(self, node: ChartNode, indent: str) -> Iterator[str]:
        """Write what is inside a state, then the arrows between those."""
        names = self.diagram.names
        for box in self.diagram.boxes(node):
            yield from _box(box.name, box.title, box.lines, indent)
        children = [self.chart.nodes[at] for at in node.children]
        for child in children:
            yield from self._state(child, indent)
        if node.initial is not None:
            yield f"{indent}[*] --> {names[node.initial]}"
        for arrow in self.diagram.arrows:
            if arrow.home == node.index:
                label = _BREAK.join(map(_text, arrow.broken(_WIDTH)))
                yield f"{indent}{arrow.start} --> {arrow.end} : {label}"
        for child in children:
            if child.kind is NodeKind.FINAL:
                yield f"{indent}{names[child.index]} --> [*]"

    def _state(self, node: ChartNode, indent: str) -> Iterator[str]:
        name = self.diagram.names[node.index]
        if node.kind is NodeKind.CHOICE:
            yield f"{indent}state {name} <<choice>>"
            return
        lines, title = self.diagram.lines(node), self.diagram.title(node)
        look = " #line.dashed" if node.awaiting or node.kind is NodeKind.STRAND else ""
        if node.children:
            yield f'{indent}state "{_text(title)}" as {name}{look} {{'
            yield from self._parts(node, f"{indent}  ")
            yield f"{indent}}}"
            return
        yield from _box(name, title, lines, indent, look)

    def _parts(self, node: ChartNode, indent: str) -> Iterator[str]:
        if node.kind is not NodeKind.PARALLEL:
            yield from self.inside(node, indent)
            return
        # PlantUML refuses an arrow that crosses the line between two strands.
        is_parted = not self.diagram.is_crossed(node)
        for place, at in enumerate(node.children):
            if place and is_parted:
                yield f"{indent}--"
            yield from self._state(self.chart.nodes[at], indent)


def _box(
    name: str, title: str, lines: Iterable[str], indent: str, look: str = ""
) -> Iterator[str]:
    yield f'{indent}state "{_text(title)}" as {name}{look}'
    for line in lines:
        yield f"{indent}{name} : {_text(line)}"


_BREAK = "\\n"
_WIDTH = 36
"""About how many letters a line of an arrow has; PlantUML breaks none."""


def _text(text: str) -> str:
    """Escape what PlantUML reads as its own: a sign is written ``<U+0022>``.

    So nothing is taken for Creole, for a quote or for a call of its preprocessor.
    """
    line = " ".join(text.split())
    return _SIGN.sub(lambda at: f"<U+{ord(at[0]):04X}>", line)


_SIGN = re.compile(r"(?!(?<=\w)[-'](?=\w))[^\w\s.,:()«»“”„’–—…\[\]·/+?№]|^[+=]")


NOTATION = Notation(
    name="plantuml",
    place=30,
    suffix=".puml",
    write=write,
    carries=CARRIES,
    differs={},
    is_built=True,
)
"""The notation."""

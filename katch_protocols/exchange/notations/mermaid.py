"""Mermaid: a diagram of states for a README, a wiki or a ticket.

Written as ``stateDiagram-v2`` of Mermaid 11; see its documentation, "State diagrams".
"""

import re
from collections.abc import Iterator, Sequence

from katch_protocols.charts.chart import ChartNode, NodeKind
from katch_protocols.exchange.features import Feature
from katch_protocols.exchange.moves import moves
from katch_protocols.exchange.notation import Carried, Notation, Source
from katch_protocols.model.names import NameKind

__all__ = ["NOTATION"]


def write(source: Source, notes: Sequence[str]) -> str:
    """Write the diagram; the notes are comments at its head."""
    lines = [f"%% {_one_line(note)}" for note in notes]
    lines += ["stateDiagram-v2", *_inside(source, source.chart.root, "  ")]
    lines += [f"  {line}" for line in _arrows(source)]
    return "\n".join(lines) + "\n"


def _inside(source: Source, node: ChartNode, indent: str) -> Iterator[str]:
    nodes = source.chart.nodes
    if node.initial is not None:
        yield f"{indent}[*] --> {_name(nodes[node.initial])}"
    for child in (nodes[at] for at in node.children):
        yield from _state(source, child, indent)


def _state(source: Source, node: ChartNode, indent: str) -> Iterator[str]:
    name = _name(node)
    if node.kind is NodeKind.CHOICE:
        yield f"{indent}state {name} <<choice>>"
        return
    title = _text(source.titles.title(NameKind.STATE, node.name))
    yield f'{indent}state "{title}" as {name}'
    if not node.children:
        return
    yield f"{indent}state {name} {{"
    strands = [source.chart.nodes[at] for at in node.children]
    if node.kind is NodeKind.PARALLEL:
        for place, strand in enumerate(strands):
            if place:
                yield f"{indent}  --"
            yield from _state(source, strand, f"{indent}  ")
    else:
        yield from _inside(source, node, f"{indent}  ")
    yield f"{indent}}}"


def _arrows(source: Source) -> Iterator[str]:
    nodes = source.chart.nodes
    for move in moves(source):
        label = f": {_text(move.label)}" if move.label else ""
        yield f"{_name(nodes[move.start])} --> {_name(nodes[move.end])}{label}"
    for node in nodes:
        if node.kind is NodeKind.FINAL and nodes[node.parent].kind.is_region:
            yield f"{_name(node)} --> [*]"


def _name(node: ChartNode) -> str:
    return node.name.replace(".", "__")


def _text(text: str) -> str:
    """Escape what Mermaid reads as its own: entities are written ``#NUMBER;``."""
    return re.sub(r'[#;:"<>{}\\%\n]', lambda found: f"#{ord(found[0])};", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


_MEANT = (
    Feature.STATES,
    Feature.NESTING,
    Feature.STRANDS,
    Feature.ENDS,
    Feature.CHOICES,
    Feature.ACTIVITIES,
)
_TOLD = (Feature.CONDITIONS, Feature.TIMERS, Feature.COMPLETION, Feature.HANDOVERS)

NOTATION = Notation(
    name="mermaid",
    place=10,
    suffix=".mmd",
    write=write,
    carries={
        **dict.fromkeys(_MEANT, Carried.MEANT),
        **dict.fromkeys(_TOLD, Carried.TOLD),
    },
    differs={},
)
"""The notation."""

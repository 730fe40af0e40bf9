"""DOT: a diagram of states that Graphviz draws, and that many programs read.

See "DOT Language" of Graphviz. Composite states are clusters; an arrow to or from one
ends at its border (``compound``), tied to a point inside it.
"""

from collections.abc import Sequence

import graphviz

from katch_protocols.charts.chart import ChartNode, NodeKind
from katch_protocols.exchange.diagram import CARRIES, Diagram
from katch_protocols.exchange.notation import ExportInput, Notation

__all__ = ["NOTATION"]

_FONT = "Noto Sans, DejaVu Sans, Helvetica, Arial, sans-serif"
_INSIDE, _START = "__inside", "__start"
_WIDTH = 36
"""About how many letters a line of an arrow has; Graphviz breaks none."""


def write(source: ExportInput, notes: Sequence[str]) -> str:
    """Write the diagram; the notes are comments at its head."""
    own = source.chart.protocol
    graph = graphviz.Digraph(own.id)
    title = _text(own.title.say(source.language))
    graph.attr("graph", label=title, labelloc="t", compound="true", fontname=_FONT)
    # Ranked frame by frame, Graphviz 2.42 gives up on frames deep inside each other.
    graph.attr("graph", newrank="true")
    graph.attr("node", shape="box", style="rounded", fontname=_FONT)
    graph.attr("edge", fontname=_FONT, fontsize="11")
    _Dot(Diagram(source, frozenset({_INSIDE, _START}))).into(graph, source.chart.root)
    comments = "".join(f"// {' '.join(note.split())}\n" for note in notes)
    return f"{comments}{graph.source}"


class _Dot:
    def __init__(self, diagram: Diagram) -> None:
        self.diagram, self.chart = diagram, diagram.chart
        self.by_name = dict(zip(diagram.names, self.chart.nodes, strict=True))

    def into(self, graph: graphviz.Digraph, root: ChartNode) -> None:
        """Draw everything into a graph."""
        self._inside(graph, root)
        for arrow in self.diagram.arrows:
            label = "\\n".join(map(_text, arrow.broken(_WIDTH)))
            (tail, ltail), (head, lhead) = map(self._place, (arrow.start, arrow.end))
            frames = {"ltail": ltail, "lhead": lhead}
            frames = {key: frame for key, frame in frames.items() if frame}
            graph.edge(tail, head, label=label, **frames)

    def _place(self, name: str) -> tuple[str, str]:
        """Return the node and the frame at which an arrow ends; marks have no frame."""
        node = self.by_name.get(name)
        return (name, "") if node is None else (self._point(node), self._frame(node))

    def _inside(self, graph: graphviz.Digraph, node: ChartNode) -> None:
        names = self.diagram.names
        for box in self.diagram.boxes(node):
            label = "\\n".join(map(_text, (box.title, *box.lines)))
            graph.node(box.name, label=label, style="dashed")
        if node.initial is not None:
            start = f"{names[node.index]}{_START}"
            graph.node(start, label="", shape="point", width="0.15")
            first = self.chart.nodes[node.initial]
            frame = self._frame(first)
            graph.edge(start, self._point(first), **({"lhead": frame} if frame else {}))
        for at in node.children:
            self._state(graph, self.chart.nodes[at])

    def _state(self, graph: graphviz.Digraph, node: ChartNode) -> None:
        title = self.diagram.title(node)
        if not node.children:
            lines = (title, *self.diagram.lines(node))
            label = "\\n".join(map(_text, lines))
            graph.node(self.diagram.names[node.index], label=label, **_look(node))
            return
        with graph.subgraph(name=self._frame(node)) as frame:
            style = "dashed" if node.kind is NodeKind.STRAND else "rounded"
            frame.attr("graph", label=_text(title), style=style)
            frame.node(self._point(node), label="", shape="point", style="invis")
            self._inside(frame, node)

    def _frame(self, node: ChartNode) -> str:
        """Return the name of the cluster of a state with others inside."""
        is_frame = node.index and node.children
        return f"cluster_{self.diagram.names[node.index]}" if is_frame else ""

    def _point(self, node: ChartNode) -> str:
        """Return the name of the node at which an arrow to a state ends."""
        name = self.diagram.names[node.index]
        return f"{name}{_INSIDE}" if self._frame(node) else name


def _look(node: ChartNode) -> dict[str, str]:
    if node.kind is NodeKind.CHOICE:
        return {"shape": "diamond", "style": "solid"}
    if node.kind is NodeKind.FINAL:
        return {"peripheries": "2"}
    return {"style": "rounded,dashed"} if node.awaiting else {}


def _text(text: str) -> str:
    """Keep a text as it is: no escapes, no HTML, no names of nodes in its place."""
    line = " ".join(text.split())
    escaped: str = graphviz.escape(line)
    return escaped


NOTATION = Notation(
    name="dot",
    place=40,
    suffix=".dot",
    write=write,
    carries=CARRIES,
    differs={},
)
"""The notation."""

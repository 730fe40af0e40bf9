"""A story as DOT: every size is ours, because few builds of Graphviz know our fonts."""

from collections.abc import Iterator, Mapping

import graphviz

from katch_protocols.drawings.lanes.measures import graph_of
from katch_protocols.drawings.layout.graph import Box
from katch_protocols.drawings.story.nouns import Look, Move, MoveKind, Step, Story

__all__ = ["POINTS", "to_dot"]

POINTS = 72.0
"""Graphviz counts in inches; one of our pixels is one of its points."""

_ROOM = 1
"""The middle width at which the text of an arrow may break."""
_BAR_WIDTH = 120.0


def to_dot(story: Story) -> str:
    """Return a DOT text; nodes are ``n0``, ``n1`` … in the order of the story's steps.

    Phases are clusters. Labels are empty tables of our own size: their places come back
    and we write the texts.
    """
    dot = graphviz.Digraph("states")
    dot.attr("graph", rankdir="TB", nodesep="0.35", ranksep="0.42", margin="0")
    dot.attr("node", shape="box", fixedsize="true", label="")
    dot.attr("edge", arrowhead="none", label="")
    sizes = {node.id: node.size for node in graph_of(story).nodes}
    names = {step.id: f"n{place}" for place, step in enumerate(story.steps)}
    for place, phase in enumerate(story.phases):
        with dot.subgraph(name=f"cluster_{place}") as cluster:
            cluster.attr("graph", margin="22")
            for step in story.steps:
                if step.phase == phase.id:
                    _node(cluster, names[step.id], step, sizes[step.id])
    for attributes in _edges(story, names):
        dot.edge(**attributes)
    text: str = dot.source
    return text


def _node(cluster: graphviz.Digraph, name: str, step: Step, size: Box) -> None:
    width = _BAR_WIDTH if step.look.is_bar else size.width
    look = {Look.CHOICE: "hexagon"}.get(step.look, "box")
    cluster.node(
        name,
        width=_inches(width),
        height=_inches(size.height),
        shape=look,
    )


def _edges(story: Story, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    boxes = {edge.id: edge.labels for edge in graph_of(story).edges}
    for move in story.moves:
        found = {
            "tail_name": names[move.source],
            "head_name": names[move.target],
            "id": move.id,
        }
        if boxes[move.id]:
            found["label"] = _empty(boxes[move.id][_ROOM])
        if not _leads_on(move):
            found["constraint"] = "false"
        yield found


def _leads_on(move: Move) -> bool:
    return move.kind is not MoveKind.RETURN


def _empty(box: Box) -> str:
    size = f'width="{box.width:.0f}" height="{box.height:.0f}"'
    cell = f'<td fixedsize="true" {size}></td>'
    return f'<<table border="0" cellborder="0" cellspacing="0"><tr>{cell}</tr></table>>'


def _inches(pixels: float) -> str:
    return f"{pixels / POINTS:.3f}"

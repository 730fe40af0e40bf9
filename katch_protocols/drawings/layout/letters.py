"""The room of the letters at the corners of nodes: a strand's, and a composite's."""

from collections.abc import Iterable, Iterator, Mapping

from katch_protocols.drawings.layout.graph import Graph, Rect, Shape

__all__ = ["LETTER", "STEP", "letter_rooms"]

LETTER, STEP = 18.0, 20.0
"""How large a letter with its frame is, and how far apart two of them stand."""
_OUT = 6.0


def letter_rooms(
    graph: Graph, nodes: Mapping[str, Rect], hulls: Iterable[str]
) -> Iterator[Rect]:
    """Yield the room of each letter; a cluster with a hull needs none.

    A strand's stands at the upper left corner of its nodes, those of composites along
    the lower edge.
    """
    framed = set(hulls)
    bare: dict[str, int] = {}
    for cluster in graph.clusters:
        for name in cluster.nodes if cluster.id not in framed else ():
            bare[name] = bare.get(name, 0) + 1
    for node in graph.nodes:
        rect = nodes[node.id]
        if node.shape is Shape.BAR:
            continue
        if node.strand is not None:
            yield Rect(rect.x - _OUT, rect.y - LETTER / 2 + 1, LETTER, LETTER)
        for place in range(bare.get(node.id, 0)):
            x, y = rect.x - LETTER / 2 - 3 + STEP * place, rect.bottom - LETTER / 2 - 1
            yield Rect(x, y, LETTER, LETTER)

"""What networkx says of a flow: what goes round, what nothing gets past.

Only loaded where that is asked: networkx takes a tenth of a second to load.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import networkx as nx

__all__ = ["beginnings", "components", "nearest_dominators"]

Spot = TypeVar("Spot", bound=Hashable)

Edges = Iterable[tuple[Spot, Spot]]


def components(edges: Edges[Spot], among: Iterable[Spot]) -> list[frozenset[Spot]]:
    """Return the groups of two or more places that lead to each other.

    Only the places ``among`` these are looked at, and each group is as large as can be
    (strongly connected components).
    """
    graph = _graph(edges).subgraph(list(among))
    every = nx.strongly_connected_components(graph)
    return [frozenset(found) for found in every if len(found) > 1]


def beginnings(places: Sequence[Spot], edges: Edges[Spot]) -> Mapping[Spot, int]:
    """Return the fewest places from which all are reached, in order.

    Of those that lead to each other, and to which no other does, the first stands for
    all. With each stands how many others are reached from it.
    """
    graph = _graph(edges)
    graph.add_nodes_from(places)
    order = {place: at for at, place in enumerate(places)}
    groups = nx.condensation(graph)
    first: list[Spot] = [
        min(groups.nodes[each]["members"], key=order.__getitem__)
        for each in groups
        if not groups.in_degree(each)
    ]
    found = sorted(first, key=order.__getitem__)
    return {place: len(nx.descendants(graph, place)) for place in found}


def nearest_dominators(edges: Edges[Spot], start: Spot) -> Mapping[Spot, Spot | None]:
    """Return for each place that is reached the last that every way to it passes."""
    found: Mapping[Spot, Spot | None] = nx.immediate_dominators(_graph(edges), start)
    return found


def _graph(edges: Edges[Spot]) -> "nx.DiGraph[Spot]":
    graph: nx.DiGraph[Spot] = nx.DiGraph()
    graph.add_edges_from(edges)
    return graph

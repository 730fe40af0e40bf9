"""The states of a protocol as a networkx graph."""

from typing import TypeAlias

import networkx as nx

from katch_protocols.charts.chart import Chart, ChartNode
from katch_protocols.graphs.steps import steps
from katch_protocols.model.noun import readable

__all__ = ["Graph", "state_graph"]

Graph: TypeAlias = "nx.MultiDiGraph[str]"
"""A networkx graph whose nodes are names."""


def state_graph(chart: Chart) -> Graph:
    """Return the states and the steps between them.

    Nodes are full names, the top is ``""``. Each has ``kind`` and ``title`` (in the
    first language; of a strand or a choice without one, its id made readable) and,
    where it has one, ``phase``, ``held_by``, ``function``, ``parent``, ``awaiting``,
    ``runs``, ``outcome``; ``initial`` says whether its parent enters it first.

    Edges have ``activity`` (the name of the step), ``kind`` (activity, clock, choice,
    done), ``resume``, ``stays`` (a loop: the case stays where it is). The key of an
    edge is the name of its step, with a number where two would clash.

    Every value is a text or a truth value, so any writer of networkx can save it.
    """
    graph: Graph = nx.MultiDiGraph(protocol=chart.protocol.id)
    for node in chart.nodes:
        graph.add_node(node.name, **_attributes(chart, node))
    for step in steps(chart):
        target = step.source if step.target is None else step.target
        graph.add_edge(
            step.source,
            target,
            key=_free_key(graph, step.source, target, step.name),
            activity=step.name,
            kind=str(step.kind),
            resume=step.resume,
            stays=step.target is None,
        )
    return graph


def _attributes(chart: Chart, node: ChartNode) -> dict[str, str | bool]:
    parent = chart.nodes[node.parent]
    found = {
        "kind": str(node.kind),
        "title": _title(node),
        "phase": node.phase,
        "held_by": node.held_by,
        "function": node.function,
        "parent": parent.name if node.index else None,
        "awaiting": node.awaiting,
        "runs": node.running,
        "outcome": str(node.outcome) if node.outcome else None,
    }
    said: dict[str, str | bool] = {k: v for k, v in found.items() if v is not None}
    return {**said, "initial": node.index != 0 and parent.initial == node.index}


def _title(node: ChartNode) -> str:
    texts = node.title.texts.values() if node.title else ()
    return next(iter(texts), readable(node.name))


def _free_key(graph: Graph, source: str, target: str, name: str) -> str:
    key, number = name, 2
    while graph.has_edge(source, target, key):
        key, number = f"{name} {number}", number + 1
    return key

"""The agencies of a protocol and the handoffs between them, as a networkx graph."""

import networkx as nx

from katch_protocols.charts.chart import Chart
from katch_protocols.charts.holders import Holders
from katch_protocols.graphs.handoffs import handoffs, held_in
from katch_protocols.graphs.states import Graph
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["handoff_graph"]


def handoff_graph(
    chart: Chart, handbook: Handbook, *, region: Id | None = None
) -> Graph:
    """Return the agencies that hold some state, and the handoffs between them.

    Nodes are agencies with ``title``, ``kind``, ``level``, ``external``. Edges have the
    activity as their key and as ``activity``, and ``acknowledged``, ``sources``,
    ``targets`` (full names, parted by blanks). Every value is a text or a truth value.

    Raises:
        UnknownNameError: The handbook has no such region.
    """
    found = handoffs(chart, handbook, region=region)
    holders = {
        agency
        for node in chart.nodes
        for agency in held_in(chart, node.index, Holders(handbook), region)
    }
    graph: Graph = nx.MultiDiGraph(protocol=chart.protocol.id)
    for name, agency in handbook.agencies.items():
        if name in holders:
            graph.add_node(
                name,
                title=agency.title.say(handbook.language),
                kind=str(agency.kind),
                level=str(agency.level),
                external=agency.external,
            )
    for handoff in found:
        graph.add_edge(
            handoff.sender,
            handoff.receiver,
            key=handoff.activity,
            activity=handoff.activity,
            acknowledged=handoff.acknowledged,
            sources=" ".join(handoff.sources),
            targets=" ".join(handoff.targets),
        )
    return graph

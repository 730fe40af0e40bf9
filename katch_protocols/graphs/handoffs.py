"""Where a child passes from one agency to another."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from katch_protocols.charts.chart import Chart, Entry, EntryKind
from katch_protocols.errors import UnknownNameError
from katch_protocols.graphs.rests import leaves, rests
from katch_protocols.graphs.states import Graph
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id

__all__ = ["Handoff", "handoff_graph", "handoffs"]


@dataclass(frozen=True, slots=True)
class Handoff:
    """An activity that may move the case from one agency's state to another's.

    Counted once per activity and pair of agencies; ``sources`` and ``targets`` are the
    resting states on either side. ``acknowledged``: the receiver says so, as the second
    half of a ``handover``.
    """

    activity: str
    sender: Id
    receiver: Id
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    acknowledged: bool


def handoffs(
    chart: Chart, handbook: Handbook, *, region: Id | None = None
) -> tuple[Handoff, ...]:
    """Return every handoff that a case may meet, in document order.

    Conditions are not looked at. A role with several home agencies is held by any one
    of them, in a ``region`` by the agency that is bound there.

    Raises:
        UnknownNameError: The handbook has no such region.
    """
    if region is not None and region not in handbook.regions:
        raise UnknownNameError("region", region)
    found: dict[tuple[str, Id, Id], list[tuple[Entry, int, int]]] = defaultdict(list)
    for entry, source, target in _crossings(chart):
        for sender in _agencies(chart, source, handbook, region):
            for receiver in _agencies(chart, target, handbook, region):
                if sender != receiver:
                    key = entry.activity, sender, receiver
                    found[key].append((entry, source, target))
    return tuple(_handoff(chart, key, ways) for key, ways in found.items())


def _crossings(chart: Chart) -> Iterator[tuple[Entry, int, int]]:
    """Yield the steps between two resting states that two different roles hold."""
    for entry in chart.entries:
        if entry.goal is None:
            continue
        targets = rests(chart, entry.node, entry.goal, at_top=entry.at_top)
        for source in leaves(chart, entry.node):
            for target in targets:
                one, other = chart.nodes[source].held_by, chart.nodes[target].held_by
                if one and other and one != other:
                    yield entry, source, target


def _handoff(
    chart: Chart, key: tuple[str, Id, Id], ways: list[tuple[Entry, int, int]]
) -> Handoff:
    sources = sorted({source for _, source, _ in ways})
    targets = sorted({target for _, _, target in ways})
    return Handoff(
        *key,
        tuple(chart.nodes[index].name for index in sources),
        tuple(chart.nodes[index].name for index in targets),
        acknowledged=all(entry.kind is EntryKind.ACKNOWLEDGE for entry, _, _ in ways),
    )


def _agencies(
    chart: Chart, node: int, handbook: Handbook, region: Id | None
) -> tuple[Id, ...]:
    role = chart.nodes[node].held_by
    if role is None or role not in handbook.roles:
        return ()
    bound = handbook.regions[region].roles.get(role) if region else None
    if bound is None:
        return handbook.roles[role].agencies
    return () if bound.agency is None else (bound.agency,)


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
        for agency in _agencies(chart, node.index, handbook, region)
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

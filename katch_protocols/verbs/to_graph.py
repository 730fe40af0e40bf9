"""to_graph: a protocol as a graph of the networkx library."""

from typing import assert_never

from katch_protocols.charts.build import chart
from katch_protocols.graphs.handoffs import handoff_graph
from katch_protocols.graphs.kinds import GraphKind, ProtocolGraph
from katch_protocols.graphs.states import state_graph
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.protocol import Protocol

__all__ = ["to_graph"]


def to_graph(
    protocol: Protocol,
    *,
    kind: GraphKind | str = GraphKind.STATES,
    handbook: Handbook | None = None,
) -> ProtocolGraph:
    """Return ``protocol`` as a networkx graph.

    ``states``: states and the steps between them. ``handoffs``: agencies, and where the
    case passes from one to another.

    Example:
        >>> graph = to_graph(handbook.protocols["referral"])
        >>> graph.has_edge("reported", "closed")
        True

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ValueError: There is no such ``kind``.
    """
    home = handbook or Handbook.of(protocol)
    meant = chart(protocol, home)
    wanted = GraphKind(kind)
    match wanted:
        case GraphKind.STATES:
            return state_graph(meant)
        case GraphKind.HANDOFFS:
            return handoff_graph(meant, home)
        case _:
            assert_never(wanted)

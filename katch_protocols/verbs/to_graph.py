"""to_graph: a protocol as a networkx graph, of its states or of its handoffs."""

from typing import Literal

from katch_protocols.arguments import typed
from katch_protocols.charts.build import chart
from katch_protocols.errors import ProtocolError
from katch_protocols.graphs.handoff_graph import handoff_graph
from katch_protocols.graphs.states import Graph, state_graph
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.sentences.nearness import require

__all__ = ["to_graph"]

_KINDS = ("states", "handoffs")


@typed
def to_graph(
    protocol: Protocol,
    *,
    of: Literal["states", "handoffs"] = "states",
    region: Id | None = None,
    handbook: Handbook | None = None,
) -> Graph:
    """Return the states of ``protocol`` and the moves between them, or its handoffs.

    ``of="handoffs"``: the agencies, and how a child passes from one to another; in a
    ``region``, by the agencies that are bound there. Every attribute is a text or a
    truth value, so any writer of networkx can save the graph.

    Example:
        >>> graph = to_graph(handbook.protocols["referral"])
        >>> list(graph.edges(keys=True))
        [('reported', 'closed', 'make_safe')]

    Raises:
        NoHandbookError: The protocol was made alone and no ``handbook`` is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        UnknownNameError: ``of`` is neither, or the handbook has no such region.
        WrongTypeError: An argument has another type.
    """
    require("graph", of, _KINDS)
    home = handbook or Handbook.of(protocol)
    drawn = chart(protocol, home)
    if drawn.problems:
        raise ProtocolError(protocol.id, [problem.code for problem in drawn.problems])
    if region is not None:
        require("region", region, home.regions)
    if of == "handoffs":
        return handoff_graph(drawn, home, region=region)
    return state_graph(drawn)

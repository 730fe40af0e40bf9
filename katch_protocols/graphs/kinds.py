"""Which graphs there are of a protocol, and their type."""

from enum import StrEnum
from typing import TypeAlias

import networkx as nx

__all__ = ["GraphKind", "ProtocolGraph"]

ProtocolGraph: TypeAlias = "nx.MultiDiGraph[str]"
"""Nodes are ids; every attribute is a text or a truth value."""


class GraphKind(StrEnum):
    """What the nodes of a graph are."""

    STATES = "states"
    HANDOFFS = "handoffs"

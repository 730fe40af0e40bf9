"""What is laid out: lanes, phases, boxes and arrows; nothing of protocols or SVG.

Pixels throughout; ``u`` counts across the lanes, ``v`` down the flow.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct, field

__all__ = [
    "A3",
    "Arrow",
    "Box",
    "Cluster",
    "Edge",
    "Graph",
    "LayoutNode",
    "NodeShape",
    "Options",
    "Point",
    "Rect",
]

Point = tuple[float, float]
"""A place on the page, in pixels from the top left corner."""


class NodeShape(StrEnum):
    """The outline of a node; a bar spans the lanes of its branches."""

    CARD = "card"
    PILL = "pill"
    HEXAGON = "hexagon"
    BAR = "bar"


class Arrow(StrEnum):
    """What an edge means for the layout; a return never sets the order."""

    STEP = "step"
    HANDOFF = "handoff"
    RETURN = "return"

    @property
    def leads_on(self) -> bool:
        """Whether the target stands after the source."""
        return self is not Arrow.RETURN


class Box(Struct, frozen=True):
    """The size of something, in pixels."""

    width: float
    height: float


class Rect(Struct, frozen=True):
    """An upright rectangle; ``x`` and ``y`` are its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> "Rect":
        """Return the rectangle with ``by`` more on every side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: "Rect") -> bool:
        """Whether the insides of both overlap."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


class LayoutNode(Struct, frozen=True):
    """A box of one lane and phase; ``badge`` is the room of its deadline pill.

    ``strand`` names the parallel strand that the node belongs to, if any, and ``group``
    the strands that run beside it.
    """

    id: str
    lane: str
    phase: str
    size: Box
    shape: NodeShape = NodeShape.CARD
    badge: Box | None = None
    strand: str | None = None
    group: str | None = None


class Edge(Struct, frozen=True):
    """An arrow; ``labels`` are the sizes of its text, one a way of breaking lines."""

    id: str
    source: str
    target: str
    arrow: Arrow = Arrow.STEP
    labels: tuple[Box, ...] = ()


class Cluster(Struct, frozen=True):
    """Nodes that get one hull; ``tabs`` are the sizes of its title, one a way of lines.

    ``guests`` may stand inside too. Of two clusters, one holds the other or they share
    nothing; the outer one comes first.
    """

    id: str
    nodes: tuple[str, ...]
    tabs: tuple[Box, ...]
    guests: tuple[str, ...] = ()


class Graph(Struct, frozen=True, dict=True):
    """What is laid out; every order is the author's, and no edge is a loop.

    ``least`` is the least height of a phase, where its title needs more than its rows.
    """

    lanes: tuple[str, ...]
    phases: tuple[str, ...]
    nodes: tuple[LayoutNode, ...]
    edges: tuple[Edge, ...]
    least: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    clusters: tuple[Cluster, ...] = ()

    @cached_property
    def node(self) -> Mapping[str, LayoutNode]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def edge(self) -> Mapping[str, Edge]:
        """The edges by id."""
        return {edge.id: edge for edge in self.edges}

    @cached_property
    def rank_of(self) -> Mapping[str, int]:
        """The author's position of each node."""
        return {node.id: position for position, node in enumerate(self.nodes)}


A3 = Box(1134, 785)
"""The printable room of an A3 sheet, landscape, 10 mm margins, in points."""


class Options(Struct, frozen=True):
    """The measures of a layout, in pixels; the defaults are for print on A3.

    ``fit`` adds columns to lanes until the page fits ``paper`` (in points) best;
    ``compact`` lets arrows run level.
    """

    left: float = 46
    top: float = 96
    foot: float = 180
    lane_margin: float = 10
    gutter: float = 44
    gutter_margin: float = 12
    corridor: float = 20
    corridor_margin: float = 12
    row_margin: float = 3
    track: float = 16
    compact: bool = True
    fit: bool = True
    paper: Box = A3

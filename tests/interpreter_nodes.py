"""What a protocol's tree is made of; see ``interpreter_tree``."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from katch_protocols.model.activities import Activity
from katch_protocols.model.deadlines import Duration
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import State, StateKind

__all__ = ["Arrow", "Entry", "Node", "Scope", "Timer", "UnreadableError"]


class UnreadableError(Exception):
    """A protocol that the interpreter cannot make sense of."""


@dataclass(eq=False)
class Node:
    """A state in its place. The top of the protocol is a running state too."""

    name: str
    kind: StateKind
    parent: "Node | None" = None
    noun: State | None = None
    initial: str | None = None
    children: dict[str, "Node"] = field(default_factory=dict)

    @cached_property
    def path(self) -> str:
        if self.parent is None:
            return ""
        return f"{self.parent.path}.{self.name}".lstrip(".")

    @property
    def compound(self) -> bool:
        """Whether exactly one child is active while the state is."""
        return self.kind in {StateKind.COMPOSITE, StateKind.RUNNING}

    def ancestors(self) -> Iterator["Node"]:
        """Yield the nodes around this one, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def inside(self) -> Iterator["Node"]:
        """Yield every node below this one, in document order."""
        for child in self.children.values():
            yield child
            yield from child.inside()

    @property
    def depth(self) -> int:
        """How many states are around it."""
        return len(tuple(self.ancestors()))


@dataclass(eq=False)
class Scope:
    """One protocol in its place: the top, or inlined in a running state."""

    protocol: Protocol
    top: Node
    outer: "Scope | None"
    own: set[str] = field(default_factory=set)
    lent: set[str] = field(default_factory=set)
    """Fragments merged here; states of fragments that are merged around it."""

    def full(self, activity: str) -> str:
        """Return the full name of an activity of this protocol."""
        return f"{self.top.path}.{activity}".lstrip(".")

    def outward(self) -> Iterator["Scope"]:
        """Yield this protocol, then those that run it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer


@dataclass(frozen=True, eq=False)
class Arrow:
    """A way from one state to another; without ``to`` nothing moves.

    Names are read where ``read_at`` stands, if not at the source.
    """

    source: Node
    scope: Scope
    to: Node | None = None
    resume: bool = False
    read_at: Node | None = None

    @cached_property
    def domain(self) -> Node:
        """The state that is not left; everything inside it is left."""
        if self.source is self.scope.top:
            return self.source
        return next(
            node
            for node in self.source.ancestors()
            if node.compound and node in self.to.ancestors()
        )


@dataclass(frozen=True, eq=False)
class Entry:
    """An activity where it is declared."""

    name: str
    activity: Activity
    arrow: Arrow


@dataclass(frozen=True, eq=False)
class Timer:
    """A step of the clock."""

    limit: Duration
    arrow: Arrow

    @cached_property
    def name(self) -> str:
        return f"clock({self.arrow.source.path}, {self.limit})"

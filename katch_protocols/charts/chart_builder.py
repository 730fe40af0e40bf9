"""The chart while it grows: nodes that can still change, and the scopes of names."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from katch_protocols.charts.chart import (
    ChartOpening,
    ChartProblem,
    ChartTimer,
    DecideLine,
    Entry,
    Goal,
    NodeKind,
)
from katch_protocols.findings import Path
from katch_protocols.model.activities import Activity
from katch_protocols.model.deadlines import Deadline
from katch_protocols.model.documents import Document, Fact, Titled
from katch_protocols.model.noun import Id, Label
from katch_protocols.model.parties import Role
from katch_protocols.model.safeguards import Safeguard
from katch_protocols.model.states import State

__all__ = ["DeclaredState", "Draft", "DraftNode", "Placed", "Scope"]


class Scope(Struct, frozen=True):
    """One protocol inside the chart: its top node, its prefix, who inlined it.

    ``lent`` are the fragments that it uses and that an outer protocol has merged for
    both; ``lent_states`` are their states, which are found outward.
    """

    home: Id
    top: int
    outer: "Scope | None" = None
    lent: frozenset[Id] = frozenset()
    lent_states: frozenset[Id] = frozenset()

    @property
    def chain(self) -> tuple[Id, ...]:
        """The protocols from this one outward."""
        return (self.home, *(self.outer.chain if self.outer else ()))


class DeclaredState(Struct, frozen=True):
    """An activity as written, before its targets are found."""

    node: int
    act: Activity
    path: Path
    scope: Scope
    at_top: bool = False


class Placed(Struct, frozen=True):
    """An entry and the scope in which its names are found.

    ``named``: it stands at a protocol's own level, and its ``from`` names the node.
    ``written_at`` is the node for which it was written, if that is another.
    """

    entry: Entry
    scope: Scope
    named: bool = False
    written_at: int | None = None


class DraftNode(Struct):
    """A node that may still get children, moves and inherited values."""

    index: int
    name: str
    kind: NodeKind
    parent: int
    path: Path
    scope: Scope
    state: State | None = None
    title: Label | None = None
    children: dict[str, int] = field(default_factory=dict)
    initial: int | None = None
    phase: Id | None = None
    held_by: Id | None = None
    holder_home: Id | None = None
    function: Id | None = None
    within: Deadline | None = None
    clock_start: str | None = None
    escalate_to: tuple[Id, ...] = ()
    lines: list[DecideLine] = field(default_factory=list)
    done: Goal | None = None
    timers: list[ChartTimer] = field(default_factory=list)
    awaiting: str | None = None
    receiver: Id | None = None
    running: Id | None = None
    opens: tuple[ChartOpening, ...] = ()

    @property
    def bare(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]


class Draft(Struct):
    """Everything that the stages of ``build`` hand on to one another."""

    nodes: list[DraftNode] = field(default_factory=list)
    declared: list[DeclaredState] = field(default_factory=list)
    entries: list[Placed] = field(default_factory=list)
    facts: dict[Id, Fact] = field(default_factory=dict)
    documents: dict[Id, Document] = field(default_factory=dict)
    safeguards: dict[Id, Safeguard] = field(default_factory=dict)
    measured: Mapping[Id, Titled] = field(default_factory=dict)
    """What the handbook measures; what counts as it is written at each noun."""
    panels: Mapping[Id, Role] = field(default_factory=dict)
    """Every role that decides together; its chair acts for it elsewhere."""
    problems: list[ChartProblem] = field(default_factory=list)
    acts: dict[str, None] = field(default_factory=dict)
    """The full name of every activity, in the order of the file."""

    def problem(
        self,
        code: str,
        path: Path,
        facts: Mapping[str, str],
        near: tuple[str, ...] = (),
    ) -> None:
        """Note a problem, once; the chart cannot be compiled any more."""
        problem = ChartProblem(code, path, facts, near)
        if problem not in self.problems:
            self.problems.append(problem)

    def counts_as(self) -> frozenset[Id]:
        """Return everything measured that something declared here counts as."""
        acts = (declared.act.counts_as for declared in self.declared)
        states = (node.state.counts_as for node in self.nodes if node.state)
        written = {name for names in (*acts, *states) for name in names}
        return frozenset(self.measured.keys() & written)

    def child(self, parent: int, bare: str) -> int | None:
        """Return the child of that bare name."""
        return self.nodes[parent].children.get(bare)

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the proper ancestors, nearest first."""
        while index:
            index = self.nodes[index].parent
            yield index

    def below(self, index: int) -> Iterator[int]:
        """Yield every node strictly below, in document order."""
        for child in self.nodes[index].children.values():
            yield child
            yield from self.below(child)

    def domain(self, source: int, target: int, *, at_top: bool = False) -> int:
        """Return the node that a move does not exit; see ``Chart.domain``."""
        if at_top:
            return source
        return self.around(self.ancestors(source), target)

    def around(self, outward: Iterable[int], target: int) -> int:
        """Return the first of some nodes that has one active child and the target."""
        above = set(self.ancestors(target))
        for index in outward:
            if index in above and self.nodes[index].kind.is_region:
                return index
        return 0

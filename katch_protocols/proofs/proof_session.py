"""One protocol under proof: what its sentences share."""

from collections.abc import Callable, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from katch_protocols.budget import keep
from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.charts.holders import Holders
from katch_protocols.charts.starts import with_starts
from katch_protocols.in_use import InUse
from katch_protocols.model.conditions import Condition
from katch_protocols.proofs.abstraction.localization import Goals, Localized, search
from katch_protocols.proofs.abstraction.slice_graph import (
    MAX_SHARED,
    SliceGraph,
    narrowed,
    slice_graph,
)
from katch_protocols.proofs.automata.product_automaton import Watcher
from katch_protocols.proofs.bounds import FEW, MANY, VAST
from katch_protocols.proofs.duty_table import DutyTable, watch_duties
from katch_protocols.proofs.leaving import left_freely
from katch_protocols.semantics.compile import compile_chart, own_table
from katch_protocols.semantics.explore import (
    DEFAULT_LIMIT,
    Exploration,
    explore,
)
from katch_protocols.semantics.explored import explored
from katch_protocols.semantics.layout import Field, Layout, lay_out
from katch_protocols.semantics.table import Table

__all__ = ["ProofSession", "most_configurations"]


class ProofSession(Struct, frozen=True, eq=False, dict=True):
    """A chart, who holds its roles, and how many configurations to look at.

    Sentences that ask about the same things share one table, those that see the same
    slice its graph. ``sliced`` and ``shared`` change no verdict: without them every
    sentence looks at every configuration, and finds it by itself. ``seen`` finds what
    somebody knows of the protocol's own table, up to ``VAST`` configurations.
    """

    chart: Chart
    holders: Holders
    limit: int = DEFAULT_LIMIT
    sliced: bool = True
    shared: bool = True
    seen: Callable[[], Exploration] | None = None
    _tables: dict[tuple[Field, ...], Table] = field(default_factory=dict)
    _wide: dict[tuple[Field, ...], Table] = field(default_factory=dict)
    _timed: dict[tuple[Field, ...], DutyTable] = field(default_factory=dict)
    _fields: dict[tuple[Condition, ...], tuple[Field, ...]] = field(
        default_factory=dict
    )
    _graphs: dict[tuple[tuple[Field, ...], int], SliceGraph | None] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        """Let cases start with the values that whoever opens them may give."""
        chart = with_starts(self.chart, self.holders.handbook)
        force_setattr(self, "chart", chart)

    @cached_property
    def table(self) -> Table:
        """The protocol's own table."""
        return self.table_for(())

    @cached_property
    def whole(self) -> Exploration:
        """Every configuration of the protocol, within the limit."""
        if self._few.exhausted or self.limit <= VAST:
            return self._few
        found = explore(self.table, limit=self.limit)
        keep(found.size)
        return found

    @cached_property
    def _few(self) -> Exploration:
        """As much of it as is looked at to tell whether it is vast."""
        seen = None if self.seen is None else self.seen()
        if seen is not None and (seen.exhausted or self.limit >= VAST):
            return seen
        found = explored(self.table, limit=min(self.limit, VAST))
        keep(found.size)
        return found

    @cached_property
    def left_freely(self) -> frozenset[int]:
        """The states whose deadline nobody must keep: only powers leave them."""
        if all(entry.obliges for entry in self.chart.entries):
            return frozenset()
        count = self._count if self._few.exhausted else None
        return _left.of(
            (self.table,), lambda: left_freely(self.table, count), count is None
        )

    def _count(self, mask: int, match: int) -> int:
        return len(self._few.where(mask, match))

    @cached_property
    def is_wide(self) -> bool:
        """Whether parallel strands make too many configurations to look at each."""
        return most_configurations(self.chart) > MANY

    @cached_property
    def is_vast(self) -> bool:
        """Whether sentences had better see little of it: it has many configurations."""
        return self.is_wide or not self._few.exhausted

    @cached_property
    def brief(self) -> "ProofSession":
        """The same protocol, of which a question looks at few configurations."""
        return replace(self, limit=min(self.limit, FEW), _graphs={})

    def with_holders(self, holders: Holders) -> "ProofSession":
        """Return the same protocol with others in it; what was found is shared.

        Tables, and graphs of slices, say nothing of who is there.
        """
        return replace(self, holders=holders, seen=lambda: self._few)

    def timed_table(self, asks: Sequence[Condition]) -> DutyTable:
        """Return a table whose words also tell which duties are owed."""
        fields = self._laid_out(asks)
        if fields not in self._timed:
            self._timed[fields] = watch_duties(self.table_for(asks))
        return self._timed[fields]

    def wide_table(self, asks: Sequence[Condition]) -> Table:
        """Return a table in which completions stand by themselves: far fewer rows."""
        fields = self._laid_out(asks)
        if fields not in self._wide:
            self._wide[fields] = compile_chart(self.chart, asks, folded=False)
        return self._wide[fields]

    def search(self, watcher: Watcher, goals: Goals) -> Localized:
        """Find a case in which the product reaches a goal, or that there is none."""
        return search(self.wide_table(watcher.asks), watcher, goals, limit=self.limit)

    def _laid_out(self, asks: Sequence[Condition]) -> tuple[Field, ...]:
        if all(map(self._own_layout.tells, asks)):
            return self._own_layout.fields
        key = tuple(asks)
        if key not in self._fields:
            self._fields[key] = lay_out(self.chart, asks).fields
        return self._fields[key]

    @cached_property
    def _own_layout(self) -> Layout:
        """The layout without anything that only a sentence asks about."""
        return lay_out(self.chart)

    def graph(self, table: Table, cone: int) -> SliceGraph | None:
        """Return the graph of a slice of one of the tables, if it is small enough."""
        if not self.shared:
            return None
        key = (table.layout.fields, cone)
        if key not in self._graphs:
            self._graphs[key] = self._graph(table, cone)
        return self._graphs[key]

    def _graph(self, table: Table, cone: int) -> SliceGraph | None:
        if table is self.table and not self.is_vast:
            return narrowed(self._few, cone, limit=self.limit)
        limit = min(self.limit, MAX_SHARED)
        return _slices.of(
            (table,), lambda: slice_graph(table, cone, limit=limit), cone, limit
        )

    def outgrows(self, table: Table, cone: int) -> bool:
        """Tell whether a slice is known to have too many configurations."""
        return self.shared and self.graph(table, cone) is None

    def table_for(self, asks: Sequence[Condition]) -> Table:
        """Return a table whose words also tell what the conditions ask about."""
        fields = self._laid_out(asks)
        if fields not in self._tables:
            is_own = fields == self._own_layout.fields
            found = own_table(self.chart) if is_own else compile_chart(self.chart, asks)
            self._tables[fields] = found
        return self._tables[fields]


_slices = InUse[SliceGraph | None](2)
"""The graphs of slices that were explored last: whoever measures asks for them again.

No more of them: they are large."""

_left = InUse[frozenset[int]](32)
"""The states of a table that are left freely, for all who prove something of it."""


def most_configurations(chart: Chart) -> int:
    """Return how many sets of active states there could be: a bound, facts left out."""
    return _most(chart, 0)


def _most(chart: Chart, index: int) -> int:
    node = chart.nodes[index]
    if node.kind is NodeKind.PARALLEL:
        product = 1
        for strand in node.children:
            product *= _most(chart, strand)
        return product
    return sum(_most(chart, child) for child in node.children) or 1

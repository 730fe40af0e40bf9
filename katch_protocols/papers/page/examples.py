"""A short case to each end of a protocol, as rows of its table."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.in_use import InUse
from katch_protocols.model.states import GOOD_ENDS
from katch_protocols.papers.page.telling_order import Path, TellingOrder
from katch_protocols.proofs.abstraction.localization import search
from katch_protocols.proofs.automata.product_automaton import Automaton, Watcher
from katch_protocols.proofs.soundness import GOOD
from katch_protocols.semantics.case_step import find_row
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.explored import explored
from katch_protocols.semantics.table import Row, Table

__all__ = ["Examples", "Path", "ends", "examples_of"]

_MOST_SEEN = 200_000
"""How many configurations are looked at; then a case is hunted for, seeing little."""

_NOTHING = Watcher(Automaton(("open",), {}), ())
"""Watches nothing: only where a case is counts."""


def ends(chart: Chart) -> Iterator[ChartNode]:
    """Yield the states in which a case is complete, in document order."""
    for index in chart.root.children:
        if chart.nodes[index].kind is NodeKind.FINAL:
            yield chart.nodes[index]


class Examples(Struct, frozen=True, dict=True):
    """Finds the cases; ``table`` is the protocol's own."""

    chart: Chart
    table: Table

    @cached_property
    def all(self) -> tuple[tuple[ChartNode, Path], ...]:
        """Each end that any case reaches, with a short case to it.

        First the one that shows most: in which the child is protected, else that ends
        well; of several the farthest, for a case that is over at once shows nothing.
        The others follow in document order.
        """
        found = {node.index: self._path(node) for node in ends(self.chart)}
        told = [(self.chart.nodes[at], path) for at, path in found.items() if path]
        first = self._first(told)
        return (*first, *(each for each in told if each not in first))

    def to(self, wanted: Callable[[Row], bool]) -> Path:
        """Return a shortest case whose last step is wanted; empty where none is found.

        Of a protocol with too many cases to look at each, those that were looked at.
        """
        rows = filter(wanted, self.table.rows)
        before = ((self._explored.where(row.mask, row.match), row) for row in rows)
        found = [(int(places[0]), row) for places, row in before if len(places)]
        if not found:
            return ()
        place, row = min(found, key=lambda each: each[0])
        return (*self._order.told(self._explored.path(place), row.applies), row)

    def _first(
        self, told: Sequence[tuple[ChartNode, Path]]
    ) -> Sequence[tuple[ChartNode, Path]]:
        for wanted in (GOOD_ENDS, GOOD):
            good = [each for each in told if each[0].outcome in wanted]
            if good:
                return [max(good, key=lambda each: len(each[1]))]
        return []

    def _path(self, node: ChartNode) -> Path:
        """Return a short case to an end; empty where there is none, or none is found.

        A shortest one, unless there are too many cases to look at each.
        """
        cube = self._cube(node, self.table)
        found = self._explored.where(*cube)
        if len(found):
            path = self._explored.path(int(found[0]))
        else:
            path = () if self._explored.exhausted else self._hunted(node)
        return self._order.told(path, lambda word: word & cube[0] == cube[1])

    def _hunted(self, node: ChartNode) -> Path:
        cube = self._cube(node, self._unfolded)
        found = search(self._unfolded, _NOTHING, lambda _: [cube], limit=_MOST_SEEN)
        word, path = self.table.initial, list[Row]()
        for step in found.rows:
            row = find_row(self.table, word, step.activity, dict(step.records))
            word = row.after(word)
            path.append(row)
        return tuple(path)

    @staticmethod
    def _cube(node: ChartNode, table: Table) -> Cube:
        layout = table.layout
        field = layout.fields[layout.regions[0]]
        return field.mask, layout.codes[node.index] << field.shift

    @cached_property
    def _order(self) -> TellingOrder:
        return TellingOrder(self.chart, self.table)

    @cached_property
    def _explored(self) -> Exploration:
        return explored(self.table, limit=_MOST_SEEN)

    @cached_property
    def _unfolded(self) -> Table:
        """The table in which completions stand by themselves."""
        return compile_chart(self.chart, folded=False)


_in_use = InUse[Examples](2)
"""What walks through a protocol and what plays it for the same page ask the same."""


def examples_of(chart: Chart, table: Table) -> Examples:
    """Return the cases of a chart, found once as long as its table is in use."""
    return _in_use.of((chart, table), lambda: Examples(chart, table))

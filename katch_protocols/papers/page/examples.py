"""A short case to each end of a protocol, as rows of its table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from katch_protocols.charts.chart import Chart, ChartNode, NodeKind
from katch_protocols.model.states import GOOD_ENDS
from katch_protocols.proofs.abstraction.localization import hunt
from katch_protocols.proofs.automata.product_automaton import Automaton, Watcher
from katch_protocols.proofs.soundness import GOOD
from katch_protocols.semantics.case_step import find_row
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration, explore
from katch_protocols.semantics.table import Row, Table

__all__ = ["Examples", "Path", "ends"]

Path = tuple[Row, ...]
"""The steps of a case from its start, as rows of the protocol's table."""

_MOST_SEEN = 200_000
"""How many configurations are looked at; then a case is hunted for, seeing little."""

_NOTHING = Watcher(Automaton(("open",), {}), ())
"""Watches nothing: only where a case is counts."""


def ends(chart: Chart) -> Iterator[ChartNode]:
    """Yield the states in which a case is complete, in document order."""
    for index in chart.root.children:
        if chart.nodes[index].kind is NodeKind.FINAL:
            yield chart.nodes[index]


@dataclass(frozen=True)
class Examples:
    """Finds the cases; ``table`` is the protocol's own."""

    chart: Chart
    table: Table

    def all(self) -> Iterator[tuple[ChartNode, Path]]:
        """Yield each end that any case reaches, with a short case to it.

        First the one that shows most: in which the child is protected, else that ends
        well; of several the farthest, for a case that is over at once shows nothing.
        The others follow in document order.
        """
        found = {node.index: self._path(node) for node in ends(self.chart)}
        told = [(self.chart.nodes[at], path) for at, path in found.items() if path]
        first = self._first(told)
        yield from first
        yield from (each for each in told if each not in first)

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
        return (*self._explored.path(place), row)

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
            return self._patient(self._explored.path(int(found[0])))
        return () if self._explored.exhausted else self._hunted(node)

    def _hunted(self, node: ChartNode) -> Path:
        cube = self._cube(node, self._unfolded)
        found = hunt(self._unfolded, _NOTHING, lambda _: [cube], limit=_MOST_SEEN)
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
    def _explored(self) -> Exploration:
        return explore(self.table, limit=_MOST_SEEN)

    @cached_property
    def _unfolded(self) -> Table:
        """The table in which completions stand by themselves."""
        return compile_chart(self.chart, folded=False)

    def _patient(self, path: Path) -> Path:
        """Return the same steps in an order in which the clock moves as late as it can.

        A search by steps alone lets thirty days pass before anybody is helped.
        """
        table = self.table
        lost: set[tuple[int, frozenset[int]]] = set()

        def order(word: int, left: frozenset[int]) -> Path | None:
            if not left:
                return () if table.is_final(word) else None
            if (word, left) in lost:
                return None
            for at in sorted(left, key=lambda each: (path[each].timed, each)):
                row = _same_step(table, path[at], word)
                rest = None if row is None else order(row.after(word), left - {at})
                if row is not None and rest is not None:
                    return (row, *rest)
            lost.add((word, left))
            return None

        return order(table.initial, frozenset(range(len(path)))) or path


def _same_step(table: Table, step: Row, word: int) -> Row | None:
    """Return the row by which the same step goes elsewhere in a case."""
    rows = table.by_step[step.activity, step.records]
    return next((row for row in rows if row.applies(word)), None)

"""Compile a chart to its table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from katch_protocols.budget import blaming, keep, look
from katch_protocols.charts.chart import (
    Chart,
    ChartOpening,
    ChartTimer,
    Entry,
    EntryKind,
)
from katch_protocols.errors import BoundError, ProtocolError
from katch_protocols.in_use import InUse
from katch_protocols.model.conditions import Condition
from katch_protocols.semantics.cubes import MAX_ROWS, Cube, cover, cross
from katch_protocols.semantics.enumerate_paths import merge_ways, start, starts, ways
from katch_protocols.semantics.layout import Layout, lay_out
from katch_protocols.semantics.symbolic_state import Move, StepPath
from katch_protocols.semantics.table import Records, Row, Table
from katch_protocols.semantics.tree import Tree

__all__ = ["MAX_ROWS", "MAX_WAYS", "compile_chart", "own_table"]

MAX_WAYS = 4_096
"""The most rows of one activity in one state."""

_ROW = 700
"""About how many bytes a row fills, besides its four integers."""


def compile_chart(
    chart: Chart, asks: Sequence[Condition] = (), *, folded: bool = True
) -> Table:
    """Compile a chart to rows of (mask, match, clear, set).

    ``asks`` are conditions from outside, whose facts, documents and events the words
    must tell as well. Without ``folded``, ``done`` is not carried into the steps that
    lead to it but stands in ``Table.completions``: far fewer rows where many strands
    run side by side, for a reader that takes completions at once.

    Raises:
        ProtocolError: The chart has problems; ``rules`` says which.
        BoundError: More than ``MAX_WAYS`` rows for one activity in one state, or more
            than ``MAX_ROWS`` in all.
    """
    if chart.problems:
        codes = [problem.code for problem in chart.problems]
        raise ProtocolError(chart.protocol.id, codes)
    return _Compiler(chart, asks, folded=folded).table()


_own = InUse[Table](64)


def own_table(chart: Chart) -> Table:
    """Return the table of a chart alone, compiled once as long as the chart is in use.

    Raises as ``compile_chart`` does.
    """
    return _own.of((chart,), lambda: compile_chart(chart))


class _Compiler:
    def __init__(
        self, chart: Chart, asks: Sequence[Condition], *, folded: bool
    ) -> None:
        self.chart = chart
        self.layout: Layout = lay_out(chart, asks)
        self.tree = Tree(self.layout, folding=folded)
        self.rows: list[Row] = []
        self.endless: list[Row] = []
        self.completions: list[Row] = []
        self._row_size = _ROW + self.layout.width // 2

    def table(self) -> Table:
        for entry in self.chart.entries:
            with blaming(entry.path):
                for records in self._records(entry):
                    self._add(Move(entry.node, entry.goal, entry, records), self.rows)
        for node in self.chart.nodes:
            with blaming(node.path):
                for timer in node.timers:
                    self._add(Move(node.index, timer.goal), self.rows, timer)
        if not self.tree.folding:
            self._complete()
        first = start(self.tree, self._initially())
        if first.endless:
            self.endless.append(self._row(Move(0, None), None, first, (0, 0)))
        by_step = defaultdict(list)
        keep(len(self.rows) * self._row_size)
        for row in self.rows:
            by_step[row.activity, row.records].append(row)
        return Table(
            self.chart,
            self.layout,
            self._word(first.written),
            first.entered,
            tuple(self.rows),
            self._final(),
            tuple(self.endless),
            tuple(self.completions),
            tuple(self._starts()),
            {key: tuple(found) for key, found in by_step.items()},
        )

    def _starts(self) -> Iterator[Row]:
        """Yield how a case begins with whatever values its facts have."""
        if self.chart.root.initial is None:
            return
        move = Move(0, None)
        for way in starts(self.tree, limit=MAX_WAYS):
            for cube in self._cubes(way, move, None):
                yield self._row(move, None, way, cube)

    def _complete(self) -> None:
        """Add the moves of ``done``, the innermost first."""
        nodes = [node for node in self.chart.nodes if node.done is not None]
        nodes.sort(key=lambda node: -len(self.chart.ancestors(node.index)))
        for node in nodes:
            move = Move(node.index, node.done, completes=True)
            with blaming(node.path):
                self._add(move, self.completions)

    def _initially(self) -> dict[int, int]:
        """Return the first codes of facts; a value that is none is left unknown."""
        first = {}
        for name, field in self.layout.facts.items():
            values = self.layout.fields[field].values
            initially = self.chart.facts[name].initially
            if initially in values:
                first[field] = values.index(initially)
        return first

    def _records(self, entry: Entry) -> Iterator[Records]:
        """Yield every combination of values that the actor may state."""
        if entry.kind is EntryKind.START:
            yield entry.brought
            return
        facts = entry.act.records
        combinations = 1
        for fact in facts:
            combinations *= len(self.chart.facts[fact].values)
        if combinations > MAX_WAYS:
            raise BoundError("recorded-combinations", MAX_WAYS, entry.activity)
        choices = (
            [(fact, value) for value in self.chart.facts[fact].values] for fact in facts
        )
        yield from product(*choices)

    def _add(
        self, move: Move, into: list[Row], timer: ChartTimer | None = None
    ) -> None:
        found = merge_ways(ways(self.tree, move, limit=MAX_WAYS), self.tree, move.node)
        for way in found:
            for cube in self._cubes(way, move, timer):
                row = self._row(move, timer, way, cube)
                (self.endless if way.endless else into).append(row)
            self._look(move, timer)

    def _look(self, move: Move, timer: ChartTimer | None) -> None:
        """Go on only within the bound of rows, and the budget."""
        rows = len(self.rows) + len(self.endless) + len(self.completions)
        look(rows * self._row_size)
        if rows > MAX_ROWS:
            raise BoundError("rows", MAX_ROWS, self._name(move, timer))

    def _name(self, move: Move, timer: ChartTimer | None) -> str:
        """Return what to blame for the rows of a move."""
        if timer is not None:
            return timer.name
        if move.entry is not None:
            return move.entry.activity
        return self.tree.name(move.node)

    def _cubes(
        self, way: StepPath, move: Move, timer: ChartTimer | None
    ) -> Iterator[Cube]:
        return cross(self._covers(way, move.node), self._name(move, timer))

    def _covers(self, way: StepPath, node: int) -> Iterator[tuple[Cube, ...]]:
        implied = self.tree.implied(node)
        domains = self.layout.domains
        for field, codes in sorted(way.asked.items()):
            known = domains[field]
            if len(codes) > 1:
                known = implied.get(field, known)
            yield cover(self.layout.fields[field], codes, known)

    def _row(
        self, move: Move, timer: ChartTimer | None, way: StepPath, cube: Cube
    ) -> Row:
        clear = 0
        for field in way.written:
            clear |= self.layout.fields[field].mask
        entry = move.entry
        return Row(
            timer.name if timer else entry.activity if entry else "",
            *cube,
            clear,
            self._word(way.written),
            move.node,
            entry,
            timer,
            move.records,
            way.entered,
            way.resumed,
            way.lines,
            taking_over=self._taking_over(way, entry),
        )

    def _taking_over(
        self, way: StepPath, entry: Entry | None
    ) -> tuple[ChartOpening, ...]:
        """Return what ends open on a way, unless the activity opens the same."""
        own = () if entry is None else entry.opens
        known = {each.key: each for each in own}
        nodes = self.chart.nodes
        found = (each for node in way.entered for each in nodes[node].opens)
        for each in found:
            known.setdefault(each.key, each)
        return tuple(known.values())[len({each.key for each in own}) :]

    def _word(self, written: Mapping[int, int]) -> int:
        word = 0
        for field, code in written.items():
            word |= max(code, 0) << self.layout.fields[field].shift
        return word

    def _final(self) -> tuple[Cube, ...]:
        field = self.layout.regions[0]
        codes = self.tree.finals[0]
        return cover(self.layout.fields[field], codes, self.layout.domains[field])

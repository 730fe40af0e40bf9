"""Which rows of a table may conflict: what stubborn sets are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.budget import look, tick
from katch_protocols.charts.chart import Chart, NodeKind
from katch_protocols.semantics.table import Row, Table

__all__ = ["Conflicts"]


@dataclass(frozen=True, slots=True)
class _Late:
    """What a completion reads and writes; ``guards`` must be complete for it."""

    reads: int
    writes: int
    guards: frozenset[int]


class Conflicts:
    """Which rows may conflict, and which could make a missing condition true."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.chart: Chart = table.chart
        self.fields = table.fields
        self.extra = [self._extra(row) for row in table.rows]
        self.inside = [self._inside(row) for row in table.rows]
        writes = [self._writes(number) for number in range(len(table.rows))]
        self.writers = [tuple(_writing(writes, field.mask)) for field in self.fields]
        self._of: dict[int, tuple[int, ...]] = {}

    def _writes(self, number: int) -> int:
        writes = self.table.rows[number].clear
        for late in self.extra[number]:
            writes |= late.writes
        return writes

    def _inside(self, row: Row) -> frozenset[int]:
        """Return the parallel states that cannot be complete while a row is possible.

        Those in a strand of which the row's state stands: the strand is not final.
        """
        nodes = self.chart.nodes
        path = (row.node, *self.chart.ancestors(row.node))
        return frozenset(
            nodes[strand].parent
            for strand in path[1:]
            if nodes[strand].kind is NodeKind.STRAND
        )

    def _extra(self, row: Row) -> tuple[_Late, ...]:
        """Return what completions after a row may read and write."""
        if row.resumed:
            return tuple(
                _Late(one.mask, one.clear, frozenset())
                for one in self.table.completions
            )
        return tuple(self._chain(row.entered, frozenset(), frozenset()))

    def _chain(
        self, entered: tuple[int, ...], guards: frozenset[int], known: frozenset[int]
    ) -> Iterator[_Late]:
        """Yield the completions that entering final states may bring, and so on."""
        nodes = self.chart.nodes
        for node in entered:
            if nodes[node].kind is not NodeKind.FINAL:
                continue
            around = [nodes[node].parent]
            if nodes[around[0]].kind is NodeKind.STRAND:
                around.append(nodes[around[0]].parent)
            for row in self.table.completions:
                tick()
                if row.node not in around or row.node in known:
                    continue
                is_parallel = nodes[row.node].kind is NodeKind.PARALLEL
                guarded = guards | {row.node} if is_parallel else guards
                yield _Late(row.mask, row.clear, guarded)
                yield from self._chain(row.entered, guarded, known | {row.node})

    def of(self, number: int) -> tuple[int, ...]:
        """Return every row that may conflict with a row."""
        if number not in self._of:
            look()
            self._of[number] = tuple(
                other
                for other in range(len(self.table.rows))
                if other != number and self._conflict(number, other)
            )
        return self._of[number]

    def _conflict(self, one: int, other: int) -> bool:
        row, beside = self.table.rows[one], self.table.rows[other]
        if self._exclude(row, beside):
            return False
        if _touch(row, beside):
            return True
        return self._late(one, other) or self._late(other, one)

    def _exclude(self, row: Row, beside: Row) -> bool:
        """Whether two rows are never possible in one configuration."""
        if (row.match ^ beside.match) & row.mask & beside.mask:
            return True
        ours = (row.node, *self.chart.ancestors(row.node))
        theirs = (beside.node, *self.chart.ancestors(beside.node))
        if row.node in theirs or beside.node in ours:
            return False
        common = next(node for node in ours if node in theirs)
        return self.chart.nodes[common].kind.is_region

    def _late(self, one: int, other: int) -> bool:
        """Whether completions after ``one`` may conflict with ``other``."""
        row, inside = self.table.rows[other], self.inside[other]
        return any(
            bool(late.writes & (row.mask | row.clear) or late.reads & row.clear)
            for late in self.extra[one]
            if late.guards.isdisjoint(inside)
        )

    def helpers(self, number: int, word: int) -> tuple[int, ...]:
        """Return the rows that could make one missing condition of a row true."""
        row = self.table.rows[number]
        wrong = (word ^ row.match) & row.mask
        candidates = [
            writers
            for field, writers in zip(self.fields, self.writers, strict=True)
            if wrong & field.mask
        ]
        return min(candidates, key=len, default=())


def _writing(writes: Sequence[int], mask: int) -> Iterator[int]:
    look()
    return (number for number, bits in enumerate(writes) if bits & mask)


def _touch(one: Row, other: Row) -> bool:
    """Whether one row writes what the other reads or writes otherwise."""
    if one.clear & other.mask or other.clear & one.mask:
        return True
    both = one.clear & other.clear
    return bool((one.set ^ other.set) & both)

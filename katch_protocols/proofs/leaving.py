"""Which steps leave a state, and which states nobody must leave.

A power or a signal keeps no deadline: nobody is late who does not use it. So a state
that only these ever leave has no bound, whatever limit is written there. Nor is it left
by what takes it up again where it is, unless its clock begins anew with that.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec import Struct

from katch_protocols.charts.chart import ChartNode
from katch_protocols.model.states import OnPause
from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Row, Table

__all__ = ["Leaving", "left_freely", "never_left"]


Counting = Callable[[int, int], int]
"""Returns how many configurations lie in a cube, by its mask and its match."""


def left_freely(table: Table, count: Counting | None = None) -> frozenset[int]:
    """Return the states with a deadline that only powers or signals ever leave.

    ``count`` counts all configurations of the table, where they are known: then a step
    that no case takes is no way out.
    """
    if all(entry.obliges for entry in table.chart.entries):
        return frozenset()
    return frozenset(
        node.index
        for node in table.chart.nodes
        if node.within is not None and _is_free(table, node, count)
    )


def never_left(table: Table, node: int, count: Counting | None = None) -> bool:
    """Tell whether no step ever leaves a state; ``count`` as of ``left_freely``."""
    return not _taken(table, node, [*_ways_out(table, node)], count)


def _is_free(table: Table, node: ChartNode, count: Counting | None) -> bool:
    ways = [*_ways_out(table, node.index)]
    if all(map(_obliges, ways)):
        return False
    taken = _taken(table, node.index, ways, count)
    return bool(taken) and not any(map(_obliges, taken))


def _taken(
    table: Table, node: int, ways: list[Row], count: Counting | None
) -> list[Row]:
    """Return the steps out of a node that some case takes, as far as that is known."""
    if count is None:
        return ways
    mask, match = Leaving(table.layout, node).place
    return [row for row in ways if count(row.mask | mask, row.match | match)]


def _obliges(row: Row) -> bool:
    return row.entry is None or row.entry.obliges


def _ways_out(table: Table, node: int) -> Iterator[Row]:
    leaves = Leaving(table.layout, node)
    yield from filter(leaves.there, table.rows)


class Leaving(Struct, frozen=True, dict=True):
    """Tells whether a step leaves a node that is active."""

    layout: Layout
    node: int

    @cached_property
    def _around(self) -> tuple[int, ...]:
        """The node, and all that are around it."""
        return self.node, *self.layout.chart.ancestors(self.node)

    @cached_property
    def _places(self) -> tuple[tuple[int, int], ...]:
        """Of each of these that has one: its field, and what stands there, as bits."""
        found = map(self.layout.place, self._around)
        fields = self.layout.fields
        return tuple(
            (fields[place[0]].mask, place[1] << fields[place[0]].shift)
            for place in found
            if place is not None
        )

    def __call__(self, row: Row) -> bool:
        """Tell whether a step leaves the node, if it is active."""
        return (
            self.node in row.anew
            or not self._restarting.isdisjoint(row.resumed)
            or any(
                row.clear & mask and row.set & mask != here
                for mask, here in self._places
            )
        )

    @cached_property
    def _restarting(self) -> frozenset[int]:
        """Those of the node and around it with which its clock begins anew."""
        nodes = self.layout.chart.nodes
        return frozenset(
            at for at in self._around if nodes[at].on_pause is OnPause.RESTART
        )

    def there(self, row: Row) -> bool:
        """Tell whether a step can be taken where the node is active, and leaves it."""
        mask, match = self.place
        return not (row.match ^ match) & row.mask & mask and self(row)

    def at_once(self, row: Row) -> bool:
        """Tell whether a step may always leave the node, as soon as it is entered."""
        asked, word = self.place
        alone = row.node in self._around and not row.mask & ~asked and row.applies(word)
        return alone and not row.timed and self(row)

    @cached_property
    def place(self) -> tuple[int, int]:
        """The cube of the words in which the node is active."""
        asked = word = 0
        for mask, here in self._places:
            asked |= mask
            word |= here
        return asked, word

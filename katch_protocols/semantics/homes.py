"""In which state of the top region each node is active, where the words tell it."""

from katch_protocols.semantics.layout import Layout
from katch_protocols.semantics.table import Row, Table

__all__ = ["homes_of"]


def homes_of(table: Table) -> dict[int, int]:
    """Return for each node the code that the top region has while it is active.

    Only where the words tell it: the top region is whole, and every row asks whether
    its own state is active. (Parts of a protocol, seen from near, may do neither.)
    """
    layout = table.layout
    top = layout.fields[layout.regions[0]]
    written = {row.clear & top.mask for row in table.rows} - {0}
    if written != {top.mask}:
        return {}
    asked = {
        node: layout.place(node) for node in {row.node for row in table.rows} - {0}
    }
    if not all(_asks(layout, row, asked[row.node]) for row in table.rows if row.node):
        return {}
    nodes, found = table.chart.nodes, {}
    for node in nodes[1:]:
        above = (node.index, *table.chart.ancestors(node.index))
        first = next(each for each in above if nodes[each].parent == 0)
        if first in layout.codes:
            found[node.index] = layout.codes[first]
    return found


def _asks(layout: Layout, row: Row, place: tuple[int, int] | None) -> bool:
    if place is None:
        return False
    field, code = layout.fields[place[0]], place[1]
    return row.mask & field.mask == field.mask and field.code(row.match) == code

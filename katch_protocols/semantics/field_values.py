"""What the fields of a word may hold, each looked at apart from all others.

More seems possible than is, and nothing less: what no field allows never happens. It
takes a moment where there are too many configurations to look at each.
"""

from collections.abc import Iterator

from katch_protocols.semantics.table import Row, Table

__all__ = ["thinkable"]

_Test = tuple[int, frozenset[int]]
"""A field by its position, and the codes of it that a row asks for."""

_Put = tuple[int, int]
"""A field by its position, and the code that a row writes into it."""


def thinkable(table: Table) -> tuple[Row, ...]:
    """Return the rows that some case may use, in the order of the table.

    A row that is left out is used in no case.
    """
    known = [{field.code(table.initial)} for field in table.fields]
    waiting = list(table.meetable())
    tests = {id(row): tuple(_tests(table, row)) for row in waiting}
    used: set[int] = set()
    while True:
        met = [
            row
            for row in waiting
            if all(known[at] & codes for at, codes in tests[id(row)])
        ]
        if not met:
            return tuple(row for row in table.rows if id(row) in used)
        used.update(map(id, met))
        waiting = [row for row in waiting if id(row) not in used]
        for row in met:
            for at, code in _puts(table, row):
                known[at].add(code)


def _tests(table: Table, row: Row) -> Iterator[_Test]:
    for at, field in enumerate(table.fields):
        mask = (row.mask & field.mask) >> field.shift
        if mask:
            match = (row.match & field.mask) >> field.shift
            codes = range(len(field.values))
            yield at, frozenset(code for code in codes if code & mask == match)


def _puts(table: Table, row: Row) -> Iterator[_Put]:
    """Yield what a row writes; it always writes whole fields."""
    for at, field in enumerate(table.fields):
        if row.clear & field.mask:
            yield at, field.code(row.set)

"""Split a row by questions about the configuration in which it is taken."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from katch_protocols.budget import tick
from katch_protocols.semantics.cubes import cover, cross
from katch_protocols.semantics.layout import FieldKind, Layout
from katch_protocols.semantics.symbolic_state import Script, SymbolicState
from katch_protocols.semantics.table import Row

__all__ = ["RowPart", "RowQuestion", "split"]

RowQuestion = Callable[[SymbolicState], bool]
"""A yes-or-no question about the configuration just before an event."""


@dataclass(frozen=True, slots=True)
class RowPart:
    """A row restricted to where the questions have these answers."""

    row: Row
    answers: tuple[bool, ...]


def split(
    layout: Layout, row: Row, questions: Sequence[RowQuestion], *, changed: bool = False
) -> Iterator[RowPart]:
    """Yield the parts of a row, disjoint and together the whole of it.

    ``changed``: facts and documents count as the row leaves them (the question is
    about a state entered), states as they were before the step.
    """
    if not questions:
        yield RowPart(row, ())
        return
    known = _known(layout, row)
    written = _changes(layout, row) if changed else {}
    scripts: list[Script] = [()]
    while scripts:
        tick()
        sketch = SymbolicState(layout, known, scripts.pop())
        sketch.written.update(written)
        answers = tuple(question(sketch) for question in questions)
        scripts.extend(sketch.open)
        covers = (
            cover(layout.fields[field], codes, known.get(field, layout.domains[field]))
            for field, codes in sorted(sketch.asked.items())
        )
        for mask, match in cross(covers, row.activity):
            asked = row.mask | mask, row.match | match
            narrow = row.written(*asked, row.clear, row.set)
            yield RowPart(narrow, answers)


def _known(layout: Layout, row: Row) -> dict[int, frozenset[int]]:
    """Return the codes that the row's own condition leaves to each field."""
    known = {}
    for index, field in enumerate(layout.fields):
        if row.mask & field.mask:
            mask, match = field.code(row.mask), field.code(row.match)
            known[index] = frozenset(
                code for code in layout.domains[index] if code & mask == match
            )
    return known


def _changes(layout: Layout, row: Row) -> dict[int, int]:
    return {
        index: field.code(row.set)
        for index, field in enumerate(layout.fields)
        if field.kind is not FieldKind.REGION and row.clear & field.mask
    }

"""Which field to see next, where a case that seems possible is not.

A case of the seen part is taken step by step, possible or not. Of all the fields that
stop some step, the one nearest to what is seen already says most: a region before a
past event, a document or a fact, and a region close by in the tree before one afar.
"""

from collections.abc import Sequence

from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.table import Row, Table

__all__ = ["nearest_lacking"]

_KINDS = (FieldKind.REGION, FieldKind.EVENT, FieldKind.DOCUMENT, FieldKind.FACT)


def nearest_lacking(table: Table, steps: Sequence[Sequence[Row]], seen: int) -> int:
    """Return the mask of the nearest field that stops some step; 0 if none does.

    Args:
        table: the table of the rows.
        steps: for each step the rows that could be it; the one that lacks least is.
        seen: the bits of what is seen; it stops nothing.
    """
    word, lacking = table.initial, 0
    for rows in steps:
        lacks = [(((word ^ row.match) & row.mask), row) for row in rows]
        lack, row = min(lacks, key=lambda found: found[0].bit_count())
        lacking |= lack & ~seen
        word = row.after(word & ~row.mask | row.match)
    fields = [field for field in table.fields if field.mask & lacking]
    near = [_path(field) for field in table.fields if field.mask & seen]
    return min(fields, key=lambda field: _distance(field, near)).mask if fields else 0


def _distance(field: Field, near: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Return how far a field is from those seen: its kind, then up the tree."""
    path = _path(field)
    shared = max((_common(path, other) for other in near), default=0)
    return _KINDS.index(field.kind), len(path) - shared, field.shift


def _path(field: Field) -> Sequence[str]:
    return field.name.split(".") if field.kind is FieldKind.REGION else ()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    alike = min(len(one), len(other))
    return next((n for n, (mine, its) in pairs if mine != its), alike)

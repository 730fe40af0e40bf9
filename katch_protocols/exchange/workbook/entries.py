"""Entries of the files of a handbook: a value is put, an entry is taken out."""

from collections.abc import Container, Iterator, Mapping

from katch_protocols.exchange.workbook.fields import SheetField
from katch_protocols.exchange.workbook.layout import (
    EntrySpot,
    Ids,
    at,
    sheets,
)
from katch_protocols.files.field_types.field_type import Plain

__all__ = ["Tree", "drop", "put", "unseen_inside"]

Tree = dict[str, Plain]


def unseen_inside(
    trees: dict[str, Tree], spot: EntrySpot, rows: Mapping[str, Container[Ids]]
) -> Iterator[tuple[str, Ids]]:
    """Yield what stands inside an entry and has no row, by its kind and its ids.

    Its sheet is gone, or the files have it since the workbook was written.
    """
    depth = len(spot.path)
    for kind in sheets():
        for ids, below in kind.spots(trees):
            is_deeper = len(below.path) > depth and below.path[:depth] == spot.path
            is_inside = below.file == spot.file and is_deeper
            if is_inside and ids not in rows.get(kind.name, ()):
                yield kind.name, ids


def put(entry: Tree, each: SheetField, value: Plain) -> None:
    """Write a value under the keys of a field; mappings that become empty go."""
    *above, last = each.path
    holders = [entry]
    for key in above:
        below = holders[-1].get(key)
        if not isinstance(below, dict):
            below = holders[-1][key] = {}
        holders.append(below)
    if value is None:
        holders[-1].pop(last, None)
        for holder, key in zip(reversed(holders[:-1]), reversed(above), strict=True):
            if not holder[key]:
                del holder[key]
        return
    holders[-1][last] = value


def drop(trees: dict[str, Tree], spot: EntrySpot) -> None:
    """Take an entry out, and the mapping around it where it was the last one there."""
    holder = at(trees, EntrySpot(spot.file, spot.path[:-1]))
    if not isinstance(holder, dict):
        return
    del holder[spot.path[-1]]
    if not holder and len(spot.path) > 1 and spot.path[0] not in _KEPT:
        above = at(trees, EntrySpot(spot.file, spot.path[:-2]))
        if isinstance(above, dict):
            del above[spot.path[-2]]


_KEPT = frozenset({"agencies", "register", "safeguards", "sources"})
"""Tops of files that a file must have, be they empty."""

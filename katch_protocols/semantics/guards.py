"""Which rows apply to which of many words: the conditions of a table, tested at once.

Most rows of a long protocol belong to one state of one region. So the words are parted
by the code of one field, and a condition that fixes that field is tested only on the
words that have its code.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from katch_protocols.semantics.layout import Field, Layout
from katch_protocols.semantics.table import Row, Table

__all__ = ["Guards", "Places", "Words", "field_codes", "inside", "split"]

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
Hit = tuple[int, Places]
"""A condition, by number, and where it is met."""

_THIN = 100_000
"""Below so many tests of a condition on a word, one array of all of them is faster."""

_WORTH = 0.4
"""Parting the words must save such a share of all tests."""


@dataclass(frozen=True, slots=True)
class _Guard:
    """One condition, and what the state in which it is written says of the top."""

    mask: int
    match: int
    home: tuple[Field, int] | None

    def code(self, field: Field) -> int | None:
        """Return the one code of a field that it allows, if there is only one."""
        mask = field.mask
        if self.mask & mask == mask:
            return field.code(self.match)
        same = self.home is not None and self.home[0] is field
        return self.home[1] if same and self.home is not None else None


@dataclass(frozen=True)
class _Some:
    """Some of the conditions.

    Shapes: ``masks``, ``matches`` (conditions, parts); ``numbers`` (conditions,).
    """

    numbers: Places
    masks: Words
    matches: Words

    def hits(self, words: Words) -> Iterator[Hit]:
        """Yield each condition that is met somewhere, with the places where it is."""
        if not len(self.numbers) or not len(words):
            return
        if len(words) * len(self.numbers) > _THIN:
            yield from self._one_by_one(words)
            return
        met = ((words[:, None] & self.masks) == self.matches).all(axis=2)
        for position in np.flatnonzero(met.any(axis=0)):
            yield int(self.numbers[position]), np.flatnonzero(met[:, position])

    def _one_by_one(self, words: Words) -> Iterator[Hit]:
        for number, mask, match in zip(
            self.numbers.tolist(), self.masks, self.matches, strict=True
        ):
            places = np.flatnonzero(inside(words, mask, match))
            if len(places):
                yield number, places


@dataclass(frozen=True)
class Guards:
    """The different conditions of a table's rows.

    ``rows`` lists for each condition the rows that have it. ``pivot`` is the field by
    which words are parted, if that saves enough; ``by_code`` are the conditions that
    fix it, ``others`` those that do not.
    """

    rows: tuple[tuple[int, ...], ...]
    pivot: Field | None
    by_code: dict[int, _Some]
    others: _Some

    @classmethod
    def of(cls, table: Table, parts: int) -> "Guards":
        """Group the rows of a table that share one condition."""
        groups: dict[_Guard, list[int]] = {}
        homes = _homes(table)
        for index, row in enumerate(table.rows):
            guard = _Guard(row.mask, row.match, homes.get(row.node))
            groups.setdefault(guard, []).append(index)
        guards = tuple(groups)
        pivot = _pivot(table, guards)
        codes: dict[int | None, list[int]] = {}
        for number, guard in enumerate(guards):
            code = None if pivot is None else guard.code(pivot)
            codes.setdefault(code, []).append(number)

        def some(numbers: list[int]) -> _Some:
            masks = [split(guards[n].mask, parts) for n in numbers]
            matches = [split(guards[n].match, parts) for n in numbers]
            return _Some(
                np.array(numbers, np.int64),
                np.array(masks, np.uint64),
                np.array(matches, np.uint64),
            )

        others = some(codes.pop(None, []))
        by_code = {code: some(each) for code, each in codes.items() if code is not None}
        return cls(tuple(map(tuple, groups.values())), pivot, by_code, others)

    def hits(self, words: Words) -> Iterator[tuple[Places, int]]:
        """Yield each row that applies somewhere, with the places where it does.

        In the order of the conditions, as if each were tested on every word.
        """
        found = [*self.others.hits(words), *self._parted(words)]
        found.sort(key=itemgetter(0))
        for number, places in found:
            for row in self.rows[number]:
                yield places, row

    def _parted(self, words: Words) -> Iterator[Hit]:
        if self.pivot is None:
            return
        codes = field_codes(words, self.pivot)
        for code in np.unique(codes).tolist():
            some = self.by_code.get(code)
            if some is None:
                continue
            here = np.flatnonzero(codes == code)
            for number, places in some.hits(words[here]):
                yield number, here[places]


def _homes(table: Table) -> dict[int, tuple[Field, int]]:
    """Return for each node the code that the top region has while it is active.

    Only where the words tell it: the top region is whole, and every row asks whether
    its own state is active. (Parts of a protocol, seen from near, may do neither.)
    """
    layout = table.layout
    top = layout.fields[layout.regions[0]]
    written = {row.clear & top.mask for row in table.rows} - {0}
    asks = all(row.node == 0 or _asks_its_state(layout, row) for row in table.rows)
    if written != {top.mask} or not asks:
        return {}
    nodes, found = table.chart.nodes, {}
    for node in nodes[1:]:
        above = (node.index, *table.chart.ancestors(node.index))
        first = next(each for each in above if nodes[each].parent == 0)
        if first in layout.codes:
            found[node.index] = top, layout.codes[first]
    return found


def _asks_its_state(layout: Layout, row: Row) -> bool:
    place = layout.place(row.node)
    if place is None:
        return False
    field, code = layout.fields[place[0]], place[1]
    return row.mask & field.mask == field.mask and field.code(row.match) == code


def _pivot(table: Table, guards: tuple[_Guard, ...]) -> Field | None:
    """Return the field that parts the conditions best, if it saves enough."""
    best, saved = None, _WORTH * len(guards)
    for field in table.fields:
        codes = Counter(guard.code(field) for guard in guards)
        del codes[None]
        saves = codes.total() - max(codes.values(), default=0)
        if saves > saved:
            best, saved = field, saves
    return best


def field_codes(words: Words, field: Field) -> Places:
    """Return the code of a field in each word."""
    part, shift = divmod(field.shift, 64)
    found = words[:, part] >> np.uint64(shift)
    if shift + field.bits > 64:  # noqa: PLR2004 - the width of a part
        found = found | words[:, part + 1] << np.uint64(64 - shift)
    return (found & np.uint64((1 << field.bits) - 1)).astype(np.int64)


def split(word: int, parts: int) -> Words:
    """Return a word as so many parts of 64 bits, the lowest first."""
    return np.array(
        [(word >> (64 * part)) & 0xFFFF_FFFF_FFFF_FFFF for part in range(parts)],
        np.uint64,
    )


def inside(words: Words, mask: Words, match: Words) -> NDArray[np.bool_]:
    """Whether each word lies in the cube; only parts that the mask touches count."""
    inside: NDArray[np.bool_] | None = None
    for part in range(words.shape[1]):
        if mask[part]:
            here = (words[:, part] & mask[part]) == match[part]
            inside = here if inside is None else inside & here
    return np.ones(len(words), np.bool_) if inside is None else inside

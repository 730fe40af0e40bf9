"""Which rows apply to which of many words: the conditions of a table, tested at once.

Most rows of a protocol belong to one state of one region. So the words are parted by
the codes of fields, and a condition that fixes a field is tested only on the words that
have its code.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from katch_protocols.budget import look, tick
from katch_protocols.semantics.arrays import (
    Places,
    Words,
    field_codes,
    inside,
    parted,
    ranges,
)
from katch_protocols.semantics.layout import Field, Layout
from katch_protocols.semantics.table import Row, Table

__all__ = ["Guards"]

Hits = tuple[Places, Places]
"""Where conditions are met, and which: two arrays of one length."""

_THIN = 100_000
"""Below so many tests of a condition on a word, one array of all of them is faster."""

_HIT = 80
"""About how many bytes a condition that a word meets fills while they are sorted."""

_THICK = 300_000
"""Above so many tests, it is faster to part the words first."""


@dataclass(frozen=True, slots=True)
class _Guard:
    """One condition, and what the state in which it is written says of the top."""

    mask: int
    match: int
    home: tuple[Field, int] | None


@dataclass(frozen=True)
class _Some:
    """Some of the conditions.

    Shapes: ``masks``, ``matches`` (conditions, parts); ``numbers`` (conditions,).
    """

    numbers: Places
    masks: Words
    matches: Words

    @classmethod
    def of(cls, guards: tuple[_Guard, ...], numbers: list[int], parts: int) -> "_Some":
        return cls(
            np.array(numbers, np.int64),
            parted((guards[n].mask for n in numbers), parts),
            parted((guards[n].match for n in numbers), parts),
        )

    def hits(self, words: Words) -> Iterator[Hits]:
        """Yield where conditions are met; those of one condition by place."""
        size = len(self.numbers)
        if not size or not len(words):
            return
        if len(words) > _THIN:
            yield from self._one_by_one(words)
            return
        step = max(1, _THIN // size)
        for first in range(0, len(words), step):
            tick()
            met = self._met(words[first : first + step])
            positions, places = np.nonzero(met.T)
            yield places + first, self.numbers[positions]

    def _met(self, words: Words) -> NDArray[np.bool_]:
        """Return for each word and condition whether it is met."""
        met: NDArray[np.bool_] = words[:, :1] & self.masks[:, 0] == self.matches[:, 0]
        for part in range(1, words.shape[1]):
            here = words[:, part : part + 1] & self.masks[:, part]
            met &= here == self.matches[:, part]
        return met

    def _one_by_one(self, words: Words) -> Iterator[Hits]:
        for number, mask, match in zip(
            self.numbers.tolist(), self.masks, self.matches, strict=True
        ):
            look()
            places = np.flatnonzero(inside(words, mask, match))
            if len(places):
                yield places, np.full(len(places), number)


@dataclass(frozen=True)
class Guards:
    """The different conditions of a table's rows.

    ``rows`` lists for each condition the rows that have it. Where there are many words,
    those conditions that fix a field are looked up by field and code: each once, under
    the field that leaves the fewest words to test.
    """

    table: Table = field(repr=False)
    parts: int
    guards: tuple[_Guard, ...] = field(repr=False)
    rows: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, table: Table, parts: int) -> "Guards":
        """Group the rows of a table that share one condition."""
        groups: dict[_Guard, list[int]] = {}
        homes = _homes(table)
        for index, row in enumerate(table.rows):
            guard = _Guard(row.mask, row.match, homes.get(row.node))
            groups.setdefault(guard, []).append(index)
        rows = tuple(map(tuple, groups.values()))
        return cls(table, parts, tuple(groups), rows)

    def _some(self, numbers: list[int]) -> _Some:
        return _Some.of(self.guards, numbers, self.parts)

    @cached_property
    def every(self) -> _Some:
        """All of the conditions."""
        return self._some(list(range(len(self.guards))))

    @cached_property
    def _chosen(self) -> dict[int | None, dict[int, list[int]]]:
        """The conditions by the field and code by which they are looked up."""
        chosen: dict[int | None, dict[int, list[int]]] = {}
        for number, (place, code) in enumerate(_places(self.table, self.guards)):
            chosen.setdefault(place, {}).setdefault(code, []).append(number)
        return chosen

    @cached_property
    def by_field(self) -> tuple[tuple[Field, dict[int, _Some]], ...]:
        """The conditions that fix a field, by that field and its code."""
        return tuple(
            (
                self.table.fields[place],
                {code: self._some(each) for code, each in codes.items()},
            )
            for place, codes in self._chosen.items()
            if place is not None
        )

    @cached_property
    def others(self) -> _Some:
        """The conditions that fix no field."""
        return self._some(self._chosen.get(None, {}).get(0, []))

    @cached_property
    def _sizes(self) -> Places:
        """How many rows each condition has."""
        return np.array([len(rows) for rows in self.rows], np.int64)

    @cached_property
    def _flat(self) -> Places:
        """The rows, by condition."""
        return np.array([row for rows in self.rows for row in rows], np.int64)

    def hits(self, words: Words, most: int | None = None) -> Hits:
        """Return each row that applies to a word, with that word's place.

        By condition, of one condition by row, of one row by place: as if every row
        were tested on every word. Once there are more than ``most``, the rows that are
        left are not looked at: memory has an end.
        """
        sizes = self._sizes
        found, count = [], 0
        for each in self._met(words):
            found.append(each)
            count += int(sizes[each[1]].sum())
            look(count * _HIT)
            if most is not None and count > most:
                break
        if not found:
            empty = np.empty(0, np.int64)
            return empty, empty
        if len(found) == 1:
            places, numbers = found[0]
        else:
            places = np.concatenate([each for each, _ in found])
            numbers = np.concatenate([each for _, each in found])
            order = np.lexsort((places, numbers))
            places, numbers = places[order], numbers[order]
        if len(self._flat) == len(self.rows) and (most is None or count <= most):
            return places, self._flat[numbers]
        counts = np.bincount(numbers, minlength=len(self.rows))
        first = np.repeat(np.cumsum(counts) - counts, sizes)
        repeated = np.repeat(counts, sizes)
        rows = self._flat
        if most is not None:
            kept = int(np.searchsorted(np.cumsum(repeated), most, "right")) + 1
            first, repeated, rows = first[:kept], repeated[:kept], rows[:kept]
        _, positions = ranges(first, first + repeated)
        return places[positions], np.repeat(rows, repeated)

    def _met(self, words: Words) -> Iterator[Hits]:
        if len(words) * len(self.rows) <= _THICK:
            yield from self.every.hits(words)
            return
        yield from self.others.hits(words)
        for place, by_code in self.by_field:
            codes = field_codes(words, place)
            order = np.argsort(codes, kind="stable")
            known = np.array(list(by_code))
            first = np.searchsorted(codes, known, "left", sorter=order)
            last = np.searchsorted(codes, known, "right", sorter=order)
            for some, one, other in zip(by_code.values(), first, last, strict=True):
                here = order[one:other]
                for places, numbers in some.hits(words[here]):
                    yield here[places], numbers


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


def _places(
    table: Table, guards: tuple[_Guard, ...]
) -> Iterator[tuple[int | None, int]]:
    """Yield for each condition the field, and its code, by which to look it up.

    That which the fewest conditions share, among those that fix it; ``None`` and 0 for
    a condition that fixes no field.
    """
    codes: list[list[int | None]] = []
    for each in table.fields:
        look(len(codes) * len(guards) * 8)
        codes.append(_codes(each, guards))
    counts = [Counter(each) for each in codes]
    fixed = [len(guards) - count[None] for count in counts]
    for number in range(len(guards)):
        tick()
        shares = [
            (counts[place][code] / fixed[place], place, code)
            for place in range(len(codes))
            if (code := codes[place][number]) is not None
        ]
        _, place, code = min(shares, default=(0, None, 0))
        yield place, code


def _codes(part: Field, guards: tuple[_Guard, ...]) -> list[int | None]:
    """Return of each condition the one code of a field that it allows, if any."""
    mask, shift = part.mask, part.shift
    return [
        (guard.match & mask) >> shift
        if guard.mask & mask == mask
        else guard.home[1]
        if guard.home is not None and guard.home[0] is part
        else None
        for guard in guards
    ]

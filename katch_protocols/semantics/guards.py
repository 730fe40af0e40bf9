"""Which rows apply to which of many words: the conditions of a table, tested at once.

Most rows of a protocol belong to one state of one region. So the words are parted by
the codes of fields, and a condition that fixes a field is tested only on the words that
have its code.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from katch_protocols.budget import look, tick
from katch_protocols.semantics.arrays import (
    Places,
    Words,
    field_codes,
    inside,
    parted,
    ranges,
    split,
)
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.homes import homes_of
from katch_protocols.semantics.kernels import Loops
from katch_protocols.semantics.layout import Field
from katch_protocols.semantics.table import Table

__all__ = ["Guards"]

Hits = tuple[Places, Places]
"""Where conditions are met, and which: two arrays of one length."""

_ENDLESS = 1 << 62

_PARTS = 2
"""How many parts the words have that compiled loops know."""

_THIN = 100_000
"""Below so many tests of a condition on a word, one array of all of them is faster."""

_HIT = 80
"""About how many bytes a condition that a word meets fills while they are sorted."""

_THICK = 300_000
"""Above so many tests, it is faster to part the words first."""


class _Some(Struct, frozen=True, dict=True):
    """Some of the conditions.

    Shapes: ``masks``, ``matches`` (conditions, parts); ``numbers`` (conditions,).
    """

    numbers: Places
    masks: Words
    matches: Words

    def only(self, kept: Places) -> "_Some":
        """Return those that stand at some places."""
        return _Some(self.numbers[kept], self.masks[kept], self.matches[kept])

    @cached_property
    def parts(self) -> list[int]:
        """The parts of a word that some condition looks at."""
        found: list[int] = np.flatnonzero((self.masks | self.matches).any(0)).tolist()
        return found

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
        met = np.ones((len(words), len(self.numbers)), np.bool_)
        for part in self.parts:
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


class Guards(Struct, frozen=True, dict=True):
    """The different conditions of a table's rows.

    ``rows`` lists for each condition the rows that have it. Where there are many words,
    those conditions that fix a field are looked up by field and code: each once, under
    the field that leaves the fewest words to test.
    """

    table: Table
    parts: int
    rows: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, table: Table, parts: int) -> "Guards":
        """Group the rows of a table that share one condition."""
        groups: dict[Cube, list[int]] = {}
        for index, row in enumerate(table.rows):
            groups.setdefault((row.mask, row.match), []).append(index)
        return cls(table, parts, tuple(map(tuple, groups.values())))

    @cached_property
    def cubes(self) -> tuple[Cube, ...]:
        """What each condition asks."""
        firsts = (self.table.rows[rows[0]] for rows in self.rows)
        return tuple((row.mask, row.match) for row in firsts)

    @cached_property
    def every(self) -> _Some:
        """All of the conditions."""
        return _Some(
            np.arange(len(self.rows)),
            parted((mask for mask, _ in self.cubes), self.parts),
            parted((match for _, match in self.cubes), self.parts),
        )

    @cached_property
    def _chosen(self) -> tuple[Places, Places]:
        """The place of the field by which each condition is looked up, and its code.

        The field which the fewest conditions share, among those that a condition fixes;
        -1 for a condition that fixes none.
        """
        count = len(self.rows)
        best, places = np.full(count, np.inf), np.full(count, -1)
        chosen = np.zeros(count, np.int64)
        for place, codes in enumerate(self._codes()):
            look(6 * codes.nbytes)
            fixing = np.flatnonzero(codes >= 0)
            fixed = codes[fixing]
            if len(fixed):
                shares = np.bincount(fixed)[fixed] / len(fixed)
                better = shares < best[fixing]
                here = fixing[better]
                best[here], places[here], chosen[here] = (
                    shares[better],
                    place,
                    fixed[better],
                )
        return places, chosen

    def _codes(self) -> Iterator[Places]:
        """Yield for each field the one code of it that each condition allows, or -1."""
        homes = homes_of(self.table)
        masks, matches = self.every.masks, self.every.matches
        for each in self.table.fields:
            whole = split(each.mask, self.parts)
            fixes = ((masks & whole) == whole).all(1)
            codes = np.where(fixes, field_codes(matches, each), -1)
            if homes and each is self.table.fields[self._top]:
                for number, rows in enumerate(self.rows):
                    home = homes.get(self.table.rows[rows[0]].node)
                    if home is not None and not fixes[number]:
                        codes[number] = home
            yield codes

    @property
    def _top(self) -> int:
        """The place of the top region's field."""
        return self.table.layout.regions[0]

    @cached_property
    def by_field(self) -> tuple[tuple[Field, dict[int, _Some]], ...]:
        """The conditions that fix a field, by that field and its code."""
        found: dict[int, dict[int, list[int]]] = {}
        places, codes = (each.tolist() for each in self._chosen)
        for number, (place, code) in enumerate(zip(places, codes, strict=True)):
            if place >= 0:
                found.setdefault(place, {}).setdefault(code, []).append(number)
        return tuple(
            (
                self.table.fields[place],
                {
                    code: self.every.only(np.array(numbers))
                    for code, numbers in by_code.items()
                },
            )
            for place, by_code in found.items()
        )

    @cached_property
    def others(self) -> _Some:
        """The conditions that fix no field."""
        return self.every.only(np.flatnonzero(self._chosen[0] < 0))

    @cached_property
    def _sizes(self) -> Places:
        """How many rows each condition has."""
        return np.array([len(rows) for rows in self.rows], np.int64)

    @cached_property
    def _flat(self) -> Places:
        """The rows, by condition."""
        return np.array([row for rows in self.rows for row in rows], np.int64)

    @property
    def is_narrow(self) -> bool:
        """Whether a word fits into as many parts as loops know."""
        return self.parts <= _PARTS

    @cached_property
    def _lookup(self) -> tuple[Places, Places, Places, Places]:
        """The conditions by field and code, as ``loops.hits`` wants them."""
        chosen, codes = self._chosen
        used = [int(place) for place in np.unique(chosen) if place >= 0]
        fields = [self.table.fields[place] for place in used]
        ends = np.cumsum([0, *(1 << each.bits for each in fields)])
        keys = np.full(len(chosen), ends[-1])
        for place, first in zip(used, ends, strict=False):
            here = chosen == place
            keys[here] = first + codes[here]
        numbers = np.argsort(keys, kind="stable")
        starts = np.searchsorted(keys[numbers], np.arange(ends[-1] + 2))
        shapes = np.array([(each.shift, each.bits) for each in fields], np.int64)
        return shapes.reshape(-1, 2), ends[:-1], starts, numbers

    def _compiled(self, words: Words, most: int, compiled: Loops) -> Hits | None:
        """Return where conditions are met and how often; ``None``: of too many rows."""
        conditions = self.every.masks, self.every.matches
        return compiled.hits(words, conditions, self._lookup, self._sizes, most)

    def hits(
        self, words: Words, most: int | None = None, compiled: Loops | None = None
    ) -> Hits:
        """Return each row that applies to a word, with that word's place.

        By condition, of one condition by row, of one row by place: as if every row
        were tested on every word. Once there are more than ``most``, the rows that are
        left are not looked at: memory has an end.
        """
        if compiled is not None and self.is_narrow:
            met = self._compiled(words, _ENDLESS if most is None else most, compiled)
            if met is not None:
                look(len(met[0]) * _HIT)
                return self._expanded(*met, None)
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
            order = np.argsort(numbers * len(words) + places, kind="stable")
            places, numbers = places[order], numbers[order]
        counts = np.bincount(numbers, minlength=len(self.rows))
        return self._expanded(places, counts, most if most and count > most else None)

    def _expanded(self, places: Places, counts: Places, most: int | None) -> Hits:
        """Return the rows of conditions, at least ``most`` of them if that is given.

        ``counts`` (conditions,): at how many of the places, in turn, each is met.
        """
        sizes = self._sizes
        if len(self._flat) == len(self.rows) and most is None:
            return places, np.repeat(self._flat, counts)
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

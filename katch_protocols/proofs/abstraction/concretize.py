"""Try on the whole protocol a case that seemed possible on a part of it."""

from collections import deque
from collections.abc import Iterable, Sequence
from functools import cached_property

from katch_protocols.budget import tick
from katch_protocols.proofs.automata.product_automaton import Product
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.table import Row

__all__ = ["Crowd", "Trial"]

MAX_DETOUR = 1_000
"""How many configurations are looked at to bring one field to a value."""

MAX_COMPLETIONS = 1_000
"""How many completions one step may bring; more are a settling without end."""


class Crowd:
    """A product of a table that was compiled without folding, completions included."""

    def __init__(self, product: Product, completions: Iterable[Row]) -> None:
        self.product = product
        self.watched = product.field
        self._known: dict[int, tuple[Field, ...]] = {}
        known = {id(row) for row in completions}
        rows = product.table.rows
        self.is_completion = [id(base) in known for base in product.base]
        self.completions = [n for n in range(len(rows)) if self.is_completion[n]]
        self.regions = sum(
            field.mask
            for field in product.table.fields
            if field.kind is FieldKind.REGION
        )

    @cached_property
    def writers(self) -> dict[int, list[int]]:
        """The rows that change a field and no other region, by the field's shift."""
        found: dict[int, list[int]] = {}
        for index, row in enumerate(self.product.table.rows):
            if self.is_completion[index] or row.clear & self.watched.mask:
                continue
            for field in self._fields(row.clear):
                if not row.clear & self.regions & ~field.mask:
                    found.setdefault(field.shift, []).append(index)
        return found

    def nearest_field(self, lacking: int) -> int:
        """Return the mask of that field of some which the sentence is nearest to."""
        fields = [*self._fields(lacking)]
        return min(fields, key=self._distance).mask

    def _distance(self, field: Field) -> tuple[int, int]:
        return self.distances.get(field.shift, len(self.product.table.fields)), (
            field.shift
        )

    @cached_property
    def distances(self) -> dict[int, int]:
        """How many fields a row that moves the automaton asks about, at the least."""
        found: dict[int, int] = {}
        for row in self.product.table.rows:
            if row.clear & self.watched.mask:
                asked = [*self._fields(row.mask & ~self.watched.mask)]
                for field in asked:
                    known = found.get(field.shift, len(asked))
                    found[field.shift] = min(known, len(asked))
        return found

    def _fields(self, bits: int) -> tuple[Field, ...]:
        if bits not in self._known:
            fields = self.product.table.fields
            self._known[bits] = tuple(each for each in fields if each.mask & bits)
        return self._known[bits]

    def lacking(self, row: Row, word: int) -> tuple[Field, ...]:
        """Return the fields in which a word is not as a row asks, but the automaton."""
        bits = (word ^ row.match) & row.mask & ~self.watched.mask
        return self._fields(bits)


class Trial:
    """A case that goes on step by step; completions are taken at once.

    ``rows`` and ``words`` tell it without completions and without the automaton.
    """

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.word = crowd.product.table.initial
        self.rows: list[Row] = []
        self.words: list[int] = []
        self.completed: set[int] = set()
        self.letters: list[str] = []
        self._settle()

    def follow(self, path: Sequence[int], *, detours: bool = True) -> int:
        """Take a path as far as it goes; return the bits that stopped it, or none.

        Without ``detours`` nothing else is done on the way.
        """
        for index in path:
            tick()
            if self._was_completed(index):
                continue
            row = self.crowd.product.table.rows[index]
            before = self.word
            if not row.applies(before):
                if detours:
                    self._bring_about(row)
                if self._was_completed(index):
                    continue
            if self.crowd.is_completion[index] or not row.applies(self.word):
                return (before ^ row.match) & row.mask
            self._take(index)
        return 0

    def reaches(self, goals: Sequence[Cube]) -> bool:
        """Tell whether the case stands in a goal, and no exception came with its step.

        The exception counts before all else of its step; a completion may read it late.
        """
        if "off" in self.letters:
            return False
        return any(self.word & mask == match for mask, match in goals)

    def _was_completed(self, index: int) -> bool:
        base = id(self.crowd.product.base[index])
        return self.crowd.is_completion[index] and base in self.completed

    def _take(self, index: int) -> None:
        product = self.crowd.product
        self.completed.clear()
        self.letters = [*product.read[index]]
        self.word = product.table.rows[index].after(self.word)
        self.rows.append(product.base[index])
        self._settle()
        self.words.append(self.word & ~self.crowd.watched.mask)

    def _settle(self) -> None:
        product = self.crowd.product
        for _ in range(MAX_COMPLETIONS):
            for index in self.crowd.completions:
                if product.table.rows[index].applies(self.word):
                    break
            else:
                return
            self.word = product.table.rows[index].after(self.word)
            self.completed.add(id(product.base[index]))
            self.letters += product.read[index]

    def _bring_about(self, row: Row) -> None:
        """Take steps that change nothing else, so that each field is as a row asks."""
        for field in [*self.crowd.lacking(row, self.word)]:
            for index in self._detour(field, row) or ():
                if not self.crowd.product.table.rows[index].applies(self.word):
                    return
                self._take(index)

    def _detour(self, field: Field, row: Row) -> list[int] | None:
        """Return a shortest way to bring one field to what a row asks."""
        rows = self.crowd.product.table.rows
        mask, match = row.mask & field.mask, row.match & field.mask
        waiting: deque[tuple[int, list[int]]] = deque([(self.word, [])])
        known = {self.word}
        while waiting and len(known) < MAX_DETOUR:
            word, way = waiting.popleft()
            tick()
            if word & mask == match:
                return way
            for index in self.crowd.writers.get(field.shift, ()):
                after = rows[index].after(word)
                if rows[index].applies(word) and after not in known:
                    known.add(after)
                    waiting.append((after, [*way, index]))
        return None

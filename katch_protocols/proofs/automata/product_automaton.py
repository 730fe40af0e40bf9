"""A safeguard as a small automaton that watches a case, and its product with a table.

Each sentence has its own automaton of a few states; a field of the word holds its
state, so that the same exploration answers for it. One rule, one automaton: never a
conjunction, which would be exponential.

Where a product stands, its sentence binds, is broken, or still owes something. It binds
until its exception happens: what tests it comes before that.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import tick
from katch_protocols.model.conditions import Condition
from katch_protocols.proofs.automata.labelling import (
    RowReader,
    RowReading,
    Slot,
    first_letters,
    may_read,
)
from katch_protocols.semantics.arrays import Places, field_codes
from katch_protocols.semantics.cubes import Cube
from katch_protocols.semantics.explore import Exploration
from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.table import Row, Table

__all__ = [
    "BROKEN",
    "OFF",
    "Automaton",
    "Product",
    "WatchedRows",
    "Watcher",
    "binding_ends",
    "broken",
    "first_read",
    "is_read",
    "owing_ends",
    "watch",
]


BROKEN = "broken"
"""The automaton's state once the sentence is broken for good."""

_ROW = 400
"""About how many bytes a row fills."""

OFF = "off"
"""The automaton's state once the documented exception (``unless B``) happened."""


class Automaton(Struct, frozen=True):
    """States and moves; a move that is not listed stays. The first state is initial.

    ``owing`` are the states in which a case must not end.
    """

    states: tuple[str, ...]
    moves: Mapping[tuple[str, str], str]
    owing: frozenset[str] = frozenset()

    def read(self, state: str, letters: Sequence[str]) -> str:
        """Return the state after a sequence of letters; ``BROKEN`` stays broken."""
        for letter in letters:
            if state == BROKEN:
                return state
            state = self.moves.get((state, letter), state)
        return state


class Watcher(Struct, frozen=True):
    """An automaton and what it reads; the earlier slot of one event is read first."""

    automaton: Automaton
    slots: tuple[Slot, ...]

    @property
    def asks(self) -> tuple[Condition, ...]:
        """Every condition that the slots ask about."""
        return tuple(
            condition
            for slot in self.slots
            for condition in (slot.where, slot.unless)
            if condition is not None
        )


class WatchedRows(Struct, frozen=True):
    """Which rows of a product came from rows of a table that may read something.

    ``places``: by the position of such a row in ``table``, in its order, the positions
    of those that it became. All others are the table's own, in its order, and read
    nothing. ``rows`` and ``read`` are the product's: in another it says nothing.
    """

    table: Table
    places: Mapping[int, range]
    rows: tuple[Row, ...]
    read: tuple[tuple[str, ...], ...]


class Product(Struct, frozen=True):
    """A table that also watches; ``base`` gives each of its rows the row it came from.

    ``read`` lists for each row the letters it reads; ``started`` those of the start.
    ``cone`` are the bits that it keeps. ``made_of`` says which rows are not as a table
    has them.
    """

    table: Table
    field: Field
    base: tuple[Row, ...]
    read: tuple[tuple[str, ...], ...]
    started: tuple[str, ...]
    cone: int = -1
    made_of: "WatchedRows | None" = None

    def cube(self, state: str) -> Cube:
        """Return the cube in which the automaton is in ``state``."""
        code = self.field.values.index(state)
        return self.field.mask, code << self.field.shift


def watch(table: Table, watcher: Watcher) -> Product:
    """Return the product of a table and an automaton."""
    layout, automaton, slots = table.layout, watcher.automaton, watcher.slots
    field = Field(
        "watch",
        FieldKind.EVENT,
        layout.width,
        max(1, (len(automaton.states) - 1).bit_length()),
        automaton.states,
    )
    found, reader = _ProductRows(table, field, automaton), RowReader(table)
    for index, reading_slots in may_read(table, slots):
        tick(len(found.rows) * _ROW)
        read = reader.readings(table.rows[index], tuple(reading_slots))
        found.add(index, read)
    found.add_plain(len(table.rows))
    started = tuple(first_letters(table, slots))
    code = field.values.index(automaton.read(automaton.states[0], started))
    rows, letters = tuple(found.rows), tuple(found.read)
    watched = replace(
        table,
        layout=replace(layout, fields=(*layout.fields, field)),
        initial=table.initial | code << field.shift,
        rows=rows,
        by_step={},
    )
    made_of = WatchedRows(table, found.places, rows, letters)
    base = tuple(found.base)
    return Product(watched, field, base, letters, started, made_of=made_of)


class _ProductRows:
    """The rows of a product, in the order of its table, and what each reads."""

    def __init__(self, table: Table, field: Field, automaton: Automaton) -> None:
        self.table, self.field, self.automaton = table, field, automaton
        self.rows: list[Row] = []
        self.base: list[Row] = []
        self.read: list[tuple[str, ...]] = []
        self.places: dict[int, range] = {}
        self._last = 0
        self._known: dict[tuple[str, ...], tuple[tuple[int, int], ...]] = {}

    def add_plain(self, until: int) -> None:
        """Add the rows up to a position that read nothing."""
        plain = self.table.rows[self._last : until]
        self.rows += plain
        self.base += plain
        self.read += [()] * len(plain)
        self._last = until + 1

    def add(self, index: int, found: Iterable[RowReading]) -> None:
        """Add all that one row of the table becomes, after those before it."""
        self.add_plain(index)
        first, known = len(self.rows), self._known
        for row, letters in found:
            moves = known.get(letters)
            if moves is None:
                moves = known[letters] = (*_moves(self.field, self.automaton, letters),)
            if moves:
                self._add_moving(row, moves)
                self.read += [letters] * len(moves)
            else:
                self.rows.append(row)
                self.read.append(letters)
        self.base += [self.table.rows[index]] * (len(self.rows) - first)
        self.places[index] = range(first, len(self.rows))

    def _add_moving(self, row: Row, moves: Sequence[tuple[int, int]]) -> None:
        """Add a row for each state of the automaton that it moves."""
        asked, match, put = self.field.mask, row.match, row.set
        mask, clear = row.mask | asked, row.clear | asked
        self.rows += [
            row.written(mask, match | before, clear, put | after)
            for before, after in moves
        ]


def _moves(
    field: Field, automaton: Automaton, letters: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield the bits of each state and of the one after it; none where none changes."""
    after = [automaton.read(state, letters) for state in field.values]
    if list(field.values) == after:
        return
    for code, state in enumerate(field.values):
        if state != BROKEN:
            yield code << field.shift, field.values.index(after[code]) << field.shift


def is_read(product: Product, explored: Exploration, letter: str) -> bool:
    """Tell whether some case reads a letter while the sentence binds it."""
    if letter in product.started and OFF not in product.started:
        return True
    return any(
        letter in letters
        and OFF not in letters
        and explored.fired[row]
        and _applies(product, explored, row)
        for row, letters in enumerate(product.read)
    )


def _applies(product: Product, explored: Exploration, row: int) -> bool:
    """Tell whether a row applies somewhere before the exception."""
    if not any(map(_is_off, product.field.values)):
        return True
    return len(_binding_places(product, explored, row)) > 0


def _binding_places(product: Product, explored: Exploration, row: int) -> Places:
    """Return where a row applies while the sentence binds, in order."""
    places = explored.applies_at(row)
    codes = field_codes(explored.words[places], product.field)
    binds = np.array([not _is_off(state) for state in product.field.values], np.bool_)
    return places[binds[codes]]


def _is_off(state: str) -> bool:
    """Tell whether the exception happened; a state may also tell what else did."""
    return state.partition(" ")[0] == OFF


def _binding(product: Product) -> Iterator[Cube]:
    for state in product.field.values:
        if not _is_off(state):
            yield product.cube(state)


def first_read(
    product: Product, explored: Exploration, letter: str
) -> tuple[int, Row] | None:
    """Return where a case first reads a letter as ``is_read`` asks it, and the row.

    ``None``: no row does; the letters of the start are not looked at.
    """
    found = [
        (int(places[0]), product.table.rows[row])
        for row, letters in enumerate(product.read)
        if letter in letters and OFF not in letters
        if len(places := _binding_places(product, explored, row))
    ]
    return min(found, key=lambda each: each[0], default=None)


def binding_ends(product: Product, outcomes: Sequence[Cube]) -> list[Cube]:
    """Return the cubes in which a case is complete and its sentence binds it."""
    return [
        (mask | end_mask, match | end)
        for end_mask, end in outcomes
        for mask, match in _binding(product)
    ]


def broken(product: Product) -> list[Cube]:
    """Return the cube in which the sentence is broken for good, if it can be."""
    return [product.cube(BROKEN)] if BROKEN in product.field.values else []


def owing_ends(
    product: Product, owing: Collection[str], outcomes: Sequence[Cube]
) -> Iterator[Cube]:
    """Yield the cubes in which a case is complete and still owes something."""
    for mask, match in outcomes:
        for state in sorted(owing):
            at_mask, at = product.cube(state)
            yield mask | at_mask, match | at

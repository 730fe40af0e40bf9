"""A table that also tells which of the events that clocks count from have happened.

It is made once for all questions about time that see the same events, so that they
share its slices and their graphs.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product as combinations

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.in_use import InUse
from katch_protocols.proofs.automata.labelling import Slot
from katch_protocols.proofs.automata.product_automaton import (
    Automaton,
    Product,
    WatchedRows,
    Watcher,
    watch,
)
from katch_protocols.proofs.duty_table import DutyTable
from katch_protocols.semantics.events import event_of
from katch_protocols.semantics.layout import Field
from katch_protocols.semantics.table import Row, Table

__all__ = ["KEPT", "EventMarks", "MarkedTable", "SeenByClocks", "marked_table"]

KEPT = "kept"
"""A letter that no automaton reads: the row stays in a slice."""

TIMED = "timed"
"""Another one: the clock takes the step."""

Letters = Mapping[int, tuple[str, ...]]
"""Of some rows, by their positions, what clocks see of them."""


class EventMarks(Struct, frozen=True, dict=True):
    """Which events have happened, as a field of the words; ``None``: there are none."""

    events: tuple[str, ...]
    field: Field | None

    @property
    def mask(self) -> int:
        """The bits of the field."""
        return 0 if self.field is None else self.field.mask

    @cached_property
    def marks(self) -> tuple[frozenset[str], ...]:
        """The events that each code of the field tells of."""
        if self.field is None:
            return (frozenset(),)
        return tuple(
            frozenset(
                event
                for event, mark in zip(self.events, marks, strict=True)
                if mark == "1"
            )
            for marks in self.field.values
        )


class SeenByClocks(Struct, frozen=True):
    """What some clocks tell apart: duties by their numbers, steps that write in a cone.

    Of such a step it is seen which timer takes it, and that nobody must.
    """

    duties: frozenset[int] = frozenset()
    cone: int = 0


class MarkedTable(Struct, frozen=True, dict=True):
    """A table with marks, and of each of its rows the one that it is a part of.

    What clocks see of a row are letters: ``e0`` for the first of the events, ``d3`` for
    the third duty of which it starts the clock anew, the name of the timer that fires,
    ``may`` where nobody must take the step; ``started`` those of the start.
    """

    table: Table
    happened: EventMarks
    base: tuple[Row, ...]
    events: Letters
    started: tuple[str, ...] = ()

    @cached_property
    def _seen(self) -> dict[SeenByClocks, Letters]:
        return {}

    @cached_property
    def origins(self) -> Mapping[int, int]:
        """Where each row stands, by its identity."""
        return {id(row): at for at, row in enumerate(self.table.rows)}

    def letters(self, seen: SeenByClocks) -> Letters:
        """Return what clocks see, by row."""
        found = self._seen.get(seen)
        if found is None:
            found = self._seen[seen] = dict(self._letters(seen))
        return found

    def _letters(self, seen: SeenByClocks) -> Iterator[tuple[int, tuple[str, ...]]]:
        for at, row in enumerate(self.base):
            renews = (f"d{each}" for each in sorted(row.renews & seen.duties))
            writes = self.table.rows[at].clear & seen.cone
            taken = _taken_by(row) if writes else ()
            found = (*self.events.get(at, ()), *renews, *taken)
            if found:
                yield at, found

    def seen_by_clocks(self, product: Product, seen: SeenByClocks) -> Product:
        """Return a product of it that reads what clocks see too, and ``KEPT``.

        A timer is told apart from whatever else does the same: the clock takes its step
        whether or not anybody acts, and no other timer is due with it. So is what
        nobody must do: no deadline relies on it.
        """
        read = [
            _kept(each, row) if each else ()
            for each, row in zip(product.read, product.base, strict=True)
        ]
        places: dict[int, range] = (
            {} if product.made_of is None else {**product.made_of.places}
        )
        letters = self.letters(seen)
        shift = 0
        found: dict[int, range] = {}
        for at in sorted({*letters, *places}):
            here = places.get(at)
            if here is None:
                here = range(at + shift, at + shift + 1)
            else:
                shift += len(here) - 1
            found[at] = here
            for each in here if at in letters else ():
                both = *product.read[each], *letters[at]
                read[each] = _kept(both, product.base[each])
        rows, told = product.table.rows, tuple(read)
        made_of = WatchedRows(self.table, found, rows, told)
        return replace(product, read=told, made_of=made_of)

    def told(self, product: Product) -> Product:
        """Return a slice of a product in the rows of the table without marks."""
        read = tuple(
            tuple(letter for letter in letters if letter not in {KEPT, TIMED})
            for letters in product.read
        )
        if self.happened.field is None:
            return replace(product, read=read)
        base = tuple(self.base[self.origins[id(row)]] for row in product.base)
        started = (*product.started, *self.started)
        return replace(product, read=read, base=base, started=started)


def _taken_by(row: Row) -> tuple[str, ...]:
    """Return the letter of a step that the clock takes, or that nobody must take."""
    if row.timer is not None:
        return (row.timer.name,)
    return () if row.entry is None or row.entry.obliges else ("may",)


def _kept(letters: tuple[str, ...], row: Row) -> tuple[str, ...]:
    """Return what is read of a row that stays in a slice."""
    return (*letters, TIMED, KEPT) if row.timed else (*letters, KEPT)


_marked = InUse[MarkedTable](32)


def marked_table(timed: DutyTable, events: tuple[str, ...]) -> MarkedTable:
    """Return the table with marks for some events, by their names."""
    return _marked.of((timed.table,), lambda: _made(timed.table, events), events)


def _made(table: Table, events: tuple[str, ...]) -> MarkedTable:
    if not events:
        return MarkedTable(table, EventMarks((), None), table.rows, {})
    slots = [
        Slot(f"e{number}", event_of(table.chart, name))
        for number, name in enumerate(events)
    ]
    product = watch(table, Watcher(_automaton(len(events)), tuple(slots)))
    letters = {at: read for at, read in enumerate(product.read) if read}
    happened = EventMarks(events, product.field)
    started = product.started
    return MarkedTable(product.table, happened, product.base, letters, started)


def _automaton(count: int) -> Automaton:
    """Return what remembers events: ``01`` once the second of two has happened."""
    marks = ["".join(bits) for bits in combinations("01", repeat=count)]
    moves = {
        (mark, f"e{at}"): f"{mark[:at]}1{mark[at + 1 :]}"
        for mark in marks
        for at in range(count)
    }
    return Automaton(tuple(marks), moves)

"""A table in which a timed proof sees which duties are owed: one bit a clock.

A duty with a clock of its own is owed while its state is active and its ``when`` is
true, until it is done. What is done is no part of a configuration, so a bit for it is
added here, and only here: proofs without time see the table as it is. A clock needs a
bit only where its duty can be done and its state and ``when`` last.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.structs import replace

from katch_protocols.budget import tick
from katch_protocols.charts.chart import ChartDuty
from katch_protocols.in_use import InUse
from katch_protocols.proofs.clock_codes import (
    AFTER_FIRST,
    AGAIN,
    AGAIN_REMEMBERED,
    NO_WAYS,
    NOTHING,
    PLAIN,
    REMEMBERED,
    ClockChange,
    ClockCodes,
    Effects,
    Ways,
)
from katch_protocols.semantics.cubes import Cube, cover, cross
from katch_protocols.semantics.events import event_of
from katch_protocols.semantics.layout import Field, FieldKind
from katch_protocols.semantics.owing import Codes, Owing, every_way
from katch_protocols.semantics.symbolic_state import SymbolicState
from katch_protocols.semantics.table import Row, Table
from katch_protocols.semantics.tree import Tree

__all__ = ["DutyTable", "WatchedDuty", "watch_duties", "watch_duty"]

_watched = InUse["DutyTable"](32)


class WatchedDuty(Struct, frozen=True):
    """A duty's clock: the words in which it runs, and the bits that were added for it.

    ``asked`` are the bits of the protocol's own fields that tell whether it is owed.
    """

    duty: ChartDuty
    cubes: tuple[Cube, ...]
    asked: int
    bits: int = 0


class DutyTable(Struct, frozen=True):
    """A table, and the duties that it watches, by their numbers in ``Row.renews``."""

    table: Table
    duties: tuple[WatchedDuty, ...] = ()


def watch_duties(table: Table) -> DutyTable:
    """Return a table that also tells which duties are owed.

    It is the same table where no duty has a clock. Rows are split where it depends on
    more than they ask whether a duty begins or ends.
    """
    if not table.chart.duties:
        return DutyTable(table)
    return _watched.of((table,), lambda: _made(table))


def watch_duty(table: Table, number: int) -> DutyTable:
    """Return a table that also tells of one duty of its chart, as ``watch_duties``."""
    duty = table.chart.duties[number]
    return _Watching(table, Tree(table.layout), duty, number).made()


def _made(table: Table) -> DutyTable:
    tree, made = Tree(table.layout), DutyTable(table)
    for number, duty in enumerate(table.chart.duties):
        one = _Watching(made.table, tree, duty, number).made()
        made = DutyTable(one.table, (*made.duties, *one.duties))
    return made


class _Watching:
    """Adds the clock of one duty to a table."""

    def __init__(self, table: Table, tree: Tree, duty: ChartDuty, number: int) -> None:
        self.table, self.tree, self.duty, self.number = table, tree, duty, number
        self.owing = Owing(tree.layout, duty)
        asks = any(entry.when is not None for entry in self.owing.entries)
        self.remembers = asks and bool(self.owing.resumable)
        self.codes = self._codes()
        self.event = None if duty.start is None else event_of(table.chart, duty.start)
        self._known_ways: dict[object, Ways] = {}

    def _codes(self) -> ClockCodes:
        if self.duty.after_first:
            return AFTER_FIRST
        if self.duty.again:
            return AGAIN_REMEMBERED if self.remembers else AGAIN
        return REMEMBERED if self.remembers else PLAIN

    @cached_property
    def mask(self) -> int:
        """The bits on which it depends whether the duty is owed, or may be again."""
        layout, mask = self.tree.layout, self.owing.mask
        for _, tops in self.owing.resumable:
            for top in tops:
                for index in (top, *layout.chart.ancestors(top)):
                    place = layout.place(index)
                    if place is not None:
                        mask |= layout.fields[place[0]].mask
        return mask

    def made(self) -> DutyTable:
        """Return the table with the clock of this duty."""
        found = [self._ways_of(row) for row in self.table.rows]
        puts = {each.put for ways in found for _, effects in ways for each in effects}
        kept = self.codes.kept
        needed = len(self.codes.values) > 1 and (self.remembers or kept in puts)
        if self.duty.after_first and not needed:
            return DutyTable(self.table)
        field = self._field() if needed else None
        rows: list[Row] = []
        for row, ways in zip(self.table.rows, found, strict=True):
            tick(len(rows) * 700)
            rows += self._rows(row, ways, field)
        return DutyTable(self._table(rows, field), (self._watched(field),))

    def _field(self) -> Field:
        values = self.codes.values
        name = f"{self.duty.activity} {'every' if self.duty.again else 'within'}"
        bits = (len(values) - 1).bit_length()
        return Field(name, FieldKind.EVENT, self.table.layout.width, bits, values)

    def _table(self, rows: Sequence[Row], field: Field | None) -> Table:
        table = self.table
        if field is None:
            return replace(table, rows=tuple(rows), by_step={})
        on = any(table.initial & mask == match for mask, match in self.owing.cubes)
        code = self.codes.owed if on else self.codes.off
        layout = replace(table.layout, fields=(*table.layout.fields, field))
        return replace(
            table,
            layout=layout,
            initial=table.initial | code << field.shift,
            rows=tuple(rows),
            by_step={},
        )

    def _watched(self, field: Field | None) -> WatchedDuty:
        cubes, asked = self.owing.cubes, self.owing.mask
        if field is None:
            return WatchedDuty(self.duty, cubes, asked)
        running = tuple(
            (mask | field.mask, match | code << field.shift)
            for mask, match in cubes
            for code in self.codes.running
        )
        return WatchedDuty(self.duty, running, asked, field.mask)

    def _rows(
        self,
        row: Row,
        ways: Sequence[tuple[Sequence[Cube], Effects]],
        field: Field | None,
    ) -> Iterator[Row]:
        for cubes, effects in ways:
            for mask, match in cubes:
                narrow = row
                if mask:
                    asked = row.mask | mask, row.match | match
                    narrow = row.written(*asked, row.clear, row.set)
                yield from self._done(narrow, effects, field)

    def _done(self, row: Row, effects: Effects, field: Field | None) -> Iterator[Row]:
        if not effects:
            yield row
            return
        known = {effect.only: effect for effect in effects}
        if None in known:
            yield self._put(row, known[None], field)
            return
        for code in range(len(self.codes.values)):
            effect = replace(known.get(code, ClockChange()), only=code)
            yield self._put(row, effect, field)

    def _put(self, row: Row, effect: ClockChange, field: Field | None) -> Row:
        if field is not None:
            mask, match, clear, put = row.mask, row.match, row.clear, row.set
            if effect.only is not None:
                mask |= field.mask
                match |= effect.only << field.shift
            if effect.put is not None:
                clear |= field.mask
                put |= effect.put << field.shift
            row = row.written(mask, match, clear, put)
        if effect.renews:
            row = replace(row, renews=row.renews | {self.number})
        return row

    def _ways_of(self, row: Row) -> Ways:
        """Return what a step does to the clock, under which cubes beside its own.

        That depends on little of a row: many have it in common.
        """
        if not self._bears(row):
            return NO_WAYS
        seen = self._read
        key = (
            *(row.node, row.mask & seen, row.match & seen),
            *(row.clear & seen, row.set & seen),
            row.activity == self.duty.activity,
            self._brings(row),
            self._around.intersection(row.entered),
            self._around.intersection(row.anew),
            self._around.intersection(row.resumed),
        )
        if key not in self._known_ways:
            self._known_ways[key] = [*self._ways(row)]
        return self._known_ways[key]

    @cached_property
    def _around(self) -> frozenset[int]:
        """The nodes that declare the duty, and all around them."""
        above = self.tree.layout.chart.ancestors
        nodes = frozenset(self.duty.nodes)
        return nodes.union(*map(above, nodes))

    @cached_property
    def _read(self) -> int:
        """The bits of all fields that may be looked at to tell whether it is owed."""
        layout, owing = self.tree.layout, self.owing
        asked: set[int] = set()
        for ask in (owing.is_on, owing.is_held):
            for _, codes in every_way(layout, {}, ask):
                asked.update(codes)
        mask = self.mask
        for at, field in enumerate(layout.fields):
            if at in asked or field.mask & mask:
                mask |= field.mask
        return mask

    def _ways(self, row: Row) -> Iterator[tuple[Sequence[Cube], Effects]]:
        layout, known = self.tree.layout, self.tree.codes_where(row)
        ask = partial(self._asked, row, layout.written(row.clear, row.set))
        found = [*every_way(layout, known, ask)]
        if len({effects for effects, _ in found}) == 1:
            yield ((0, 0),), found[0][0]
            return
        for effects, asked in found:
            yield tuple(cross(self._covers(asked, known), row.activity)), effects

    def _covers(self, asked: Codes, known: Codes) -> Iterator[tuple[Cube, ...]]:
        layout = self.tree.layout
        for field, codes in sorted(asked.items()):
            possible = known.get(field, layout.domains[field])
            if codes != possible:
                yield cover(layout.fields[field], codes, possible)

    def _bears(self, row: Row) -> bool:
        """Tell whether a step may bear on the duty."""
        return bool(
            row.clear & self.mask
            or row.activity == self.duty.activity
            or not {*self.duty.nodes}.isdisjoint(row.entered)
            or self._brings(row)
        )

    def _brings(self, row: Row) -> bool:
        return self.event is not None and bool(self.event.positions(row))

    def _asked(
        self, row: Row, written: Mapping[int, int], sketch: SymbolicState
    ) -> Effects:
        before = self.owing.is_on(sketch)
        sketch.written.update(written)
        after = self.owing.is_on(sketch)
        done = row.activity == self.duty.activity and before
        if not after:
            held = bool(self.owing.resumable) and self.owing.is_held(sketch)
            return self._left(row, before=before, held=held, done=done)
        nodes = frozenset(self.duty.nodes)
        anew = not self.duty.lasting and not nodes.isdisjoint(row.anew)
        if anew or (not before and not self._is_resumed(sketch, row)):
            return (ClockChange(self.codes.owed, renews=not self.duty.after_first),)
        if not before:
            return self._resumed(row)
        return self._lasting(row, done=done)

    def _is_resumed(self, sketch: SymbolicState, row: Row) -> bool:
        above = self.tree.layout.chart.ancestors
        return any(
            not {node, *above(node)}.isdisjoint(row.resumed) and sketch.active(node)
            for node in (self.duty.nodes if row.resumed else ())
        )

    def _left(self, row: Row, *, before: bool, held: bool, done: bool) -> Effects:
        """Say what becomes of it where it is no longer owed: it lapses, or is held."""
        if not held:
            dirty = before or bool(self.owing.resumable)
            return (ClockChange(self.codes.off),) if dirty else NOTHING
        if self._brings(row) and not self.duty.again:
            if self.remembers:
                return (ClockChange(self.codes.owed, only=self.codes.kept),)
            return (ClockChange(self.codes.owed),)
        return self._kept() if done else NOTHING

    def _resumed(self, row: Row) -> Effects:
        if self._brings(row) and not self.duty.again:
            if not self.remembers:
                return (ClockChange(self.codes.owed),)
            # Where it was not owed when it was left, its clock begins now.
            start = ClockChange(self.codes.owed, renews=True, only=self.codes.off)
            return start, ClockChange(self.codes.owed, only=self.codes.kept)
        if not self.remembers or self.duty.after_first:
            return NOTHING
        return (ClockChange(self.codes.owed, renews=True, only=self.codes.off),)

    def _lasting(self, row: Row, *, done: bool) -> Effects:
        if self._brings(row) and not self.duty.again:
            return (ClockChange(self.codes.owed),)
        return self._kept() if done else NOTHING

    def _kept(self) -> Effects:
        return (ClockChange(self.codes.kept, renews=self.duty.again),)

"""Make a protocol ready for live cases: once, and kept for a while."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock

from msgspec.structs import replace

from katch_protocols.cases.arguments import wrong_type
from katch_protocols.cases.clock_rules import ClockRules
from katch_protocols.cases.compiled_case import (
    A,
    B,
    CompiledActivity,
    CompiledCase,
    CompiledEntry,
    CompiledRow,
    CompiledStep,
    RowConstraint,
    Wait,
)
from katch_protocols.cases.constraints import Constraint, find_constraints
from katch_protocols.cases.edition import FORMAT, Edition, pin_of
from katch_protocols.cases.instants import EVER, NEVER, HandbookCalendar
from katch_protocols.charts.build import chart as build_chart
from katch_protocols.charts.chart import ChartOpening, Entry
from katch_protocols.charts.starts import uses
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import FrozenDict, Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.safeguards import Enforcement
from katch_protocols.semantics.compile import compile_chart, own_table
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.table import Records, Row, Table

__all__ = ["compiled_case", "compiled_row"]

_Openings = tuple[ChartOpening, ...]
_Step = tuple[int, int, int, int, Row, int, tuple[Wait, ...], _Openings]
"""What ``CompiledStep`` is made of, in its order."""

_MOST_KEPT = 128
"""Each under the nouns that it was asked for with, and under those that are meant."""

_kept: OrderedDict[tuple[int, int, int], tuple[CompiledCase, object]] = OrderedDict()
_lock = Lock()


def compiled_case(
    protocol: Protocol,
    handbook: Handbook | None = None,
    holders: Handbook | None = None,
) -> CompiledCase:
    """Return a protocol made ready for live cases; made once, and kept for a while.

    Without a handbook it is the one that the protocol was read from. ``holders`` says
    who holds a role, if that is another.

    Raises:
        TypeError: It is no protocol, or no handbook.
        NoHandbookError: The protocol was made alone and no handbook is given.
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
        UnknownNameError: A sentence about people names something that is not there.
    """
    given: object = protocol
    if not isinstance(given, Protocol):
        raise wrong_type("protocol", "protocol", given)
    # What is kept holds all of these nouns, so no other object can have their ids.
    key = id(protocol), id(handbook), id(holders)
    found, _ = _kept.get(key, (None, None))
    if found is None:
        found = _made(protocol, handbook, holders)
        with _lock:
            found, _ = _kept.setdefault(key, (found, (handbook, holders)))
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return found


def compiled_asking(
    protocol: Protocol, handbook: Handbook, asks: Sequence[Condition]
) -> CompiledCase:
    """Return a protocol whose cases also know what other conditions ask about.

    A live case keeps no more than its protocol asks for. It is made anew each time.

    Args:
        protocol: The protocol, of this handbook.
        handbook: The handbook.
        asks: Conditions with the full names of the protocol.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
        UnknownNameError: A sentence about people names something that is not there.
    """
    return _compile(protocol, handbook, asks)


def _made(
    protocol: Protocol, handbook: Handbook | None, holders: Handbook | None
) -> CompiledCase:
    """Return what is not kept under these nouns; of one meaning one is made."""
    if handbook is None:
        return compiled_case(protocol, Handbook.of(protocol), holders)
    given: object = handbook
    if not isinstance(given, Handbook):
        raise wrong_type("handbook", "handbook", given)
    if holders is handbook:
        return compiled_case(protocol, handbook)
    if holders is not None:
        held = _held(handbook, holders)
        return _with_holders(compiled_case(protocol, handbook), held)
    return _compile(protocol, handbook)


def _with_holders(compiled: CompiledCase, handbook: Handbook) -> CompiledCase:
    """Return what cases share, where another handbook says who holds a role."""
    every = compiled.activities.items()
    activities = {name: replace(each, settled={}) for name, each in every}
    return replace(compiled, handbook=handbook, activities=activities, directories={})


def _held(home: Handbook, holders: Handbook) -> Handbook:
    """Return a handbook in which another one says who holds a role, and where.

    What is no longer in that one stays, so that what was done can still be read.
    """
    given: object = holders
    if not isinstance(given, Handbook):
        raise wrong_type("holders", "handbook", given)
    roles = {
        name: role.model_copy(update={"agencies": holders.roles[name].agencies})
        if name in holders.roles
        else role
        for name, role in home.roles.items()
    }
    return home.model_copy(
        update={
            "agencies": FrozenDict({**home.agencies, **holders.agencies}),
            "roles": FrozenDict({**holders.roles, **roles}),
            "regions": FrozenDict({**home.regions, **holders.regions}),
        }
    )


def _compile(
    protocol: Protocol, handbook: Handbook, others: Sequence[Condition] = ()
) -> CompiledCase:
    chart = build_chart(protocol, handbook)
    # A chart with problems is refused before its sentences are looked at.
    table = own_table(chart)
    constraints = find_constraints(chart, handbook)
    asks = [each.where for each in constraints if each.where is not None]
    asks += others
    if asks:
        table = compile_chart(chart, asks)
    compiler = _Compiler(table, constraints)
    calendar = HandbookCalendar.of(handbook)
    begun, ended = protocol.valid_from, protocol.valid_to
    activities = compiler.activities()
    return CompiledCase(
        protocol,
        handbook,
        table,
        constraints,
        activities,
        tuple(
            (row.mask, row.match, name, row)
            for name, activity in activities.items()
            if not activity.is_signal
            for row in activity.rows
        ),
        _full_names(activities),
        compiler.ticks(),
        ClockRules.of(table, calendar),
        compiler.offs,
        EVER if begun is None else calendar.midnight(begun),
        NEVER if ended is None else calendar.midnight_after(ended),
        Edition(FORMAT, pin_of(table, handbook, constraints), protocol.version),
        _carried(table, handbook),
    )


def _carried(table: Table, handbook: Handbook) -> dict[Id, tuple[Id, ...]]:
    """Return the facts that go along to each protocol of which a case is opened."""
    rows = (*table.rows, *table.starts)
    names = {each.protocol for row in rows for each in row.opens}
    return {
        name: uses(build_chart(handbook.protocols[name], handbook), handbook)
        for name in sorted(names)
    }


def _full_names(activities: Iterable[str]) -> dict[str, str]:
    """Map each full name, and each last part that only one bears, to the full name."""
    names = list(activities)
    bare = [name.rpartition(".")[2] for name in names]
    found = {
        short: full
        for short, full in zip(bare, names, strict=True)
        if bare.count(short) == 1
    }
    return {**found, **{name: name for name in names}}


def compiled_row(compiled: CompiledCase, row: Row, entry: CompiledEntry) -> CompiledRow:
    """Return a row that no table has, with what the sentences of a protocol make of it.

    Such is a step that was taken under another version of the protocol.
    """
    return _Compiler(compiled.table, compiled.constraints).row(row, entry)


class _Compiler:
    def __init__(self, table: Table, constraints: Sequence[Constraint]) -> None:
        self.table, self.constraints = table, constraints
        offs = [each for each in constraints if each.off is not None]
        self.off_bits = {id(each): 1 << bit for bit, each in enumerate(offs)}

    @property
    def offs(self) -> tuple[tuple[int, ChartEvent], ...]:
        """The exceptions, each with its bit."""
        return tuple(
            (self.off_bits[id(each)], each.off)
            for each in self.constraints
            if each.off is not None
        )

    def activities(self) -> dict[str, CompiledActivity]:
        rows: dict[str, list[Row]] = {}
        for row in self.table.rows:
            rows.setdefault(row.activity, []).append(row)
        chart = self.table.chart
        return {
            name: self._activity(name, places, rows.get(name, ()))
            for name, places in chart.activities.items()
        }

    def ticks(self) -> tuple[CompiledStep, ...]:
        rows = (row for row in self.table.rows if row.timed)
        return tuple(CompiledStep(*self._step(row)) for row in rows)

    def _activity(
        self, name: str, places: Sequence[int], rows: Sequence[Row]
    ) -> CompiledActivity:
        entries = {}
        for place in places:
            entry = self.table.chart.entries[place]
            entries[id(entry)] = self._entry(entry)
        compiled = tuple(self.row(row, entries[id(row.entry)]) for row in rows)
        by_records: dict[Records, list[CompiledRow]] = {}
        for each in compiled:
            by_records.setdefault(each.row.records, []).append(each)
        found = {records: tuple(each) for records, each in by_records.items()}
        trained = frozenset[Id]().union(*(each.qualified for each in entries.values()))
        plain = all(each.is_plain for each in compiled)
        return CompiledActivity(
            name, tuple(entries.values()), compiled, found, trained, plain
        )

    def _entry(self, entry: Entry) -> CompiledEntry:
        act, panels = entry.act, self.table.chart.panels
        return CompiledEntry(
            entry,
            self.table.chart.nodes[entry.node].name,
            act.raci.by,
            {role: panels[role] for role in act.raci.by if role in panels},
            act.raci.together_with,
            frozenset(act.qualified),
            act.records,
            tuple(act.reasons) if act.reason else (),
            entry.is_signal,
            bool(entry.awaits),
            entry.receiver if entry.receiver in panels else None,
        )

    def row(self, row: Row, entry: CompiledEntry) -> CompiledRow:
        """Return a row with what doing it asks of people."""
        bounds = (
            RowConstraint(
                number, each, _sides(each, row), self.off_bits.get(id(each), 0)
            )
            for number, each in enumerate(self.constraints)
            if each.kind is not Enforcement.WAIT
        )
        constraints = tuple(each for each in bounds if each.sides)
        return CompiledRow(*self._step(row), entry, constraints)

    def _step(self, row: Row) -> _Step:
        past = 0
        for each in self.constraints:
            if each.off is not None and each.off.positions(row):
                past |= self.off_bits[id(each)]
        waits = tuple(
            Wait(number, each, self.off_bits.get(id(each), 0))
            for number, each in enumerate(self.constraints)
            if each.kind is Enforcement.WAIT and _touches(each, row)
        )
        return row.mask, row.match, ~row.clear, row.set, row, past, waits, row.opens


def _touches(constraint: Constraint, row: Row) -> bool:
    """Tell whether a step may be an event of a sentence; one may be resumed."""
    return any(
        event is not None and (event.positions(row) or (row.resumed and event.nodes))
        for event in (constraint.event, constraint.other, constraint.off)
    )


def _sides(constraint: Constraint, row: Row) -> int:
    is_a = bool(constraint.event.positions(row))
    is_b = constraint.other is not None and bool(constraint.other.positions(row))
    return A * is_a | B * is_b

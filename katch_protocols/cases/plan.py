"""A protocol made ready for live cases: made once, shared by every case of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from katch_protocols.cases.authority import Directory
from katch_protocols.cases.edition import FORMAT, Edition
from katch_protocols.cases.event import Deed
from katch_protocols.cases.instants import EVER, NEVER, Calendar
from katch_protocols.cases.limits import Limit, find_limits
from katch_protocols.cases.pinning import pin_of
from katch_protocols.charts.build import chart as build_chart
from katch_protocols.charts.chart import Chart, Entry
from katch_protocols.errors import UnknownNameError
from katch_protocols.model.conditions import Condition
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.semantics.compile import compile_chart
from katch_protocols.semantics.events import event_of
from katch_protocols.semantics.table import Records, Row, Table
from katch_protocols.sentences.nearness import nearest_names

__all__ = ["A", "Act", "B", "Bound", "Duty", "Plan", "Way", "make_plan"]

A, B = 1, 2
"""The sides of a sentence: a step can be its A, its B, or both."""


@dataclass(frozen=True, slots=True, eq=False)
class Duty:
    """One entry of an act: who may do it, with whom, and what must be stated."""

    number: int
    entry: Entry
    origin: str
    roles: tuple[Id, ...]
    partners: tuple[Id, ...]
    qualified: frozenset[Id]
    facts: tuple[Id, ...]
    reasons: frozenset[Id]


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A sentence and what a step is in it: ``A``, ``B`` or both.

    ``off`` is the bit of its exception, 0 without one.
    """

    number: int
    limit: Limit
    sides: int
    off: int


@dataclass(slots=True, eq=False)
class Way:
    """One row of the table, with everything that doing it asks of people.

    ``past`` are the bits of exceptions (``unless B``) that happen in this step;
    ``deeds`` the parts of events that say what was done, each made once.
    """

    mask: int
    match: int
    keep: int
    set: int
    row: Row
    duty: Duty | None
    bounds: tuple[Bound, ...]
    past: int
    deeds: dict[object, Deed] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """An activity: its entries, and its ways by the facts that are stated."""

    name: str
    duties: tuple[Duty, ...]
    ways: tuple[Way, ...]
    by_records: Mapping[Records, tuple[Way, ...]]

    def find(self, records: Mapping[str, str] | None) -> tuple[Way, ...]:
        """Return the ways for the stated facts, in whatever order they are stated."""
        found = self.by_records.get(tuple(records.items()) if records else ())
        if found is not None or not records:
            return found or ()
        return tuple(way for way in self.ways if dict(way.row.records) == records)


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that the cases of one protocol share.

    ``resumable`` are the composites that can be taken up as they were left; each is
    active in the words that have the bits ``match`` under its ``mask``. ``starts`` are
    the events that clocks count from, by the activity or the node that brings them.
    """

    protocol: Protocol
    handbook: Handbook
    table: Table
    limits: tuple[Limit, ...]
    acts: Mapping[str, Act]
    full_names: Mapping[str, str]
    ticks: tuple[Way, ...]
    clocked: frozenset[int]
    starts: Mapping[str | int, tuple[str, ...]]
    resumable: Mapping[int, tuple[int, int]]
    calendar: Calendar
    since: datetime
    until: datetime
    edition: Edition
    directories: dict[Id | None, Directory] = field(default_factory=dict)

    @property
    def chart(self) -> Chart:
        """The protocol with nothing left implicit."""
        return self.table.chart

    def act(self, name: str) -> Act:
        """Return an activity by its full name, or by its last part if that is enough.

        Raises:
            UnknownNameError: There is none, or several end with that name.
        """
        full = self.full_names.get(name)
        if full is not None:
            return self.acts[full]
        same = [each for each in self.acts if each.rpartition(".")[2] == name]
        near = same or nearest_names(name, self.full_names)
        raise UnknownNameError("activity", near=near)

    def directory(self, region: Id | None) -> Directory:
        """Return who holds what in a region.

        Raises:
            UnknownNameError: The handbook has no such region, or none is given where
                it has some.
        """
        found = self.directories.get(region)
        if found is None:
            known = self.handbook.regions
            if region not in known and (region is not None or known):
                near = nearest_names(region or "", known)
                raise UnknownNameError("region", near=near)
            found = self.directories[region] = Directory(self.handbook, region)
        return found


def make_plan(protocol: Protocol, handbook: Handbook) -> Plan:
    """Make a protocol ready for live cases.

    Raises:
        ProtocolError: The protocol has problems; ``check`` says which.
        BoundError: The table would be too large.
        UnknownNameError: A sentence about people names something that is not there.
    """
    chart = build_chart(protocol, handbook)
    # A chart with problems is refused before its sentences are looked at.
    table = compile_chart(chart)
    limits = find_limits(chart, handbook)
    asks: list[Condition] = [each.where for each in limits if each.where is not None]
    if asks:
        table = compile_chart(chart, asks)
    maker = _Maker(table, limits)
    calendar = Calendar.of(handbook)
    begun, ended = protocol.valid_from, protocol.valid_to
    acts = maker.acts()
    return Plan(
        protocol,
        handbook,
        table,
        limits,
        acts,
        _full_names(acts),
        tuple(maker.way(row, None) for row in table.rows if row.timed),
        frozenset(node.index for node in chart.nodes if node.within or node.timers),
        _starts(chart),
        {node: _place(table, node) for node in sorted(table.layout.resumed)},
        calendar,
        EVER if begun is None else calendar.midnight(begun),
        NEVER if ended is None else calendar.midnight_after(ended),
        Edition(FORMAT, pin_of(table, handbook, limits), protocol.version),
    )


def _place(table: Table, node: int) -> tuple[int, int]:
    """Return the mask and the match of the words in which a composite is active."""
    layout, mask, match = table.layout, 0, 0
    above = table.chart.ancestors(node)
    for child, parent in zip((node, *above), above, strict=False):
        if table.chart.nodes[parent].kind.is_region:
            field = table.fields[layout.regions[parent]]
            mask |= field.mask
            match |= layout.codes[child] << field.shift
    return mask, match


def _starts(chart: Chart) -> dict[str | int, tuple[str, ...]]:
    found: dict[str | int, tuple[str, ...]] = {}
    names = (node.clock_start for node in chart.nodes if node.clock_start is not None)
    for name in dict.fromkeys(names):
        event = event_of(chart, name)
        bringing: tuple[str | int, ...] = (*event.activities, *event.nodes)
        for each in bringing:
            found[each] = (*found.get(each, ()), name)
    return found


def _full_names(acts: Iterable[str]) -> dict[str, str]:
    """Map each full name, and each last part that only one bears, to the full name."""
    names = list(acts)
    bare = [name.rpartition(".")[2] for name in names]
    found = {
        short: full
        for short, full in zip(bare, names, strict=True)
        if bare.count(short) == 1
    }
    return {**found, **{name: name for name in names}}


class _Maker:
    def __init__(self, table: Table, limits: Sequence[Limit]) -> None:
        self.table, self.limits = table, limits
        offs = [limit for limit in limits if limit.off is not None]
        self.off_bits = {id(limit): 1 << bit for bit, limit in enumerate(offs)}

    def acts(self) -> dict[str, Act]:
        rows: dict[str, list[Row]] = {}
        for row in self.table.rows:
            rows.setdefault(row.activity, []).append(row)
        chart = self.table.chart
        return {
            name: self._act(name, places, rows.get(name, ()))
            for name, places in chart.activities.items()
        }

    def _act(self, name: str, places: Sequence[int], rows: Sequence[Row]) -> Act:
        entries = self.table.chart.entries
        duties = {id(entries[place]): self._duty(place) for place in places}
        ways = tuple(self.way(row, duties[id(row.entry)]) for row in rows)
        by_records: dict[Records, list[Way]] = {}
        for way in ways:
            by_records.setdefault(way.row.records, []).append(way)
        found = {records: tuple(each) for records, each in by_records.items()}
        return Act(name, tuple(duties.values()), ways, found)

    def _duty(self, place: int) -> Duty:
        chart = self.table.chart
        entry = chart.entries[place]
        act = entry.act
        return Duty(
            place,
            entry,
            chart.nodes[entry.node].name,
            act.raci.by,
            act.raci.together_with,
            frozenset(act.qualified),
            act.records,
            frozenset(act.reasons) if act.reason else frozenset(),
        )

    def way(self, row: Row, duty: Duty | None) -> Way:
        """Make a row ready; the clock's rows have no duty and bind nobody."""
        bounds = [
            Bound(number, limit, _sides(limit, row), self.off_bits.get(id(limit), 0))
            for number, limit in enumerate(self.limits)
        ]
        past = 0
        for limit in self.limits:
            if limit.off is not None and limit.off.positions(row):
                past |= self.off_bits[id(limit)]
        return Way(
            row.mask,
            row.match,
            ~row.clear,
            row.set,
            row,
            duty,
            tuple(each for each in bounds if each.sides) if duty else (),
            past,
        )


def _sides(limit: Limit, row: Row) -> int:
    is_a = bool(limit.event.positions(row))
    is_b = limit.other is not None and bool(limit.other.positions(row))
    return A * is_a | B * is_b

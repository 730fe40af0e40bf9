"""A protocol made ready for live cases: what every case of it shares."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

from msgspec import Struct, field

from katch_protocols.cases.clock_rules import ClockRules
from katch_protocols.cases.constraints import Constraint
from katch_protocols.cases.directory import Directory
from katch_protocols.cases.edition import Edition
from katch_protocols.cases.event import Deed, EventExtras, EventKind
from katch_protocols.cases.happening import places_of
from katch_protocols.charts.chart import Chart, ChartOpening, Entry
from katch_protocols.charts.starts import uses
from katch_protocols.errors import NoRegionError, UnknownNameError
from katch_protocols.model.documents import Fact
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.parties import Role
from katch_protocols.model.protocol import Protocol
from katch_protocols.semantics.events import ChartEvent
from katch_protocols.semantics.table import Records, Row, Table
from katch_protocols.sentences.nearness import nearest_names

__all__ = [
    "A",
    "B",
    "CompiledActivity",
    "CompiledCase",
    "CompiledEntry",
    "CompiledRow",
    "CompiledStep",
    "RowConstraint",
    "SettledStep",
    "Wait",
]


A, B = 1, 2
"""The sides of a sentence: a step can be its A, its B, or both."""


class CompiledEntry(Struct, frozen=True, eq=False):
    """One entry of an activity: who may do it, with whom, and what must be stated.

    ``panels`` are those of ``roles`` that decide together; ``receiver`` is the panel
    for which its chair answers a handover. ``is_signal`` and ``awaits`` are what the
    entry says; they are asked at each step.
    """

    entry: Entry
    origin: str
    roles: tuple[Id, ...]
    panels: Mapping[Id, Role]
    partners: tuple[Id, ...]
    qualified: frozenset[Id]
    facts: tuple[Id, ...]
    reasons: tuple[Id, ...]
    is_signal: bool
    awaits: bool
    receiver: Id | None = None


class RowConstraint(Struct, frozen=True, eq=False):
    """A sentence and what a step is in it: ``A``, ``B`` or both.

    ``off`` is the bit of its exception, 0 without one.
    """

    number: int
    constraint: Constraint
    sides: int
    off: int


class Wait(Struct, frozen=True, eq=False):
    """A sentence ``A at least D after B`` of which a step may be A or B.

    ``off`` is the bit of its exception, 0 without one.
    """

    number: int
    constraint: Constraint
    off: int


class CompiledStep(Struct, eq=False):
    """One row of the table; possible where ``word & mask == match``.

    ``past`` are the bits of exceptions (``unless B``) that happen in this step;
    ``opens`` the cases that it opens.
    """

    mask: int
    match: int
    keep: int
    set: int
    row: Row
    past: int
    waits: tuple[Wait, ...]
    opens: tuple[ChartOpening, ...]


class CompiledRow(CompiledStep, eq=False):
    """One row of an activity, with everything that doing it asks of people.

    ``deeds`` are the parts of events that say what was done, each made once.
    """

    entry: CompiledEntry
    constraints: tuple[RowConstraint, ...]
    deeds: dict[object, Deed] = field(default_factory=dict)

    def deed(
        self,
        role: Id | None,
        agency: Id | None,
        reason: Id | None,
        waived: tuple[Id, ...],
        kind: EventKind = EventKind.ACTIVITY,
    ) -> Deed:
        """Return the part of an event that says what was done, made once."""
        key = role, agency, reason, waived
        found = self.deeds.get(key)
        if found is None:
            found = self.deeds[key] = Deed(
                kind,
                self.row.activity,
                self.entry.origin,
                role,
                agency,
                records=dict(self.row.records),
                reason=reason,
                waived=waived,
                row=self.row,
            )
        return found

    @property
    def is_plain(self) -> bool:
        """Whether who may take it hangs on nothing but their rights and the word.

        No sentence binds it, nobody takes part as well, and no other case is opened.
        """
        entry = self.entry
        others = entry.partners or entry.panels or entry.awaits or entry.is_signal
        return not (self.constraints or self.waits or self.opens or others)


class SettledStep(Struct, frozen=True, eq=False):
    """A plain step from one word, as everybody with the same rights takes it.

    ``after`` is the word that it leads to, ``past`` the bits of exceptions that happen.
    """

    row: Row
    deed: Deed
    more: EventExtras | None
    after: int
    past: int


class CompiledActivity(Struct, frozen=True, eq=False):
    """An activity: entries, rows by the facts stated, all trainings that it needs.

    ``settled`` are the steps that are kept, by all that decides them.
    """

    name: str
    entries: tuple[CompiledEntry, ...]
    rows: tuple[CompiledRow, ...]
    by_records: Mapping[Records, tuple[CompiledRow, ...]]
    trained: frozenset[Id]
    is_plain: bool
    settled: dict[object, SettledStep] = field(default_factory=dict)

    @property
    def is_signal(self) -> bool:
        """Whether nobody does it: it happens, and is told."""
        return all(each.entry.is_signal for each in self.entries)

    def find(self, records: Mapping[str, str] | None) -> tuple[CompiledRow, ...]:
        """Return the rows for the stated facts; ``None``: whatever is stated."""
        if records is None:
            return self.rows
        found = self.by_records.get(tuple(records.items()))
        if found is not None or not records:
            return found or ()
        # They may be stated in any order.
        return tuple(each for each in self.rows if dict(each.row.records) == records)


class BegunCase(Struct, frozen=True):
    """How cases begin that begin with the same values.

    ``past`` are the bits of exceptions that happen with it, ``earlier`` the numbers of
    the sentences ``A at least D after B`` of which a case begins with the B.
    """

    word: int
    entered: tuple[int, ...]
    past: int
    earlier: tuple[int, ...]


class CompiledCase(Struct, frozen=True, eq=False, dict=True):
    """Everything that the cases of one protocol share.

    ``rows`` are those of all activities, each with its mask, match and name; ``ticks``
    are the steps of the clock, ``offs`` the exceptions of sentences by their bits. A
    case can be opened from ``since``, before ``until``. ``carried`` are the facts that
    go along, by the protocol of a case that is opened.
    """

    protocol: Protocol
    handbook: Handbook
    table: Table
    constraints: tuple[Constraint, ...]
    activities: Mapping[str, CompiledActivity]
    rows: tuple[tuple[int, int, str, CompiledRow], ...]
    full_names: Mapping[str, str]
    ticks: tuple[CompiledStep, ...]
    clocks: ClockRules
    offs: tuple[tuple[int, ChartEvent], ...]
    since: datetime
    until: datetime
    edition: Edition
    carried: Mapping[Id, tuple[Id, ...]]
    directories: dict[Id | None, Directory] = field(default_factory=dict)

    @cached_property
    def signals(self) -> tuple[CompiledActivity, ...]:
        """What nobody does, and is told."""
        every = self.activities.values()
        return tuple(each for each in every if each.is_signal)

    @cached_property
    def startable(self) -> Mapping[Id, Fact]:
        """The facts with which a case can be opened: shared ones that it uses."""
        names = uses(self.chart, self.handbook)
        return {name: self.handbook.facts[name] for name in names}

    def start(self, given: Mapping[Id, str]) -> BegunCase:
        """Return how a case begins with values."""
        return self.begun(*self.table.begun(given)) if given else self._usual_start

    @cached_property
    def _usual_start(self) -> BegunCase:
        return self.begun(*self.table.begun({}))

    def begun(self, word: int, entered: tuple[int, ...]) -> BegunCase:
        """Return how a case begins with a word; what it enters has happened."""
        offs = (bit for bit, off in self.offs if places_of(off, entered))
        earlier = (
            number
            for number, each in enumerate(self.constraints)
            if each.least is not None and places_of(each.other, entered)
        )
        return BegunCase(word, entered, reduce(or_, offs, 0), tuple(earlier))

    @property
    def chart(self) -> Chart:
        """The protocol with nothing left implicit."""
        return self.table.chart

    @cached_property
    def chairs(self) -> Mapping[Id, Id]:
        """Who acts for each panel."""
        return self.handbook.chairs

    @cached_property
    def asked_roles(self) -> tuple[Id, ...]:
        """The roles that are asked of somebody here: who acts, takes part, or chairs.

        They follow from what the protocol means, whichever handbook says who holds one.
        """
        every = self.activities.values()
        entries = (entry for activity in every for entry in activity.entries)
        asked = {role for each in entries for role in (*each.roles, *each.partners)}
        asked.update(role for each in self.constraints for role in each.actors)
        asked.update([self.chairs[role] for role in asked if role in self.chairs])
        return tuple(role for role in self.handbook.roles if role in asked)

    def activity(self, name: str) -> CompiledActivity:
        """Return an activity by its full name, or by its last part if that is enough.

        Raises:
            UnknownNameError: There is none, or several end with that name.
        """
        full = self.full_names.get(name)
        if full is not None:
            return self.activities[full]
        same = [each for each in self.activities if each.rpartition(".")[2] == name]
        near = same or nearest_names(name, self.full_names)
        raise UnknownNameError("activity", near=near)

    def named(self, event: ChartEvent | None) -> str:
        """Return the name under which an event of a sentence is said."""
        if event is None or event.once:
            return "" if event is None else event.name
        nodes = (self.chart.nodes[node].name for node in event.nodes)
        return next(iter((*event.activities, *nodes)), event.name)

    def directory(self, region: Id | None) -> Directory:
        """Return who holds what in a region.

        Raises:
            NoRegionError: None is given where the handbook has some.
            UnknownNameError: The handbook has no such region.
        """
        found = self.directories.get(region)
        if found is None:
            known = self.handbook.regions
            if region is None and known:
                raise NoRegionError(tuple(known))
            if region is not None and region not in known:
                raise UnknownNameError("region", near=nearest_names(region, known))
            found = self.directories[region] = Directory(self.handbook, region)
        return found

"""What a case is between two steps, and how one step changes it.

Nothing here asks whether a step is allowed: ``authorize`` does, before.
"""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from katch_protocols.cases.arguments import person_of
from katch_protocols.cases.beginning import Beginning
from katch_protocols.cases.beside import Link, News, Opening
from katch_protocols.cases.clock import CaseClock
from katch_protocols.cases.compiled_case import (
    A,
    B,
    CompiledCase,
    CompiledRow,
    CompiledStep,
    RowConstraint,
    SettledStep,
    Wait,
)
from katch_protocols.cases.edition import Edition
from katch_protocols.cases.event import (
    CaseEvent,
    Deed,
    EventExtras,
    EventKind,
    Partner,
    seal,
)
from katch_protocols.cases.happening import happening, places_of
from katch_protocols.cases.instants import EVER, NEVER
from katch_protocols.cases.last_times import (
    TakenStep,
    exceptions_in,
    is_meant,
)
from katch_protocols.cases.linked_state import LinkedState
from katch_protocols.cases.moved import Moved
from katch_protocols.cases.request import Actor, Request
from katch_protocols.charts.chart import EntryKind
from katch_protocols.charts.holders import Unfilled
from katch_protocols.model.noun import EMPTY, Id
from katch_protocols.model.safeguards import Enforcement

__all__ = [
    "STAND_IN",
    "CaseState",
    "Decision",
    "Doer",
    "Doers",
    "Grant",
]

STAND_IN = "stand_in"
"""What the log calls a loan of a role, where it names activities."""

_REMEMBERED = {
    Enforcement.APART,
    Enforcement.AGENCIES_APART,
    Enforcement.SAME,
}


_NONE: Mapping[int, datetime] = {}
"""Shared by all cases in which nothing has happened yet; never changed in place."""


class Grant(Struct, frozen=True):
    """A role that somebody lends to a deputy until an instant.

    ``deputy`` and ``principal`` are tokens as they came.
    """

    role: Id
    deputy: str
    principal: str
    agency: Id | None
    until: datetime

    @property
    def loan_key(self) -> tuple[Id, str, str]:
        """What a later word on the same replaces."""
        return self.role, person_of(self.deputy), person_of(self.principal)


class Doer(Struct):
    """Who did something: the actor, whoever they stood in for, the agencies of both.

    Of a panel it is everybody who sat, in ``seats``: role and agency of each.
    ``acting`` were there in person; ``people`` has those besides for whom a deputy
    acted. People are told apart by ``person_of`` their tokens. Not ``is_whole``: only
    the chair is known yet.
    """

    acting: frozenset[str]
    people: frozenset[str]
    agencies: frozenset[Id]
    seats: tuple[tuple[Id | None, Id | None], ...] = ()
    is_whole: bool = True


class Decision(Struct):
    """A step that is allowed: the row, and in which role; by a grant if it is lent.

    ``partners`` are the seats of who takes part; ``waived`` the sentences that bind the
    step and are set aside; ``doer`` who counts as having acted, where a sentence asks.
    """

    row: CompiledRow
    role: Id | None = None
    grant: Grant | None = None
    partners: tuple[Partner, ...] = ()
    waived: tuple[Id, ...] = ()
    doer: Doer | None = None


Doers: TypeAlias = dict[tuple[int, int], tuple[Doer, ...]]
"""By the number of a sentence and its side: who did its A, who did its B."""


class CaseState(LinkedState):
    """The state of one case; ``word`` is what the table knows of it.

    One thread changes it at a time; whoever only asks, asks a ``copy``.

    ``past`` are the bits of exceptions (``unless B``) that have happened; ``lasts``
    is when the B of each sentence ``A at least D after B`` last happened, ``wake`` the
    instant at which the clock takes its next step, ``keys`` the events by the keys of
    their requests, ``moved`` the last move from another version of the protocol.
    """

    __slots__ = (
        "beginning",
        "clock",
        "compiled",
        "doers",
        "edition",
        "grants",
        "head",
        "keys",
        "lasts",
        "log",
        "moved",
        "opened",
        "past",
        "reference",
        "region",
        "salt",
        "wake",
        "word",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - everything that an opening says
        self,
        compiled: CompiledCase,
        reference: str,
        region: Id | None,
        at: datetime,
        edition: Edition,
        beginning: Beginning | None = None,
        start: tuple[int, tuple[int, ...]] | None = None,
        *,
        wound: bool = True,
    ) -> None:
        self.compiled = compiled
        self.edition = edition
        self.reference = reference
        self.region = region
        self.opened = at
        self.beginning = beginning
        self.salt = b"" if beginning is None else beginning.salt
        self.given: Mapping[Id, str] = EMPTY if beginning is None else beginning.given
        begun = compiled.begun(*start) if start else compiled.start(self.given)
        self.word, self.past = begun.word, begun.past
        self.links: Mapping[str, Link] = EMPTY
        self.pending: tuple[News, ...] = ()
        self.log: list[CaseEvent] = []
        self.head = edition.opening(reference, region, at, beginning)
        self.lasts: Mapping[int, datetime] = dict.fromkeys(begun.earlier, at) or _NONE
        self.doers: Doers | None = None
        self.grants: tuple[Grant, ...] = ()
        self.keys: dict[str, int] | None = None
        self.moved: Moved | None = None
        self.clock: CaseClock | None = (
            CaseClock(compiled.clocks, at, self.word, begun.entered)
            if compiled.ticks
            else None
        )
        self.wake = NEVER
        if wound:
            self.schedule_wake()

    @property
    def last(self) -> datetime:
        """The instant of the last event, or of the opening."""
        return self.log[-1].at if self.log else self.opened

    @property
    def opening(self) -> Opening | None:
        """The opening by another case, if one opened it."""
        return None if self.beginning is None else self.beginning.opening

    def bodies(self, at: datetime) -> Mapping[Id, frozenset[Id | None]]:
        """Return the agencies that hold each role here at an instant."""
        return self.compiled.directory(self.region).at(at).bodies

    def unfilled(self, at: datetime) -> Mapping[Id, Unfilled]:
        """Return what each panel lacks that cannot sit here at an instant."""
        return self.compiled.directory(self.region).at(at).unfilled

    def copy(self) -> "CaseState":
        """Return the case as it is now, which no later step changes."""
        other = CaseState.__new__(CaseState)
        other.compiled, other.edition = self.compiled, self.edition
        other.reference, other.region = self.reference, self.region
        other.opened, other.word, other.past = self.opened, self.word, self.past
        other.log, other.head = self.log.copy(), self.head
        # These are never changed in place.
        other.doers, other.grants, other.keys = self.doers, self.grants, self.keys
        other.lasts = self.lasts
        other.links, other.pending = self.links, self.pending
        other.beginning, other.given = self.beginning, self.given
        other.salt, other.moved = self.salt, self.moved
        other.clock = copy(self.clock)
        other.wake = self.wake
        return other

    def write(
        self,
        deed: Deed,
        at: datetime,
        by: str | None,
        more: EventExtras | None = None,
    ) -> CaseEvent:
        """Add an event to the log, chained to the one before."""
        log = self.log
        event = CaseEvent(deed, at, by, more, self.head)
        self.head = seal(event, len(log), self.salt)
        log.append(event)
        if more is not None and more.key is not None:
            self.keys = {**(self.keys or {}), more.key: len(log) - 1}
        return event

    def take(
        self, decision: Decision, request: Request, actor: Actor, at: datetime
    ) -> CaseEvent:
        """Take a step that is allowed, and write it down; the clock must be wound."""
        row, grant, key = decision.row, decision.grant, request.key
        deed = row.deed(decision.role, actor.agency, request.reason, decision.waived)
        more = None
        acknowledged, region = self._acknowledged(row), request.region
        if grant or key is not None or decision.partners or acknowledged or region:
            behalf = None if grant is None else grant.principal
            more = EventExtras(
                behalf, key, decision.partners, acknowledged, region=region
            )
        event = self.write(deed, at, actor.token, more)
        if decision.doer is not None:
            self.remember(row, decision.doer)
        self.move(row, at)
        if row.opens:
            self._open(event, row, region)
        return event

    def settled(
        self, decision: Decision, agency: Id | None, reason: Id | None
    ) -> SettledStep:
        """Return a plain step as everybody with the same rights takes it from here."""
        row = decision.row
        after = self.word & row.keep | row.set
        acknowledged = self._acknowledged(row)
        return SettledStep(
            row.row,
            row.deed(decision.role, agency, reason, ()),
            EventExtras(acknowledged=acknowledged) if acknowledged else None,
            after,
            exceptions_in(self.compiled, row, after),
        )

    def follow(self, step: SettledStep, by: str, at: datetime) -> CaseEvent:
        """Take a step that is settled, and write it down; the clock must be wound."""
        event = self.write(step.deed, at, by, step.more)
        before, self.word = self.word, step.after
        self.past |= step.past
        if self.clock is not None:
            self.clock.take(step.row, before, (at, len(self.log) - 1))
        return event

    def hear(
        self, decision: Decision, by: str | None, key: str | None, at: datetime
    ) -> CaseEvent:
        """Take a step that nobody makes, and write down who told of it."""
        row = decision.row
        deed = row.deed(None, None, None, decision.waived, EventKind.SIGNAL)
        event = self.write(deed, at, by, None if key is None else EventExtras(key=key))
        self.move(row, at)
        self._open(event, row)
        return event

    def _acknowledged(self, row: CompiledRow) -> tuple[Id, ...]:
        """Return who has acknowledged a handover that a step declines."""
        entry, chart = row.row.entry, self.compiled.chart
        if entry is None or entry.kind is not EntryKind.DECLINE:
            return ()
        waiting, active = chart.waiting(entry.node), self.compiled.table.active
        pending = {
            chart.nodes[index].receiver
            for index in active(self.word)
            if waiting is not None and waiting in (index, *chart.ancestors(index))
        }
        return tuple(r for r in chart.receivers(entry.node) if r not in pending)

    def move(self, step: CompiledStep, at: datetime) -> None:
        """Change the state as a step does.

        After the last step of several the clock must be wound: see ``schedule_wake``.
        """
        word = self.word
        self.word = word & step.keep | step.set
        self._note(step, at)
        self.past |= exceptions_in(self.compiled, step, self.word)
        if self.clock is not None:
            self.clock.take(step.row, word, (at, len(self.log) - 1))

    def earliest(self, wait: Wait, step: CompiledStep, at: datetime) -> datetime:
        """Return from when a step is no early A of a sentence here."""
        taken = TakenStep(self.compiled, step, self.word, at)
        past = self.past | exceptions_in(self.compiled, step, taken.after)
        if past & wait.off:
            return EVER
        return taken.earliest(wait, self.lasts.get(wait.number))

    def released(self, step: CompiledStep, at: datetime) -> datetime:
        """Return from when no sentence holds a step back; ``NEVER``: it always does."""
        binding = (
            wait
            for wait in step.waits
            if wait.constraint.waived is None or wait.constraint.waived <= at
        )
        return max((self.earliest(wait, step, at) for wait in binding), default=EVER)

    def _note(self, step: CompiledStep, at: datetime) -> None:
        """Note when each B of a sentence happens that a step may bring."""
        for wait in step.waits:
            happened = happening(self.compiled.table, step.row, self.word)
            if places_of(wait.constraint.other, happened):
                self.lasts = {**self.lasts, wait.number: at}

    def schedule_wake(self) -> None:
        """Reckon when the clock takes its next step, from the state as it is now."""
        if self.clock is None and not self.pending:
            self.wake = NEVER
            return
        due, _ = self.next_tick()
        news = self.news_at(self.last) if self.pending else None
        self.wake = due if news is None else min(due, news[0])

    def lend(self, loan: Grant, key: str | None, at: datetime) -> CaseEvent:
        """Lend a role, and write it down; a later word on the same replaces it."""
        deed = Deed(
            EventKind.STAND_IN,
            STAND_IN,
            role=loan.role,
            agency=loan.agency,
            deputy=loan.deputy,
            until=loan.until,
        )
        others = (each for each in self.grants if each.loan_key != loan.loan_key)
        self.grants = (*others, loan)
        more = None if key is None else EventExtras(key=key)
        return self.write(deed, at, loan.principal, more)

    def tick(self, step: CompiledStep, at: datetime) -> None:
        """Take a step of the clock."""
        origin = self.compiled.chart.nodes[step.row.node].name
        deed = Deed(EventKind.CLOCK, step.row.activity, origin, row=step.row)
        event = self.write(deed, at, None)
        self.move(step, at)
        self._open(event, step)

    def next_tick(self) -> tuple[datetime, CompiledStep | None]:
        """Return when the clock takes its next step, and which; the first of equals."""
        first: tuple[datetime, CompiledStep | None] = NEVER, None
        if self.clock is None:
            return first
        nodes = self.compiled.chart.nodes
        for step in self.compiled.ticks:
            timer = step.row.timer
            if timer is not None and self.word & step.mask == step.match:
                due = self.clock.fires(nodes[step.row.node], timer)
                if due < first[0]:
                    first = due, step
        return first

    def remember(self, row: CompiledRow, doer: Doer) -> None:
        """Remember who takes a step, before it is taken, for sentences about people."""
        for bound in row.constraints:
            if bound.constraint.kind not in _REMEMBERED:
                continue
            sides = self.sides(bound, row)
            for side in (A, B):
                if sides & side:
                    doers = self.doers or {}
                    known = doers.get((bound.number, side), ())
                    if doer not in known:
                        both = {(bound.number, side): (*known, doer)}
                        self.doers = {**doers, **both}

    def sides(self, bound: RowConstraint, row: CompiledRow) -> int:
        """Return what a step is of a sentence here: 0 where it says nothing."""
        constraint = bound.constraint
        after = self.word & row.keep | row.set
        past = self.past | exceptions_in(self.compiled, row, after)
        if past & bound.off:
            return 0
        sides = bound.sides
        if sides & A and not is_meant(
            constraint, row.row, self.word, self.compiled.table
        ):
            sides &= ~A
        return sides

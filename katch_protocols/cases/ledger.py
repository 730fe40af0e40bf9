"""What a case is between two steps, and how one step changes it.

Nothing here asks whether a step is allowed: ``deciding`` does, before.
"""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from katch_protocols.cases.authority import Authority
from katch_protocols.cases.clock import Clock
from katch_protocols.cases.edition import Edition
from katch_protocols.cases.event import Deed, Event, EventKind, More, seal
from katch_protocols.cases.instants import NEVER
from katch_protocols.cases.plan import A, B, Bound, Plan, Way
from katch_protocols.cases.tokens import person_of
from katch_protocols.cases.view import WordView
from katch_protocols.model.noun import Id
from katch_protocols.model.safeguards import Enforcement
from katch_protocols.sentences.truth import evaluate

__all__ = ["Doer", "Doers", "Grant", "Ledger", "Moment", "counts"]

_REMEMBERED = {Enforcement.APART, Enforcement.AGENCIES_APART, Enforcement.SAME}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody lends to a deputy until an instant.

    ``deputy`` is the person, whatever the token's capitals; ``principal`` the token.
    """

    role: Id
    deputy: str
    principal: str
    agency: Id | None
    until: datetime

    @property
    def bond(self) -> tuple[Id, str, str]:
        """What a later word on the same replaces."""
        return self.role, self.deputy, person_of(self.principal)


@dataclass(slots=True)
class Doer:
    """Who did something: the actor, whoever they stood in for, the agencies of both.

    People are told apart by ``person_of`` their tokens.
    """

    person: str
    people: frozenset[str]
    agencies: frozenset[Id]


Doers: TypeAlias = dict[tuple[int, int], tuple[Doer, ...]]
"""By the number of a sentence and its side: who did its A, who did its B."""


class Moment:
    """An instant in UTC, and who holds which role then."""

    __slots__ = ("at", "authority")

    def __init__(self, at: datetime, authority: Authority) -> None:
        self.at, self.authority = at, authority


class Ledger:
    """The state of one case; ``word`` is what the table knows of it.

    One thread changes it at a time; whoever only asks, asks a ``copy``.

    ``past`` are the bits of exceptions (``unless B``) that have happened, ``wake`` the
    instant at which the clock takes its next step, ``keys`` the events by the keys of
    their requests.
    """

    __slots__ = (
        "clock",
        "doers",
        "edition",
        "grants",
        "head",
        "keys",
        "log",
        "opened",
        "past",
        "plan",
        "reference",
        "region",
        "wake",
        "word",
    )

    def __init__(
        self,
        plan: Plan,
        reference: str,
        region: Id | None,
        at: datetime,
        edition: Edition,
    ) -> None:
        self.plan = plan
        self.edition = edition
        self.reference = reference
        self.region = region
        self.opened = at
        self.word = plan.table.initial
        self.log: list[Event] = []
        self.head = edition.opening(reference, region, at)
        self.past = 0
        self.doers: Doers | None = None
        self.grants: tuple[Grant, ...] = ()
        self.keys: dict[str, int] | None = None
        self.clock: Clock | None = Clock(plan, at) if plan.ticks else None
        self.wake = NEVER
        self.wind()

    @property
    def last(self) -> datetime:
        """The instant of the last event, or of the opening."""
        return self.log[-1].at if self.log else self.opened

    def moment(self, at: datetime) -> Moment:
        """Return an instant with who holds which role here then."""
        return Moment(at, self.plan.directory(self.region).at(at))

    def copy(self) -> "Ledger":
        """Return the case as it is now, which no later step changes."""
        other = Ledger.__new__(Ledger)
        other.plan, other.edition = self.plan, self.edition
        other.reference, other.region = self.reference, self.region
        other.opened, other.word, other.past = self.opened, self.word, self.past
        other.log, other.head = self.log.copy(), self.head
        # These three are never changed in place.
        other.doers, other.grants, other.keys = self.doers, self.grants, self.keys
        other.clock = copy(self.clock)
        other.wake = self.wake
        return other

    def write(
        self, deed: Deed, at: datetime, by: str | None, more: More | None = None
    ) -> Event:
        """Add an event to the log, chained to the one before."""
        log = self.log
        event = Event(deed, at, by, more, self.head)
        self.head = seal(event, len(log))
        log.append(event)
        if more is not None and more.key is not None:
            self.keys = {**(self.keys or {}), more.key: len(log) - 1}
        return event

    def move(self, way: Way, at: datetime, doer: Doer | None) -> None:
        """Change the state as a step does; ``doer`` is ``None`` for the clock.

        After the last step of several the clock must be wound: see ``wind``.
        """
        word = self.word
        if way.bounds and doer is not None:
            self._remember(way, doer)
        self.past |= way.past
        self.word = word & way.keep | way.set
        if self.clock is not None:
            self.clock.take(way.row, word, at)

    def wind(self) -> None:
        """Reckon when the clock takes its next step, from the state as it is now."""
        if self.clock is not None:
            self.wake = self.next_tick()[0]

    def grant(self, grant: Grant) -> None:
        """Remember that a role is lent; a later word on the same replaces it."""
        others = (each for each in self.grants if each.bond != grant.bond)
        self.grants = (*others, grant)

    def tick(self, way: Way, at: datetime) -> None:
        """Take a step of the clock."""
        origin = self.plan.chart.nodes[way.row.node].name
        deed = Deed(EventKind.CLOCK, way.row.activity, origin, row=way.row)
        self.write(deed, at, None)
        self.move(way, at, None)

    def next_tick(self) -> tuple[datetime, Way | None]:
        """Return when the clock takes its next step, and which; the first of equals."""
        first: tuple[datetime, Way | None] = NEVER, None
        if self.clock is None:
            return first
        nodes = self.plan.chart.nodes
        for way in self.plan.ticks:
            timer = way.row.timer
            if timer is not None and self.word & way.mask == way.match:
                due = self.clock.fires(nodes[way.row.node], timer)
                if due < first[0]:
                    first = due, way
        return first

    def _remember(self, way: Way, doer: Doer) -> None:
        for bound in way.bounds:
            if bound.limit.kind not in _REMEMBERED:
                continue
            sides = counts(bound, way, self)
            for side in (A, B):
                if sides & side:
                    doers = self.doers or {}
                    known = doers.get((bound.number, side), ())
                    if doer not in known:
                        both = {(bound.number, side): (*known, doer)}
                        self.doers = {**doers, **both}


def counts(bound: Bound, way: Way, ledger: Ledger) -> int:
    """Return the sides of a sentence that a step is here: 0 where it says nothing."""
    limit = bound.limit
    if bound.off and (ledger.past | way.past) & bound.off:
        return 0
    sides = bound.sides
    if sides & A and limit.where is not None:
        word = ledger.word
        # An entry sees the facts as the step leaves them, an activity as it finds them.
        doing = limit.event.is_done_by(way.row)
        after = word if doing else word & way.keep | way.set
        view = WordView(ledger.plan.table, word, after)
        if evaluate(limit.where, view) is not True:
            sides &= ~A
    return sides

"""One live case: a pure function of its protocol and its list of events."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from katch_protocols.cases.acting import do, lend
from katch_protocols.cases.actor import Actor
from katch_protocols.cases.deadlines import Due, running
from katch_protocols.cases.event import Event
from katch_protocols.cases.instants import NEVER, to_utc
from katch_protocols.cases.ledger import Ledger, Moment
from katch_protocols.cases.plans import plan_of
from katch_protocols.cases.records import (
    begun,
    replay,
    require_record,
    snapshot,
    verify,
)
from katch_protocols.cases.refusing import why
from katch_protocols.cases.wish import Wish
from katch_protocols.findings import Refusal
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.table import Configuration

__all__ = ["Case"]


class Case(Ledger):
    """One live case, in memory; ``open_case`` makes it, ``do`` moves it on.

    It holds no name and no text: tokens, ids of the handbook, instants and hashes. It
    reads no clock and draws no chance. What is refused changes nothing.
    """

    __slots__ = ()

    @property
    def version(self) -> int:
        """How many events there are; pass it to ``do`` as ``expected_version``."""
        return len(self.log)

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, the first first."""
        return tuple(self.log)

    @property
    def now(self) -> Configuration:
        """What is active, known, on paper, and has happened."""
        return self.plan.table.configuration(self.word)

    @property
    def is_complete(self) -> bool:
        """Whether the case has ended; then nothing is possible in it."""
        return self.plan.table.is_final(self.word)

    @property
    def outcome(self) -> Outcome | None:
        """What the end means for the child; ``None`` before it."""
        nodes = self.plan.chart.nodes
        active = self.plan.table.active(self.word) if self.is_complete else ()
        return next((nodes[n].outcome for n in active if nodes[n].outcome), None)

    @property
    def wakes_at(self) -> datetime | None:
        """When the clock next moves the case by itself: call ``advance`` then."""
        return None if self.wake == NEVER else self.wake

    def do(  # noqa: PLR0913 - the words of one act; all but the first have names
        self,
        activity: str,
        *,
        by: Actor,
        at: datetime,
        together_with: Sequence[Actor] = (),
        records: Mapping[str, str] | None = None,
        reason: Id | None = None,
        role: Id | None = None,
        state: str | None = None,
        expected_version: int | None = None,
        key: str | None = None,
    ) -> Event:
        """Do an activity, if everything that it needs is there; else say why not.

        Example:
            >>> case.do("make_safe", by=inspector, at=now).role
            'duty_officer'

        Args:
            activity: its full name, or the last part if only one bears it.
            by: who acts, as the host's directory knows them now.
            at: when; with a time zone.
            together_with: who takes part as well.
            records: the facts that the actor states.
            reason: a reason code, where the activity asks for one.
            role: the role acted in, where the actor could act in several.
            state: the state acted in, where the activity is possible in several.
            expected_version: the version that the actor saw.
            key: tells a request from its repetition: the same key does nothing twice,
                and gives back the first event.

        Raises:
            ActivityRefusedError: It is refused; ``refusal`` names every unmet condition
                and who could act.
            ConflictError: The case is at another version, or the key was used for
                something else.
            UnknownNameError: The activity, a fact, a value or a role is not known.
            InstantError: The instant has no time zone.
            OpaqueError: The key is not an opaque token.
        """
        partners = () if not together_with else tuple(together_with)
        wish = Wish(
            activity,
            by,
            partners,
            records or {},
            reason,
            role,
            state,
            expected_version,
            key,
        )
        return do(self, wish, to_utc(at))

    def stand_in(  # noqa: PLR0913 - who lends what to whom, from when until when
        self,
        *,
        by: Actor,
        deputy: str,
        role: Id,
        until: datetime,
        at: datetime,
        expected_version: int | None = None,
    ) -> Event:
        """Lend a role that ``by`` holds to a deputy, in this case, until an instant.

        The deputy must still be of an agency that holds the role, have the trainings,
        and is held to separation of duty, as is whoever lent the role. A later word on
        the same role and deputy replaces the earlier one.

        Raises:
            ActivityRefusedError: ``by`` does not hold the role here, or the case ended.
            ConflictError: The case is at another version.
            UnknownNameError: There is no such role.
            InstantError: An instant has no time zone, or ``until`` is not after ``at``.
            OpaqueError: ``deputy`` is not an opaque token.
        """
        wish = Wish("stand_in", by, role=role, version=expected_version)
        return lend(self, wish, deputy, to_utc(at), to_utc(until))

    def possible(
        self, by: Actor | None = None, *, at: datetime | None = None
    ) -> tuple[str, ...]:
        """Return the activities that are possible now; with ``by``, for that person.

        Whoever must take part as well, and the facts to be stated, are not asked for.
        Without ``at`` it is the instant of the last event.
        """
        word = self.word
        open_now = (
            name
            for name, act in self.plan.acts.items()
            if any(word & way.mask == way.match for way in act.ways)
        )
        if by is None:
            return tuple(open_now)
        return tuple(name for name in open_now if not self.why_not(name, by=by, at=at))

    def why_not(  # noqa: PLR0913 - the words of one act; all but the first have names
        self,
        activity: str,
        *,
        by: Actor | None = None,
        at: datetime | None = None,
        together_with: Sequence[Actor] | None = None,
        records: Mapping[str, str] | None = None,
        reason: Id | None = None,
        role: Id | None = None,
        state: str | None = None,
    ) -> Refusal | None:
        """Return why an activity would be refused; ``None`` if it would not.

        What is left out is not asked about: without ``together_with`` whoever must take
        part as well, without ``records`` the facts and the reason to be stated.

        Raises:
            UnknownNameError: The activity, a fact, a value or a role is not known.
            InstantError: The instant has no time zone.
        """
        partners = None if together_with is None else tuple(together_with)
        wish = Wish(activity, by, partners, records, reason, role, state)
        return why(self, wish, self._moment(at))

    def due(self, now: datetime) -> tuple[Due, ...]:
        """Return the deadlines still to be kept, the soonest first."""
        at = to_utc(now)
        return tuple(due for due in running(self) if not due.is_overdue(at))

    def overdue(self, now: datetime) -> tuple[Due, ...]:
        """Return the broken deadlines, the oldest first; ``told(now)`` says who."""
        at = to_utc(now)
        return tuple(due for due in running(self) if due.is_overdue(at))

    def advance(self, now: datetime) -> tuple[Event, ...]:
        """Take every step of the clock (``after``) that is due by ``now``.

        Raises:
            InstantError: The instant has no time zone.
        """
        at, before = to_utc(now), len(self.log)
        with self.plan.lock:
            while self.wake <= at:
                due, way = self.next_tick()
                if way is None:
                    break
                self.tick(way, max(due, self.last))
        return tuple(self.log[before:])

    def verify(self) -> None:
        """Go through the log again, hash by hash and step by step.

        Raises:
            RecordError: Something does not hold; it says what, and at which event.
        """
        verify(self)

    def snapshot(self) -> dict[str, Any]:
        """Return the case as plain data for JSON; ``restore`` reads it back."""
        return snapshot(self)

    @classmethod
    def restore(
        cls, protocol: Protocol, record: object, *, handbook: Handbook | None = None
    ) -> Self:
        """Take a case up again from its ``snapshot``; nothing outside is touched.

        Raises:
            NoHandbookError: The protocol was made alone and no ``handbook`` is given.
            ProtocolError: The protocol has problems; ``check`` says which.
            RecordError: The record does not hold: it has another shape, belongs to
                another protocol or meaning, or was changed.
        """
        plan = plan_of(protocol, handbook or Handbook.of(protocol))
        data = require_record(plan, record)
        case = cls(plan, *begun(plan, data))
        replay(case, data)
        return case

    def __repr__(self) -> str:
        states = ", ".join(self.now.states)
        return f"<Case {self.reference}, version {self.version}: {states}>"

    def _moment(self, at: datetime | None) -> Moment:
        instant = self.last if at is None else to_utc(at)
        return Moment(instant, self.plan.directory(self.region).at(instant))

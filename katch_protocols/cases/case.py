"""One live case: a pure function of its protocol and its list of events."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from katch_protocols.cases.acting import (
    advance,
    hear,
    lend,
    refused,
    take,
    tell,
)
from katch_protocols.cases.arguments import (
    When,
    instant_of,
    require_facts,
    require_opaque,
    require_text,
    text_or_none,
    version_or_none,
)
from katch_protocols.cases.asked import AskedCase
from katch_protocols.cases.beside import Telling
from katch_protocols.cases.compile_case import compiled_case
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.record import snapshot, taken_up, verify
from katch_protocols.cases.request import (
    Actor,
    Request,
    require_actor,
    require_actors,
)
from katch_protocols.cases.state import Grant
from katch_protocols.model.handbook import Handbook
from katch_protocols.model.noun import Id
from katch_protocols.model.protocol import Protocol

__all__ = ["Case"]


class Case(AskedCase):
    """One live case, in memory; ``open_case`` makes it, ``do`` moves it on.

    It holds no name and no text: tokens, ids of the handbook, instants and hashes. It
    reads no clock and draws no chance. What is refused changes nothing.

    Any number of threads may use one case. Steps are taken one after the other; each
    question is answered from the case as it was at one instant, and holds up nobody. To
    read several things that belong together, take one ``snapshot``.

    An instant is a ``datetime`` with a time zone, in the years 1970 to 2399, or a
    callable that gives one (``lambda: datetime.now(UTC)``). A callable is asked when it
    is the caller's turn and counts as the last event's instant where it is earlier, so
    that no thread is refused for ``time``. Instants that are returned are in UTC.

    It is neither copied nor pickled: keep a ``snapshot``, which is plain data.

    Raises:
        TypeError: (every method) An argument has another type; the error names it.
        InstantError: (every method) An instant has no time zone or is out of range.
    """

    __slots__ = ()

    def do(  # noqa: PLR0913 - the words of one act; all but the first have names
        self,
        activity: str,
        *,
        by: Actor,
        at: When,
        together_with: Sequence[Actor] = (),
        records: Mapping[str, str] | None = None,
        reason: Id | None = None,
        role: Id | None = None,
        state: str | None = None,
        opens_in: Id | None = None,
        expected_version: int | None = None,
        key: str | None = None,
    ) -> CaseEvent:
        """Do an activity, if everything that it needs is there; else say why not.

        Example:
            >>> case.do("make_safe", by=inspector, at=now).role
            'duty_officer'

        Args:
            activity: its full name, or the last part if only one bears it.
            by: who acts, as the host's directory knows them now.
            at: when; an instant, or a callable that gives it.
            together_with: who takes part as well.
            records: the facts that the actor states, with their values.
            reason: a reason code, where the activity asks for one.
            role: the role acted in, where the actor could act in several.
            state: the state acted in, where the activity is possible in several.
            opens_in: the other region in which it opens a case, where it opens one so.
            expected_version: the version that the actor saw.
            key: an opaque token that tells a request from its repetition: the same key
                does nothing twice, and gives back the first event.

        Raises:
            ActivityRefusedError: It is refused; ``refusal`` names every unmet condition
                and who could act.
            ConflictError: The case is at another version, or the key was used for
                something else.
            UnknownNameError: The activity, a fact, a value or a role is not known.
            OpaqueError: The key is not an opaque token.
        """
        request = Request(
            require_text("activity", activity),
            require_actor("by", by),
            ()
            if together_with == ()
            else require_actors("together_with", together_with),
            {} if records is None else require_facts("records", records),
            None if reason is None else require_text("reason", reason),
            None if role is None else require_text("role", role),
            None if state is None else require_text("state", state),
            version_or_none(expected_version),
            None if key is None else require_opaque("key", key),
            region=text_or_none("opens_in", opens_in),
        )
        with self._lock:
            found = self._state
            instant = instant_of("at", at, found.last)
            event = take(found, request, by, instant)
            if event is not None:
                return event
            found = found.copy()
        raise refused(found, request, instant)

    def signal(  # noqa: PLR0913 - the words of one signal; all but the first have names
        self,
        name: str,
        *,
        at: When,
        by: str | None = None,
        records: Mapping[str, str] | None = None,
        state: str | None = None,
        expected_version: int | None = None,
        key: str | None = None,
    ) -> CaseEvent:
        """Tell what happens by itself: a signal (``by: nobody``), which nobody does.

        Example:
            >>> case.signal("turns_eighteen", at=now, by="registry-1").kind
            'signal'

        Args:
            name: of the signal, in full, or the last part if only one bears it.
            at: when; an instant, or a callable that gives it.
            by: the token of the system that tells it.
            records: the facts that the host states, with their values.
            state: the state meant, where the signal is possible in several.
            expected_version: the version that the teller saw.
            key: an opaque token that tells a request from its repetition.

        Raises:
            ActivityRefusedError: It is not possible now, or somebody does it.
            ConflictError: The case is at another version, or the key was used for
                something else.
            UnknownNameError: The signal, a fact or a value is not known.
            OpaqueError: ``by`` or the key is not an opaque token.
        """
        request = Request(
            require_text("name", name),
            records={} if records is None else require_facts("records", records),
            state=None if state is None else require_text("state", state),
            version=version_or_none(expected_version),
            key=None if key is None else require_opaque("key", key),
            told=True,
        )
        teller = None if by is None else require_opaque("actor", by)
        with self._lock:
            found = self._state
            instant = instant_of("at", at, found.last)
            event = hear(found, request, teller, instant)
            if event is not None:
                return event
            found = found.copy()
        raise refused(found, request, instant)

    def tell(
        self,
        reference: str,
        became: str,
        *,
        at: When,
        by: str | None = None,
        key: str | None = None,
    ) -> CaseEvent:
        """Tell what became of a case that this one opened: taken up, or how it ended.

        A signal ``by: PROTOCOL.END`` that is possible is taken at once, in an event of
        its own; else it waits until it is possible, and the end of this case drops it.
        The same news again does nothing, and gives back the first event.

        Example:
            >>> case.tell(opened.reference, "taken_up", at=now).kind
            'news'

        Args:
            reference: of the opened case, as ``event.opened`` gave it.
            became: ``taken_up``, or the end of its protocol in which it ended.
            at: when; an instant, or a callable that gives it.
            by: the token of the system that tells it.
            key: an opaque token that tells a request from its repetition.

        Raises:
            ActivityRefusedError: This case opened no such case, or has ended.
            ConflictError: The key was used for something else.
            UnknownNameError: The protocol has no such end.
            OpaqueError: ``by`` or the key is not an opaque token.
        """
        require_text("reference", reference)
        require_text("became", became)
        teller = None if by is None else require_opaque("actor", by)
        token = None if key is None else require_opaque("key", key)
        with self._lock:
            found = self._state
            instant = instant_of("at", at, found.last)
            return tell(found, Telling(reference, became, teller, token), instant)

    def stand_in(  # noqa: PLR0913 - who lends what to whom, from when until when
        self,
        *,
        by: Actor,
        deputy: str,
        role: Id,
        until: datetime,
        at: When,
        expected_version: int | None = None,
        key: str | None = None,
    ) -> CaseEvent:
        """Lend a role that ``by`` holds to a deputy, in this case, until an instant.

        The deputy must still be of an agency that holds the role, have the trainings,
        and is held to separation of duty, as is whoever lent the role. A later word on
        the same role and deputy replaces the earlier one.

        Args:
            by: who lends the role.
            deputy: the token of who gets it.
            role: the id of a role of one's own.
            until: when the loan is over; at that instant it is.
            at: when; an instant, or a callable that gives it.
            expected_version: the version that the actor saw.
            key: an opaque token that tells a request from its repetition.

        Raises:
            ActivityRefusedError: ``by`` does not hold the role here, or the case ended.
            ConflictError: The case is at another version, or the key was used for
                something else.
            UnknownNameError: There is no such role.
            InstantError: ``until`` is not after ``at``.
            OpaqueError: ``deputy`` or the key is not an opaque token.
        """
        require_actor("by", by)
        require_text("role", role)
        version = version_or_none(expected_version)
        require_opaque("deputy", deputy)
        token = None if key is None else require_opaque("key", key)
        end = instant_of("until", until, EVER)
        loan = Grant(role, deputy, by.token, by.agency, end)
        with self._lock:
            found = self._state
            instant = instant_of("at", at, found.last)
            return lend(found, loan, by, version, token, instant)

    def advance(self, now: When) -> tuple[CaseEvent, ...]:
        """Take every step of the clock (``after``) that is due by ``now``; return them.

        Raises:
            AdvanceError: More than 1,000 steps are due. The first 1,000 are taken and
                in the log; call again to go on.
        """
        with self._lock:
            found = self._state
            return advance(found, instant_of("now", now, found.last))

    def verify(self) -> None:
        """Go through the log again, hash by hash and step by step.

        Raises:
            RecordError: Something does not hold; it says what, and at which event.
        """
        verify(self.view())

    def snapshot(self) -> dict[str, Any]:
        """Return the case as plain data for JSON; ``restore`` reads it back."""
        return snapshot(self.view())

    @classmethod
    def restore(
        cls,
        protocol: Protocol,
        record: object,
        *,
        handbook: Handbook | None = None,
        holders: Handbook | None = None,
    ) -> Self:
        """Take a case up again from its ``snapshot``; nothing outside is touched.

        Args:
            protocol: what the case follows.
            record: as ``snapshot`` gave it.
            handbook: the one that the protocol was read from, unless another is given.
            holders: the handbook that says who holds a role from here on; it may be
                newer than the one above, and without it that one says so.

        Raises:
            NoHandbookError: The protocol was made alone and no ``handbook`` is given.
            ProtocolError: The protocol has problems; ``check`` says which.
            RecordError: The record does not hold: it has another shape, belongs to
                another protocol or meaning, or was changed.
        """
        return cls(taken_up(compiled_case(protocol, handbook, holders), record))

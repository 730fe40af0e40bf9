"""A case that threads share: one changes it at a time, and each reads it whole."""

from datetime import datetime
from threading import RLock
from typing import NoReturn

from katch_protocols.cases.arguments import When, instant_of
from katch_protocols.cases.beside import Opening
from katch_protocols.cases.deadlines import alarm_after
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.instants import NEVER
from katch_protocols.cases.receiving import is_taken_up, receivers
from katch_protocols.cases.state import CaseState
from katch_protocols.charts.chart import NodeKind
from katch_protocols.model.noun import Id
from katch_protocols.model.states import Outcome
from katch_protocols.semantics.table import Configuration
from katch_protocols.words.lists import as_typed

__all__ = ["SharedCase"]


class SharedCase:
    """What a case says of itself, and the lock under which it is changed and copied.

    The lock may be taken again by the thread that has it, for a clock of the host's is
    asked while it is held, and may ask the case.
    """

    __slots__ = ("_lock", "_state")

    def __init__(self, state: CaseState) -> None:
        self._state = state
        self._lock = RLock()

    @property
    def reference(self) -> str:
        """The token of the case, as it was opened with."""
        return self._state.reference

    @property
    def region(self) -> Id | None:
        """The region; ``None`` where the handbook has none."""
        return self._state.region

    @property
    def opened(self) -> datetime:
        """When it was opened, in UTC."""
        return self._state.opened

    @property
    def last(self) -> datetime:
        """When the last event was, in UTC; when it was opened, if there is none."""
        return self._state.last

    @property
    def pin(self) -> str:
        """What its protocol means for it: 64 hexadecimal digits.

        It is what it meant when the case was opened, or when it last moved.
        """
        state = self._state
        return (state.edition if state.moved is None else state.compiled.edition).pin

    @property
    def head(self) -> bytes:
        """The SHA-256 of the last event, 32 bytes; of the opening, if there is none."""
        return self._state.head

    @property
    def version(self) -> int:
        """How many events there are; pass it to ``do`` as ``expected_version``."""
        return len(self._state.log)

    @property
    def events(self) -> tuple[CaseEvent, ...]:
        """Everything that happened, the first first."""
        return tuple(self._state.log)

    @property
    def now(self) -> Configuration:
        """Where it stands.

        ``states`` that are active, ``facts`` with their values, ``documents`` that
        exist, and which activities ``happened``, as far as a condition asks.
        """
        state = self._state
        return state.compiled.table.configuration(state.word)

    @property
    def is_complete(self) -> bool:
        """Whether the case has ended; then nothing is possible in it."""
        state = self._state
        return state.compiled.table.is_final(state.word)

    @property
    def outcome(self) -> Outcome | None:
        """What the end means for the child; ``None`` before it."""
        compiled, word = self._state.compiled, self._state.word
        nodes = compiled.chart.nodes
        active = compiled.table.active(word) if compiled.table.is_final(word) else ()
        return next((nodes[n].outcome for n in active if nodes[n].outcome), None)

    @property
    def ended_in(self) -> Id | None:
        """The end of its protocol in which the case stands; ``None`` before it.

        This is what its opener is told: ``opener.tell(case.reference, case.ended_in)``.
        """
        compiled, word = self._state.compiled, self._state.word
        nodes = compiled.chart.nodes
        if not compiled.table.is_final(word):
            return None
        active = compiled.table.active(word)
        ends = (nodes[n].name for n in active if nodes[n].kind is NodeKind.FINAL)
        return next((name for name in ends if "." not in name), None)

    @property
    def opened_by(self) -> Opening | None:
        """The opening of the case by another; ``None`` where nobody opened it so."""
        return self._state.opening

    @property
    def receivers(self) -> tuple[Id, ...]:
        """The roles that hold where the case first rested: they take it up."""
        return receivers(self._state)

    @property
    def is_taken_up(self) -> bool:
        """Whether a person of a receiver's agency has acted in it.

        Until then the agencies that ``opened_by`` names answer for an opened case.
        """
        return is_taken_up(self.view())

    @property
    def beside(self) -> tuple[Opening, ...]:
        """The cases that this one opened, the first first."""
        return tuple(link.opening for link in self._state.links.values())

    @property
    def wakes_at(self) -> datetime | None:
        """When the clock next moves the case by itself, in UTC: call ``advance`` then.

        ``None`` if it does not. Deadlines move nothing; ``due`` has them.
        """
        wake = self._state.wake
        return None if wake == NEVER else wake

    @property
    def next_alarm(self) -> datetime | None:
        """The first instant after the last event at which anything is due, in UTC.

        A deadline of a state or a duty runs out there, somebody must be told, or the
        clock takes a step (``after``); ``None`` if nothing is due any more. A host that
        has seen to it asks ``next_alarm_after`` that instant for the one behind it.
        """
        view = self.view()
        return alarm_after(view, view.last)

    def next_alarm_after(self, now: When) -> datetime | None:
        """Return the first instant after ``now`` at which anything is due, in UTC.

        A step that the clock already owes is due before ``now``: call ``advance``.

        Raises:
            InstantError: The instant has no time zone or is out of range.
            TypeError: It is no instant.
        """
        return alarm_after(*self._view("now", now))

    @property
    def opener(self) -> str | None:
        """The token of whoever opened the case, if that was said."""
        beginning = self._state.beginning
        return None if beginning is None else beginning.by

    @property
    def salt(self) -> bytes:
        """What stands before everything that is hashed; empty without a salt."""
        return self._state.salt

    def view(self) -> CaseState:
        """Return what the case is made of, as it is now; for the library itself."""
        with self._lock:
            return self._state.copy()

    def _view(self, name: str, when: When | None) -> tuple[CaseState, datetime]:
        """Return the case and the instant that it is asked for."""
        with self._lock:
            state = self._state
            at = self._usual() if when is None else instant_of(name, when, state.last)
            return state.copy(), at

    def _usual(self) -> datetime:
        """Return the instant that is meant where none is given: the last event's."""
        return self._state.last

    def __repr__(self) -> str:
        state = self.view()
        states = as_typed(state.compiled.table.configuration(state.word).states)
        return f"<Case {state.reference}, version {len(state.log)}: {states}>"

    def __reduce__(self) -> NoReturn:
        message = (
            "A case is neither copied nor pickled, so that it never has two logs: keep "
            "`case.snapshot()` and take it up with `Case.restore(protocol, record)`."
        )
        raise TypeError(message)

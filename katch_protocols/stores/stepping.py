"""One act in one held case: what the clock owes, then the act; all of it is stored."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row

from katch_protocols.cases.arguments import (
    instant_of,
    require_opaque,
    require_text,
    to_utc,
    wrong_type,
)
from katch_protocols.cases.case import Case
from katch_protocols.cases.event import CaseEvent
from katch_protocols.cases.instants import EVER
from katch_protocols.cases.state import CaseState
from katch_protocols.errors import (
    GoneError,
    InstantError,
    KatchError,
    OpaqueError,
    UnknownCaseError,
)
from katch_protocols.model.noun import Id
from katch_protocols.stores.acts import Act
from katch_protocols.stores.answers import Done
from katch_protocols.stores.case_rows import add_events, load_case
from katch_protocols.stores.cases_beside import know_links, open_beside
from katch_protocols.stores.database import Database
from katch_protocols.stores.faults import told_apart
from katch_protocols.stores.hosted import HostedDatabase
from katch_protocols.stores.kept_cases import KeptCases
from katch_protocols.stores.open_work import replace_open
from katch_protocols.stores.posting import post_steps
from katch_protocols.stores.releases import Releases
from katch_protocols.stores.tables import micros

__all__ = ["Clock", "StepTaken", "Stepper", "there", "token_of"]

_AHEAD = timedelta(seconds=60)

Clock = Callable[[], datetime]
"""Gives the instant that it is; for tests."""


class StepTaken(Struct, frozen=True):
    """A case after an act: what was done, or why not, and of which cases there is news.

    ``news`` are those of which a case of this store is to be told that opened them.
    """

    state: CaseState
    event: CaseEvent | None
    refused: KatchError | TypeError | None
    is_known: bool
    news: tuple[str, ...]

    def done(self) -> Done:
        """Return what was done; raise why it was refused."""
        if self.event is None:
            raise self.refused or UnknownCaseError
        view, event = Case(self.state), self.event
        return Done(
            view.reference,
            event,
            view.version,
            view.now.states,
            event.opened,
            self.is_known,
        )


class Stepper:
    """Takes steps in the cases of one database, one transaction each."""

    def __init__(
        self,
        database: Database,
        releases: Releases,
        kept: KeptCases,
        clock: Clock | None,
        elsewhere: Mapping[Id, str],
    ) -> None:
        self.database, self.releases = database, releases
        self.kept, self.clock, self.elsewhere = kept, clock, elsewhere

    @property
    def is_hosted(self) -> bool:
        """Whether it writes in a transaction of the host's."""
        return isinstance(self.database, HostedDatabase)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that will write; its errors are ours."""
        with told_apart(), self.database.writing() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads; its errors are ours."""
        with told_apart(), self.database.reading() as connection:
            yield connection

    def step(
        self, reference: str, key: str | None, at: datetime | None, act: Act
    ) -> "StepTaken":
        """Do an act in a case, after what the clock owes; store all of it."""
        token = token_of(reference)
        with self.writing() as tx:
            row = there(self.database.held(tx, token))
            found = self.take(tx, row, key, at, act)
        self.kept.put(found.state)
        return found

    def take(
        self,
        tx: Connection,
        row: Row[Any],
        key: str | None,
        at: datetime | None,
        act: Act,
    ) -> "StepTaken":
        """Do an act in a case that is held, after what the clock owes; write it.

        What is refused is not raised here: what the clock owed is to be committed.
        """
        state = self.kept.take(row.reference, row.head) or self.load(tx, row)
        before = len(state.log)
        is_known = isinstance(key, str) and key in (state.keys or {})
        refused: KatchError | TypeError | None = None
        event: CaseEvent | None = None
        now: datetime | None = None
        try:
            case = Case(state)
            if is_known:
                instant = state.last
            else:
                now = self.now(tx)
                instant = self.instant(now, at, state.last)
                case.advance(instant)
            event = act(case, instant)
        except (KatchError, TypeError) as error:
            refused = error
        news = self.write(tx, state, before, now)
        return StepTaken(state, event, refused, is_known, news)

    def write(
        self,
        tx: Connection,
        state: CaseState,
        before: int,
        at: datetime | None = None,
    ) -> tuple[str, ...]:
        """Write what a held case has become since a version, and what follows from it.

        ``at`` is the clock of the store, if it was read since the case was held. Return
        the cases of which there is news for a case of this store that opened them.
        """
        if len(state.log) == before:
            return ()
        now = micros(self.now(tx) if at is None else at)
        add_events(tx, state, before, now)
        ended = open_beside(tx, self.releases, state, before, self.elsewhere, now)
        know_links(tx, state, before)
        replace_open(tx, state)
        is_news = post_steps(tx, state, before, now)
        return (*ended, state.reference) if is_news else tuple(ended)

    def looked_at(self, tx: Connection, row: Row[Any]) -> CaseState:
        """Return a case as it is stored, which nobody else changes."""
        state = self.kept.look(row.reference, row.head)
        if state is None:
            state = self.load(tx, row)
            self.kept.put(state.copy())
        return state

    def load(self, tx: Connection, row: Row[Any]) -> CaseState:
        """Read a case again, and verify it; raises ``RecordError``."""
        compiled = self.releases.of(tx, row.pin, row.protocol)
        return load_case(tx, row, compiled)

    def now(self, tx: Connection) -> datetime:
        """Return the instant that it is by the clock of the store."""
        if self.clock is None:
            return self.database.now(tx)
        return instant_of("clock", self.clock, EVER)

    def instant(self, now: datetime, at: datetime | None, last: datetime) -> datetime:
        """Return the instant of an act: the store's clock, or what was given.

        Raises:
            InstantError: What was given is ahead of the clock.
            TypeError: It is no instant.
        """
        if at is None:
            return max(now, last)
        given: object = at
        if not isinstance(given, datetime):
            raise wrong_type("at", "instant-or-clock", given)
        found = to_utc("at", at)
        if found > now + _AHEAD:
            raise InstantError("at", "ahead")
        return found


def token_of(reference: object) -> str:
    """Return the reference of a case; what cannot be one is of no case.

    Raises:
        UnknownCaseError: It cannot be one.
        TypeError: It is no text.
    """
    text = require_text("reference", reference)
    try:
        return require_opaque("case", text)
    except OpaqueError:
        raise UnknownCaseError from None


def there(row: Row[Any] | None) -> Row[Any]:
    """Return the row of a case that is there.

    Raises:
        UnknownCaseError: There is none.
        GoneError: It was erased.
    """
    if row is None:
        raise UnknownCaseError
    if row.erased_at is not None:
        raise GoneError
    return row
